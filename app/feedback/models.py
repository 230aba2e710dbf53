"""What somebody must read: the free text of responses, brought to the officials who answer for the task."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, Uuid, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Official
from app.core.db import Base, Instant
from app.core.dialects import UNORDERED
from app.desks.models import Desk
from app.plans.models import Task


class Remark(Base):
    """One free-text answer. Its key says nothing about the order within an hour.

    ``restricted``: its words lie in the restricted box and not here, and no list shows that it exists.
    """

    __tablename__ = "remark"
    __table_args__ = (
        UniqueConstraint("response_id", "question_id"),
        Index("ix_remark_task_hour", "task_id", "hour"),
        UNORDERED,
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"))
    question_id: Mapped[str] = mapped_column(String(60))
    hour: Mapped[datetime] = mapped_column(Instant)
    text: Mapped[str] = mapped_column(Text)
    search: Mapped[str] = mapped_column(Text)
    restricted: Mapped[bool] = mapped_column(default=False, server_default=false())
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    note: Mapped[str | None] = mapped_column(Text)
    noted_at: Mapped[datetime | None] = mapped_column(Instant)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))

    task: Mapped[Task] = relationship()
    desk: Mapped[Desk] = relationship()
    read_by: Mapped[Official | None] = relationship(foreign_keys=[read_by_id])
    noted_by: Mapped[Official | None] = relationship(foreign_keys=[noted_by_id])
