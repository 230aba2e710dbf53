"""Who holds which role in which office, and the record of what was done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Official
from app.core.db import Base, Instant, Json
from app.offices.models import Office


class Membership(Base):
    """An official holds a role in an office for a span of days; ``role`` is a key of ``access.roles.ROLES``."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("official_id", "office_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    official_id: Mapped[int] = mapped_column(ForeignKey("official.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    official: Mapped[Official] = relationship()
    office: Mapped[Office] = relationship()


class AuditEntry(Base):
    """One thing an official did: verb, target and details, never an answer's text. The database keeps it frozen."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    official_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    verb: Mapped[str] = mapped_column(String(60))
    target: Mapped[str] = mapped_column(String(120))
    details: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
