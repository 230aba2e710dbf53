"""The one table that holds contact details of citizens, and nothing readable of them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.dialects import UNORDERED


class CaseContact(Base):
    """Sealed contact details of a case. ``consent`` is the sentence that was agreed to, word for word.

    The row is deleted on ``delete_on`` at the latest, and with the case's words when the sender withdraws them.
    """

    __tablename__ = "case_contact"
    __table_args__ = UNORDERED

    case_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_case.id"), primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
    consent: Mapped[str] = mapped_column(Text)
    consented_on: Mapped[date]
    delete_on: Mapped[date] = mapped_column(index=True)
