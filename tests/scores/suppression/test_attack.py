"""Nothing that is hidden can be recovered from everything that is shown, at one moment or at several."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.scores.questions import QuestionResult
from tests.make import Make
from tests.scores.suppression.attack import MINIMUM, Person, Way, attack, invented, judged, main, told_at_one_place
from tests.scores.suppression.fetched import attack_fetched, least_of
from tests.scores.suppression.visitors import invented as visitors

AT_ONE_DESK = [Person(0, "phone", 0) for _ in range(9)]


@pytest.mark.parametrize(("way", "recovered"), [("naive", True), ("joint", True), ("batches", False)])
def test_it_works(way: Way, recovered: bool) -> None:
    """Two looks, before and after one answer: live numbers tell it, batches do not."""
    found = attack([*AT_ONE_DESK, Person(0, "phone", 1)], (0, 1), way)
    assert found.hidden
    assert bool(found.recovered) == recovered


@pytest.mark.parametrize(("way", "recovered"), [("joint", True), ("batches", False)])
def test_one_answer_set_aside_between_two_looks(way: Way, recovered: bool) -> None:
    found = attack([*AT_ONE_DESK, Person(0, "phone", 0, (3,))], (2, 3), way)
    assert bool(found.recovered) == recovered


def test_a_total_gives_away_what_is_hidden_alone() -> None:
    people = [*AT_ONE_DESK, *(Person(1, "phone", 0) for _ in range(3))]
    assert attack(people, (0,), "naive").recovered
    assert not attack(people, (0,), "joint").recovered
    assert not attack(people, (0,), "batches").recovered


def test_two_batches_are_shown() -> None:
    people = [*AT_ONE_DESK, *(Person(1, "paper", 1) for _ in range(MINIMUM))]
    assert attack(people, (0, 1), "batches").shown == 3


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_nothing_is_recovered(seed: int) -> None:
    """Surveys of some weeks at some desks, with answers that come and are set aside between the looks."""
    people, moments = invented(random.Random(seed))  # noqa: S311  invented answers
    assert not attack(people, moments, "batches").recovered


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_nobody_stands_alone_however_often_answers_are_judged(seed: int) -> None:
    """One batch, told at several moments while many are set aside, brought back and typed in."""
    people, moments = judged(random.Random(seed))  # noqa: S311  invented answers
    assert not list(told_at_one_place(people, moments).small(MINIMUM, most=MINIMUM - 1))


def test_five_of_six_set_aside_do_not_give_the_sixth_away() -> None:
    six = [Person(0, "phone", 0, (2,) * (place < 5)) for place in range(6)]
    others = [Person(1, "phone", 0) for _ in range(7)]
    assert attack([*six, *others], (1, 2), "joint").recovered
    assert not attack([*six, *others], (1, 2), "batches").recovered


def test_two_judgements_that_share_one_person_do_not_give_that_one_away() -> None:
    """Six of eleven are set aside and brought back, then another six: all less both is one person, if both are told."""
    turns = {0: (1, 2), 5: (1, 2, 3), 6: (3,)}
    people = [Person(0, "phone", 0, turns[0 if at < 5 else min(at, 6)]) for at in range(11)]
    assert attack(people, range(4), "joint").recovered
    assert not attack(people, range(4), "batches").recovered


def test_the_command_prints_every_way(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--trials", "5", "--fetched", "0"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0].strip() for line in lines] == ["naive", "joint", "batches"]
    assert lines[-1].endswith(" 0 recovered")


@pytest.mark.parametrize("seed", [3, 11])
def test_nothing_is_recovered_from_what_is_fetched(make: Make, seed: int) -> None:
    """Questions, factors, options, days to half-years, the funnel and rates, through the queries of pages and files."""
    people, looks = visitors(random.Random(seed))  # noqa: S311  invented answers
    found = attack_fetched(make, people[:60], looks[-3:])
    assert found.hidden["days"]
    assert found.shown["task"]
    assert not sum(found.recovered.values()), dict(found.recovered)


def test_a_rounded_rest_gives_an_option_away() -> None:
    """The attack itself: 13 people, told as 10, of whom at most 9 chose "yes", leave one at least for "no"."""
    question = QuestionResult(
        "bi_mat", "", "yes_no", None, in_score=False, is_overall=False, personal=True, since=1, changed=False,
        answered=10, skipped=0, not_asked=0,
    )  # fmt: skip
    assert least_of({1: 5, 2: 0}, question, 13) == {1: 6, 2: 1}
    assert least_of({1: 5, 2: 0}, replace(question, answered=5, skipped=None, not_asked=None), 13) == {
        1: 5,
        2: 0,
    }
