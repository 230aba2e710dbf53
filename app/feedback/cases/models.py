"""Cases and their steps. What the steps say is the truth; the columns of a case that follow from them are marked."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Official
from app.core.db import Base, Instant, Json
from app.core.dialects import UNORDERED
from app.desks.models import Desk
from app.feedback.models import Remark
from app.offices.models import Office
from app.plans.models import Task


def _one_of(column: str, *values: str) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Case(Base):
    """One matter that somebody must answer (phản ánh, kiến nghị; góp ý, đề xuất).

    ``hour`` is the hour of receipt, the finest time that is kept of what a citizen does. ``reference`` is what people
    call the case; it opens nothing. ``code_hash`` is the keyed hash of the tracking code, and None where nobody holds
    one. A case that an official raised from a remark has ``remark_id`` and no code; one that a citizen sent leads to no
    response of his.

    Everything from ``state`` on is the sum of the steps (``cases.rules.added_up``) and of the clock.
    ``last_number`` is the number of the newest step: who acts says which one he has seen.
    ``first_took`` and ``took`` are seconds of working time.
    """

    __tablename__ = "feedback_case"
    __table_args__ = (
        CheckConstraint(
            _one_of("state", "received", "acknowledged", "in_progress", "waiting", "answered", "closed", "reopened"),
            name="state",
        ),
        CheckConstraint(_one_of("kind", "suggestion", "petition", "regulation"), name="kind"),
        CheckConstraint(_one_of("level", "normal", "urgent", "complex"), name="level"),
        CheckConstraint(
            "flag IS NULL OR " + _one_of("flag", "not_ours", "duplicate", "refused", "spam", "withdrawn"), name="flag"
        ),
        Index("ix_feedback_case_office_newest", "office_id", "restricted", "hour", "id"),
        Index("ix_feedback_case_office_state", "office_id", "restricted", "state", "hour", "id"),
        Index("ix_feedback_case_unit_newest", "unit", "office_id", "restricted", "hour", "id"),
        Index("ix_feedback_case_holder_newest", "holder_id", "restricted", "hour", "id"),
        Index("ix_feedback_case_task_newest", "task_id", "restricted", "hour", "id"),
        UNORDERED,
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    reference: Mapped[str] = mapped_column(String(8), unique=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desk.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    remark_id: Mapped[UUID | None] = mapped_column(ForeignKey("remark.id"), unique=True)
    code_hash: Mapped[str | None] = mapped_column(String(32), unique=True)
    hour: Mapped[datetime] = mapped_column(Instant)
    locale: Mapped[str] = mapped_column(String(10), default="vi")
    place: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text)
    search: Mapped[str] = mapped_column(Text)

    kind: Mapped[str] = mapped_column(String(12))
    level: Mapped[str] = mapped_column(String(8), default="normal")
    state: Mapped[str] = mapped_column(String(12))
    flag: Mapped[str | None] = mapped_column(String(12))
    restricted: Mapped[bool] = mapped_column(default=False)
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    unit: Mapped[str] = mapped_column(String(200), default="")
    duplicate_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("feedback_case.id"))
    last_number: Mapped[int]
    first_due_at: Mapped[datetime | None] = mapped_column(Instant)
    first_replied_at: Mapped[datetime | None] = mapped_column(Instant)
    first_took: Mapped[int | None]
    half_at: Mapped[datetime | None] = mapped_column(Instant)
    nearly_at: Mapped[datetime | None] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    took: Mapped[int | None]

    office: Mapped[Office] = relationship()
    desk: Mapped[Desk | None] = relationship()
    task: Mapped[Task | None] = relationship()
    remark: Mapped[Remark | None] = relationship()
    holder: Mapped[Official | None] = relationship()
    duplicate_of: Mapped[Case | None] = relationship(remote_side=[id])
    steps: Mapped[list[Step]] = relationship(back_populates="case", order_by="Step.number")


class Step(Base):
    """One thing that was done to a case, by whom and when; rows are added and never changed, except that a citizen
    may take his own words back.

    ``text`` is what is said to the other side, or inside the office where the verb is not told. ``state`` is the one
    after the step. A citizen's step carries the hour only, and its key is the submission key of the page: sent twice,
    it is found and not added again. What belongs to a message (a photo) points at its ``id``.
    """

    __tablename__ = "case_step"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        Index("ix_case_step_by_verb", "by_id", "verb"),
        CheckConstraint(_one_of("author", "citizen", "official"), name="author"),
        UNORDERED,
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_case.id"))
    number: Mapped[int]
    verb: Mapped[str] = mapped_column(String(20))
    author: Mapped[str] = mapped_column(String(8))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    details: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    case: Mapped[Case] = relationship(back_populates="steps")
    by: Mapped[Official | None] = relationship()
