"""Saying where and when an office receives people."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access.actions import record
from app.core.errors import Problem
from app.core.text import N_, nfc, one_line
from app.feedback.doors.models import Reception
from app.offices.models import Office

LONGEST_LINE = 300
LONGEST_SCHEDULE = 2000


class ReceptionUnfit(Problem):
    """A reception without a place or a calendar, or with more words than a page shows."""


def set_reception(
    session: Session, office: Office, *, address: str, schedule: str, contact: str = "", by: int | None
) -> Reception:
    """Write down place, calendar and who takes letters in; what was there before is replaced."""
    address, contact = one_line(address), one_line(contact)
    schedule = nfc(schedule.replace("\r\n", "\n")).strip()
    if not address or not schedule:
        raise ReceptionUnfit(N_("Hãy ghi cả địa chỉ và lịch tiếp công dân."))
    if max(len(address), len(contact)) > LONGEST_LINE or len(schedule) > LONGEST_SCHEDULE:
        raise ReceptionUnfit(
            N_("Địa chỉ, liên hệ dài nhất %(line)d ký tự, lịch dài nhất %(schedule)d ký tự."),
            line=LONGEST_LINE,
            schedule=LONGEST_SCHEDULE,
        )
    row = session.merge(Reception(office_id=office.id, address=address, schedule=schedule, contact=contact))
    session.flush()
    record(session, N_("Ghi nơi tiếp công dân"), f"office:{office.id}", by=by, office_id=office.id, name=office.name)
    return row
