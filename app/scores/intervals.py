"""Intervals for 95 %: of a share, of a mean of points, and what a mean of several items rests on. Pure arithmetic."""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.core.shares import Interval as Interval
from app.core.shares import Z
from app.core.shares import wilson as wilson
from app.scores.methods import Method


def t_quantile(df: float, z: float = Z) -> float:
    """Student's t where the normal has ``z`` (Abramowitz and Stegun 26.7.5; at 95 % within 0.001 from 4 degrees on)."""
    v = max(df, 1.0)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + math.fsum(term / v**power for power, term in enumerate(terms, start=1))


def effective_n(ns: Sequence[int], weights: Sequence[int] | None = None) -> float:
    """The base of the interval of a mean of items that ``ns`` people answered each.

    With perfectly correlated items the error is the mean of the items' errors, each going with ``1 / sqrt(n_i)``; where
    items have ``weights``, the weighted mean. Equal ``n_i`` give that same number back; one seldom-answered item pulls
    the base down.
    """
    pairs = zip(ns, [1] * len(ns) if weights is None else weights, strict=True)
    answered = [(n, weight) for n, weight in pairs if n > 0]
    if not answered:
        return 0.0
    return (sum(weight for _n, weight in answered) / math.fsum(w / math.sqrt(n) for n, w in answered)) ** 2


def sample_needed(visits: int, error: float) -> int:
    """How many responses a random sample of ``visits`` would need to miss by ``error`` at most: N / (1 + N e²).

    The formula of the ministry's course on measuring satisfaction (2013); rounded as its table is: 1 000 visits, 286.
    """
    return math.floor(visits / (1 + visits * error**2) + 0.5)


def item_error(method: Method, levels: Sequence[int]) -> float:
    """The standard error of one item's value.

    One imagined answer, spread evenly over the five levels, is added before the variance is taken: five times "rất hài
    lòng" is good news but no proof that nobody thinks otherwise, and an interval of no width would claim that.
    """
    n = sum(levels)
    weights = [count + 0.2 for count in levels]
    values = [point / method.divisor for point in method.points]
    mean = math.fsum(w * v for w, v in zip(weights, values, strict=True)) / (n + 1)
    variance = math.fsum(w * (v - mean) ** 2 for w, v in zip(weights, values, strict=True)) / (n + 1)
    return math.sqrt(variance / n)
