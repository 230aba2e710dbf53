"""How often the page of a placement was opened and begun, by day: two numbers, and nothing about anybody.

How often it was sent is not here: the tallies say it, and one number must not have two sources.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.dialects import UNORDERED


class PageCount(Base):
    """What happened to the page of one placement on one day in Vietnam, by the door it was opened through."""

    __tablename__ = "page_count"
    __table_args__ = (
        CheckConstraint("mode IN ('phone', 'kiosk', 'slip', 'web')", name="mode"),
        CheckConstraint("opened >= 0 AND begun >= 0", name="counts"),
        UNORDERED,
    )

    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    mode: Mapped[str] = mapped_column(String(10), primary_key=True)
    opened: Mapped[int] = mapped_column(default=0)
    begun: Mapped[int] = mapped_column(default=0)
