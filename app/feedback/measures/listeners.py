"""A task or a plan with measures on it stays."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.events import listen
from app.core.text import N_
from app.feedback.measures.models import Measure
from app.plans.events import PlanRemoval, PlanRemovalAsked, TaskRemoval
from app.plans.models import Task


class HasMeasures(Conflict):
    """What citizens were promised hangs on it."""


def connect() -> None:
    """Hear what is announced; called once by the shell."""
    listen(TaskRemoval, keep_task)
    listen(PlanRemovalAsked, keep_plan)
    listen(PlanRemoval, keep_plan)


def keep_task(session: Session, fact: TaskRemoval) -> None:
    """Object where the task has a measure."""
    if session.scalar(select(Measure.id).where(Measure.task_id == fact.task.id).limit(1)) is not None:
        raise _refusal()


def keep_plan(session: Session, fact: PlanRemovalAsked | PlanRemoval) -> None:
    """Object where one of the plan's tasks has a measure."""
    of_plan = select(Task.id).where(Task.plan_id == fact.plan.id)
    if session.scalar(select(Measure.id).where(Measure.task_id.in_(of_plan)).limit(1)) is not None:
        raise _refusal()


def _refusal() -> HasMeasures:
    return HasMeasures(N_("Đã có việc làm theo ý kiến người dân gắn vào nhiệm vụ nên không gỡ được."))
