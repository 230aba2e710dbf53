"""Periods of the calendar, p-values that agree with their intervals, and several comparisons at once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.scores.comparison import difference
from app.scores.periods.certainty import holm, p_value
from app.scores.periods.rules import (
    Kind,
    Period,
    latest_finished,
    period_of,
    periods_between,
    read_period,
)
from app.scores.rules import METHODS, ItemCounts, Score, Thresholds, score_items

LIMITS = Thresholds(5, 30)


def scored(satisfied: int, others: int, method: str = "share") -> Score:
    item = ItemCounts((0, others, 0, satisfied, 0))
    return score_items(METHODS[method], [item], n=item.n, thresholds=LIMITS)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2026-07", date(2026, 6, 29), date(2026, 8, 2)),  # 1/7/2026 is a Wednesday, 31/7 a Friday
        ("2026-08", date(2026, 8, 3), date(2026, 8, 30)),
        ("2026-Q3", date(2026, 6, 29), date(2026, 9, 27)),
        ("2026-Q4", date(2026, 9, 28), date(2027, 1, 3)),
        ("2026-H1", date(2025, 12, 29), date(2026, 6, 28)),
        ("2021-01", date(2021, 1, 4), date(2021, 1, 31)),  # 1/1/2021 is a Friday: its week belongs to 2020
    ],
)
def test_it_works(written: str, first: date, last: date) -> None:
    period = read_period(written)
    assert period is not None
    assert (period.key, period.first, period.last) == (written, first, last)


@pytest.mark.parametrize(
    "written", ["", "2026", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "2026-H3", "0000-Q1", "٢٠٢٦-Q1"]
)
def test_it_refuses_what_is_no_period(written: str) -> None:
    assert read_period(written) is None


@pytest.mark.parametrize(
    ("written", "before", "year_before"),
    [("2026-Q1", "2025-Q4", "2025-Q1"), ("2026-01", "2025-12", "2025-01"), ("2026-H2", "2026-H1", "2025-H2")],
)
def test_the_one_before(written: str, before: str, year_before: str) -> None:
    period = read_period(written)
    assert period is not None
    assert (period.before.key, period.year_before.key) == (before, year_before)


def test_a_day_lies_in_one_period_of_each_kind() -> None:
    day = date(2026, 11, 21)
    assert [period_of(day, kind).key for kind in ("month", "quarter", "half")] == ["2026-11", "2026-Q4", "2026-H2"]
    assert latest_finished(day, "quarter") == Period(2026, "quarter", 3)
    assert period_of(date(2021, 1, 3), "quarter").key == "2020-Q4"
    assert [found.key for found in periods_between(date(2025, 11, 30), date(2026, 1, 1), "month")] == [
        "2025-11", "2025-12", "2026-01",
    ]  # fmt: skip


def test_newcombes_published_example() -> None:
    """Newcombe 1998, table II, example (a): 56/70 and 48/80, method 10: 0.0524 to 0.3339; clearly different."""
    now, before = scored(56, 14), scored(48, 32)
    found = difference(now, before)
    assert found is not None
    assert (round(found.interval.low, 4), round(found.interval.high, 4)) == (0.0524, 0.3339)
    assert found.trend == "up"
    p = p_value(now, before)
    assert p is not None
    assert 0.005 < p < 0.01  # the uncorrected chi-squared test of this table, by hand: z = 2.65, p = 0.008
    assert p_value(before, now) == p


def test_hidden_scores_have_no_p_value() -> None:
    assert p_value(scored(2, 1), scored(40, 10)) is None


def test_equal_scores_differ_by_chance_alone() -> None:
    assert p_value(scored(40, 10), scored(40, 10)) == pytest.approx(1.0, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 60), st.integers(30, 60), st.integers(0, 60), st.integers(30, 60), st.sampled_from(sorted(METHODS))
)
def test_the_p_value_says_what_the_interval_says(a: int, b: int, c: int, d: int, method: str) -> None:
    now, before = scored(a, b, method), scored(c, d, method)
    found, p = difference(now, before), p_value(now, before)
    assert found is not None
    assert p is not None
    if abs(p - 0.05) > 1e-6:
        assert (found.trend in ("up", "down")) == (p < 0.05)


def test_several_at_once_by_hand() -> None:
    """Four tests: 0.005 <= 0.05/4, 0.011 <= 0.05/3, 0.02 <= 0.05/2, 0.04 <= 0.05; then one fails and stops the rest."""
    assert holm([0.02, 0.005, 0.04, 0.011]) == [True, True, True, True]
    assert holm([0.03, 0.005, 0.04, 0.011]) == [False, True, False, True]
    assert holm([0.013, 0.04, 0.2, 0.9]) == [False, False, False, False]
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=12))
def test_correcting_only_takes_away(values: list[float]) -> None:
    stands = holm(values)
    assert all(value <= 0.05 for value, stays in zip(values, stands, strict=True) if stays)
    assert all(stays for value, stays in zip(values, stands, strict=True) if value <= 0.05 / len(values))


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(["month", "quarter", "half"]))
def test_periods_follow_each_other_without_gaps(on: date, kind: Kind) -> None:
    period = period_of(on, kind)
    assert period.first <= on <= period.last
    assert period.before.after == period.first
    assert (period.first.weekday(), period.last.weekday()) == (0, 6)
    assert read_period(period.key) == period
