"""Batches of printed one-time codes, and which of them are still unused.

Nobody's ticket, name or place in a queue is here, and no time finer than the day on which a batch was made. A code is
kept as a keyed hash. Using one deletes its row in ``unused_slip`` and changes nothing else: a mark on the row would
carry the number of the very transaction that stored the response (PostgreSQL's ``xmin``), and so tie the two together.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.dialects import UNORDERED
from app.desks.models import Desk, Placement
from app.desks.slips.rules import last_day


class SlipBatch(Base):
    """What was printed in one go for a desk, or for one placement at it; ``revoked_on`` makes all of it worthless."""

    __tablename__ = "slip_batch"
    __table_args__ = (CheckConstraint("printed > 0", name="printed"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"), index=True)
    placement_id: Mapped[int | None] = mapped_column(ForeignKey("placement.id"))
    printed: Mapped[int]
    made_on: Mapped[date]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    revoked_on: Mapped[date | None]

    desk: Mapped[Desk] = relationship()
    placement: Mapped[Placement | None] = relationship()

    @property
    def last_day(self) -> date:
        """The last day on which its slips are good."""
        return last_day(self.made_on)


class Slip(Base):
    """A code that was printed; the row never changes."""

    __tablename__ = "slip"
    __table_args__ = UNORDERED

    code_hash: Mapped[str] = mapped_column(String(32), primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("slip_batch.id"), index=True)


class UnusedSlip(Base):
    """A code that nobody has used yet."""

    __tablename__ = "unused_slip"
    __table_args__ = UNORDERED

    code_hash: Mapped[str] = mapped_column(ForeignKey("slip.code_hash"), primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("slip_batch.id"), index=True)
