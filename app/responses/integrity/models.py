"""What an office has chosen for the checks; an office without a row follows the defaults."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Json


class IntegrityRules(Base):
    """The rules of one office as ``integrity.rules.data_of`` writes them."""

    __tablename__ = "integrity_rules"

    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True)
    data: Mapped[dict[str, Any]] = mapped_column(Json)
