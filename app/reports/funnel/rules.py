"""What the funnel tells, and what it leaves unsaid. Pure.

Only days that are over are told: while a citizen stands at the desk, nobody there can see on a screen whether this very
person has opened, begun or sent a form.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

USUAL_DAYS = 28
MOST_DAYS = 731
OWN = ("phone", "slip", "web")
"""Doors on which a person decides to open the page; a tablet shows its form to nobody in particular."""
HELPED = ("paper", "assisted")
"""Answers that officials typed in: their pages are opened by nobody."""


@dataclass(frozen=True, slots=True)
class Steps:
    """How often pages were opened, begun and sent."""

    opened: int = 0
    begun: int = 0
    sent: int = 0

    def __add__(self, other: Steps) -> Steps:
        return Steps(self.opened + other.opened, self.begun + other.begun, self.sent + other.sent)

    @property
    def is_nothing(self) -> bool:
        """Nothing happened."""
        return not (self.opened or self.begun or self.sent)

    @property
    def is_uneven(self) -> bool:
        """A later step was counted more often than an earlier one."""
        return self.begun > self.opened or self.sent > self.begun


def added(steps: Iterable[Steps]) -> Steps:
    """All together."""
    return sum(steps, Steps())


def part(of: int, whole: int, minimum: int) -> float | None:
    """The share of one step in the one before; None where it is no share, or one of the two is too small to tell."""
    return of / whole if minimum <= of <= whole else None


def span_of(since: date | None, until: date | None, today: date) -> tuple[date, date]:
    """The days to look at: what was asked for as far as it is over and not too long, or the last four weeks."""
    yesterday = today - timedelta(days=1)
    last = min(until or yesterday, yesterday)
    first = since or last - timedelta(days=USUAL_DAYS - 1)
    first, last = min(first, last), max(first, last) if first <= yesterday else last
    return max(first, last - timedelta(days=MOST_DAYS - 1)), last
