"""What has been released: the numbers that everybody may see who may not read single responses.

Unlike a tally this cannot be counted again: it remembers what was shown before.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Json


class Release(Base):
    """The day up to which an edition's answers were looked through for batches to release."""

    __tablename__ = "release"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True, autoincrement=False)
    through: Mapped[date]


class ReleasedTally(Base):
    """One cell of what is released, laid out like :class:`app.responses.models.Tally`.

    ``day`` is the day that completed a batch. Grain ``desk_day`` holds the batches, the others are their sums.
    """

    __tablename__ = "released_tally"
    __table_args__ = (
        CheckConstraint("grain IN ('day', 'desk', 'desk_day')", name="grain"),
        CheckConstraint("state IN ('counted', 'quarantined')", name="state"),
    )

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True, autoincrement=False)
    grain: Mapped[str] = mapped_column(String(8), primary_key=True)
    state: Mapped[str] = mapped_column(String(12), primary_key=True)
    desk_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    mode: Mapped[str] = mapped_column(String(10), primary_key=True)
    n: Mapped[int]
    excluded: Mapped[int]
    counts: Mapped[list[int]] = mapped_column(Json)


class ReleasedChange(Base):
    """Everything that was ever told of a batch which is not shown any more as it was told first.

    ``told`` are the groups of ``steps.Batch``, each as ``[n, excluded, counts]``; what may be told next depends on
    them.
    """

    __tablename__ = "released_change"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True, autoincrement=False)
    desk_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    mode: Mapped[str] = mapped_column(String(10), primary_key=True)
    told: Mapped[dict[str, Any]] = mapped_column(Json)
