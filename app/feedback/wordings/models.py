"""The table of texts kept ready."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Official
from app.core.db import Base, Instant
from app.feedback.wordings.rules import PURPOSES
from app.offices.models import Office

_NAMES = ", ".join(repr(purpose) for purpose in PURPOSES)


class Wording(Base):
    """One text that an office keeps ready, for one step of a case or for any. ``version`` counts its changes."""

    __tablename__ = "wording"
    __table_args__ = (
        CheckConstraint(f"purpose IN ({_NAMES})", name="purpose"),
        UniqueConstraint("office_id", "name"),
        Index("ix_wording_office_id_purpose", "office_id", "purpose"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    purpose: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(Instant)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))

    office: Mapped[Office] = relationship()
    changed_by: Mapped[Official | None] = relationship()
