"""Named reads of cases. Every one goes through the viewer.

An official sees the cases that he holds, those of the tasks that he answers for, and, where he may read all, every case
of the office. What contains a khiếu nại or tố cáo is in none of these reads: it lies in the restricted box.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.core.text import N_
from app.feedback.cases.models import Case, Step
from app.feedback.cases.rules import OPEN, UNANSWERED_FLAGS, read_reference
from app.feedback.clock.rates import Punctuality, Replied, punctuality
from app.plans.models import Plan, Task, TaskHolder


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many cases are open, and how many of them are late: over a due time, or over the one of the first reply."""

    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Rates:
    """How punctual the cases of a viewer were answered, first and final replies apart."""

    first: Punctuality
    final: Punctuality


def case_for(session: Session, viewer: Viewer, case_id: UUID, *, permission: str = "cases.read") -> Case:
    """The case with its steps, if ``viewer`` may see it and holds ``permission`` there; otherwise :class:`NotFound`."""
    found = session.scalar(
        with_names()
        .options(selectinload(Case.steps).joinedload(Step.by), joinedload(Case.duplicate_of))
        .where(Case.id == case_id, visible(viewer, permission))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy phản ánh này. Có thể phản ánh do người khác xử lý hoặc đã được chuyển đi."))
    return found


def cases_to_handle(session: Session, viewer: Viewer, ids: Collection[UUID]) -> list[Case]:
    """Those of the cases that ``viewer`` may handle; the others are left out without a word."""
    return list(
        session.scalars(with_names().where(Case.id.in_(ids), visible(viewer, "cases.handle")).order_by(Case.id))
    )


def case_with_reference(session: Session, viewer: Viewer, typed: str) -> Case | None:
    """The case that people call so, if ``viewer`` may see it."""
    reference = read_reference(typed)
    if reference is None:
        return None
    return session.scalar(with_names().where(Case.reference == reference, visible(viewer, "cases.read")))


def case_of_remark(session: Session, viewer: Viewer, remark_id: UUID) -> Case | None:
    """The case that was made of a remark, if ``viewer`` may see it."""
    return session.scalar(with_names().where(Case.remark_id == remark_id, visible(viewer, "cases.read")))


def waiting_by_task(session: Session, viewer: Viewer, plan: Plan, *, now: datetime) -> dict[int | None, Waiting]:
    """The cases of a plan's tasks that ``viewer`` may see, by task id, and under None those of its office that belong
    to no task. What has no open case is left out. One query.
    """
    rows = session.execute(
        select(
            Case.task_id,
            func.count(),
            func.count().filter(is_late(now)),
        )
        .where(
            visible(viewer, "cases.read"),
            Case.office_id == plan.office_id,
            Case.state.in_(OPEN),
            or_(Case.task_id.is_(None), Case.task_id.in_(select(Task.id).where(Task.plan_id == plan.id))),
        )
        .group_by(Case.task_id)
    )
    return {task_id: Waiting(waiting, late) for task_id, waiting, late in rows}


def rates_of(session: Session, viewer: Viewer, *, since: datetime, now: datetime) -> Rates:
    """The rates of the cases received since an instant, without those that got no answer of their own. One query."""
    rows = session.execute(
        select(
            Case.first_due_at, Case.first_replied_at, Case.first_took,
            Case.due_at, func.coalesce(Case.answered_at, Case.closed_at), Case.took,
        ).where(
            visible(viewer, "cases.read"),
            Case.hour >= since,
            or_(Case.flag.is_(None), Case.flag.not_in(UNANSWERED_FLAGS)),
        )
    ).all()  # fmt: skip
    return Rates(
        punctuality((_replied(due, done, took) for due, done, took, *_final in rows), now),
        punctuality((_replied(*row[3:]) for row in rows), now),
    )


def visible(viewer: Viewer, permission: str) -> ColumnElement[bool]:
    """The cases that ``viewer`` may see where he holds ``permission``; never one of the restricted box."""
    offices = viewer.offices(permission)
    here = and_(Case.office_id.in_(offices), Case.restricted.is_(False))
    every = set(viewer.offices("cases.read-all"))
    if every.issuperset(offices):
        return here  # an OR with what is true in any case would keep the database from its indices
    held = select(TaskHolder.task_id).where(TaskHolder.official_id == viewer.official_id)
    seen = or_(Case.office_id.in_(every), Case.holder_id == viewer.official_id, Case.task_id.in_(held))
    return and_(here, seen)


def is_late(now: datetime) -> ColumnElement[bool]:
    """Open, and over a due time: that of the final reply, or that of a first one which nobody gave."""
    no_reply = and_(Case.first_replied_at.is_(None), Case.first_due_at < now)
    return and_(Case.state.in_(OPEN), or_(Case.due_at < now, no_reply))


def with_names() -> Select[Case]:
    """Cases with what a line about them names."""
    return select(Case).options(
        joinedload(Case.office), joinedload(Case.desk), joinedload(Case.task), joinedload(Case.holder)
    )


def _replied(due_at: datetime | None, done_at: datetime | None, took: int | None) -> Replied:
    return Replied(due_at, done_at, None if took is None else timedelta(seconds=took))
