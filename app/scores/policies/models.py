"""What offices have chosen to publish by. Rows are written once; the database refuses to change or delete them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Instant, Json


class ScorePolicy(Base):
    """One choice of an office, from ``valid_from`` on until another; of two for one day the later one holds.

    ``method`` is a method with its version (``share-1``), ``weights`` are as ``policies.rules.data_of`` writes them.
    Nobody is ``chosen_by_id`` for what stood before choices were kept.
    """

    __tablename__ = "score_policy"
    __table_args__ = (Index("ix_score_policy_office_id_valid_from", "office_id", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    valid_from: Mapped[date]
    method: Mapped[str] = mapped_column(String(40))
    weights: Mapped[dict[str, Any]] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(Text)
    chosen_at: Mapped[datetime] = mapped_column(Instant)
    chosen_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
