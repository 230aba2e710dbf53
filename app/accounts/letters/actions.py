"""Keeping the ledger: it is written before a letter goes out, and taken back when the mail server refuses it.

A crash in between costs one letter and never sends two.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.letters.models import Reminder, ReminderMail
from app.accounts.letters.rules import Mark
from app.core import clock


def enter(session: Session, official_id: int, marks: Iterable[Mark], *, today: date) -> int | None:
    """Write a letter into the ledger before it goes out; nothing where another run was faster."""
    mail = ReminderMail(
        official_id=official_id,
        sent_on=today,
        reminders=[
            Reminder(official_id=official_id, entry=mark.entry, due_on=mark.due_on, stage=mark.stage) for mark in marks
        ],
    )
    try:
        with session.begin_nested():
            session.add(mail)
    except IntegrityError:
        return None
    return mail.id


def mark_sent(session: Session, mail_id: int) -> None:
    """Remember that the mail server took the letter."""
    session.get_one(ReminderMail, mail_id).sent_at = clock.now()
    session.flush()


def take_back(session: Session, mail_id: int) -> None:
    """Forget a letter that the mail server refused, so that the next run tries again."""
    session.delete(session.get_one(ReminderMail, mail_id))
    session.flush()
