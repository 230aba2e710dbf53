"""What a person counts with the calendar on the wall, the program counts too: Tết Bính Ngọ with swapped days."""

from __future__ import annotations

from datetime import date

import pytest

from tests.feedback.clock.tet import HOURS, ROWS, Row, report, wall


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.received}+{row.amount}")
def test_it_works(row: Row) -> None:
    assert row.counted() == row.ends, row.why


@pytest.mark.parametrize("day", wall(), ids=str)
def test_the_data_says_of_every_day_what_the_wall_says(day: date) -> None:
    assert HOURS.days.is_working(day) == wall()[day]


def test_the_printed_table_has_a_line_for_each_row_and_no_difference() -> None:
    assert report().count("\n") == len(ROWS)
    assert "KHÁC" not in report()
