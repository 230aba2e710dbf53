"""The difference of two years: its interval against published examples, and when there is none."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scores.comparison import difference, interval_of_difference
from app.scores.rules import METHODS, Interval, ItemCounts, Score, Thresholds, score_items, wilson

LIMITS = Thresholds(5, 30)


def share(satisfied: int, n: int) -> Score:
    return score_items(METHODS["share"], [ItemCounts((0, 0, n - satisfied, satisfied, 0))], n=n, thresholds=LIMITS)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_it_works(one: tuple[int, int], other: tuple[int, int], low: float, high: float) -> None:
    """The eight contrasts of Newcombe's table II, method 10."""
    found = interval_of_difference((one[0] / one[1], wilson(*one)), (other[0] / other[1], wilson(*other)))
    assert [found.low, found.high] == pytest.approx([low, high], abs=5.1e-5)


def test_a_difference_worked_out_by_hand() -> None:
    """27 of 30 and 18 of 30: 0.9 in (0.7438, 0.9654), 0.6 in (0.4232, 0.7541)."""
    found = difference(share(27, 30), share(18, 30))
    assert found is not None
    assert found.value == pytest.approx(0.3)
    assert found.interval.low == pytest.approx(0.3 - math.sqrt(0.1562**2 + 0.1541**2), abs=2e-4)
    assert found.interval.high == pytest.approx(0.3 + math.sqrt(0.0654**2 + 0.1768**2), abs=2e-4)
    assert found.trend == "up"


def test_what_the_difference_allows_to_say() -> None:
    trends = [
        getattr(difference(share(*now), share(*before)), "trend", None)
        for now, before in (
            ((90, 100), (60, 100)),
            ((60, 100), (90, 100)),
            ((80, 100), (78, 100)),
            ((90, 100), (10, 20)),
            ((90, 100), (2, 4)),
        )
    ]
    assert trends == ["up", "down", "unclear", "reference", None]


def test_a_mean_of_points_is_compared_too() -> None:
    def mean(*levels: int) -> Score:
        first, second, third, fourth, fifth = levels
        item = ItemCounts((first, second, third, fourth, fifth))
        return score_items(METHODS["mean"], [item], n=sum(levels), thresholds=LIMITS)

    now, before = mean(0, 0, 10, 50, 40), mean(10, 20, 40, 20, 10)
    found = difference(now, before)
    assert found is not None
    assert now.interval is not None
    assert before.interval is not None
    assert found.value == pytest.approx(0.86 - 0.60)
    down = math.hypot(0.86 - now.interval.low, before.interval.high - 0.60)
    assert found.interval.low == pytest.approx(0.26 - down)


def test_a_hidden_year_gives_nothing_away() -> None:
    """Three answers and none are one and the same: no value, no difference."""
    assert difference(share(90, 100), share(3, 3)) is None
    assert difference(share(90, 100), share(0, 0)) is None
    assert difference(share(2, 3), share(90, 100)) is None


counts = st.integers(5, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, counts)
def test_the_interval_holds_the_difference_and_turns_with_it(one: tuple[int, int], other: tuple[int, int]) -> None:
    there, back = difference(share(*one), share(*other)), difference(share(*other), share(*one))
    assert there is not None
    assert back is not None
    assert -1 <= there.interval.low <= there.value + 1e-9 <= there.interval.high + 2e-9 <= 1 + 3e-9
    assert [there.interval.low, there.interval.high] == pytest.approx([-back.interval.high, -back.interval.low])


@given(counts)
def test_the_same_result_twice_is_never_a_change(one: tuple[int, int]) -> None:
    found = difference(share(*one), share(*one))
    assert found is not None
    assert found.trend in {"unclear", "reference"}


def test_nothing_lies_beyond_one() -> None:
    whole = Interval(0.9, 1.0)
    assert interval_of_difference((1.0, whole), (0.0, Interval(0.0, 0.1))).high == 1.0
