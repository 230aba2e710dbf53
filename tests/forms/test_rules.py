"""Which questions are asked: hidden answers never survive, and conditions only look back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.definition import Condition
from app.forms.rules import asks_about, clear_hidden, decision, is_asked, visible
from tests.forms.sample import sample

CHAIN = sample("chain")
CASES = json.loads((Path(__file__).parent / "conditions.json").read_text("utf-8"))

yes_no = st.sampled_from([1, 2])
chain_answers = st.fixed_dictionaries(
    {},
    optional={
        "a": yes_no,
        "b": yes_no,
        "c": st.text(min_size=1),
        "d": st.integers(0, 10),
        "e": st.lists(yes_no, min_size=1, unique=True),
        "f": st.text(min_size=1),
        "unknown": st.integers(),
    },
)


def asked(answers: dict[str, Any]) -> list[str]:
    return [question.id for question in visible(CHAIN, answers)]


def test_it_works() -> None:
    assert asked({}) == ["a", "d"]
    assert asked({"a": 1}) == ["a", "b", "d"]
    assert asked({"a": 1, "b": 1}) == ["a", "b", "c", "d"]
    assert asked({"a": 2}) == ["a"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_conditions_mean_what_the_shared_list_says(case: dict[str, Any]) -> None:
    """The same list is what a script on the page has to fulfil."""
    condition = Condition.model_validate_json(json.dumps(case["when"]))
    question = CHAIN.by_id["a"].model_copy(update={"visible_when": condition})
    assert is_asked(question, case["answers"]) is case["asked"]
    assert decision(condition)(case["answers"]) is case["asked"]


def test_a_chain_falls_with_its_first_link() -> None:
    assert clear_hidden(CHAIN, {"a": 2, "b": 1, "c": "x"}) == {"a": 2}


def test_a_hidden_number_does_not_bring_the_next_question() -> None:
    assert clear_hidden(CHAIN, {"a": 2, "d": 9, "e": [2], "f": "x"}) == {"a": 2}
    assert clear_hidden(CHAIN, {"d": 9, "e": [2], "f": "x"}) == {"d": 9, "e": [2], "f": "x"}


@given(chain_answers)
def test_hidden_answers_never_survive(answers: dict[str, Any]) -> None:
    kept = clear_hidden(CHAIN, answers)
    assert set(kept) <= set(asked(kept))
    assert kept.items() <= answers.items()


@given(chain_answers)
def test_clearing_twice_changes_nothing(answers: dict[str, Any]) -> None:
    once = clear_hidden(CHAIN, answers)
    assert clear_hidden(CHAIN, once) == once
    assert asked(once) == asked(answers)


def test_the_comparisons_of_a_condition_are_listed_in_order() -> None:
    condition = CHAIN.by_id["e"].visible_when
    assert condition is not None
    assert [part.question for part in asks_about(condition)] == ["d", "a", "b"]
    negated = CHAIN.by_id["d"].visible_when
    assert negated is not None
    assert [part.question for part in asks_about(negated)] == ["a"]
