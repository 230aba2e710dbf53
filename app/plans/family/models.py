"""Ties between plans and between their tasks, each with who decided it and when.

A tie is a row of its own and names tasks by their keys: renaming, moving or correcting a task leaves it alone.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Instant
from app.plans.models import Plan, Task


class PlanParent(Base):
    """What a person decided about the plan above (kế hoạch cấp trên) of a plan.

    Three answers are possible: a plan that is stored here (``parent_id``), a document that is not stored here yet
    (``symbol`` and who issued it; it is resolved when that document is imported), or none at all (``is_none``).
    ``symbol`` is kept beside a stored plan too, so that removing that plan leaves the answer. ``how`` tells whether
    it was ``suggested`` and confirmed, set ``by_hand``, or ``resolved`` by an import.
    """

    __tablename__ = "plan_parent"
    __table_args__ = (
        CheckConstraint("NOT is_none OR (parent_id IS NULL AND symbol IS NULL)", name="none"),
        CheckConstraint("how IN ('suggested', 'by_hand', 'resolved')", name="how"),
        CheckConstraint("parent_id <> plan_id", name="itself"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id", ondelete="SET NULL"), index=True)
    is_none: Mapped[bool] = mapped_column(default=False)
    symbol: Mapped[str | None] = mapped_column(String(80))
    issuer: Mapped[str | None] = mapped_column(Text)
    issued_on: Mapped[date | None]
    how: Mapped[str] = mapped_column(String(20))
    decided_at: Mapped[datetime] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))

    plan: Mapped[Plan] = relationship(foreign_keys=[plan_id])
    parent: Mapped[Plan | None] = relationship(foreign_keys=[parent_id])


class PlanEarlier(Base):
    """``earlier`` is the plan that ``plan`` follows: last year's, of the same office or of one that went into it."""

    __tablename__ = "plan_earlier"
    __table_args__ = (CheckConstraint("earlier_id <> plan_id", name="itself"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True)
    earlier_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True, index=True)
    decided_at: Mapped[datetime] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))

    earlier: Mapped[Plan] = relationship(foreign_keys=[earlier_id])


class TaskImplementation(Base):
    """``task`` carries out ``upper``, a task of the plan above (cụ thể hóa). One task may serve several.

    ``likeness`` is what the matching gave for the pair when a person decided, between 0 and 1.
    """

    __tablename__ = "task_implementation"

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), primary_key=True)
    upper_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), primary_key=True, index=True)
    likeness: Mapped[float]
    decided_at: Mapped[datetime] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))

    task: Mapped[Task] = relationship(foreign_keys=[task_id])
    upper: Mapped[Task] = relationship(foreign_keys=[upper_id])


class TaskContinuation(Base):
    """What became of a task from one plan to the next, as a person decided it.

    Both tasks: the same task, whatever its heading. Only ``task_id``: new this year (nhiệm vụ mới). Only
    ``earlier_task_id``: given up (không còn). Within two plans a task continues one task at most, and the other way
    round; after a merger a task has one such row for each of the plans that came before.
    """

    __tablename__ = "task_continuation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["plan_id", "earlier_plan_id"],
            ["plan_earlier.plan_id", "plan_earlier.earlier_id"],
            name="fk_task_continuation_plans",
            ondelete="CASCADE",
        ),
        CheckConstraint("task_id IS NOT NULL OR earlier_task_id IS NOT NULL", name="something"),
        UniqueConstraint("task_id", "earlier_plan_id"),
        UniqueConstraint("earlier_task_id", "plan_id"),
        Index("ix_task_continuation_plans", "plan_id", "earlier_plan_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int]
    earlier_plan_id: Mapped[int]
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"))
    earlier_task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"))
    likeness: Mapped[float | None]
    decided_at: Mapped[datetime] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))

    task: Mapped[Task | None] = relationship(foreign_keys=[task_id])
    earlier_task: Mapped[Task | None] = relationship(foreign_keys=[earlier_task_id])
