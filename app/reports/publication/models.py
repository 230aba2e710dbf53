"""Snapshots of a period's numbers, their withdrawal, what was done, and what an office decided about its page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Instant, Json
from app.offices.models import Office

DELAY_DAYS = 5
"""So many days after the end of a period its numbers are published: time to type in paper forms and judge what was set
aside."""


class Publication(Base):
    """What an office has decided about its public page; without a row the page is off.

    ``kinds`` are the kinds of periods that the schedule publishes, ``delay_days`` how long after their end.
    ``opened_on`` is the day on which the page was switched on: periods that ended long before are published by hand.
    """

    __tablename__ = "publication"
    __table_args__ = (CheckConstraint("delay_days >= 0", name="delay"),)

    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True, autoincrement=False)
    is_open: Mapped[bool] = mapped_column(default=False)
    opened_on: Mapped[date | None]
    delay_days: Mapped[int] = mapped_column(default=DELAY_DAYS)
    kinds: Mapped[list[str]] = mapped_column(Json)

    office: Mapped[Office] = relationship()


class Snapshot(Base):
    """The numbers of one office and period as they were published (bản công bố); the database refuses any change.

    ``facts`` is canonical JSON, the very bytes that everybody may load and that ``checksum`` (SHA-256) is of. ``basis``
    holds the counts behind the numbers shown, task by task; it is not published, later snapshots are compared with it.
    ``by_id`` is None where the schedule made it; ``reason`` says why there is a version after the first.
    """

    __tablename__ = "snapshot"
    __table_args__ = (
        UniqueConstraint("office_id", "period", "version"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("first_day <= last_day", name="span"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    period: Mapped[str] = mapped_column(String(7))
    first_day: Mapped[date]
    last_day: Mapped[date]
    version: Mapped[int]
    method: Mapped[str] = mapped_column(String(40))
    minimum_n: Mapped[int]
    publish_n: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    facts: Mapped[str] = mapped_column(Text)
    basis: Mapped[dict[str, Any]] = mapped_column(Json)
    checksum: Mapped[str] = mapped_column(String(64), unique=True)

    office: Mapped[Office] = relationship()
    withdrawal: Mapped[Withdrawal | None] = relationship(back_populates="snapshot")


class Withdrawal(Base):
    """A snapshot taken back, since when and why. The snapshot stays stored, its numbers are not shown any more."""

    __tablename__ = "withdrawal"

    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    reason: Mapped[str] = mapped_column(String(500))

    snapshot: Mapped[Snapshot] = relationship(back_populates="withdrawal")


class Deed(Base):
    """What people said and what the office did about it, in the office's words, as the public page tells it.

    ``done_on`` decides in which periods it is told. Unlike numbers it may be taken down at once.
    """

    __tablename__ = "deed"
    __table_args__ = (Index("ix_deed_office_id_done_on", "office_id", "done_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    said: Mapped[str] = mapped_column(Text)
    did: Mapped[str] = mapped_column(Text)
    done_on: Mapped[date]
    told_at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
