"""What becomes of running clocks when an office's limits or working days change: nothing moves without being told.

Due times follow from the steps of a case, the office's table and its working days. When the table or the days change,
all open cases are counted anew in the same transaction, so that no later step moves a due time by surprise. A change of
limits is shown case by case before it is made; every change leaves in the record how many cases it moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.access.actions import record
from app.core.text import N_
from app.feedback.cases.actions import recount
from app.feedback.cases.models import Case
from app.feedback.cases.rules import OPEN, added_up
from app.feedback.cases.steps import wound
from app.feedback.clock.actions import set_limits
from app.feedback.clock.hours import OfficeHours
from app.feedback.clock.rules import ClockTable, Kind, Level, Limit
from app.offices.models import Office

LIMITS_MOVED = N_("Dời hạn phản ánh theo thời hạn mới")
HOLIDAYS_MOVED = N_("Dời hạn phản ánh theo lịch nghỉ")


@dataclass(frozen=True, slots=True)
class Move:
    """An open case that would be due at another moment: first and final reply, as they are and as they would be."""

    case: Case
    first_before: datetime | None
    first_after: datetime | None
    before: datetime | None
    after: datetime | None

    def too_late(self, now: datetime) -> bool:
        """Whether the move alone makes the case overdue."""
        final = self.after is not None and self.after < now and (self.before is None or self.before >= now)
        first = self.first_after is not None and self.first_after < now
        was_first = self.first_before is None or self.first_before >= now
        return final or (self.case.first_replied_at is None and first and was_first)


def moves(session: Session, office_id: int, table: ClockTable, hours: OfficeHours) -> list[Move]:
    """The open cases of an office that would be due at other moments, by due time; nothing changes. Two queries.

    What lies in the restricted box is left out: it has no clock that anybody watches.
    """
    found = []
    open_cases = (
        select(Case)
        .options(selectinload(Case.steps))
        .where(Case.office_id == office_id, Case.state.in_(OPEN), Case.restricted.is_(False))
        .order_by(Case.due_at.is_(None), Case.due_at, Case.id)
    )
    for case in session.scalars(open_cases):
        first, marks = wound(added_up(case.steps), table, hours)
        if (first, marks.due_at) != (case.first_due_at, case.due_at):
            found.append(Move(case, case.first_due_at, first, case.due_at, marks.due_at))
    return found


def change_limits(
    session: Session, office: Office, *, kind: Kind, level: Level, first: Limit, final: Limit, by: int | None
) -> int:
    """Set the limits of one kind and level, and wind the clocks of the open cases; how many moved.

    Raises :class:`~app.feedback.clock.actions.LimitUnfit`.
    """
    set_limits(session, office, kind=kind, level=level, first=first, final=final, by=by)
    return _recount(session, office, LIMITS_MOVED, by)


def recount_after_holidays(session: Session, office_id: int, *, by: int | None) -> int:
    """Wind the clocks of an office and of all below it, which share its working days; how many cases moved."""
    offices = {office.id: office for office in session.scalars(select(Office))}
    return sum(
        _recount(session, office, HOLIDAYS_MOVED, by)
        for office in offices.values()
        if office_id in _upwards(office, offices)
    )


def _recount(session: Session, office: Office, verb: str, by: int | None) -> int:
    moved = recount(session, office.id)
    if moved:
        record(session, verb, f"office:{office.id}", by=by, office_id=office.id, name=office.name, cases_moved=moved)
    return moved


def _upwards(office: Office, offices: dict[int, Office]) -> set[int]:
    """The office and those above it; a circle in the data ends where it closes."""
    found: set[int] = set()
    step: Office | None = office
    while step is not None and step.id not in found:
        found.add(step.id)
        step = offices.get(step.superior_id) if step.superior_id is not None else None
    return found
