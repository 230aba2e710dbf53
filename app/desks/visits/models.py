"""How many visits were served at a desk on a day (số lượt phục vụ): a number somebody typed in; no visit is here."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class VisitsServed(Base):
    """One desk on one day in Vietnam. 0 says that nobody came; a day without a row says that nobody knows."""

    __tablename__ = "visits_served"
    __table_args__ = (CheckConstraint("visits >= 0", name="visits"),)

    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    visits: Mapped[int]
