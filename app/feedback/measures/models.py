"""Measures on tasks."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Official
from app.core.db import Base, Instant
from app.feedback.cases.models import Case
from app.feedback.models import Remark
from app.offices.models import Office
from app.plans.models import Task


class Measure(Base):
    """One thing to be done because somebody said something: ``said`` in the office's words, ``doing`` what is done.

    It comes from a case, from a remark, or from what many have said. ``result`` is what was done, or why it was
    dropped. Only where ``public`` is true may ``said`` and ``result`` be shown to everybody. ``made_with`` is the key
    of the page that it was made on, so that the page sent twice makes it once.
    """

    __tablename__ = "measure"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'done', 'dropped')", name="state"),
        CheckConstraint("(state = 'open') = (ended_on IS NULL)", name="ended"),
        CheckConstraint("owner_id IS NOT NULL OR unit <> ''", name="owner"),
        Index("ix_measure_office_state_due", "office_id", "state", "due_on"),
        Index("ix_measure_task_id", "task_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("feedback_case.id"))
    remark_id: Mapped[UUID | None] = mapped_column(ForeignKey("remark.id"))
    said: Mapped[str] = mapped_column(Text)
    doing: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    unit: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(8))
    result: Mapped[str] = mapped_column(Text)
    public: Mapped[bool]
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    made_with: Mapped[UUID] = mapped_column(Uuid, unique=True)

    office: Mapped[Office] = relationship()
    task: Mapped[Task] = relationship()
    case: Mapped[Case | None] = relationship()
    remark: Mapped[Remark | None] = relationship()
    owner: Mapped[Official | None] = relationship(foreign_keys=[owner_id])
