"""Where answers are counted, and which responses may count in a score."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.definition import FOLDER, Definition, Question, form_files, load
from app.forms.kinds import KINDS
from app.forms.rules import is_asked
from app.responses.rules import Layout, is_scorable, layout_of, tally_of
from tests.forms.sample import sample

ONE_STOP = load(FOLDER / "m1_thu_tuc_mot_cua.yaml")
ONLINE = load(FOLDER / "m2_dich_vu_cong_truc_tuyen.yaml")
EVERY_KIND = sample("every_kind")
ITEMS = [question.id for question in ONE_STOP.scored]


def asked_in(definition: Definition, answers: dict[str, Any]) -> list[Question]:
    """The questions that are asked, in order; an answer to one that is not asked decides nothing."""
    kept: dict[str, Any] = {}
    asked = []
    for question in definition.questions:
        if is_asked(question, kept):
            asked.append(question)
            kept |= {question.id: answers[question.id]} if question.id in answers else {}
    return asked


def named(definition: Definition, answers: dict[str, Any]) -> set[tuple[str, str]]:
    """The cells that a response adds to, as (question, cell)."""
    layout = layout_of(definition)
    names = [(question.id, cell) for question in definition.questions for cell in layout.cells[question.id]]
    hits = tally_of(layout, definition, answers)
    assert len(hits) == len(set(hits))
    return {names[index] for index in hits}


def test_it_works() -> None:
    cells = named(EVERY_KIND, {"item": 4, "overall": 9, "visits": 0, "sources": [1, 99], "remark": "Chờ lâu."})
    assert cells == {
        ("item", "4"),
        ("overall", "dont_know"),
        ("visits", "0"),
        ("sources", "1"),
        ("sources", "99"),
        ("sources", "answered"),
        ("met", "skipped"),
        ("days", "skipped"),
        ("came_on", "skipped"),
        ("desk_name", "skipped"),
        ("remark", "answered"),
    }


def test_the_cells_of_faces_have_their_order() -> None:
    assert layout_of(ONE_STOP).cells["de_tim"] == ("1", "2", "3", "4", "5", "dont_know", "skipped")


def test_a_question_that_was_not_asked_adds_to_no_cell() -> None:
    asked = {question for question, _cell in named(ONLINE, {"da_lam": 3, "y_kien": "Chưa có máy."})}
    assert asked == {"da_lam", "y_kien", "nhom_tuoi"}


@pytest.mark.parametrize("path", form_files(), ids=lambda path: path.stem)
def test_the_cells_fill_the_vector_without_a_gap(path: Any) -> None:
    definition = load(path)
    layout = layout_of(definition)
    assert sum(len(cells) for cells in layout.cells.values()) == layout.size
    expected = 0
    for question in definition.questions:
        assert layout.offsets[question.id] == expected
        expected += len(layout.cells[question.id])


def test_the_layout_is_made_once() -> None:
    again = load(FOLDER / "m1_thu_tuc_mot_cua.yaml")
    assert layout_of(again) is layout_of(ONE_STOP)
    assert isinstance(layout_of(ONE_STOP), Layout)


def test_half_of_the_items_is_enough() -> None:
    half = dict.fromkeys(ITEMS[:4], 5)
    assert len(ITEMS) == 7
    assert is_scorable(ONE_STOP, half)
    assert not is_scorable(ONE_STOP, dict.fromkeys(ITEMS[:3], 5))


def test_dont_know_is_no_answer() -> None:
    assert not is_scorable(ONE_STOP, dict.fromkeys(ITEMS, 9))
    assert not is_scorable(ONE_STOP, dict.fromkeys(ITEMS[:3], 5) | dict.fromkeys(ITEMS[3:], 9))


def test_the_overall_question_alone_is_not_enough() -> None:
    assert not is_scorable(ONE_STOP, {"nhin_chung": 5})


def test_whoever_was_asked_no_item_is_not_in_the_score() -> None:
    assert not is_scorable(ONLINE, {"da_lam": 3, "y_kien": "Chưa có máy."})


def test_only_items_that_were_asked_are_needed() -> None:
    reception = load(FOLDER / "m6_tiep_cong_dan.yaml")
    filter_question = reception.questions[0].id
    asked = [question.id for question in asked_in(reception, {filter_question: 2}) if question in reception.scored]
    assert 0 < len(asked) < len(reception.scored)
    assert is_scorable(reception, {filter_question: 2, **dict.fromkeys(asked, 4)})


def test_a_form_without_scored_items_counts_every_response() -> None:
    assert is_scorable(sample("chain"), {})


def test_a_response_that_is_not_scorable_counts_only_outside_the_scored_items() -> None:
    cells = named(ONE_STOP, {"de_tim": 5, "nhin_chung": 5, "so_lan_den": 2})
    scored = {question.id for question in ONE_STOP.questions if question.scored}
    assert ("so_lan_den", "2") in cells
    assert not {question for question, _cell in cells} & scored


def test_an_answer_that_the_edition_does_not_know_never_breaks_a_count() -> None:
    assert ("visits", "skipped") not in named(EVERY_KIND, {"visits": 77})


@st.composite
def answers_to(draw: st.DrawFn, definition: Definition) -> dict[str, Any]:
    """Answers as they are stored: any question may be skipped, hidden ones are cleared."""
    answers: dict[str, Any] = {}
    for question in definition.questions:
        kind = KINDS[question.kind]
        codes = kind.codes(question)
        if draw(st.booleans()):
            continue
        if kind.several:
            answers[question.id] = draw(st.lists(st.sampled_from(codes), min_size=1, unique=True))
        else:
            answers[question.id] = draw(st.sampled_from(codes)) if codes else "Ý kiến"
    return {question.id: answers[question.id] for question in asked_in(definition, answers) if question.id in answers}


@given(st.data())
def test_every_question_that_was_asked_is_counted_once(data: st.DataObject) -> None:
    definition = data.draw(st.sampled_from([ONE_STOP, ONLINE, EVERY_KIND]))
    answers = data.draw(answers_to(definition))
    counted = {question for question, _cell in named(definition, answers)}
    asked = {question.id for question in asked_in(definition, answers)}
    scored = {question.id for question in definition.questions if question.scored}
    assert counted == (asked if is_scorable(definition, answers) else asked - scored)
