"""Named reads of remarks. An officer sees those of the tasks he answers for; who may read all sees the whole office."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.core.text import N_
from app.desks.models import Desk
from app.feedback.models import Remark
from app.feedback.rules import needle
from app.plans.models import Plan, Task, TaskHolder
from app.responses.asked import definitions_of
from app.responses.models import Quarantine

PAGE = 30
ReadState = Literal["all", "unread", "noted"]
STATES: tuple[ReadState, ...] = ("all", "unread", "noted")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which remarks of a plan or of a task somebody wants to see."""

    state: ReadState = "all"
    desk_id: int | None = None
    text: str = ""
    page: int = 1

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the page was chosen."""
        return self.state != "all" or self.desk_id is not None or bool(self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """One remark in a list: with its task, the question that it answers, and whether its response is set aside."""

    remark: Remark
    task: Task
    question: str
    quarantined: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """One page of a list; ``counts`` says how many there are in each state, with the other choices kept."""

    lines: list[Line]
    counts: dict[ReadState, int]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class TaskRemarks:
    """What was written about one task."""

    task: Task
    total: int
    unread: int
    newest: datetime | None


def remarks_of(session: Session, viewer: Viewer, wanted: Wanted, *, plan: Plan | None, task: Task | None) -> Lines:
    """One page of the remarks of a plan or a task that ``viewer`` may see, newest hour first.

    Within an hour the order means nothing, but stays: the addresses of pages are stable.
    """
    scope = [_open_to(viewer), *_chosen(wanted)]
    if plan is not None:
        scope.append(Task.plan_id == plan.id)
    if task is not None:
        scope.append(Task.id == task.id)
    counts = _counts(session, scope)
    pages = max(1, -(-counts[wanted.state] // PAGE))
    page = min(wanted.page, pages)
    rows = session.execute(
        _remarks()
        .where(*scope, _in_state(wanted.state))
        .order_by(Remark.hour.desc(), Remark.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    )
    return Lines(_lines(session, [(remark, bool(quarantined)) for remark, quarantined in rows]), counts, page, pages)


def remark_for(session: Session, viewer: Viewer, remark_id: UUID, *, permission: str = "remarks.read") -> Line:
    """One remark, if ``viewer`` may see it and holds ``permission`` in its office; otherwise :class:`NotFound`."""
    row = session.execute(
        _remarks().where(Remark.id == remark_id, _open_to(viewer), _permitted(viewer, permission))
    ).one_or_none()
    if row is None:
        raise NotFound(N_("Không tìm thấy ý kiến này. Có thể ý kiến thuộc nhiệm vụ của người khác."))
    return _lines(session, [(row[0], bool(row[1]))])[0]


def remarks_to_handle(session: Session, viewer: Viewer, ids: Collection[UUID]) -> list[Remark]:
    """Those of the remarks that ``viewer`` may handle; the others are left out without a word."""
    rows = session.execute(_remarks().where(Remark.id.in_(ids), _open_to(viewer), _permitted(viewer, "remarks.handle")))
    return [remark for remark, _quarantined in rows]


def task_with_remarks(session: Session, viewer: Viewer, task_id: int) -> Task:
    """The task, if ``viewer`` may see its remarks; otherwise :class:`NotFound`."""
    task = session.scalar(
        select(Task)
        .join(Task.plan)
        .options(contains_eager(Task.plan).joinedload(Plan.office))
        .where(Task.id == task_id, _visible(viewer))
    )
    if task is None:
        raise NotFound(N_("Không tìm thấy ý kiến của nhiệm vụ này. Có thể nhiệm vụ do người khác phụ trách."))
    return task


def written_about(session: Session, viewer: Viewer, task: Task, text: str = "", *, most: int) -> list[Remark]:
    """The newest remarks on a task that ``viewer`` may read, at most ``most``, of responses that count; one query.

    ``text``: only those in which it stands, found as in :func:`remarks_of`.
    """
    rows = session.execute(
        _remarks()
        .where(_open_to(viewer), Task.id == task.id, *_chosen(Wanted(text=text)), ~_set_aside())
        .order_by(Remark.hour.desc(), Remark.id)
        .limit(most)
    )
    return [remark for remark, _quarantined in rows]


def desks_of(session: Session, viewer: Viewer, *, plan: Plan | None, task: Task | None) -> list[Desk]:
    """The desks at which remarks were written that ``viewer`` may see, by name."""
    written = select(Remark.desk_id).join(Task, Task.id == Remark.task_id).join(Task.plan).where(_open_to(viewer))
    written = written.where(Task.plan_id == plan.id) if plan is not None else written
    written = written.where(Task.id == task.id) if task is not None else written
    return list(session.scalars(select(Desk).where(Desk.id.in_(written)).order_by(Desk.name, Desk.id)))


def remarks_by_task(session: Session, viewer: Viewer, *, plan: Plan | None = None) -> list[TaskRemarks]:
    """The tasks whose remarks ``viewer`` may see, newest plan first; one query.

    Tasks about which citizens are not asked are named only where something was written nevertheless.
    """
    unread = func.count(Remark.id).filter(Remark.read_at.is_(None))
    rows = session.execute(
        select(Task, func.count(Remark.id), unread, func.max(Remark.hour))
        .join(Task.plan)
        .outerjoin(Remark, and_(Remark.task_id == Task.id, Remark.restricted.is_(False)))
        .options(contains_eager(Task.plan))
        .where(_visible(viewer), Task.plan_id == plan.id if plan else true())
        .group_by(Task.id, Plan.id)
        .having(or_(Task.surveyed, func.count(Remark.id) > 0))
        .order_by(func.coalesce(Plan.year, 0).desc(), Plan.id.desc(), Task.position, Task.id)
    )
    return [TaskRemarks(task, total, waiting, newest) for task, total, waiting, newest in rows]


def unread_by_task(session: Session, viewer: Viewer) -> dict[int, int]:
    """How many remarks nobody has read yet, by task id; tasks without any are left out. One query."""
    rows = session.execute(
        select(Remark.task_id, func.count())
        .join(Task, Task.id == Remark.task_id)
        .join(Task.plan)
        .where(_open_to(viewer), Remark.read_at.is_(None))
        .group_by(Remark.task_id)
    )
    return {task_id: number for task_id, number in rows}


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    """The tasks whose remarks the viewer may read, on a statement that has Task and Plan."""
    held = select(TaskHolder.task_id).where(TaskHolder.official_id == viewer.official_id)
    return or_(
        Plan.office_id.in_(viewer.offices("remarks.read-all")),
        and_(Plan.office_id.in_(viewer.offices("remarks.read")), Task.id.in_(held)),
    )


def _open_to(viewer: Viewer) -> ColumnElement[bool]:
    """The remarks that the viewer may read, on a statement that has them too: none whose words lie in the box."""
    return and_(_visible(viewer), Remark.restricted.is_(False))


def _permitted(viewer: Viewer, permission: str) -> ColumnElement[bool]:
    return Plan.office_id.in_(viewer.offices(permission))


def _chosen(wanted: Wanted) -> list[ColumnElement[bool]]:
    chosen = []
    if wanted.desk_id is not None:
        chosen.append(Remark.desk_id == wanted.desk_id)
    if wanted.text:
        chosen.append(Remark.search.contains(needle(wanted.text), autoescape=True))
    return chosen


def _in_state(state: ReadState) -> ColumnElement[bool]:
    if state == "unread":
        return Remark.read_at.is_(None)
    return Remark.note.is_not(None) if state == "noted" else true()


def _counts(session: Session, scope: list[ColumnElement[bool]]) -> dict[ReadState, int]:
    row = session.execute(
        select(*(func.count().filter(_in_state(state)) for state in STATES))
        .select_from(Remark)
        .join(Task, Task.id == Remark.task_id)
        .join(Task.plan)
        .where(*scope)
    ).one()
    return dict(zip(STATES, row, strict=True))


def _remarks() -> Select[Remark, bool]:
    """Remarks with all that a page says about them, and whether their response is set aside."""
    return (
        select(Remark, _set_aside())
        .join(Remark.task)
        .join(Task.plan)
        .options(
            contains_eager(Remark.task).contains_eager(Task.plan),
            joinedload(Remark.desk),
            joinedload(Remark.read_by),
            joinedload(Remark.noted_by),
        )
    )


def _set_aside() -> ColumnElement[bool]:
    return (
        select(Quarantine.id)
        .where(Quarantine.response_id == Remark.response_id, Quarantine.restored_at.is_(None))
        .exists()
    )


def _lines(session: Session, found: list[tuple[Remark, bool]]) -> list[Line]:
    definitions = definitions_of(session, {remark.edition_id for remark, _quarantined in found})
    return [
        Line(remark, remark.task, definitions[remark.edition_id].by_id[remark.question_id].text, quarantined)
        for remark, quarantined in found
    ]
