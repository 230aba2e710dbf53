"""How punctual an office is: first and final replies apart, with the median. Pure.

The rate is closed on time / (closed + overdue and still open). What is open and not yet due is in neither part; what is
overdue lowers the rate today, and not only on the day on which somebody closes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from app.core.shares import Interval, wilson


@dataclass(frozen=True, slots=True)
class Replied:
    """One case as a rate sees it. ``due_at`` is None while the clock stands still; ``took`` is working time."""

    due_at: datetime | None
    done_at: datetime | None = None
    took: timedelta | None = None

    @property
    def in_time(self) -> bool:
        """Whether it was done, and not too late."""
        return self.done_at is not None and (self.due_at is None or self.done_at <= self.due_at)

    def is_overdue(self, now: datetime) -> bool:
        """Whether it is still to be done although the time is over."""
        return self.done_at is None and self.due_at is not None and self.due_at < now


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


def punctuality(cases: Iterable[Replied], now: datetime) -> Punctuality:
    """The rate of these cases at ``now``."""
    found = list(cases)
    done = [each for each in found if each.done_at is not None]
    overdue = sum(each.is_overdue(now) for each in found)
    took = [each.took for each in done if each.took is not None]
    middle = timedelta(seconds=median(time.total_seconds() for time in took)) if took else None
    return Punctuality(
        in_time=sum(each.in_time for each in done),
        done=len(done),
        overdue=overdue,
        running=len(found) - len(done) - overdue,
        median=middle,
    )
