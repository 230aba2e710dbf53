"""The address of a placement for portals and messages: whoever comes by it is told apart from those who scanned."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.tokens import new_code
from app.desks.models import Placement


class WebLink(Base):
    """One link for one placement; ``closed_on`` ends it, and its address then leads on to the poster's page."""

    __tablename__ = "web_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), unique=True)
    code: Mapped[str] = mapped_column(String(16), unique=True, default=new_code)
    made_on: Mapped[date]
    closed_on: Mapped[date | None]

    placement: Mapped[Placement] = relationship()
