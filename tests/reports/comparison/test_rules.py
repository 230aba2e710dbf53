"""Places that intervals allow."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.comparison.rules import Place, places
from app.scores.rules import Interval


def test_it_works() -> None:
    """The first two touch; the third is surely below the first only; the last one is below everybody."""
    intervals = [Interval(0.9, 0.95), Interval(0.85, 0.91), Interval(0.8, 0.88), Interval(0.1, 0.2)]
    assert places(intervals) == [Place(1, 2), Place(1, 3), Place(2, 3), Place(4, 4)]
    assert [place.is_sure for place in places(intervals)] == [False, False, False, True]


def test_intervals_that_only_touch_are_not_told_apart() -> None:
    assert places([Interval(0.5, 0.6), Interval(0.4, 0.5)]) == [Place(1, 2), Place(1, 2)]


def test_nothing_has_no_place() -> None:
    assert places([]) == []


INTERVALS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(INTERVALS)
def test_every_order_that_is_possible_is_allowed_and_equals_overlap(ends: list[list[int]]) -> None:
    intervals = [Interval(low / 20, high / 20) for low, high in ends]
    found = places(intervals)
    for point in ("low", "high"):
        order = sorted(range(len(intervals)), key=lambda at: -getattr(intervals[at], point))
        for rank, at in enumerate(order, start=1):
            assert found[at].first <= rank <= found[at].last
    for one, other in pairwise(sorted(range(len(found)), key=lambda at: found[at].first)):
        if found[one].first == found[other].first:
            assert intervals[one].low <= intervals[other].high
            assert intervals[other].low <= intervals[one].high
