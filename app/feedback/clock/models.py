"""What an office has chosen for its clock; an office without a row follows the defaults, which nobody has checked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Json


class ClockRules(Base):
    """The table of one office as ``clock.rules.data_of`` writes it."""

    __tablename__ = "clock_rules"

    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True)
    data: Mapped[dict[str, Any]] = mapped_column(Json)
