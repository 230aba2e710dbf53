"""How numbers of visits and days are written."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Problem
from app.desks.visits.rules import (
    FIRST_DAY,
    MOST_VISITS,
    NotADay,
    NotANumberOfVisits,
    days_of,
    read_cell,
    read_cells,
    read_day,
    read_visits,
    refuse_day,
    write_cells,
)

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("written", "number"), [("125", 125), (" 0 ", 0), ("1.234", 1234), ("1 234", 1234), ("", None), ("   ", None)]
)
def test_it_works(written: str, number: int | None) -> None:
    assert read_visits(written) == number


@pytest.mark.parametrize(
    "written",
    ["-1", "-", "12,5", "12.5", "1.23", "hai", "1e3", "٣", "99999999999999999", "99999999999", "=1+1", "20001"],
)
def test_what_is_no_number_of_visits_is_refused(written: str) -> None:
    with pytest.raises(NotANumberOfVisits):
        read_visits(written)


def test_the_most_is_taken() -> None:
    assert read_visits(str(MOST_VISITS)) == MOST_VISITS


@pytest.mark.parametrize("written", ["20/11/2026", "20-11-2026", "20.11.2026", " 20/11/2026 "])
def test_a_day_is_read_as_vietnamese_offices_write_it(written: str) -> None:
    assert read_day(written) == date(2026, 11, 20)


def test_day_comes_before_month() -> None:
    assert read_day("3/4/2026") == date(2026, 4, 3)


@pytest.mark.parametrize("written", ["", "31/2/2026", "2026-11-20", "20/11/26", "20/13/2026", "hôm qua", "1/1/0000"])
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(NotADay):
        read_day(written)


def test_a_day_that_has_not_come_or_lies_too_far_back_is_refused() -> None:
    refuse_day(TODAY, TODAY)
    refuse_day(FIRST_DAY, TODAY)
    for day in (date(2026, 11, 22), date(2019, 12, 31)):
        with pytest.raises(NotADay):
            refuse_day(day, TODAY)


def test_a_week_begins_on_monday_and_a_month_on_its_first() -> None:
    assert (days_of("week", TODAY)[0], days_of("week", TODAY)[-1]) == (date(2026, 11, 16), date(2026, 11, 22))
    assert (days_of("month", TODAY)[0], days_of("month", TODAY)[-1]) == (date(2026, 11, 1), date(2026, 11, 30))


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 10**6), st.dates(FIRST_DAY, TODAY)), st.integers(0, MOST_VISITS), max_size=30
    )
)
def test_what_a_page_showed_comes_back_as_it_was(cells: dict[tuple[int, date], int]) -> None:
    assert read_cells(write_cells(dict(cells))) == cells


@given(st.text())
def test_nothing_that_is_sent_breaks_the_reading(text: str) -> None:
    read_cells(text)
    read_cell(text)
    for read in (read_visits, read_day):
        with contextlib.suppress(Problem):
            read(text)
