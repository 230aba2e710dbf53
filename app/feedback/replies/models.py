"""The table of public replies. What was taken out of a text is kept nowhere."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Official
from app.core.db import Base, Instant
from app.core.dialects import UNORDERED
from app.feedback.cases.models import Case


class PublicReply(Base):
    """What the office proposes to publish of a case: what was said (in its own words) and what was done.

    ``version`` counts the changes of the text; an approval belongs to the text as it stands, and ends with its next
    change.
    """

    __tablename__ = "public_reply"
    __table_args__ = (CheckConstraint("(approved_by_id IS NULL) = (approved_at IS NULL)", name="approval"), UNORDERED)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_case.id"), primary_key=True)
    version: Mapped[int]
    said: Mapped[str] = mapped_column(Text)
    done: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("official.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Instant, index=True)

    case: Mapped[Case] = relationship()
    proposed_by: Mapped[Official] = relationship(foreign_keys=[proposed_by_id])
    approved_by: Mapped[Official | None] = relationship(foreign_keys=[approved_by_id])
