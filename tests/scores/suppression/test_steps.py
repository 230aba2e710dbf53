"""Batches: when a number may move, and what it may not show when it does. No database."""

from __future__ import annotations

from datetime import date, timedelta

from app.responses.queries import CellKey, Counts
from app.scores.suppression.rules import in_steps
from app.scores.suppression.steps import advance

MONDAY = date(2026, 11, 16)
MINIMUM = 5
Days = dict[int, int]


def cells(days: Days, desk: int = 1, mode: str = "phone") -> dict[CellKey, Counts]:
    """So many answers on each day after Monday."""
    return {CellKey(1, desk, MONDAY + timedelta(days=day), mode): Counts(n, 0, [n]) for day, n in days.items()}


def told(released: dict[CellKey, Counts]) -> Days:
    return {(key.day - MONDAY).days: counts.n for key, counts in released.items() if key.day is not None}


def test_it_works() -> None:
    assert told(advance({}, cells({0: 7, 1: 2, 2: 1, 3: 3, 4: 4}), MINIMUM)) == {0: 7, 3: 6}


def test_nothing_is_released_below_the_minimum() -> None:
    assert advance({}, cells({0: 4}), MINIMUM) == {}
    assert advance({}, {}, MINIMUM) == {}


def test_each_desk_and_each_way_of_answering_waits_for_itself() -> None:
    waiting = cells({0: 4}) | cells({0: 4}, desk=2) | cells({0: 4}, mode="paper")
    assert advance({}, waiting, MINIMUM) == {}


def test_one_more_answer_changes_nothing() -> None:
    before = advance({}, cells({0: 7}), MINIMUM)
    assert advance(before, cells({0: 7, 1: 1}), MINIMUM) == before
    assert advance(before, cells({0: 8}), MINIMUM) == before


def test_the_next_batch_leaves_the_earlier_one_as_it_was() -> None:
    before = advance({}, cells({0: 7}), MINIMUM)
    assert told(advance(before, cells({0: 7, 1: 4, 2: 4}), MINIMUM)) == {0: 7, 2: 8}


def test_going_day_by_day_comes_to_the_same_as_going_at_once() -> None:
    days = {0: 7, 1: 2, 2: 4, 3: 4, 4: 1, 7: 9}
    released: dict[CellKey, Counts] = {}
    for last in range(8):
        released = advance(released, cells({day: n for day, n in days.items() if day <= last}), MINIMUM)
    assert released == advance({}, cells(days), MINIMUM)


def test_setting_one_aside_changes_nothing() -> None:
    before = advance({}, cells({0: 9, 1: 6}), MINIMUM)
    assert advance(before, cells({0: 8, 1: 6}), MINIMUM) == before


def test_setting_many_aside_is_told() -> None:
    before = advance({}, cells({0: 20, 1: 6}), MINIMUM)
    assert told(advance(before, cells({0: 9, 1: 6}), MINIMUM)) == {0: 9, 1: 6}


def test_a_batch_of_which_too_few_are_left_is_emptied_and_stays_so() -> None:
    before = advance({}, cells({0: 9}), MINIMUM)
    emptied = advance(before, cells({0: 3}), MINIMUM)
    assert told(emptied) == {0: 0}
    assert advance(emptied, cells({0: 4}), MINIMUM) == emptied
    assert told(advance(emptied, cells({0: 5}), MINIMUM)) == {0: 5}


def test_an_answer_typed_in_for_a_past_day_waits_in_its_batch() -> None:
    before = advance({}, cells({0: 6, 3: 6}), MINIMUM)
    assert advance(before, cells({0: 6, 2: 4, 3: 6}), MINIMUM) == before
    assert told(advance(before, cells({0: 6, 2: 5, 3: 6}), MINIMUM)) == {0: 6, 3: 11}


def test_a_count_about_the_person_is_rounded_down() -> None:
    assert [in_steps(count, MINIMUM) for count in (0, 4, 5, 9, 10)] == [0, 0, 5, 5, 10]
