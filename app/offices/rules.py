"""Working days: Monday to Friday without holidays, and the Saturdays that are worked instead of a swapped day. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.text import N_

SATURDAY = 5
FARTHEST = 400
"""So many days are looked through at most; an office that rests for a year has no working days to count."""

YEARLY_HOLIDAYS = {
    (1, 1): N_("Tết Dương lịch"),
    (4, 30): N_("Ngày Chiến thắng"),
    (5, 1): N_("Ngày Quốc tế lao động"),
    (9, 2): N_("Quốc khánh"),
}
"""Holidays with the same day every year, as (month, day). Those by the moon and the swapped days are announced each
year and stand in the office's own calendar."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Which days are worked: ``off`` are the announced days of rest, ``worked`` the rest days that are worked."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether the office works on ``day``; an announced swap wins over everything."""
        if day in self.worked:
            return True
        return day not in self.off and day.weekday() < SATURDAY and (day.month, day.day) not in YEARLY_HOLIDAYS

    def is_holiday(self, day: date) -> bool:
        """Whether everybody rests on ``day``; an ordinary weekend is none, some desks receive citizens then."""
        return not self.is_working(day) and (day in self.off or day.weekday() < SATURDAY)

    def last_until(self, day: date) -> date:
        """The latest working day that is not after ``day``; ``day`` itself where there is none for a year."""
        return next((found for found in _back(day) if self.is_working(found)), day)

    def before(self, day: date, count: int) -> date:
        """The working day that lies ``count`` working days before ``day``; at least one."""
        for found in _back(day - timedelta(days=1)):
            count -= self.is_working(found)
            if count <= 0 and self.is_working(found):
                return found
        return day - timedelta(days=1)


def _back(day: date) -> Iterator[date]:
    return (day - timedelta(days=back) for back in range(FARTHEST))
