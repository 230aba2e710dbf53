"""Which days are told, and when one step is a share of another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.funnel.rules import MOST_DAYS, Steps, added, part, span_of

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
