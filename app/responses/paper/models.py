"""Batches of printed sheets, and which sheets were typed in.

A sheet's number leads to its response only while the batch is open, so that a second typing can be compared and a slip
of the finger be taken back; closing the batch cuts every such tie. Who typed is an official, never a citizen, and no
time is finer than the day.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.dialects import UNORDERED
from app.desks.models import Placement
from app.forms.models import Edition


class PaperBatch(Base):
    """Sheets of one edition, printed for one placement; ``code`` and the sheet's number stand on each of them."""

    __tablename__ = "paper_batch"
    __table_args__ = (CheckConstraint("sheets > 0", name="sheets"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    code: Mapped[str] = mapped_column(String(8), unique=True)
    locale: Mapped[str] = mapped_column(String(10))
    sheets: Mapped[int]
    made_on: Mapped[date]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    closed_on: Mapped[date | None]

    placement: Mapped[Placement] = relationship()
    edition: Mapped[Edition] = relationship()


class PaperEntry(Base):
    """One sheet typed in. ``sheet`` is None for a copy without a number; ``copy`` tells equal numbers apart.

    ``compared`` and ``differing`` count questions of a second typing. ``response_id`` is gone once the batch is closed.
    """

    __tablename__ = "paper_entry"
    __table_args__ = (
        UniqueConstraint("batch_id", "sheet", "copy"),
        CheckConstraint("differing <= compared", name="differing"),
        UNORDERED,
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("paper_batch.id"))
    sheet: Mapped[int | None]
    copy: Mapped[int]
    response_id: Mapped[UUID | None] = mapped_column(ForeignKey("response.id"), index=True)
    typed_by_id: Mapped[int] = mapped_column(ForeignKey("official.id"))
    typed_on: Mapped[date]
    undone: Mapped[bool]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    compared: Mapped[int | None]
    differing: Mapped[int | None]
