"""The table of ratings: three numbers for one reply, and nothing of who gave them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.dialects import UNORDERED


class ReplyRating(Base):
    """The rating of the reply that a step gave; one for each reply. ``rated_on`` is the day in Việt Nam.

    ``office_id`` is the office that replied; a case may go to another one later.
    """

    __tablename__ = "reply_rating"
    __table_args__ = (
        CheckConstraint("timely BETWEEN 1 AND 5", name="timely"),
        CheckConstraint("relevant BETWEEN 1 AND 5", name="relevant"),
        CheckConstraint("proven BETWEEN 1 AND 5", name="proven"),
        Index("ix_reply_rating_office_day", "office_id", "rated_on"),
        UNORDERED,
    )

    step_id: Mapped[UUID] = mapped_column(ForeignKey("case_step.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_case.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    rated_on: Mapped[date]
    timely: Mapped[int] = mapped_column(SmallInteger)
    relevant: Mapped[int] = mapped_column(SmallInteger)
    proven: Mapped[int] = mapped_column(SmallInteger)
