"""What is typed from a sheet, and how two typings compare."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.core.clock import day_of, in_vietnam
from app.forms.builder import field_name, read_answers
from app.forms.wording import say_live
from app.responses.paper.rules import agreement, as_posted, compare, noon_of, sample_of
from tests.forms.sample import sample

DEFINITION = sample("every_kind")


@pytest.mark.parametrize("typed", ["1 3", "1,3", "3;1", " 1.3 ", "1 - 3", "1/3"])
def test_several_codes_are_taken_apart(typed: str) -> None:
    several = next(question for question in DEFINITION.questions if question.kind == "choices")
    codes = [option.code for option in several.options][:2]
    text = typed.replace("1", str(codes[0])).replace("3", str(codes[1]))
    reading = read_answers(
        DEFINITION, say_live(DEFINITION), MultiDict(as_posted(DEFINITION, {field_name(several.id): text}))
    )
    assert reading.answers.get(several.id) == codes, reading.errors


@given(st.dictionaries(st.sampled_from([field_name(q.id) for q in DEFINITION.questions]), st.text(max_size=40)))
def test_whatever_is_typed_is_read_or_refused_and_never_raises(typed: dict[str, str]) -> None:
    read_answers(DEFINITION, say_live(DEFINITION), MultiDict(as_posted(DEFINITION, typed)))


def test_texts_are_compared_as_people_read_them() -> None:
    text = next(question.id for question in DEFINITION.questions if question.kind == "long_text")
    assert compare(DEFINITION, {text: "Chờ  lâu"}, {text: "cho lâu"}).differing == ()
    assert compare(DEFINITION, {text: "Chờ lâu"}, {}).differing == (text,)


def test_only_what_either_answered_is_compared() -> None:
    first = DEFINITION.questions[0].id
    assert compare(DEFINITION, {}, {}).compared == 0
    assert compare(DEFINITION, {first: 1}, {first: 2}).compared == 1
    assert agreement(0, 0) is None
    assert agreement(10, 1) == 0.9


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2100, 1, 1)))
def test_a_sheet_is_stored_under_noon_of_its_day(day: date) -> None:
    assert day_of(noon_of(day)) == day
    assert in_vietnam(noon_of(day)).hour == 12


@given(st.sets(st.integers(1, 200)))
def test_a_tenth_is_drawn_and_at_least_five(sheets: set[int]) -> None:
    drawn = sample_of("K7M3A", sheets)
    assert drawn == sample_of("K7M3A", sheets)
    assert set(drawn) <= sheets
    assert len(drawn) == min(len(sheets), max(5, -(-len(sheets) // 10)))
