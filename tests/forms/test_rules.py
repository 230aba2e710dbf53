"""Which questions are asked: conditions only look back, and hidden answers never survive."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.definition import Condition
from app.forms.rules import asks_about, decision, is_asked
from tests.forms.sample import as_posted, read_posted, sample

CHAIN = sample("chain")
CASES = json.loads((Path(__file__).parent / "conditions.json").read_text("utf-8"))

yes_no = st.sampled_from([1, 2])
chain_answers = st.fixed_dictionaries(
    {},
    optional={
        "a": yes_no,
        "b": yes_no,
        "c": st.just("c"),
        "d": st.integers(0, 10),
        "e": st.lists(yes_no, min_size=1, unique=True).map(sorted),
        "f": st.just("f"),
        "unknown": st.integers(),
    },
)


def kept(answers: dict[str, Any]) -> dict[str, Any]:
    """What is left of these answers once they were posted."""
    return dict(read_posted(CHAIN, {name: as_posted(stored) for name, stored in answers.items()}).answers)


def test_it_works() -> None:
    assert is_asked(CHAIN.by_id["a"], {})
    assert not is_asked(CHAIN.by_id["b"], {})
    assert is_asked(CHAIN.by_id["b"], {"a": 1})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_conditions_mean_what_the_shared_list_says(case: dict[str, Any]) -> None:
    """The same list is what a script on the page has to fulfil."""
    condition = Condition.model_validate_json(json.dumps(case["when"]))
    question = CHAIN.by_id["a"].model_copy(update={"visible_when": condition})
    assert is_asked(question, case["answers"]) is case["asked"]
    assert decision(condition)(case["answers"]) is case["asked"]


def test_a_chain_falls_with_its_first_link() -> None:
    assert kept({"a": 2, "b": 1, "c": "x"}) == {"a": 2}
    assert kept({"a": 1, "b": 1, "c": "x", "d": 3}) == {"a": 1, "b": 1, "c": "x", "d": 3}


def test_a_hidden_number_does_not_bring_the_next_question() -> None:
    assert kept({"a": 2, "d": 9, "e": [2], "f": "x"}) == {"a": 2}
    assert kept({"d": 9, "e": [2], "f": "x"}) == {"d": 9, "e": [2], "f": "x"}


@given(chain_answers)
def test_hidden_answers_never_survive(answers: dict[str, Any]) -> None:
    left = kept(answers)
    assert left.items() <= answers.items()
    assert ("b" in left) <= (left.get("a") == 1)
    assert ("c" in left) <= (left.get("b") == 1)
    assert ("d" in left) <= (left.get("a") != 2)
    assert ("e" in left) <= (left.get("d", 0) >= 5 or (left.get("a"), left.get("b")) == (1, 2))
    assert ("f" in left) <= (2 in left.get("e", []))


@given(chain_answers)
def test_asked_answers_are_never_dropped(answers: dict[str, Any]) -> None:
    left = kept(answers)
    for question in CHAIN.questions:
        assert (question.id in left) == (question.id in answers and is_asked(question, left))


@given(chain_answers)
def test_posting_what_was_kept_changes_nothing(answers: dict[str, Any]) -> None:
    left = kept(answers)
    assert kept(left) == left


def test_the_comparisons_of_a_condition_are_listed_in_order() -> None:
    condition = CHAIN.by_id["e"].visible_when
    assert condition is not None
    assert [part.question for part in asks_about(condition)] == ["d", "a", "b"]
    negated = CHAIN.by_id["d"].visible_when
    assert negated is not None
    assert [part.question for part in asks_about(negated)] == ["a"]
