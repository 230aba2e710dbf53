"""Reads about the days on which offices rest or work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.offices.models import Holiday, Office
from app.offices.rules import WorkingDays


def working_days_of(session: Session, offices: Collection[int]) -> dict[int, WorkingDays]:
    """Which days each office works: its own announced days, else those of its nearest superior; two queries."""
    superiors = {row.id: row.superior_id for row in session.execute(select(Office.id, Office.superior_id))}
    announced: dict[int, dict[date, bool]] = defaultdict(dict)
    for holiday in session.scalars(select(Holiday)):
        announced[holiday.office_id][holiday.falls_on] = holiday.working
    return {office: _working_days([announced[above] for above in _upwards(office, superiors)]) for office in offices}


def holidays_of(session: Session, office_id: int) -> list[Holiday]:
    """The days that an office itself has announced, the latest first."""
    return list(
        session.scalars(
            select(Holiday).where(Holiday.office_id == office_id).order_by(Holiday.falls_on.desc(), Holiday.id)
        )
    )


def _upwards(office: int, superiors: Mapping[int, int | None]) -> list[int]:
    """The office and those above it, nearest first; a circle in the data ends where it closes."""
    found: list[int] = []
    step: int | None = office
    while step is not None and step not in found:
        found.append(step)
        step = superiors.get(step)
    return found


def _working_days(announced: Iterable[Mapping[date, bool]]) -> WorkingDays:
    days: dict[date, bool] = {}
    for nearer in announced:
        days = {**nearer, **days}
    return WorkingDays(
        off=frozenset(day for day, working in days.items() if not working),
        worked=frozenset(day for day, working in days.items() if working),
    )
