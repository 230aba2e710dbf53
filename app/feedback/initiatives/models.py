"""Initiatives and the places where they were taken up."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Instant
from app.offices.models import Office


class Initiative(Base):
    """One way of doing something well, of a unit in a year.

    ``kind`` and ``field`` are keys of ``rules.KINDS`` and ``rules.FIELDS``. ``person`` is named only where
    ``consented`` says that whoever nominated has that person's consent; the database insists on it. ``decision`` is the
    document that recognises it. ``case_id`` is the suggestion of a citizen that it came from.
    """

    __tablename__ = "initiative"
    __table_args__ = (
        CheckConstraint("state IN ('nominated', 'recognised', 'replicated', 'ended')", name="state"),
        CheckConstraint("kind IN ('initiative', 'model')", name="kind"),
        CheckConstraint("field IN ('economy', 'society', 'security', 'politics')", name="field"),
        CheckConstraint("person = '' OR consented", name="consent"),
        Index("ix_initiative_office_year", "office_id", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[str] = mapped_column(String(12))
    field: Mapped[str] = mapped_column(String(12))
    year: Mapped[int]
    name: Mapped[str] = mapped_column(String(300))
    unit: Mapped[str] = mapped_column(String(200))
    person: Mapped[str] = mapped_column(String(200))
    consented: Mapped[bool]
    description: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    search: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    decision: Mapped[str] = mapped_column(String(300))
    ending: Mapped[str] = mapped_column(Text)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("feedback_case.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    made_with: Mapped[UUID] = mapped_column(Uuid, unique=True)

    office: Mapped[Office] = relationship()
    replications: Mapped[list[Replication]] = relationship(
        order_by="Replication.since, Replication.id", cascade="all, delete-orphan"
    )


class Replication(Base):
    """Another unit that works like this, since a day."""

    __tablename__ = "replication"
    __table_args__ = (UniqueConstraint("initiative_id", "unit"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id"))
    unit: Mapped[str] = mapped_column(String(200))
    since: Mapped[date]
    note: Mapped[str] = mapped_column(Text)
