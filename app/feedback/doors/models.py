"""Where and when an office receives people in person; printed on the fourth door's page."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Reception(Base):
    """The reception of citizens (tiếp công dân) of one office: place, calendar, and who takes letters in."""

    __tablename__ = "reception"

    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(300))
    schedule: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(String(300), default="")
