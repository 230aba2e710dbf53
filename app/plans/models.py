"""What the office promised: a plan, its tasks, who does what until when, and what it rests on.

Words are kept as the document has them, typing errors included. ``where`` is the path of labels (``II.3``).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Official
from app.core.db import Base, Instant, Json
from app.offices.models import Office


class Plan(Base):
    """One plan (kế hoạch) of one office. Days may be partial in documents: ``issued_text`` keeps what was written."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    title: Mapped[str] = mapped_column(Text)
    number: Mapped[str | None] = mapped_column(String(80))
    issued_text: Mapped[str | None] = mapped_column(String(80))
    place: Mapped[str | None] = mapped_column(String(120))
    year: Mapped[int | None]
    issuer: Mapped[str | None] = mapped_column(String(300))
    parent_authority: Mapped[str | None] = mapped_column(String(300))
    province: Mapped[str | None] = mapped_column(String(120))
    preamble: Mapped[list[str]] = mapped_column(Json, default=list)
    purposes: Mapped[list[str]] = mapped_column(Json, default=list)
    signer: Mapped[dict[str, Any] | None] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))

    office: Mapped[Office] = relationship()
    document: Mapped[PlanDocument | None] = relationship(back_populates="plan", cascade="all, delete-orphan")
    sections: Mapped[list[PlanSection]] = relationship(order_by="PlanSection.position", cascade="all, delete-orphan")
    tasks: Mapped[list[Task]] = relationship(
        order_by="Task.position", back_populates="plan", cascade="all, delete-orphan"
    )
    duties: Mapped[list[Duty]] = relationship(order_by="Duty.position", cascade="all, delete-orphan")
    deadlines: Mapped[list[Deadline]] = relationship(order_by="Deadline.position", cascade="all, delete-orphan")
    citations: Mapped[list[Citation]] = relationship(order_by="Citation.position", cascade="all, delete-orphan")
    recipients: Mapped[list[Recipient]] = relationship(order_by="Recipient.position", cascade="all, delete-orphan")


class PlanDocument(Base):
    """The document as it was uploaded, byte for byte. One document is imported once in an office.

    ``source`` are its lines and ``reading`` is what was read from them, before any correction, by the reader of that
    version; all three are None for a plan that was stored before they were kept, until it is corrected.
    """

    __tablename__ = "plan_document"
    __table_args__ = (UniqueConstraint("office_id", "sha256"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    filename: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    source: Mapped[list[dict[str, Any]] | None] = mapped_column(Json, deferred=True)
    reading: Mapped[dict[str, Any] | None] = mapped_column(Json, deferred=True)
    reader: Mapped[int | None]

    plan: Mapped[Plan] = relationship(back_populates="document")


class PlanCorrection(Base):
    """One correction of what was read from a document, in the shape of ``corrections.exchange``.

    It belongs to the document, so that it outlives the plan: when the same document comes again it is applied again.
    """

    __tablename__ = "plan_correction"
    __table_args__ = (Index("ix_plan_correction_document", "office_id", "document_sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    document_sha256: Mapped[str] = mapped_column(String(64))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id", ondelete="SET NULL"), index=True)
    position: Mapped[int]
    correction: Mapped[dict[str, Any]] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))


class PlanSection(Base):
    """A Roman-numbered part of the plan; ``kind`` is ``purpose``, ``tasks``, ``organisation`` or ``other``."""

    __tablename__ = "plan_section"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))


class Task(Base):
    """One task (nhiệm vụ). ``theme`` is a key of ``plans.rules.THEMES``.

    Where citizens are not asked, ``unsurveyed_reason`` says why; the database insists on it. ``target_share`` is the
    share of satisfied people that the office aims at, between 0 and 1. ``owner_unit`` leads, ``coordinating_units``
    take part, by the names that the plan gives them. ``key`` is what the task has on a sheet (``corrections.sheet``);
    None for one that was stored before there were sheets, until it is corrected.
    """

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("surveyed OR unsurveyed_reason IS NOT NULL", name="reason"),
        CheckConstraint("target_share IS NULL OR (target_share >= 0 AND target_share <= 1)", name="target"),
        Index("ix_task_plan_key", "plan_id", "key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(Text)
    theme: Mapped[str] = mapped_column(String(40))
    further_themes: Mapped[list[str]] = mapped_column(Json, default=list)
    surveyed: Mapped[bool] = mapped_column(default=True)
    unsurveyed_reason: Mapped[str | None] = mapped_column(Text)
    target_share: Mapped[float | None]
    key: Mapped[str | None] = mapped_column(String(20))
    owner_unit: Mapped[str | None] = mapped_column(Text)
    coordinating_units: Mapped[list[str]] = mapped_column(Json, default=list, server_default="[]")

    plan: Mapped[Plan] = relationship(back_populates="tasks")
    parent: Mapped[Task | None] = relationship(remote_side=[id])
    items: Mapped[list[TaskItem]] = relationship(order_by="TaskItem.position", cascade="all, delete-orphan")
    holders: Mapped[list[TaskHolder]] = relationship(cascade="all, delete-orphan", back_populates="task")


class TaskItem(Base):
    """One paragraph or bullet of a task, in reading order."""

    __tablename__ = "task_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    position: Mapped[int]
    marker: Mapped[str] = mapped_column(String(20), default="")
    level: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = mapped_column(Text)


class TaskHolder(Base):
    """An official who answers for a task: its remarks reach this person."""

    __tablename__ = "task_holder"

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    official_id: Mapped[int] = mapped_column(ForeignKey("official.id"), primary_key=True, index=True)

    task: Mapped[Task] = relationship(back_populates="holders")
    official: Mapped[Official] = relationship()


class Duty(Base):
    """What one unit has to do according to the organisation section (phân công)."""

    __tablename__ = "duty"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int]
    label: Mapped[str | None] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(Text)
    texts: Mapped[list[str]] = mapped_column(Json, default=list)


class Deadline(Base):
    """A time limit as written (``due_text``) and, where a day is named, as a day (``due_on``). ``key`` as in a task."""

    __tablename__ = "deadline"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    period: Mapped[str | None] = mapped_column(String(20))
    due_text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    due_month: Mapped[str | None] = mapped_column(String(7))
    before: Mapped[bool] = mapped_column(default=False)
    from_unit: Mapped[str | None] = mapped_column(Text)
    to_unit: Mapped[str | None] = mapped_column(Text)
    where: Mapped[str | None] = mapped_column(String(40))
    key: Mapped[str | None] = mapped_column(String(20))


class Citation(Base):
    """A document that the plan names by symbol; ``basis`` marks those it rests on."""

    __tablename__ = "citation"
    __table_args__ = (Index("ix_citation_symbol", "symbol"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(60))
    symbol: Mapped[str] = mapped_column(String(80))
    issued_on: Mapped[date | None]
    issuer: Mapped[str | None] = mapped_column(Text)
    basis: Mapped[bool] = mapped_column(default=False)


class Recipient(Base):
    """One line of "Nơi nhận"."""

    __tablename__ = "recipient"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(String(120))
