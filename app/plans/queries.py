"""Named reads of plans and tasks. What a viewer may not see does not exist for this viewer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from app.access.queries import officials_with
from app.access.viewer import Viewer
from app.accounts.models import Official
from app.core import clock
from app.core.errors import NotFound
from app.core.text import N_, fold, one_line
from app.plans.corrections.fresh import head_of
from app.plans.corrections.sheet import Head
from app.plans.models import Deadline, Plan, PlanDocument, Task, TaskHolder


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan in a list: how many tasks it has, and about how many of them citizens are asked."""

    plan: Plan
    tasks: int
    surveyed: int


def plans_for(session: Session, viewer: Viewer, *, permission: str = "plans.read") -> list[PlanLine]:
    """The plans of the offices in which ``viewer`` holds ``permission``, newest year first; one query."""
    return _lines(session, Plan.office_id.in_(viewer.offices(permission)))


def every_plan(session: Session) -> list[PlanLine]:
    """All plans, newest year first, for commands, which have no viewer; one query."""
    return _lines(session, true())


def plan_for(session: Session, viewer: Viewer, plan_id: int, *, permission: str = "plans.read") -> Plan:
    """The plan, if ``viewer`` holds ``permission`` in its office; otherwise :class:`NotFound`."""
    plan = session.scalar(
        select(Plan)
        .options(joinedload(Plan.office))
        .where(Plan.id == plan_id, Plan.office_id.in_(viewer.offices(permission)))
    )
    if plan is None:
        raise NotFound(N_("Không tìm thấy kế hoạch này. Có thể kế hoạch đã được gỡ, hoặc thuộc cơ quan khác."))
    return plan


def plan_with_id(session: Session, plan_id: int) -> Plan:
    """The plan with this number, for commands, which have no viewer; :class:`NotFound` names the number."""
    plan = session.scalar(select(Plan).options(joinedload(Plan.office)).where(Plan.id == plan_id))
    if plan is None:
        raise NotFound(N_("Không có kế hoạch số %(id)d. Xem các kế hoạch bằng: flask plans list"), id=plan_id)
    return plan


def task_for(session: Session, viewer: Viewer, task_id: int, *, permission: str = "plans.read") -> Task:
    """The task with its plan, if ``viewer`` holds ``permission`` in its office; otherwise :class:`NotFound`."""
    task = session.scalar(
        select(Task)
        .join(Task.plan)
        .options(joinedload(Task.plan).joinedload(Plan.office), selectinload(Task.items), *_HOLDERS)
        .where(Task.id == task_id, Plan.office_id.in_(viewer.offices(permission)))
    )
    if task is None:
        raise NotFound(N_("Không tìm thấy nhiệm vụ này. Có thể kế hoạch đã được gỡ, hoặc thuộc cơ quan khác."))
    return task


def tasks_of(session: Session, plan: Plan) -> list[Task]:
    """The tasks of a plan in its order, with their items and holders; four queries whatever their number."""
    return list(
        session.scalars(
            select(Task)
            .options(selectinload(Task.items), *_HOLDERS)
            .where(Task.plan_id == plan.id)
            .order_by(Task.position, Task.id)
        )
    )


def holders_possible(session: Session, plan: Plan) -> list[Official]:
    """Who can be made responsible for a task of this plan today: officials of its office who may read remarks."""
    return officials_with(session, plan.office_id, "remarks.read", on=clock.today())


def document_of(session: Session, plan: Plan) -> PlanDocument | None:
    """The uploaded document of a plan, without its bytes: they are read when asked for."""
    return session.get(PlanDocument, plan.id)


def plan_of_document(session: Session, office_id: int, sha256: str) -> Plan | None:
    """The plan that this office has made of the document with this digest."""
    return session.scalar(
        select(Plan)
        .join(PlanDocument, PlanDocument.plan_id == Plan.id)
        .where(PlanDocument.office_id == office_id, PlanDocument.sha256 == sha256)
    )


def plan_like(session: Session, office_id: int, head: Head) -> Plan | None:
    """The newest plan of this office with the number and year of ``head``, or with its title and year.

    What its document said counts as well as what stands now: a new version repeats the document, not the corrections.
    """
    found = session.execute(
        select(Plan, PlanDocument.reading)
        .outerjoin(PlanDocument, PlanDocument.plan_id == Plan.id)
        .where(Plan.office_id == office_id)
        .order_by(Plan.id.desc())
    )
    return next((plan for plan, reading in found if any(_are_like(one, head) for one in _heads(plan, reading))), None)


def in_order_of_time(deadlines: Iterable[Deadline]) -> list[Deadline]:
    """Deadlines as a calendar shows them: by day, a month at its end, and what names no day in the plan's order."""
    return sorted(
        deadlines,
        key=lambda item: (item.due_on.isoformat() if item.due_on else f"{item.due_month or 'z'}-99", item.position),
    )


def _heads(plan: Plan, reading: dict[str, Any] | None) -> Iterator[Head]:
    """The head of a plan as it stands now, and as its document had it."""
    yield Head(title=plan.title, number=plan.number, year=plan.year)
    if reading is not None:
        yield head_of(reading)


def _are_like(one: Head, other: Head) -> bool:
    same = [fold(one_line(said or "")) for said in (one.number, other.number, one.title, other.title)]
    number, other_number, title, other_title = same
    same_words = (bool(number) and number == other_number) or (bool(title) and title == other_title)
    return (one.year or 0) == (other.year or 0) and same_words


def _lines(session: Session, which: ColumnElement[bool]) -> list[PlanLine]:
    counts = (
        select(
            Task.plan_id,
            func.count().label("tasks"),
            func.sum(cast(Task.surveyed, Integer)).label("surveyed"),
        )
        .group_by(Task.plan_id)
        .subquery()
    )
    rows = session.execute(
        select(Plan, func.coalesce(counts.c.tasks, 0), func.coalesce(counts.c.surveyed, 0))
        .outerjoin(counts, counts.c.plan_id == Plan.id)
        .options(joinedload(Plan.office))
        .where(which)
        .order_by(func.coalesce(Plan.year, 0).desc(), Plan.id.desc())
    )
    return [PlanLine(plan, tasks, surveyed) for plan, tasks, surveyed in rows]


_HOLDERS = (
    selectinload(Task.holders).joinedload(TaskHolder.official).load_only(Official.id, Official.name, Official.active),
)
