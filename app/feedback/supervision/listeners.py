"""A task or a plan that observers have filed something about stays; a draft only lets go of it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.events import listen
from app.core.text import N_
from app.feedback.supervision.models import SupervisionSheet
from app.plans.events import PlanRemoval, PlanRemovalAsked, TaskRemoval
from app.plans.models import Task


class HasSheets(Conflict):
    """What observers have filed is about it."""


def connect() -> None:
    """Hear what is announced; called once by the shell."""
    listen(TaskRemoval, keep_task)
    listen(PlanRemovalAsked, keep_plan)
    listen(PlanRemoval, leave_plan)


def keep_task(session: Session, fact: TaskRemoval) -> None:
    """Object where a filed sheet is about the task; drafts let go of it."""
    about = SupervisionSheet.task_id == fact.task.id
    _refuse(session, about)
    if fact.certain:
        _let_go(session, about)


def keep_plan(session: Session, fact: PlanRemovalAsked | PlanRemoval) -> None:
    """Object where a filed sheet is about one of the plan's tasks."""
    _refuse(session, _of_plan(fact.plan.id))


def leave_plan(session: Session, fact: PlanRemoval) -> None:
    """Object where a filed sheet is about the plan; drafts let go of it."""
    keep_plan(session, fact)
    _let_go(session, _of_plan(fact.plan.id))


def _of_plan(plan_id: int) -> ColumnElement[bool]:
    return SupervisionSheet.task_id.in_(select(Task.id).where(Task.plan_id == plan_id))


def _refuse(session: Session, about: ColumnElement[bool]) -> None:
    filed = select(SupervisionSheet.id).where(about, SupervisionSheet.filed_at.is_not(None)).limit(1)
    if session.scalar(filed) is not None:
        raise HasSheets(N_("Đã có phiếu giám sát về nhiệm vụ của kế hoạch này nên không gỡ được."))


def _let_go(session: Session, about: ColumnElement[bool]) -> None:
    session.execute(update(SupervisionSheet).where(about).values(task_id=None))
