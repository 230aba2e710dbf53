"""Alerts, and the rules that an office has chosen."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Official
from app.core.db import Base, Instant, Json
from app.desks.models import Desk
from app.feedback.cases.models import Case
from app.offices.models import Office
from app.plans.models import Task


class Alert(Base):
    """One thing that somebody has to hear of.

    ``open_key`` names rule and subject until the alert is acknowledged and its reason is gone: so there is one at a
    time, and what comes back later is a new one. ``cleared_at``: since when the reason is gone; ``seen_at``: when it
    was last seen. ``details`` are rounded numbers, never an answer's text.
    """

    __tablename__ = "alert"
    __table_args__ = (
        CheckConstraint("rule IN ('below', 'drop', 'gather', 'urgent', 'group', 'reopened')", name="rule"),
        CheckConstraint(
            "open_key IS NOT NULL OR (acknowledged_at IS NOT NULL AND cleared_at IS NOT NULL)", name="open"
        ),
        Index("ix_alert_office_acknowledged", "office_id", "acknowledged_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    rule: Mapped[str] = mapped_column(String(12))
    open_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), index=True)
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desk.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("feedback_case.id", ondelete="CASCADE"), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    cleared_at: Mapped[datetime | None] = mapped_column(Instant)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Instant)
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    note: Mapped[str] = mapped_column(Text, default="")

    office: Mapped[Office] = relationship()
    task: Mapped[Task | None] = relationship()
    desk: Mapped[Desk | None] = relationship()
    case: Mapped[Case | None] = relationship()
    acknowledged_by: Mapped[Official | None] = relationship()


class AlertRules(Base):
    """The choice of one office as ``alerts.rules.data_of`` writes it; without a row the defaults hold."""

    __tablename__ = "alert_rules"

    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True)
    data: Mapped[dict[str, Any]] = mapped_column(Json)
