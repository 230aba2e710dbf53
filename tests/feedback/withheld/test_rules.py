"""Of which tasks and months the desk of a text may be told. No database."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.feedback.withheld.rules import begins, month_of, months_back, told_months

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def told(people: dict[tuple[int, date, int], int]) -> set[tuple[int, date]]:
    return set(told_months(people, minimum=5, this_month=NOVEMBER))


def test_it_works() -> None:
    assert told({(1, OCTOBER, 7): 5, (1, OCTOBER, 8): 9}) == {(1, OCTOBER)}


@pytest.mark.parametrize("few", [1, 4])
def test_one_desk_with_few_withholds_every_desk_of_the_month(few: int) -> None:
    """Were only the other one told, what has none would be this one's."""
    assert told({(1, OCTOBER, 7): 50, (1, OCTOBER, 8): few}) == set()


def test_another_task_and_another_month_are_decided_by_themselves() -> None:
    september = date(2026, 9, 1)
    assert told({(1, OCTOBER, 7): 4, (2, OCTOBER, 7): 5, (1, september, 7): 5}) == {(2, OCTOBER), (1, september)}


def test_a_month_that_is_not_over_waits() -> None:
    """Its desks would be told until the first one writes elsewhere, and so tell where he did."""
    assert told({(1, NOVEMBER, 7): 50}) == set()


def test_a_month_begins_in_vietnam() -> None:
    assert begins(NOVEMBER) == datetime(2026, 10, 31, 17, tzinfo=UTC)
    assert month_of(datetime(2026, 10, 31, 17, tzinfo=UTC)) == NOVEMBER
    assert month_of(datetime(2026, 10, 31, 16, tzinfo=UTC)) == OCTOBER


def test_months_back_leave_none_out() -> None:
    assert months_back(date(2026, 2, 20), date(2025, 11, 1)) == [
        date(2026, 2, 1),
        date(2026, 1, 1),
        date(2025, 12, 1),
        date(2025, 11, 1),
    ]
    assert months_back(NOVEMBER, date(2026, 12, 1)) == [NOVEMBER]
