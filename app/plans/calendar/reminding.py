"""Who is reminded of what today, and the ledger that lets nobody be told the same thing twice.

The ledger is written before a letter goes out, and taken back when the mail server refuses it: a crash in between
costs one reminder and never sends two.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.access.models import Membership
from app.access.queries import holds, viewer_of
from app.access.viewer import Viewer
from app.accounts.models import Official
from app.core import clock
from app.plans.calendar.entries import Entry, may_handle
from app.plans.calendar.models import CalendarSetting, Reminder, ReminderMail
from app.plans.calendar.queries import entries_for, settings_of
from app.plans.calendar.rules import OVERDUE, stage_of


@dataclass(frozen=True, slots=True)
class Notice:
    """One entry that an official is told of, at one stage."""

    entry: Entry
    stage: str


@dataclass(frozen=True, slots=True)
class Digest:
    """What one official is told today, in one letter."""

    official: Official
    notices: list[Notice]


def digests(session: Session, *, today: date) -> list[Digest]:
    """The letters that are due today. Who got one today, has no address or wants none is left out."""
    wanted = (
        select(Official)
        .join(Membership, Membership.official_id == Official.id)
        .where(
            Official.active,
            Official.mail_wanted,
            Official.email.is_not(None),
            holds(today),
            Official.id.not_in(select(ReminderMail.official_id).where(ReminderMail.sent_on == today)),
        )
        .distinct()
        .order_by(Official.id)
    )
    found = []
    for official in session.scalars(wanted).all():
        notices = _notices(session, official, today)
        if notices:
            found.append(Digest(official, notices))
    return found


def enter(session: Session, digest: Digest, *, today: date) -> ReminderMail | None:
    """Write a letter into the ledger before it goes out; nothing where another run was faster."""
    mail = ReminderMail(
        official_id=digest.official.id,
        sent_on=today,
        reminders=[
            Reminder(
                official_id=digest.official.id,
                entry=notice.entry.key,
                due_on=notice.entry.last_on or today,
                stage=notice.stage,
            )
            for notice in digest.notices
        ],
    )
    try:
        with session.begin_nested():
            session.add(mail)
    except IntegrityError:
        return None
    return mail


def mark_sent(session: Session, mail_id: int) -> None:
    """Remember that the mail server took the letter."""
    session.get_one(ReminderMail, mail_id).sent_at = clock.now()
    session.flush()


def take_back(session: Session, mail_id: int) -> None:
    """Forget a letter that the mail server refused, so that the next run tries again."""
    session.delete(session.get_one(ReminderMail, mail_id))
    session.flush()


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


def _notices(session: Session, official: Official, today: date) -> list[Notice]:
    viewer = viewer_of(session, official, on=today)
    settings = settings_of(session, viewer.offices("plans.read"))
    found = [
        Notice(entry, stage)
        for entry in entries_for(session, viewer, today=today)
        if entry.state != "done"
        for stage in [_stage(entry, settings[entry.office.id], today)]
        if stage is not None and _concerns(viewer, entry, stage)
    ]
    told: dict[tuple[str, date], set[str]] = defaultdict(set)
    for row in session.scalars(
        select(Reminder).where(
            Reminder.official_id == official.id, Reminder.entry.in_([notice.entry.key for notice in found])
        )
    ):
        told[row.entry, row.due_on].add(row.stage)
    return [notice for notice in found if notice.stage not in told[notice.entry.key, notice.entry.last_on or today]]


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
