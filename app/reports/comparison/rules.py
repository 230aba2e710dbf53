"""Ranking without pretending: an office stands above another only where their intervals do not touch. Pure.

Each office gets every place that its interval allows: the best one is one more than the number of offices that are
surely above, the worst one leaves room for all that are surely below (M. Klein, T. Wright and J. Wieczorek, "A joint
confidence region for an overall ranking of populations", Journal of the Royal Statistical Society C 69, 2020, 589-606).
Offices with the same best place have overlapping intervals, each with each: whoever were surely above one of them
would, with all that are above himself, push it further down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.scores.rules import Interval


@dataclass(frozen=True, slots=True)
class Place:
    """The places that something may have; ``first`` is the best one."""

    first: int
    last: int

    @property
    def is_sure(self) -> bool:
        """Whether there is only one."""
        return self.first == self.last


def places(intervals: Sequence[Interval]) -> list[Place]:
    """The places of things of which these are the intervals, in the same order; the higher the better."""
    return [
        Place(
            1 + sum(other.low > mine.high for other in intervals),
            len(intervals) - sum(other.high < mine.low for other in intervals),
        )
        for mine in intervals
    ]
