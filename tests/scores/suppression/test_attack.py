"""Nothing that is hidden can be recovered from everything that is shown, at one moment or at several."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scores.suppression.attack import MINIMUM, Person, Way, attack, invented, main

AT_ONE_DESK = [Person(0, "phone", 0) for _ in range(9)]


@pytest.mark.parametrize(("way", "recovered"), [("naive", True), ("joint", True), ("batches", False)])
def test_it_works(way: Way, recovered: bool) -> None:
    """Two looks, before and after one answer: live numbers tell it, batches do not."""
    found = attack([*AT_ONE_DESK, Person(0, "phone", 1)], (0, 1), way)
    assert found.hidden
    assert bool(found.recovered) == recovered


@pytest.mark.parametrize(("way", "recovered"), [("joint", True), ("batches", False)])
def test_one_answer_set_aside_between_two_looks(way: Way, recovered: bool) -> None:
    found = attack([*AT_ONE_DESK, Person(0, "phone", 0, aside_on=3)], (2, 3), way)
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


def test_the_command_prints_every_way(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--trials", "5"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0].strip() for line in lines] == ["naive", "joint", "batches"]
    assert lines[-1].endswith(" 0 recovered")
