"""Who is asked to coordinate on which case; the words stand in the steps alone."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Instant


class Coordination(Base):
    """A request that stands. It follows from the steps (``coordination.rules.requests_in``) and is written again after
    each, so that the right to read the case and the list of what is asked need one look-up; it goes when the request
    ends.
    """

    __tablename__ = "coordination"
    __table_args__ = (Index("ix_coordination_official_answered", "official_id", "answered_at"),)

    case_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("feedback_case.id"), primary_key=True)
    official_id: Mapped[int] = mapped_column(ForeignKey("official.id"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    due_on: Mapped[date | None]
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
