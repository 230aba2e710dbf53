"""How many answers came for every hundred visits served, where somebody has written down the visits. Pure.

Only days count of which both are known, and only days that are over. It is a proportion, with an interval, only where a
visit can lead to one answer and no more: at a desk that asks a single form. Elsewhere one visitor may fill in several
forms, and the number says how many forms a hundred visits bring, which may well be more than a hundred.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.scores.intervals import sample_needed
from app.scores.rules import Interval, Thresholds, wilson


@dataclass(frozen=True, slots=True)
class Rate:
    """``sent`` answers in ``visits`` visits, on ``days`` days of desks. ``one_each``: a visit can bring one at most."""

    sent: int
    visits: int
    days: int
    one_each: bool

    @property
    def per_hundred(self) -> float | None:
        """Answers for every hundred visits; nothing where nobody came."""
        return 100 * self.sent / self.visits if self.visits else None

    @property
    def is_over(self) -> bool:
        """More answers than visits: either number is incomplete, or visitors fill in several forms."""
        return self.sent > self.visits

    @property
    def interval(self) -> Interval | None:
        """The 95 % Wilson interval, where this is a proportion."""
        return wilson(self.sent, self.visits) if self.one_each and self.visits and not self.is_over else None

    def needed(self, error: float) -> int:
        """How many answers a random sample of these visits would need to miss by ``error`` at most."""
        return sample_needed(self.visits, error)

    def is_shown(self, thresholds: Thresholds) -> bool:
        """Whether it may be told: not from a handful of answers."""
        return self.sent >= thresholds.minimum_n and self.visits > 0
