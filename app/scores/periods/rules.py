"""Periods of the calendar. Pure.

A period is written ``2026-07`` (a month), ``2026-Q3`` (a quarter) or ``2026-H2`` (a half-year), in addresses, files and
settings alike. It consists of whole weeks: those whose Thursday lies in it, as ISO 8601 gives a week to a year. Results
are shown by week, too, and a month that cut through a week would, together with the weeks, give away the few people who
answered on two or three days (``periods.disclosure``); it would then have to be hidden almost always.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from app.core.text import N_

Kind = Literal["month", "quarter", "half"]
MONTHS: Mapping[Kind, int] = {"month": 1, "quarter": 3, "half": 6}
"""How many months each kind of period has."""
LETTERS: Mapping[Kind, str] = {"month": "", "quarter": "Q", "half": "H"}
KINDS: Mapping[Kind, str] = {"month": N_("Tháng"), "quarter": N_("Quý"), "half": N_("Sáu tháng")}
_WRITTEN = re.compile(r"(\d{4})-(?:(Q)([1-4])|(H)([12])|(0[1-9]|1[0-2]))", re.ASCII)
_THURSDAY = 3


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One month, quarter or half-year; ``number`` counts from 1 within the year."""

    year: int
    kind: Kind
    number: int

    @property
    def key(self) -> str:
        """``2026-07``, ``2026-Q3``, ``2026-H2``."""
        return f"{self.year:04d}-{LETTERS[self.kind]}{self.number:0{1 if LETTERS[self.kind] else 2}d}"

    @property
    def first(self) -> date:
        """Its first day, a Monday: that of the first week whose Thursday lies in it."""
        begins = date(self.year, (self.number - 1) * MONTHS[self.kind] + 1, 1)
        return begins + timedelta(days=(_THURSDAY - begins.weekday()) % 7 - _THURSDAY)

    @property
    def after(self) -> date:
        """The Monday after its last day."""
        return self._shifted(1).first

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after - timedelta(days=1)

    @property
    def before(self) -> Period:
        """The one before it, of the same kind."""
        return self._shifted(-1)

    @property
    def year_before(self) -> Period:
        """The same one a year earlier."""
        return Period(self.year - 1, self.kind, self.number)

    def _shifted(self, steps: int) -> Period:
        count = 12 // MONTHS[self.kind]
        place = self.year * count + self.number - 1 + steps
        return Period(place // count, self.kind, place % count + 1)


def read_period(written: str) -> Period | None:
    """The period that an address names; None where it names none.

    >>> read_period("2026-Q3").first
    datetime.date(2026, 6, 29)
    """
    found = _WRITTEN.fullmatch(written.strip())
    if found is None or not 1900 <= int(found[1]) <= 2200:
        return None
    kind: Kind = "quarter" if found[2] else "half" if found[4] else "month"
    return Period(int(found[1]), kind, int(found[3] or found[5] or found[6]))


def period_of(day: date, kind: Kind) -> Period:
    """The period of a kind that a day lies in: the one of its week's Thursday."""
    thursday = day + timedelta(days=_THURSDAY - day.weekday())
    return Period(thursday.year, kind, (thursday.month - 1) // MONTHS[kind] + 1)


def periods_between(first: date, last: date, kind: Kind) -> list[Period]:
    """The periods of a kind from one day to another, the earliest first."""
    found = [period_of(first, kind)]
    while found[-1].after <= last:
        found.append(period_of(found[-1].after, kind))
    return found


def latest_finished(today: date, kind: Kind) -> Period:
    """The newest period of a kind whose last day is over."""
    return period_of(today, kind).before
