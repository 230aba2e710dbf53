"""Named reads of cases. Every one goes through the viewer.

An official sees the cases that he holds, those of the tasks that he answers for, and, where he may read all, every case
of the office. What contains a khiếu nại or tố cáo is in none of these reads: it lies in the restricted box.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.core.text import N_
from app.feedback.cases.models import Case, Step
from app.feedback.cases.rules import OPEN, UNANSWERED_FLAGS, read_reference
from app.feedback.clock.rates import Punctuality, Replied, punctuality
from app.feedback.rules import needle
from app.plans.models import Plan, Task, TaskHolder

PAGE = 30
Tray = Literal["todo", "mine", "late", "soon", "new", "unassigned", "waiting", "answered", "all"]
TRAYS: tuple[Tray, ...] = ("todo", "mine", "late", "soon", "new", "unassigned", "waiting", "answered", "all")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases somebody wants to see: one tray of the inbox, words, the unit they were given to, and a page."""

    tray: Tray = "todo"
    text: str = ""
    unit: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of a tray; ``counts`` says how many lie in each, with the same words searched for."""

    cases: list[Case]
    counts: dict[Tray, int]
    page: int
    pages: int


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


def inbox_of(session: Session, viewer: Viewer, wanted: Wanted, *, now: datetime) -> Inbox:
    """One page of a tray: what is due first stands first, then the oldest; two queries."""
    scope = [_visible(viewer, "cases.read"), _found_by(wanted.text)]
    if wanted.unit:
        scope.append(Case.unit == wanted.unit)
    trays = {tray: _in_tray(tray, viewer, now) for tray in TRAYS}
    row = session.execute(
        select(*(func.count().filter(trays[tray]) for tray in TRAYS)).select_from(Case).where(*scope)
    ).one()
    counts = dict(zip(TRAYS, row, strict=True))
    pages = max(1, -(-counts[wanted.tray] // PAGE))
    page = min(wanted.page, pages)
    found = session.scalars(
        _cases().where(*scope, trays[wanted.tray]).order_by(*_order(wanted.tray)).offset((page - 1) * PAGE).limit(PAGE)
    )
    return Inbox(list(found), counts, page, pages)


def units_of(session: Session, viewer: Viewer) -> list[str]:
    """The units that open cases of a viewer were given to, by name; one query."""
    return list(
        session.scalars(
            select(Case.unit)
            .where(_visible(viewer, "cases.read"), Case.state.in_(OPEN), Case.unit != "")
            .distinct()
            .order_by(Case.unit)
        )
    )


def case_for(session: Session, viewer: Viewer, case_id: UUID, *, permission: str = "cases.read") -> Case:
    """The case with its steps, if ``viewer`` may see it and holds ``permission`` there; otherwise :class:`NotFound`."""
    found = session.scalar(
        _cases()
        .options(selectinload(Case.steps).joinedload(Step.by), joinedload(Case.duplicate_of))
        .where(Case.id == case_id, _visible(viewer, permission))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy phản ánh này. Có thể phản ánh do người khác xử lý hoặc đã được chuyển đi."))
    return found


def cases_to_handle(session: Session, viewer: Viewer, ids: Collection[UUID]) -> list[Case]:
    """Those of the cases that ``viewer`` may handle; the others are left out without a word."""
    return list(session.scalars(_cases().where(Case.id.in_(ids), _visible(viewer, "cases.handle")).order_by(Case.id)))


def case_with_reference(session: Session, viewer: Viewer, typed: str) -> Case | None:
    """The case that people call so, if ``viewer`` may see it."""
    reference = read_reference(typed)
    if reference is None:
        return None
    return session.scalar(_cases().where(Case.reference == reference, _visible(viewer, "cases.read")))


def case_of_remark(session: Session, viewer: Viewer, remark_id: UUID) -> Case | None:
    """The case that was made of a remark, if ``viewer`` may see it."""
    return session.scalar(_cases().where(Case.remark_id == remark_id, _visible(viewer, "cases.read")))


def waiting_by_task(session: Session, viewer: Viewer, plan: Plan, *, now: datetime) -> dict[int | None, Waiting]:
    """The cases of a plan's tasks that ``viewer`` may see, by task id, and under None those of its office that belong
    to no task. What has no case is left out. One query.
    """
    rows = session.execute(
        select(
            Case.task_id,
            func.count().filter(Case.state.in_(OPEN)),
            func.count().filter(_in_tray("late", viewer, now)),
        )
        .where(
            _visible(viewer, "cases.read"),
            Case.office_id == plan.office_id,
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
            _visible(viewer, "cases.read"),
            Case.hour >= since,
            or_(Case.flag.is_(None), Case.flag.not_in(UNANSWERED_FLAGS)),
        )
    ).all()  # fmt: skip
    return Rates(
        punctuality((_replied(due, done, took) for due, done, took, *_final in rows), now),
        punctuality((_replied(*row[3:]) for row in rows), now),
    )


def _visible(viewer: Viewer, permission: str) -> ColumnElement[bool]:
    held = select(TaskHolder.task_id).where(TaskHolder.official_id == viewer.official_id)
    seen = or_(
        Case.office_id.in_(viewer.offices("cases.read-all")),
        Case.holder_id == viewer.official_id,
        Case.task_id.in_(held),
    )
    return and_(Case.office_id.in_(viewer.offices(permission)), seen, Case.restricted.is_(False))


def _found_by(text: str) -> ColumnElement[bool]:
    if not text:
        return true()
    reference = read_reference(text)
    words = Case.search.contains(needle(text), autoescape=True)
    return or_(words, Case.reference == reference) if reference else words


def _in_tray(tray: Tray, viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    is_open = Case.state.in_(OPEN)
    trays: dict[Tray, ColumnElement[bool]] = {
        "todo": and_(is_open, Case.state != "waiting"),
        "mine": and_(is_open, Case.holder_id == viewer.official_id),
        "late": and_(is_open, or_(Case.due_at < now, and_(Case.first_replied_at.is_(None), Case.first_due_at < now))),
        "soon": and_(is_open, Case.nearly_at <= now, Case.due_at >= now),
        "new": Case.state.in_(("received", "reopened")),
        "unassigned": and_(is_open, Case.holder_id.is_(None), Case.unit == ""),
        "waiting": Case.state == "waiting",
        "answered": Case.state == "answered",
        "all": true(),
    }
    return trays[tray]


def _order(tray: Tray) -> tuple[Any, ...]:
    """Newest first where everything is shown; elsewhere by what is due, and what has no due time last."""
    if tray in ("all", "answered"):
        return (Case.hour.desc(), Case.id)
    next_due = func.coalesce(Case.due_at, Case.hour)
    return (Case.due_at.is_(None), next_due, Case.id)


def _cases() -> Select[Case]:
    return select(Case).options(
        joinedload(Case.office), joinedload(Case.desk), joinedload(Case.task), joinedload(Case.holder)
    )


def _replied(due_at: datetime | None, done_at: datetime | None, took: int | None) -> Replied:
    return Replied(due_at, done_at, None if took is None else timedelta(seconds=took))
