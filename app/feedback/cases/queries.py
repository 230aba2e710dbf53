"""Named reads of cases. Every one goes through the viewer.

An official sees the cases that he holds, those of the tasks that he answers for, and, where he may read all, every case
of the office. What contains a khiếu nại or tố cáo is in none of these reads: it lies in the restricted box.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, func, or_, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session, joinedload, selectinload

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.core.text import N_
from app.feedback.cases.models import Case, Step
from app.feedback.cases.rules import OPEN, UNANSWERED_FLAGS, read_reference
from app.feedback.clock.rates import Punctuality
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
    return case_where(session, case_id, visible(viewer, permission))


def case_where(session: Session, case_id: UUID, seen: ColumnElement[bool]) -> Case:
    """The case with its steps, if the condition by which somebody sees it holds; otherwise :class:`NotFound`."""
    found = session.scalar(
        with_names()
        .options(selectinload(Case.steps).joinedload(Step.by), joinedload(Case.duplicate_of))
        .where(Case.id == case_id, seen)
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
    """The rates of the cases received since an instant, without those that got no answer of their own.

    Three queries: the database counts, and finds the middle of the times.
    """
    received = and_(
        visible(viewer, "cases.read"),
        Case.hour >= since,
        or_(Case.flag.is_(None), Case.flag.not_in(UNANSWERED_FLAGS)),
    )
    first = _Clock(Case.first_due_at, Case.first_replied_at, Case.first_took)
    final = _Clock(Case.due_at, func.coalesce(Case.answered_at, Case.closed_at), Case.took)
    sums = session.execute(select(func.count(), *first.sums(now), *final.sums(now)).where(received)).one()
    return Rates(
        *(_punctuality(session, one, sums[0], sums[at : at + 4], received) for one, at in ((first, 1), (final, 1 + 4)))
    )


@dataclass(frozen=True, slots=True)
class _Clock:
    """The columns of one clock: when it runs out, when the reply came, and the seconds of working time it took."""

    due: SQLColumnExpression[datetime | None]
    done: SQLColumnExpression[datetime | None]
    took: SQLColumnExpression[int | None]

    def sums(self, now: datetime) -> list[ColumnElement[int]]:
        """How many were done in time, done, overdue and open, and how many that are done tell what they took."""
        done = self.done.is_not(None)
        asked = (
            and_(done, or_(self.due.is_(None), self.done <= self.due)),
            done,
            and_(self.done.is_(None), self.due < now),
            and_(done, self.took.is_not(None)),
        )
        return [func.coalesce(func.sum(sql_case((one, 1), else_=0)), 0) for one in asked]


def _punctuality(
    session: Session, of: _Clock, n: int, sums: Sequence[int], received: ColumnElement[bool]
) -> Punctuality:
    in_time, done, overdue, told = sums
    middle = session.scalars(
        select(of.took)
        .where(received, of.done.is_not(None), of.took.is_not(None))
        .order_by(of.took)
        .offset(max(0, (told - 1) // 2))
        .limit(2 - told % 2)
    ).all()
    took = [timedelta(seconds=seconds) for seconds in middle if seconds is not None]
    median = sum(took, timedelta()) / len(took) if took else None
    return Punctuality(in_time, done, overdue, n - done - overdue, median)


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
