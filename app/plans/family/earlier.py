"""Reads about the plans that came before: last year's, of the same office or of those that went into it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.core.text import N_
from app.offices.queries import predecessors_of
from app.plans.family.models import PlanEarlier, TaskContinuation
from app.plans.family.rules import PlanWords, comes_before, earlier_likeness, most_alike
from app.plans.models import Plan, Task

Relation = Literal["same", "renamed", "merged"]
"""How the office of an earlier plan is related: the same, the same under another name, or one of a merger."""


@dataclass(frozen=True, slots=True)
class EarlierPlan:
    """A plan that came before; ``decided`` of ``tasks`` tasks of both plans are settled; None if unconfirmed."""

    plan: Plan
    relation: Relation
    likeness: float = 0.0
    suggested: bool = False
    decided: int | None = None
    tasks: int = 0


def earlier_of(session: Session, viewer: Viewer, plan: Plan) -> list[EarlierPlan]:
    """The plans that were confirmed to come before this one and that the viewer may read, by year and office."""
    rows = session.scalars(
        select(Plan)
        .join(PlanEarlier, PlanEarlier.earlier_id == Plan.id)
        .options(joinedload(Plan.office))
        .where(PlanEarlier.plan_id == plan.id, Plan.office_id.in_(viewer.offices("plans.read")))
        .order_by(func.coalesce(Plan.year, 0).desc(), Plan.id)
    ).all()
    if not rows:
        return []
    offices = predecessors_of(session, plan.office_id)
    sizes = _task_counts(session, [plan.id, *(earlier.id for earlier in rows)])
    decided = _decided(session, plan)
    return [
        EarlierPlan(
            earlier,
            relation(plan, earlier, offices),
            decided=decided.get(earlier.id, 0),
            tasks=sizes.get(plan.id, 0) + sizes.get(earlier.id, 0),
        )
        for earlier in rows
    ]


def earlier_options(session: Session, viewer: Viewer, plan: Plan) -> list[EarlierPlan]:
    """Older plans of this office and of those that went into it, likeliest first; one an office is suggested."""
    offices = predecessors_of(session, plan.office_id)
    readable = set(viewer.offices("plans.read")) & {plan.office_id, *offices}
    rows = session.scalars(
        select(Plan)
        .options(joinedload(Plan.office))
        .where(Plan.office_id.in_(readable), Plan.id != plan.id)
        .order_by(Plan.id)
    ).all()
    themes = _themes(session, [plan.id, *(row.id for row in rows)])
    own = PlanWords(plan.title, plan.year, themes.get(plan.id, ()))
    alike: dict[int, float] = {}
    for row in rows:
        words = PlanWords(row.title, row.year, themes.get(row.id, ()))
        if comes_before(own, words, same_office=row.office_id == plan.office_id):
            alike[row.id] = earlier_likeness(own, words)
    best = {
        most_alike((row.id, alike[row.id]) for row in rows if row.office_id == office and row.id in alike)
        for office in readable
    }
    found = [
        EarlierPlan(row, relation(plan, row, offices), alike[row.id], suggested=row.id in best)
        for row in rows
        if row.id in alike
    ]
    return sorted(found, key=lambda option: (not option.suggested, -option.likeness, -option.plan.id))


def earlier_for(session: Session, viewer: Viewer, plan: Plan, earlier_id: int) -> EarlierPlan:
    """A confirmed earlier plan; :class:`NotFound` where it is none, or where the viewer may not read it."""
    for found in earlier_of(session, viewer, plan):
        if found.plan.id == earlier_id:
            return found
    raise NotFound(N_("Kế hoạch này chưa được ghi là kế hoạch năm trước. Hãy chọn ở trang “Kế hoạch liên quan”."))


def earlier_unseen(session: Session, viewer: Viewer, plan: Plan) -> list[Plan]:
    """Confirmed earlier plans that this viewer may not read: a change by this viewer leaves them alone."""
    return list(
        session.scalars(
            select(Plan)
            .join(PlanEarlier, PlanEarlier.earlier_id == Plan.id)
            .where(PlanEarlier.plan_id == plan.id, Plan.office_id.not_in(viewer.offices("plans.read")))
            .order_by(Plan.id)
        )
    )


def later_of(session: Session, viewer: Viewer, plan: Plan) -> list[Plan]:
    """The plans that follow this one and that the viewer may read."""
    return list(
        session.scalars(
            select(Plan)
            .join(PlanEarlier, PlanEarlier.plan_id == Plan.id)
            .options(joinedload(Plan.office))
            .where(PlanEarlier.earlier_id == plan.id, Plan.office_id.in_(viewer.offices("plans.read")))
            .order_by(Plan.year, Plan.id)
        )
    )


def relation(plan: Plan, earlier: Plan, predecessors: Mapping[int, bool]) -> Relation:
    """How the office of an earlier plan is related; one that is no predecessor any more counts as another body."""
    if plan.office_id == earlier.office_id:
        return "same"
    return "renamed" if predecessors.get(earlier.office_id) else "merged"


def continuations_of(session: Session, plan: Plan, earlier: Plan | None = None) -> list[TaskContinuation]:
    """What was decided about the tasks of a plan and of an earlier one, or of all earlier ones; one query."""
    query = select(TaskContinuation).where(TaskContinuation.plan_id == plan.id).order_by(TaskContinuation.id)
    if earlier is not None:
        query = query.where(TaskContinuation.earlier_plan_id == earlier.id)
    return list(session.scalars(query))


def _themes(session: Session, plan_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for plan_id, theme in session.execute(select(Task.plan_id, Task.theme).where(Task.plan_id.in_(plan_ids))):
        found[plan_id].append(theme)
    return {plan_id: tuple(themes) for plan_id, themes in found.items()}


def _task_counts(session: Session, plan_ids: Collection[int]) -> dict[int, int]:
    rows = session.execute(select(Task.plan_id, func.count()).where(Task.plan_id.in_(plan_ids)).group_by(Task.plan_id))
    return {plan_id: count for plan_id, count in rows}


def _decided(session: Session, plan: Plan) -> dict[int, int]:
    """How many tasks of both sides are settled, for each earlier plan: a pair settles two."""
    settled = func.count(TaskContinuation.task_id) + func.count(TaskContinuation.earlier_task_id)
    rows = session.execute(
        select(TaskContinuation.earlier_plan_id, settled)
        .where(TaskContinuation.plan_id == plan.id)
        .group_by(TaskContinuation.earlier_plan_id)
    )
    return {plan_id: count for plan_id, count in rows}
