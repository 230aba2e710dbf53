"""Supervision sheets and recommendations. What an observer has filed, nobody changes."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Official
from app.core.db import Base, Instant
from app.desks.models import Desk
from app.offices.models import Office
from app.plans.models import Task


class SupervisionSheet(Base):
    """What a body of observers watched at an office (phiếu giám sát); a draft while ``filed_at`` is empty.

    ``body`` is who watches, as it calls itself. ``participants`` are functions, not names of citizens. ``made_with``
    is the key of the page that it was made on, so that the page sent twice makes one sheet.
    """

    __tablename__ = "supervision_sheet"
    __table_args__ = (
        CheckConstraint("from_on <= to_on", name="days"),
        Index("ix_supervision_sheet_office_filed", "office_id", "filed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    body: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desk.id"))
    place: Mapped[str] = mapped_column(String(200))
    from_on: Mapped[date]
    to_on: Mapped[date]
    participants: Mapped[str] = mapped_column(Text)
    conclusion: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("official.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    filed_at: Mapped[datetime | None] = mapped_column(Instant)
    made_with: Mapped[UUID] = mapped_column(Uuid, unique=True)

    office: Mapped[Office] = relationship()
    task: Mapped[Task | None] = relationship()
    desk: Mapped[Desk | None] = relationship()
    author: Mapped[Official] = relationship()
    findings: Mapped[list[SheetFinding]] = relationship(
        order_by="SheetFinding.position", cascade="all, delete-orphan", back_populates="sheet"
    )
    addenda: Mapped[list[SheetAddendum]] = relationship(order_by="SheetAddendum.id", back_populates="sheet")
    recommendations: Mapped[list[Recommendation]] = relationship(
        order_by="Recommendation.id", back_populates="sheet", viewonly=True
    )


class SheetFinding(Base):
    """One line of a sheet: what was looked at, whether it was met, and in words; no verdict yet in a draft."""

    __tablename__ = "supervision_finding"
    __table_args__ = (
        UniqueConstraint("sheet_id", "position"),
        CheckConstraint("verdict IN ('', 'met', 'unmet', 'unseen')", name="verdict"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("supervision_sheet.id"))
    position: Mapped[int]
    what: Mapped[str] = mapped_column(String(500))
    verdict: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(Text)

    sheet: Mapped[SupervisionSheet] = relationship(back_populates="findings")


class SheetAddendum(Base):
    """What the observers add to a filed sheet; the sheet itself stays as it was."""

    __tablename__ = "supervision_addendum"

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("supervision_sheet.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("official.id"))
    made_with: Mapped[UUID] = mapped_column(Uuid, unique=True)

    sheet: Mapped[SupervisionSheet] = relationship(back_populates="addenda")
    added_by: Mapped[Official] = relationship()


class Recommendation(Base):
    """What observers ask an office to do, and by when to answer; ``state`` follows from its steps.

    ``unit`` and ``official`` say to whom, the head of the office where both are empty. ``last_number`` is the number
    of the newest step: who has not seen it is refused.
    """

    __tablename__ = "recommendation"
    __table_args__ = (
        CheckConstraint(
            "state IN ('open', 'answered', 'insisted', 'answered_again', 'agreed', 'disagreed')", name="state"
        ),
        Index("ix_recommendation_office_state_due", "office_id", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("supervision_sheet.id"), index=True)
    body: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(200))
    official_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(16))
    last_number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("official.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    made_with: Mapped[UUID] = mapped_column(Uuid, unique=True)

    office: Mapped[Office] = relationship()
    sheet: Mapped[SupervisionSheet | None] = relationship(back_populates="recommendations")
    official: Mapped[Official | None] = relationship(foreign_keys=[official_id])
    author: Mapped[Official] = relationship(foreign_keys=[author_id])
    steps: Mapped[list[RecommendationStep]] = relationship(
        order_by="RecommendationStep.number", back_populates="recommendation"
    )


class RecommendationStep(Base):
    """One thing that was said about a recommendation: by whom, when, and as which step."""

    __tablename__ = "recommendation_step"
    __table_args__ = (
        UniqueConstraint("recommendation_id", "number"),
        CheckConstraint("verb IN ('propose', 'answer', 'accept', 'insist', 'refuse')", name="verb"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    number: Mapped[int]
    verb: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int] = mapped_column(ForeignKey("official.id"))

    recommendation: Mapped[Recommendation] = relationship(back_populates="steps")
    by: Mapped[Official] = relationship()
