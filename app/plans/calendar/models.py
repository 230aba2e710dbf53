"""What people set and do about due dates. The deadlines, as the document has them, are ``plans.models.Deadline``.

A deadline gives one or several occurrences (``plans.calendar.occurrences``); a row here is tied to the deadline's id
and the occurrence's key, so that it survives another reading of the document.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Official
from app.core.db import Base, Instant, Json
from app.offices.models import Office
from app.plans.models import Plan


class DueRule(Base):
    """On which day an office does what its document gives no day for.

    ``day`` of the last month of each period (``following``: of the month after it), or ``dayless``: kept as written,
    the office wants no day.
    """

    __tablename__ = "due_rule"
    __table_args__ = (
        CheckConstraint("(day IS NULL) = dayless", name="day_or_none"),
        CheckConstraint("day IS NULL OR (day >= 1 AND day <= 31)", name="day"),
    )

    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[int | None]
    following: Mapped[bool] = mapped_column(default=False)
    dayless: Mapped[bool] = mapped_column(default=False)
    set_at: Mapped[datetime] = mapped_column(Instant)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))


class DueDay(Base):
    """The last day that a person set for one occurrence; it wins over document and rule."""

    __tablename__ = "due_day"

    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id", ondelete="CASCADE"), primary_key=True)
    occurrence: Mapped[str] = mapped_column(String(12), primary_key=True)
    due_on: Mapped[date]
    set_at: Mapped[datetime] = mapped_column(Instant)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))


class ReportRequest(Base):
    """A report that somebody asks for out of turn (báo cáo đột xuất); ``what`` says what to send."""

    __tablename__ = "report_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id", ondelete="SET NULL"), index=True)
    subject: Mapped[str] = mapped_column(String(300))
    what: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)

    office: Mapped[Office] = relationship()
    plan: Mapped[Plan | None] = relationship()
    created_by: Mapped[Official | None] = relationship()
    asked: Mapped[list[Asked]] = relationship(order_by="Asked.id", back_populates="request")


class Asked(Base):
    """One official or one unit that a report is asked from."""

    __tablename__ = "asked"
    __table_args__ = (
        CheckConstraint("(official_id IS NULL) <> (unit IS NULL)", name="one"),
        UniqueConstraint("request_id", "official_id"),
        UniqueConstraint("request_id", "unit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("report_request.id"))
    official_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"), index=True)
    unit: Mapped[str | None] = mapped_column(String(300))

    request: Mapped[ReportRequest] = relationship(back_populates="asked")
    official: Mapped[Official | None] = relationship()


class Completion(Base):
    """That an occurrence, or what was asked, is done. Reopened: ``done_at`` is empty, note and evidence stay."""

    __tablename__ = "completion"
    __table_args__ = (
        CheckConstraint("(deadline_id IS NULL) <> (asked_id IS NULL)", name="one"),
        CheckConstraint("(deadline_id IS NULL) = (occurrence IS NULL)", name="occurrence"),
        UniqueConstraint("deadline_id", "occurrence"),
        UniqueConstraint("asked_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    deadline_id: Mapped[int | None] = mapped_column(ForeignKey("deadline.id", ondelete="CASCADE"))
    occurrence: Mapped[str | None] = mapped_column(String(12))
    asked_id: Mapped[int | None] = mapped_column(ForeignKey("asked.id"))
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    done_on: Mapped[date | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    note: Mapped[str] = mapped_column(Text, default="")

    done_by: Mapped[Official | None] = relationship()
    evidence: Mapped[list[Evidence]] = relationship(
        order_by="Evidence.id", cascade="all, delete-orphan", back_populates="completion", passive_deletes=True
    )


class Evidence(Base):
    """What shows that it was done: a file as it was uploaded, or the symbol or address of what was sent."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("(reference IS NULL) <> (sha256 IS NULL)", name="one"),
        CheckConstraint(
            "(sha256 IS NULL) = (content IS NULL) AND (sha256 IS NULL) = (filename IS NULL)"
            " AND (sha256 IS NULL) = (size IS NULL)",
            name="file",
        ),
        UniqueConstraint("completion_id", "sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    completion_id: Mapped[int] = mapped_column(ForeignKey("completion.id", ondelete="CASCADE"))
    reference: Mapped[str | None] = mapped_column(String(500))
    filename: Mapped[str | None] = mapped_column(String(255))
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))

    completion: Mapped[Completion] = relationship(back_populates="evidence")


class CalendarSetting(Base):
    """How an office wants its calendar: when to remind, and how far internal days lie before outward ones."""

    __tablename__ = "calendar_setting"
    __table_args__ = (CheckConstraint("lead_days >= 1 AND lead_days <= 60", name="lead_days"),)

    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True)
    remind_days: Mapped[list[int]] = mapped_column(Json)
    remind_overdue: Mapped[bool] = mapped_column(default=True)
    lead_days: Mapped[int]


class CalendarFeed(Base):
    """The secret address at which an official's own calendar program reads; we keep only its fingerprint."""

    __tablename__ = "calendar_feed"

    official_id: Mapped[int] = mapped_column(ForeignKey("official.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)

    official: Mapped[Official] = relationship()
