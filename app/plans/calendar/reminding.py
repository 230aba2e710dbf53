"""Which due dates an official is reminded of today, and the letters that went out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import Membership
from app.access.viewer import Viewer
from app.accounts.letters.models import Reminder, ReminderMail
from app.accounts.letters.rules import Mark
from app.plans.calendar.entries import Entry, may_handle
from app.plans.calendar.models import CalendarSetting
from app.plans.calendar.queries import entries_for, settings_of
from app.plans.calendar.rules import OVERDUE, stage_of


@dataclass(frozen=True, slots=True)
class Notice:
    """One entry that an official is told of, at one stage."""

    entry: Entry
    mark: Mark


def notices_for(session: Session, viewer: Viewer, *, today: date) -> list[Notice]:
    """What has reached a stage that ``viewer`` was not told of, the earliest first."""
    settings = settings_of(session, viewer.offices("plans.read"))
    found = [
        Notice(entry, Mark(entry.key, entry.last_on or today, stage))
        for entry in entries_for(session, viewer, today=today)
        if entry.state != "done"
        for stage in [_stage(entry, settings[entry.office.id], today)]
        if stage is not None and _concerns(viewer, entry, stage)
    ]
    told = {
        Mark(row.entry, row.due_on, row.stage)
        for row in session.scalars(
            select(Reminder).where(
                Reminder.official_id == viewer.official_id, Reminder.entry.in_([notice.entry.key for notice in found])
            )
        )
    }
    return [notice for notice in found if notice.mark not in told]


def latest_mails(session: Session, offices: list[int], *, limit: int = 20) -> list[ReminderMail]:
    """The last letters to officials of these offices, newest first, for the administrators' page."""
    members = select(Membership.official_id).where(Membership.office_id.in_(offices))
    return list(
        session.scalars(
            select(ReminderMail)
            .where(ReminderMail.official_id.in_(members))
            .order_by(ReminderMail.sent_on.desc(), ReminderMail.id.desc())
            .limit(limit)
        )
    )


def _concerns(viewer: Viewer, entry: Entry, stage: str) -> bool:
    """Those who may say that it is done. What one official was asked for reaches who asked only when it is late."""
    if entry.asked and entry.asked.official_id is not None:
        late = entry.asked.request.created_by_id if stage == OVERDUE else None
        return viewer.official_id in {entry.asked.official_id, late}
    return may_handle(viewer, entry)


def _stage(entry: Entry, setting: CalendarSetting, today: date) -> str | None:
    if entry.last_on is None:
        return None
    return stage_of(entry.last_on, today, setting.remind_days, overdue=setting.remind_overdue)
