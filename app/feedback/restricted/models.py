"""Texts that were taken out of cases and remarks, and whom they accuse."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Official
from app.core.db import Base, Instant, Json
from app.core.dialects import UNORDERED
from app.feedback.cases.models import Case
from app.feedback.models import Remark
from app.offices.models import Office


class BoxedText(Base):
    """What a person has marked as containing a khiếu nại or tố cáo (nội dung khiếu nại, tố cáo).

    ``content`` is the text itself, which stands nowhere else while it is here; None after it went back or after its
    sender took it back. ``own_reads``: the head and the reception officer of ``office`` read it. ``above_id``: the
    office above reads it, because somebody of the office who would is accused. ``outcome`` is what was done with it.
    """

    __tablename__ = "boxed_text"
    __table_args__ = (
        CheckConstraint("kind IN ('complaint', 'denunciation', 'unclear')", name="kind"),
        CheckConstraint("case_id IS NOT NULL OR remark_id IS NOT NULL", name="source"),
        CheckConstraint(
            "outcome IS NULL OR outcome IN ('guided', 'accepted', 'checked', 'passed_on', 'filed')", name="outcome"
        ),
        UNORDERED,
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    own_reads: Mapped[bool]
    above_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("feedback_case.id"), index=True)
    remark_id: Mapped[UUID | None] = mapped_column(ForeignKey("remark.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    whole_office: Mapped[bool]
    content: Mapped[dict[str, Any] | None] = mapped_column(Json)
    boxed_at: Mapped[datetime] = mapped_column(Instant)
    boxed_by_id: Mapped[int] = mapped_column(ForeignKey("official.id"))
    outcome: Mapped[str | None] = mapped_column(String(12))
    outcome_note: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    lift_reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))

    office: Mapped[Office] = relationship(foreign_keys=[office_id])
    above: Mapped[Office | None] = relationship(foreign_keys=[above_id])
    case: Mapped[Case | None] = relationship()
    remark: Mapped[Remark | None] = relationship()
    boxed_by: Mapped[Official] = relationship(foreign_keys=[boxed_by_id])
    settled_by: Mapped[Official | None] = relationship(foreign_keys=[settled_by_id])
    accused: Mapped[list[Accused]] = relationship(back_populates="boxed", cascade="all, delete-orphan")


class Accused(Base):
    """An official whom a boxed text accuses: he never gets to see it, whatever he is or becomes."""

    __tablename__ = "accused"

    boxed_id: Mapped[UUID] = mapped_column(ForeignKey("boxed_text.id"), primary_key=True)
    official_id: Mapped[int] = mapped_column(ForeignKey("official.id"), primary_key=True)

    boxed: Mapped[BoxedText] = relationship(back_populates="accused")
    official: Mapped[Official] = relationship()
