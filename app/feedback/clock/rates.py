"""How punctual an office is: first and final replies apart, with the median. Pure.

The rate is closed on time / (closed + overdue and still open). What is open and not yet due is in neither part; what is
overdue lowers the rate today, and not only on the day on which somebody closes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.core.shares import Interval, wilson


@dataclass(frozen=True, slots=True)
class Punctuality:
    """A rate with all that it was made of; never a bare number."""

    in_time: int
    done: int
    overdue: int
    running: int
    median: timedelta | None

    @property
    def n(self) -> int:
        """How many the rate speaks about."""
        return self.done + self.overdue

    @property
    def rate(self) -> float | None:
        """The share that was done on time; None where there is nothing to speak about."""
        return self.in_time / self.n if self.n else None

    @property
    def interval(self) -> Interval:
        """The 95 % interval of the rate, so that two of three are not read like two hundred of three hundred."""
        return wilson(self.in_time, self.n)
