"""A tablet that stands at a desk, bound to one address. What is kept is about the device, never about who uses it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Instant
from app.core.tokens import new_code
from app.desks.models import Desk


class Kiosk(Base):
    """One tablet. ``code`` is its address; ``device_hash`` the fingerprint of the token in its one cookie.

    A binding code is good once, until ``binding_until``, and is kept as a keyed hash. ``seen_at`` is cut to the minute.
    """

    __tablename__ = "kiosk"

    id: Mapped[int] = mapped_column(primary_key=True)
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    code: Mapped[str] = mapped_column(String(16), unique=True, default=new_code)
    binding_hash: Mapped[str | None] = mapped_column(String(32))
    binding_until: Mapped[datetime | None] = mapped_column(Instant)
    device_hash: Mapped[str | None] = mapped_column(String(64))
    bound_on: Mapped[date | None]
    seen_at: Mapped[datetime | None] = mapped_column(Instant)
    made_on: Mapped[date]
    revoked_on: Mapped[date | None]

    desk: Mapped[Desk] = relationship()
