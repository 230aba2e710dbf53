"""Periods that are published: months, quarters, half-years and years of the calendar, as plans report. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from app.core.text import N_

Kind = Literal["month", "quarter", "half", "year"]
KINDS: tuple[Kind, ...] = ("month", "quarter", "half", "year")
"""From the shortest to the longest."""
MONTHS: Mapping[Kind, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
KIND_NAMES: Mapping[Kind, str] = {
    "month": N_("hằng tháng"),
    "quarter": N_("hằng quý"),
    "half": N_("6 tháng"),
    "year": N_("cả năm"),
}
DEFAULT_KINDS: tuple[Kind, ...] = ("quarter", "half", "year")
ROMAN = ("I", "II", "III", "IV")
_KEY = re.compile(r"(20[0-9]{2})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Name:
    """What people call a period: words for the translators, and what fills their places."""

    words: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Period:
    """One period: ``2026-07``, ``2026-Q3``, ``2026-H1`` or ``2026``. ``number`` counts within the year, from 1."""

    kind: Kind
    year: int
    number: int = 1

    @cached_property
    def key(self) -> str:
        """How addresses, files and commands name it."""
        forms = {"month": f"-{self.number:02d}", "quarter": f"-Q{self.number}", "half": f"-H{self.number}", "year": ""}
        return f"{self.year}{forms[self.kind]}"

    @cached_property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * MONTHS[self.kind] + 1, 1)

    @cached_property
    def last(self) -> date:
        """Its last day."""
        month = self.number * MONTHS[self.kind]
        return date(self.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    @property
    def before(self) -> Period:
        """The one before, of the same kind."""
        if self.number > 1:
            return Period(self.kind, self.year, self.number - 1)
        return Period(self.kind, self.year - 1, 12 // MONTHS[self.kind])

    @property
    def name(self) -> Name:
        """What people call it."""
        match self.kind:
            case "month":
                return Name(N_("Tháng %(month)d/%(year)d"), {"month": self.number, "year": self.year})
            case "quarter":
                return Name(N_("Quý %(quarter)s năm %(year)d"), {"quarter": ROMAN[self.number - 1], "year": self.year})
            case "half":
                first = N_("6 tháng đầu năm %(year)d")
                return Name(first if self.number == 1 else N_("6 tháng cuối năm %(year)d"), {"year": self.year})
            case "year":
                return Name(N_("Năm %(year)d"), {"year": self.year})

    def is_over(self, today: date, delay_days: int = 0) -> bool:
        """Whether it has ended, and so many whole days have passed since."""
        return today > self.last + timedelta(days=delay_days)


def period_of(key: str) -> Period | None:
    """The period that a key names, or nothing.

    >>> period_of("2026-Q3").last
    datetime.date(2026, 9, 30)
    """
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    year, month, quarter, half = found.groups()
    for kind, number in (("month", month), ("quarter", quarter), ("half", half)):
        if number:
            return Period(kind, int(year), int(number))  # type: ignore[arg-type]  # one of the three
    return Period("year", int(year))


def period_around(kind: Kind, day: date) -> Period:
    """The period of a kind that a day lies in."""
    return Period(kind, day.year, (day.month - 1) // MONTHS[kind] + 1)


def ended(kinds: tuple[Kind, ...], today: date, *, back: int = 4) -> list[Period]:
    """The last ``back`` periods of each kind that are over, the newest first; of those that end together the longest
    first."""
    found = [period for kind in kinds for period in _ended(kind, today, back)]
    return sorted(found, key=lambda period: (period.last, MONTHS[period.kind]), reverse=True)


def _ended(kind: Kind, today: date, back: int) -> Iterator[Period]:
    period = period_around(kind, today).before
    for _step in range(back):
        yield period
        period = period.before


def kinds_in(names: object) -> tuple[Kind, ...]:
    """Those of ``names`` that are kinds, from the shortest to the longest."""
    wanted = set(names) if isinstance(names, list | tuple | set | frozenset) else set()
    return tuple(kind for kind in KINDS if kind in wanted)
