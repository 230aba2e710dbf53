"""Batches: when a number may move, and what it may not show when it does. No database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from app.responses.queries import CellKey, Counts
from app.scores.suppression.rules import in_steps
from app.scores.suppression.steps import Batch, advance

MONDAY = date(2026, 11, 16)
MINIMUM = 5
Days = dict[int, int]
Told = dict[CellKey, Batch]


def cells(days: Days, desk: int = 1, mode: str = "phone") -> dict[CellKey, Counts]:
    """So many answers on each day after Monday."""
    return {CellKey(1, desk, MONDAY + timedelta(days=day), mode): Counts(n, 0, [n]) for day, n in days.items()}


def next_of(told: Told, counted: Days, aside: Days | None = None) -> Told:
    """What is told next, where so many count and so many are set aside."""
    return advance(told, cells(counted), cells(aside or {}), MINIMUM)


def days_of(told: Mapping[CellKey, Batch]) -> Days:
    return {(key.day - MONDAY).days: batch.counted.n for key, batch in told.items() if key.day is not None}


def shown(told: Mapping[CellKey, Batch]) -> tuple[int, int]:
    """How many of the only batch count, and how many are set aside, as it is told."""
    (batch,) = told.values()
    return batch.counted.n, batch.aside.n


def test_it_works() -> None:
    assert days_of(next_of({}, {0: 7, 1: 2, 2: 1, 3: 3, 4: 4})) == {0: 7, 3: 6}


def test_nothing_is_released_below_the_minimum() -> None:
    assert next_of({}, {0: 4}) == {}
    assert next_of({}, {}) == {}
    assert next_of({}, {0: 4}, {0: 9}) == {}


def test_each_desk_and_each_way_of_answering_waits_for_itself() -> None:
    waiting = cells({0: 4}) | cells({0: 4}, desk=2) | cells({0: 4}, mode="paper")
    assert advance({}, waiting, {}, MINIMUM) == {}


def test_one_more_answer_changes_nothing() -> None:
    before = next_of({}, {0: 7})
    assert next_of(before, {0: 7, 1: 1}) == before
    assert next_of(before, {0: 8}) == before


def test_the_next_batch_leaves_the_earlier_one_as_it_was() -> None:
    before = next_of({}, {0: 7})
    assert days_of(next_of(before, {0: 7, 1: 4, 2: 4})) == {0: 7, 2: 8}


def test_going_day_by_day_comes_to_the_same_as_going_at_once() -> None:
    days = {0: 7, 1: 2, 2: 4, 3: 4, 4: 1, 7: 9}
    told: Told = {}
    for last in range(8):
        told = next_of(told, {day: n for day, n in days.items() if day <= last})
    assert told == next_of({}, days)


def test_those_set_aside_are_told_with_their_batch_if_they_are_enough() -> None:
    assert [shown(next_of({}, {0: 9}, {0: aside})) for aside in (0, 4, 5)] == [(9, 0), (9, 0), (9, 5)]


def test_setting_one_aside_changes_nothing() -> None:
    before = next_of({}, {0: 9, 1: 6})
    assert next_of(before, {0: 8, 1: 6}, {0: 1}) == before


def test_setting_many_aside_is_told_and_so_is_bringing_them_back() -> None:
    before = next_of({}, {0: 20})
    after = next_of(before, {0: 9}, {0: 11})
    assert shown(after) == (9, 11)
    assert shown(next_of(after, {0: 19}, {0: 1})) == (20, 0)
    assert shown(next_of(after, {0: 13}, {0: 7})) == (9, 11)


def test_a_batch_of_which_too_few_are_left_counts_as_set_aside_until_it_is_back() -> None:
    before = next_of({}, {0: 6})
    after = next_of(before, {0: 1}, {0: 5})
    assert shown(after) == (0, 6)
    assert next_of(after, {0: 4}, {0: 2}) == after
    assert shown(next_of(after, {0: 5}, {0: 1})) == (6, 0)


def test_what_counts_changes_once_and_then_only_back() -> None:
    """Six of eleven, back, and then another six: all less both would be one person."""
    told = next_of(next_of({}, {0: 11}), {0: 5}, {0: 6})
    back = next_of(told, {0: 11})
    assert shown(back) == (11, 0)
    assert shown(next_of(back, {0: 5}, {0: 6})) == (5, 6)
    (batch,) = next_of(back, {0: 5}, {0: 6}).values()
    assert batch.other == Counts(5, 0, [5])


def test_nothing_is_told_that_leaves_a_few_beside_what_was_told() -> None:
    """Nine count and six are set aside; when all but one of fifteen count, the difference would be that one."""
    before = next_of({}, {0: 9}, {0: 6})
    assert shown(next_of(before, {0: 14}, {0: 1})) == (15, 0)
    (batch,) = next_of(before, {0: 14}, {0: 1}).values()
    assert batch.other is None
    assert shown(next_of(before, {0: 20})) == (20, 0)


def test_an_answer_typed_in_for_a_past_day_waits_in_its_batch() -> None:
    before = next_of({}, {0: 6, 3: 6})
    assert next_of(before, {0: 6, 2: 4, 3: 6}) == before
    after = next_of(before, {0: 6, 2: 5, 3: 6})
    assert days_of(after) == {0: 6, 3: 11}
    assert days_of(next_of(after, {0: 6, 2: 10, 3: 6})) == {0: 6, 3: 16}


def test_what_is_written_down_is_read_back() -> None:
    told = next_of({}, {0: 20})
    (first,) = told.values()
    assert not first.has_changed
    for counted, aside in (({0: 9}, {0: 11}), ({0: 3}, {0: 17}), ({0: 25}, {})):
        told = next_of(told, counted, aside)
        (batch,) = told.values()
        assert batch.has_changed
        assert Batch.of(batch.counted, batch.aside, batch.told) == batch


def test_a_count_about_the_person_is_rounded_down() -> None:
    assert [in_steps(count, MINIMUM) for count in (0, 4, 5, 9, 10)] == [0, 0, 5, 5, 10]
