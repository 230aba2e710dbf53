"""Letters to officials, and everything that one of them told."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Official
from app.core.db import Base, Instant


class ReminderMail(Base):
    """One letter to one official on one day; the database allows no second. Without ``sent_at`` nobody knows."""

    __tablename__ = "reminder_mail"
    __table_args__ = (UniqueConstraint("official_id", "sent_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    official_id: Mapped[int] = mapped_column(ForeignKey("official.id"))
    sent_on: Mapped[date]
    sent_at: Mapped[datetime | None] = mapped_column(Instant)

    official: Mapped[Official] = relationship()
    reminders: Mapped[list[Reminder]] = relationship(cascade="all, delete-orphan", back_populates="mail")


class Reminder(Base):
    """That an official was told of one thing at one stage; another day, or another thing, begins anew.

    ``entry`` says by its first letter what kind of thing it is. ``d`` and ``r`` are entries of the calendar: ``due_on``
    is the due date, stages are ``7``, ``1``, ``overdue``. ``c`` is a case with the number of the step that set its
    time: ``due_on`` is the day of that step, stages are percent of the time. ``q`` is a request to coordinate, with the
    case and the number of the step that made it: ``due_on`` is the day of that step, stages are ``new``, ``due``,
    ``late`` and, for who asked, ``answered``. ``s`` is what observers recommend, with the round: ``due_on`` is the day
    by which they want an answer, stages are ``new`` and those of the calendar. ``a`` is an alert: ``due_on`` is the day
    on which it was opened.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("official_id", "entry", "due_on", "stage"),
        Index("ix_reminder_mail_id", "mail_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("reminder_mail.id", ondelete="CASCADE"))
    official_id: Mapped[int] = mapped_column(ForeignKey("official.id"))
    entry: Mapped[str] = mapped_column(String(40))
    due_on: Mapped[date]
    stage: Mapped[str] = mapped_column(String(10))

    mail: Mapped[ReminderMail] = relationship(back_populates="reminders")
