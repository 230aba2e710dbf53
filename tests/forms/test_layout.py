"""The counts vector of a form: fixed, complete, and added up exactly."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.forms.definition import from_data, to_data
from app.forms.kinds import KINDS
from app.forms.layout import layout_of
from app.forms.rules import clear_hidden, visible
from tests.forms.sample import sample
from tests.forms.test_rules import chain_answers

EVERY_KIND = sample("every_kind")
CHAIN = sample("chain")


def test_it_works() -> None:
    layout = layout_of(EVERY_KIND)
    counts = layout.empty()
    layout.add(counts, {"item": 4, "overall": 9, "sources": [1, 2], "remark": "x"})
    layout.add(counts, {"item": 5})
    assert layout.counts_of("item", counts) == {"1": 0, "2": 0, "3": 0, "4": 1, "5": 1, "9": 0, "skipped": 0}
    assert layout.counts_of("overall", counts)["9"] == 1
    assert layout.counts_of("overall", counts)["skipped"] == 1
    assert layout.counts_of("sources", counts) == {"1": 1, "2": 1, "99": 0, "answered": 1, "skipped": 1}
    assert layout.points("item", counts) == (0, 0, 0, 1, 1)


def test_the_vector_has_a_place_for_every_cell() -> None:
    layout = layout_of(EVERY_KIND)
    assert layout.size == sum(len(KINDS[q.kind].cells(q)) for q in EVERY_KIND.questions)
    assert [layout.spans[q.id].start for q in EVERY_KIND.questions] == sorted(s.start for s in layout.spans.values())


def test_it_is_made_once_for_a_definition() -> None:
    assert layout_of(from_data(to_data(EVERY_KIND))) is layout_of(EVERY_KIND)


def test_a_question_that_was_not_asked_is_not_skipped() -> None:
    layout = layout_of(CHAIN)
    counts = layout.empty()
    layout.add(counts, {"a": 2})
    layout.add(counts, {"a": 1})
    assert layout.counts_of("b", counts) == {"1": 0, "2": 0, "skipped": 1, "not_asked": 1}
    assert layout.counts_of("d", counts) == {"answered": 0, "skipped": 1, "not_asked": 1}


def test_an_answer_of_another_edition_breaks_no_fold() -> None:
    layout = layout_of(EVERY_KIND)
    counts = layout.empty()
    layout.add(counts, {"item": 7, "gone": 1})
    assert sum(layout.counts_of("item", counts).values()) == 0


@given(st.lists(chain_answers, max_size=8))
def test_taking_out_what_was_added_leaves_nothing(many: list[dict[str, Any]]) -> None:
    layout = layout_of(CHAIN)
    counts = layout.empty()
    kept = [clear_hidden(CHAIN, answers) for answers in many]
    for answers in kept:
        layout.add(counts, answers)
    for answers in kept:
        layout.add(counts, answers, weight=-1)
    assert counts == layout.empty()


@given(chain_answers)
def test_every_response_is_counted_once_in_every_question(answers: dict[str, Any]) -> None:
    layout = layout_of(CHAIN)
    kept = clear_hidden(CHAIN, answers)
    counts = layout.empty()
    layout.add(counts, kept)
    asked = {question.id for question in visible(CHAIN, kept)}
    for question in CHAIN.questions:
        row = layout.counts_of(question.id, counts)
        assert row.get("skipped", 0) == (question.id in asked and question.id not in kept)
        assert row.get("not_asked", 0) == (question.id not in asked)
