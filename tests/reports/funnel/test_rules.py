"""Which days are told, and when one step is a share of another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.funnel.rules import (
    MOST_DAYS,
    Steps,
    added,
    batches_begin,
    in_batches,
    pages_in_batches,
    part,
    span_of,
)

TODAY = date(2026, 11, 21)
YESTERDAY = date(2026, 11, 20)


def test_it_works() -> None:
    assert span_of(None, None, TODAY) == (date(2026, 10, 24), YESTERDAY)
    assert span_of(date(2026, 11, 1), date(2026, 11, 10), TODAY) == (date(2026, 11, 1), date(2026, 11, 10))


@given(
    st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1))
)
def test_today_is_never_told_whatever_is_asked(since: date | None, until: date | None) -> None:
    first, last = span_of(since, until, TODAY)
    assert first <= last < TODAY
    assert last - first < timedelta(days=MOST_DAYS)


@pytest.mark.parametrize(
    ("of", "whole", "share"), [(5, 10, 0.5), (10, 10, 1), (4, 10, None), (11, 10, None), (0, 0, None), (5, 5, 1)]
)
def test_a_share_needs_two_numbers_that_may_be_told_and_fit(of: int, whole: int, share: float | None) -> None:
    assert part(of, whole, 5) == share


def test_steps_add_up_and_know_when_they_do_not_fit() -> None:
    assert added([Steps(3, 2, 1), Steps(1, 1, 1)]) == Steps(4, 3, 2)
    assert not Steps(3, 2, 1).is_uneven
    assert Steps(1, 2, 1).is_uneven
    assert Steps(3, 2, 3).is_uneven
    assert added([]).is_nothing


def test_pages_come_together_until_there_are_enough_of_them() -> None:
    days = [YESTERDAY - timedelta(days=back) for back in range(4, -1, -1)]
    assert in_batches(dict(zip(days, (3, 1, 2, 9, 4), strict=True)), 5) == {days[2]: 6, days[3]: 9}


def test_each_door_of_a_form_at_a_desk_and_each_step_comes_together_by_itself() -> None:
    cells = {(1, TODAY, "phone"): Steps(7, 4), (1, YESTERDAY, "phone"): Steps(2, 2), (1, TODAY, "web"): Steps(4, 1)}
    assert pages_in_batches(cells, 5) == {(1, TODAY, "phone"): Steps(9, 6)}


@given(
    st.dictionaries(st.dates(date(2026, 5, 1), date(2026, 11, 20)), st.integers(0, 7), max_size=40),
    st.dates(date(2026, 5, 1), date(2026, 11, 20)),
)
def test_what_is_told_of_a_day_does_not_depend_on_the_span_that_is_asked_for(
    counts: dict[date, int], since: date
) -> None:
    whole = in_batches(counts, 5)
    narrow = in_batches({day: count for day, count in counts.items() if day >= batches_begin(since)}, 5)
    assert {day: count for day, count in whole.items() if day >= since} == {
        day: count for day, count in narrow.items() if day >= since
    }
    assert all(count >= 5 for count in whole.values())
    assert in_batches({day: count for day, count in counts.items() if day < since}, 5) == {
        day: count for day, count in whole.items() if day < since
    }, "another day changes nothing of the days before"
