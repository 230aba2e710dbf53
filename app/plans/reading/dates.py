"""Days as offices write them: ``26/11/2021``, ``20 tháng 10 năm 2023``, ``01/10`` without a year."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

IN_DIGITS = re.compile(
    r"(?P<day>\d{1,2})\s?(?P<between>[/.-])\s?(?P<month>\d{1,2})(?:\s?(?P=between)\s?(?P<year>\d{4}))?(?!\d)"
)
IN_WORDS = re.compile(
    r"(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})(?:\s+năm\s+(?P<year>\d{4}))?(?!\d)", re.IGNORECASE
)


@dataclass(frozen=True)
class Day:
    """A day of the calendar; the year may be missing."""

    day: int
    month: int
    year: int | None

    @property
    def iso(self) -> str | None:
        """``2023-10-20``; None without a year."""
        return f"{self.year:04}-{self.month:02}-{self.day:02}" if self.year else None

    def in_year(self, year: int | None) -> Day:
        """The same day, in ``year`` where it has none of its own."""
        return Day(self.day, self.month, self.year or year)


def read_day(text: str, at: int) -> tuple[Day | None, int]:
    """The day written at position ``at`` and where it ends; None where no day of the calendar is written there."""
    for pattern in (IN_WORDS, IN_DIGITS):
        found = pattern.match(text, at)
        if found:
            year = int(found["year"]) if found["year"] else None
            day = Day(int(found["day"]), int(found["month"]), year)
            if exists(day):
                return day, found.end()
    return None, at


def exists(day: Day) -> bool:
    """Whether the calendar has this day; 29/02 without a year may exist."""
    if not 1 <= day.month <= 12 or (day.year is not None and not 1900 <= day.year <= 2200):
        return False
    return 1 <= day.day <= calendar.monthrange(day.year or 2024, day.month)[1]
