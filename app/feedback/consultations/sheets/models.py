"""Which sheets were typed in, by whom, on which day.

A sheet's number leads to its contribution only while it can still be corrected; then every such tie is cut. Who typed
is an official, never a citizen, and no time is finer than the day.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.dialects import UNORDERED


class OpinionSheet(Base):
    """One sheet, or what one person said at a meeting, as it was typed in.

    ``number`` is given when it is typed, for the typist to write on the paper; ``mode`` is ``paper`` or ``meeting``.
    """

    __tablename__ = "opinion_sheet"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        CheckConstraint("mode IN ('paper', 'meeting')", name="mode"),
        UNORDERED,
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    mode: Mapped[str] = mapped_column(String(8))
    contribution_id: Mapped[UUID | None] = mapped_column(ForeignKey("contribution.id"), index=True)
    typed_by_id: Mapped[int] = mapped_column(ForeignKey("official.id"))
    typed_on: Mapped[date]
    undone: Mapped[bool]
