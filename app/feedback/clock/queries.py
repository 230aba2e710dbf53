"""Named reads of the clock: an office's table and its working time, its calendar of a year, and what was changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.accounts.models import Official
from app.feedback.clock.hours import OfficeHours
from app.feedback.clock.models import ClockRules
from app.feedback.clock.rules import ClockTable, table_of
from app.offices.holidays import working_days_of
from app.offices.models import Holiday, Office
from app.offices.queries import superiors_of

CHANGES = (
    "Đặt thời hạn xử lý phản ánh",
    "Xác nhận bảng thời hạn xử lý phản ánh",
    "Dời hạn phản ánh theo thời hạn mới",
    "Dời hạn phản ánh theo lịch nghỉ",
    "Ghi ngày nghỉ",
    "Ghi ngày làm bù",
    "Bỏ ngày nghỉ, ngày làm bù",
    "Ghi nơi tiếp công dân",
)
"""Verbs of the record that tell how the clock was set; entries keep these words."""


@dataclass(frozen=True, slots=True)
class AnnouncedDay:
    """A day on which an office rests or works otherwise; ``of`` is the office that announced it."""

    day: date
    name: str
    working: bool
    of: Office


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the clock: when, what, who (nobody: a command), and how many open cases it moved."""

    at: datetime
    verb: str
    name: str
    by: str | None
    moved: int


def table_for(session: Session, office_id: int) -> ClockTable:
    """The limits in force at an office."""
    found = session.get(ClockRules, office_id, populate_existing=True)
    return table_of(found.data if found else None)


def clock_for(session: Session, office_id: int) -> tuple[ClockTable, OfficeHours]:
    """The limits with the working time that they are counted in; three queries."""
    table = table_for(session, office_id)
    return table, table.hours(working_days_of(session, [office_id])[office_id])


def announced_in(session: Session, office_id: int, year: int) -> list[AnnouncedDay]:
    """The announced days of a year that hold at an office, by day: its own, else those of the nearest above it."""
    office = session.get_one(Office, office_id)
    found: dict[date, AnnouncedDay] = {}
    for above in [office, *superiors_of(session, office)]:
        for row in session.scalars(
            select(Holiday).where(
                Holiday.office_id == above.id, Holiday.falls_on.between(date(year, 1, 1), date(year, 12, 31))
            )
        ):
            found.setdefault(row.falls_on, AnnouncedDay(row.falls_on, row.name, row.working, above))
    return [found[day] for day in sorted(found)]


def years_of(session: Session, office_id: int) -> set[int]:
    """The years of which an office or one above it has announced days."""
    office = session.get_one(Office, office_id)
    ids = [above.id for above in [office, *superiors_of(session, office)]]
    return {day.year for day in session.scalars(select(Holiday.falls_on).where(Holiday.office_id.in_(ids)))}


def changes_of(session: Session, office_id: int, *, limit: int = 12) -> list[Change]:
    """The newest changes of an office's clock, newest first; one query."""
    rows = session.execute(
        select(AuditEntry, Official.name)
        .outerjoin(Official, Official.id == AuditEntry.official_id)
        .where(AuditEntry.office_id == office_id, AuditEntry.verb.in_(CHANGES))
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return [
        Change(
            entry.at, entry.verb, str(entry.details.get("name", "")), name, int(entry.details.get("cases_moved") or 0)
        )
        for entry, name in rows
    ]
