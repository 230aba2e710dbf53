"""Named reads of the clock: an office's table and its working time."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.feedback.clock.hours import OfficeHours
from app.feedback.clock.models import ClockRules
from app.feedback.clock.rules import ClockTable, table_of
from app.offices.holidays import working_days_of


def table_for(session: Session, office_id: int) -> ClockTable:
    """The limits in force at an office."""
    found = session.get(ClockRules, office_id, populate_existing=True)
    return table_of(found.data if found else None)


def clock_for(session: Session, office_id: int) -> tuple[ClockTable, OfficeHours]:
    """The limits with the working time that they are counted in; three queries."""
    table = table_for(session, office_id)
    return table, table.hours(working_days_of(session, [office_id])[office_id])
