"""Named reads of remarks. An officer sees those of the tasks he answers for; who may read all sees the whole office.

What is told beside a text, and when a text appears, depends on the viewer too: see ``withheld.rules``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import NotFound
from app.core.text import N_
from app.desks.models import Desk
from app.feedback.models import Remark
from app.feedback.rules import needle
from app.feedback.withheld.queries import desks_told, newest_first, told_all
from app.feedback.withheld.rules import begins, is_told_all, month_of
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
    """One remark in a list: with its task, the question that it answers, and whether its response is set aside.

    Where it is not ``exact``, only the month is told; ``desk`` is None where it is not told, and ``quarantined`` False.
    """

    remark: Remark
    task: Task
    question: str
    quarantined: bool
    exact: bool
    desk: Desk | None


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
    exact: bool


def remarks_of(
    session: Session, viewer: Viewer, wanted: Wanted, *, plan: Plan | None, task: Task | None, minimum: int
) -> Lines:
    """One page of the remarks of a plan or a task that ``viewer`` may see, newest hour or month first.

    Within an hour or month the order means nothing, but stays: the addresses of pages are stable. ``minimum``: so many
    people at each desk, or no desk is told to those who may not read responses.
    """
    scope = [_open_to(viewer), *_chosen(viewer, wanted)]
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
        .order_by(*newest_first(session, viewer), Remark.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    )
    found = [(remark, bool(quarantined)) for remark, quarantined in rows]
    return Lines(_lines(session, viewer, found, minimum), counts, page, pages)


def remark_for(
    session: Session, viewer: Viewer, remark_id: UUID, *, permission: str = "remarks.read", minimum: int | None = None
) -> Line:
    """One remark, if ``viewer`` may see it and holds ``permission`` in its office; otherwise :class:`NotFound`.

    Without a ``minimum`` (see :func:`remarks_of`) those who may not read responses are told no desk.
    """
    row = session.execute(
        _remarks().where(Remark.id == remark_id, _open_to(viewer), _permitted(viewer, permission))
    ).one_or_none()
    if row is None:
        raise NotFound(N_("Không tìm thấy ý kiến này. Có thể ý kiến thuộc nhiệm vụ của người khác."))
    return _lines(session, viewer, [(row[0], bool(row[1]))], minimum)[0]


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
        .where(_open_to(viewer), Task.id == task.id, *_chosen(viewer, Wanted(text=text)), ~_set_aside())
        .order_by(*newest_first(session, viewer), Remark.id)
        .limit(most)
    )
    return [remark for remark, _quarantined in rows]


def desks_of(session: Session, viewer: Viewer, *, plan: Plan | None, task: Task | None) -> list[Desk]:
    """The desks at which remarks were written that ``viewer`` may see and narrow by desk, by name."""
    written = select(Remark.desk_id).join(Task, Task.id == Remark.task_id).join(Task.plan)
    written = written.where(_open_to(viewer), told_all(viewer))
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
        .outerjoin(Remark, and_(Remark.task_id == Task.id, _appeared(viewer)))
        .options(contains_eager(Task.plan))
        .where(_visible(viewer), Task.plan_id == plan.id if plan else true())
        .group_by(Task.id, Plan.id)
        .having(or_(Task.surveyed, func.count(Remark.id) > 0))
        .order_by(func.coalesce(Plan.year, 0).desc(), Plan.id.desc(), Task.position, Task.id)
    )
    return [
        TaskRemarks(task, total, waiting, newest, exact=is_told_all(viewer, task.plan.office_id))
        for task, total, waiting, newest in rows
    ]


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
    """The remarks that the viewer may read, on a statement that has them too."""
    return and_(_visible(viewer), _appeared(viewer))


def _appeared(viewer: Viewer) -> ColumnElement[bool]:
    """None whose words lie in the box; for those who may not read responses, none of a day that is not over."""
    return and_(Remark.restricted.is_(False), or_(told_all(viewer), Remark.hour < begins(clock.today())))


def _permitted(viewer: Viewer, permission: str) -> ColumnElement[bool]:
    return Plan.office_id.in_(viewer.offices(permission))


def _chosen(viewer: Viewer, wanted: Wanted) -> list[ColumnElement[bool]]:
    chosen = []
    if wanted.desk_id is not None:
        chosen.append(and_(Remark.desk_id == wanted.desk_id, told_all(viewer)))
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


def _lines(session: Session, viewer: Viewer, found: list[tuple[Remark, bool]], minimum: int | None) -> list[Line]:
    definitions = definitions_of(session, {remark.edition_id for remark, _quarantined in found})
    exact = {remark.id: is_told_all(viewer, remark.task.plan.office_id) for remark, _quarantined in found}
    close = [remark for remark, _quarantined in found if not exact[remark.id]]
    told = desks_told(session, close, minimum) if minimum is not None else frozenset()
    return [
        Line(
            remark,
            remark.task,
            definitions[remark.edition_id].by_id[remark.question_id].text,
            quarantined=quarantined and exact[remark.id],
            exact=exact[remark.id],
            desk=remark.desk if exact[remark.id] or (remark.task_id, month_of(remark.hour)) in told else None,
        )
        for remark, quarantined in found
    ]
