"""What a difference between two periods is worth, alone and beside others. Pure.

**Several comparisons at once.** Twenty tasks compared at 5 % each give one false alarm on average. Where a page
compares several, its words "cao hơn" and "thấp hơn" are therefore those of S. Holm, "A simple sequentially rejective
multiple test procedure", Scandinavian Journal of Statistics 6 (1979), 65-70: the smallest of m p-values is held against
0.05 / m, the next against 0.05 / (m - 1), and so on until the first that fails. The chance of even one false "khác" is
then at most 5 %, whatever the comparisons have to do with each other. The intervals printed stay those of each alone.

**The p-value** belongs to the printed interval (``comparison.difference``: Newcombe 1998, Zou and Donner 2008). It is
found by asking how wide the interval would have to be to touch zero, so an interval leaves zero out exactly where p is
below 0.05, and no second formula can contradict the first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from app.core.text import N_
from app.scores.comparison import Trend, interval_of_difference
from app.scores.rules import Interval, Score, t_quantile, wilson

_LEVEL = 0.05
_WIDEST = 40.0
"""No interval of a survey is forty standard errors away from zero in earnest: beyond, p is nothing."""

WORDS: Mapping[Trend, str] = {
    "up": N_("cao hơn"),
    "down": N_("thấp hơn"),
    "unclear": N_("chưa thấy khác"),
    "reference": N_("chỉ để tham khảo"),
}
"""What is said of a difference between two periods."""
UNSURE = N_("chưa đủ chắc khi so nhiều nhiệm vụ cùng lúc")
"""What is said where the difference alone would count, and does not beside the others."""


def interval_at(score: Score, z: float) -> Interval:
    """The interval of a shown score as it would be at another width; ``z`` = 1.96 is the printed one."""
    value, base = score.value or 0.0, score.effective_n or 0.0
    if score.method.interval == "wilson":
        return wilson(value * base, base, z)
    half = t_quantile(base - 1, z) * (score.error or 0.0)
    return Interval(value - half, value + half)


def p_value(now: Score, before: Score) -> float | None:
    """How likely a difference at least as large is where nothing changed; None where one of them is hidden."""
    if now.value is None or before.value is None:
        return None
    high, low = (now, before) if now.value >= before.value else (before, now)
    outside, inside = 0.0, _WIDEST
    for _ in range(50):
        middle = (outside + inside) / 2
        if _least(high, low, middle) > 0:
            outside = middle
        else:
            inside = middle
    return math.erfc(outside / math.sqrt(2))


def holm(values: Sequence[float], level: float = _LEVEL) -> list[bool]:
    """Which of several p-values stand when all of them are looked at together (Holm 1979)."""
    stands = [False] * len(values)
    order = sorted(range(len(values)), key=lambda place: values[place])
    for rank, place in enumerate(order):
        if values[place] > level / (len(values) - rank):
            break
        stands[place] = True
    return stands


def _least(high: Score, low: Score, z: float) -> float:
    """The lower end of the difference at a width."""
    pair = ((high.value or 0.0, interval_at(high, z)), (low.value or 0.0, interval_at(low, z)))
    return interval_of_difference(*pair).low
