"""What answers add up to: methods, intervals, thresholds, and what may not be shown.

Everything here is arithmetic on whole numbers: how often each of the five levels was chosen. "Không biết" and skipped
questions are in no denominator; they are only carried along so that they can be printed beside the number.

One item's value is ``sum(points_k * n_k) / (divisor * n)`` with the points of the method. A factor's and a task's value
is the plain mean over its items (the published national figures fit this and no hidden weights), or their mean by the
whole-number weights that the office has chosen openly (``policies``). The item "Nhìn chung" (CHUNG) is shown beside a
task's score and never inside it.

Intervals are for 95 %. Answers of one person to several items go together, so a task with six items and 100 responses
is no better known than 100 people, not 600 answers. Both intervals therefore assume the worst, perfectly correlated
items: the error of a mean of items is then the mean of the items' errors. Where everybody answered everything, the base
of the interval is the number of responses; where items were skipped, "không biết" or not asked, it is smaller
(:func:`effective_n`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.core.hidden import suppressed
from app.core.text import N_
from app.scores.intervals import Interval, effective_n, item_error, t_quantile, wilson
from app.scores.methods import FACTORS, METHODS, Levels, Method

Shares = tuple[float, float, float, float, float]
Standing = Literal["hidden", "reference", "published"]

Verdict = Literal["reached", "missed", "open"]

VERDICTS: Mapping[Verdict, str] = {
    "reached": N_("đạt mục tiêu"),
    "missed": N_("dưới mục tiêu"),
    "open": N_("chưa đủ chắc chắn để nói đạt hay chưa đạt mục tiêu"),
}

__all__ = [
    "FACTORS",
    "METHODS",
    "VERDICTS",
    "Interval",
    "ItemCounts",
    "Levels",
    "Method",
    "RollUp",
    "Score",
    "Shares",
    "Standing",
    "Thresholds",
    "Verdict",
    "against_target",
    "effective_n",
    "item_error",
    "level_shares",
    "roll_up",
    "score_item",
    "score_items",
    "suppressed",
    "t_quantile",
    "wilson",
]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Below ``minimum_n`` responses a number is hidden, below ``publish_n`` it is for reference only."""

    minimum_n: int = 5
    publish_n: int = 30

    def standing(self, n: int) -> Standing:
        """What a number of ``n`` responses is good for."""
        if n < self.minimum_n:
            return "hidden"
        return "reference" if n < self.publish_n else "published"


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """How often each answer was given to one five-point item. Only ``levels`` are in the denominator."""

    levels: Levels = (0, 0, 0, 0, 0)
    dont_know: int = 0
    skipped: int = 0
    not_asked: int = 0

    @property
    def n(self) -> int:
        """How many people chose a level."""
        return sum(self.levels)

    def __add__(self, other: ItemCounts) -> ItemCounts:
        first, second, third, fourth, fifth = (a + b for a, b in zip(self.levels, other.levels, strict=True))
        return ItemCounts(
            (first, second, third, fourth, fifth),
            self.dont_know + other.dont_know,
            self.skipped + other.skipped,
            self.not_asked + other.not_asked,
        )


@dataclass(frozen=True, slots=True)
class Score:
    """A number with its evidence. Where it is hidden, nothing that depends on the answers is left inside.

    ``value`` and ``interval`` are shares between 0 and 1. ``n``: responses that count (for one question: people who
    chose a level). ``excluded``: responses that answered too little to count. ``quarantined``: responses set aside.
    ``editions``: first and last edition that it rests on. ``effective_n`` and ``error`` are the base and the standard
    error of the interval, see :func:`effective_n`. ``dont_know`` and ``skipped``: answers to its items that are in no
    denominator.
    """

    method: Method
    value: float | None
    n: int | None
    interval: Interval | None
    excluded: int = 0
    quarantined: int = 0
    editions: tuple[int, int] | None = None
    standing: Standing = "hidden"
    effective_n: float | None = None
    error: float | None = None
    dont_know: int = 0
    skipped: int = 0

    @property
    def is_shown(self) -> bool:
        """Whether there are enough responses to show the number."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class RollUp:
    """Several scores as one: weighted by responses, and every score counting the same.

    ``included`` of ``total`` scores are in it; hidden ones are not, so that none can be found by subtraction.
    """

    weighted: Score
    unweighted: Score
    included: int
    total: int


def score_items(
    method: Method,
    items: Iterable[ItemCounts],
    *,
    n: int,
    thresholds: Thresholds,
    excluded: int = 0,
    quarantined: int = 0,
    editions: tuple[int, int] | None = None,
    weights: Sequence[int] | None = None,
) -> Score:
    """The score of a set of items (a task, a factor, one item) answered in ``n`` responses that count.

    ``weights`` are whole numbers from 1, one for each item; without them all items are equal. Items that fewer than the
    minimum gave a level to are left out of the mean: two answers must not weigh as much as two hundred, and could be
    worked out from the mean of the rest. Hidden below the minimum, and where no item is left.
    """
    items = list(items)
    answered = _weighed(items, weights, thresholds)
    empty = Score(method, None, None, None, excluded, quarantined, editions)
    standing = thresholds.standing(n)
    if standing == "hidden" or not answered:
        return empty
    total = sum(weight for _levels, weight in answered)
    filled = _with_interval(
        empty,
        value=math.fsum(weight * (method.value(levels) or 0.0) for levels, weight in answered) / total,
        n=n,
        standing=standing,
        base=effective_n([sum(levels) for levels, _weight in answered], [weight for _levels, weight in answered]),
        error=math.fsum(weight * item_error(method, levels) for levels, weight in answered) / total,
    )
    return replace(filled, dont_know=sum(item.dont_know for item in items), skipped=sum(item.skipped for item in items))


def score_item(method: Method, item: ItemCounts, *, thresholds: Thresholds) -> Score:
    """The score of one item; its ``n`` are the people who chose a level."""
    return score_items(method, [item], n=item.n, thresholds=thresholds)


def roll_up(method: Method, scores: Sequence[Score], *, thresholds: Thresholds) -> RollUp:
    """Bring scores of different responses together. Hidden scores stay outside."""
    shown = [score for score in scores if score.value is not None and score.n]
    total = sum(score.n or 0 for score in shown)
    by_responses = [(score.n or 0) / total for score in shown] if total else []
    evenly = [1 / len(shown)] * len(shown) if shown else []
    weighted, unweighted = (
        _weighted(method, shown, weights, n=total, thresholds=thresholds) for weights in (by_responses, evenly)
    )
    return RollUp(weighted, unweighted, included=len(shown), total=len(scores))


def level_shares(
    items: Iterable[ItemCounts], thresholds: Thresholds, weights: Sequence[int] | None = None
) -> Shares | None:
    """The five levels of a set of items as shares: the mean of the items' own distributions.

    Averaged and left out like the score, so that the picture and the number say the same: the two best levels add up to
    ``share``.
    """
    answered = _weighed(list(items), weights, thresholds)
    if not answered:
        return None
    total = sum(weight for _levels, weight in answered)
    first, second, third, fourth, fifth = (
        math.fsum(weight * levels[k] / sum(levels) for levels, weight in answered) / total for k in range(5)
    )
    return first, second, third, fourth, fifth


def against_target(score: Score, target: float | None) -> Verdict | None:
    """Whether a target is reached, as far as the interval allows to say; nothing without a target or a published score.

    ``score`` is by the method ``share``, which targets are set in. A target inside the interval is neither reached nor
    missed: the next hundred answers may decide it either way.
    """
    if target is None or score.interval is None or score.standing != "published":
        return None
    if score.interval.low >= target:
        return "reached"
    return "missed" if score.interval.high < target else "open"


def _weighed(
    items: Sequence[ItemCounts], weights: Sequence[int] | None, thresholds: Thresholds
) -> list[tuple[Levels, int]]:
    """The levels of the items that enough people answered, each with its weight."""
    pairs = zip(items, [1] * len(items) if weights is None else weights, strict=True)
    return [(item.levels, weight) for item, weight in pairs if item.n >= max(thresholds.minimum_n, 1)]


def _weighted(
    method: Method, scores: Sequence[Score], weights: Sequence[float], *, n: int, thresholds: Thresholds
) -> Score:
    """A weighted mean of scores whose responses are different people's."""
    empty = Score(
        method,
        None,
        None,
        None,
        excluded=sum(score.excluded for score in scores),
        quarantined=sum(score.quarantined for score in scores),
    )
    standing = thresholds.standing(n)
    if standing == "hidden":
        return empty
    pairs = list(zip(scores, weights, strict=True))
    filled = _with_interval(
        empty,
        value=math.fsum(weight * (score.value or 0.0) for score, weight in pairs),
        n=n,
        standing=standing,
        base=1 / math.fsum(weight**2 / score.effective_n for score, weight in pairs if score.effective_n),
        error=math.sqrt(math.fsum((weight * (score.error or 0.0)) ** 2 for score, weight in pairs)),
    )
    return replace(
        filled, dont_know=sum(score.dont_know for score in scores), skipped=sum(score.skipped for score in scores)
    )


def _with_interval(empty: Score, *, value: float, n: int, standing: Standing, base: float, error: float) -> Score:
    """``empty`` filled in. Sums of fractions may miss the ends by the last digit, hence the clipping."""
    method = empty.method
    value = min(max(value, method.lowest), 1.0)
    if method.interval == "wilson":
        interval = wilson(value * base, base)
    else:
        half = t_quantile(base - 1) * error
        interval = Interval(max(method.lowest, value - half), min(1.0, value + half))
    return replace(empty, value=value, n=n, interval=interval, standing=standing, effective_n=base, error=error)
