"""What forms do when something happened to the left of them."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.events import listen
from app.core.text import N_
from app.forms.models import Edition, Form
from app.plans.actions import PlanInUse
from app.plans.events import PlanRemoval, PlanRemovalAsked, TaskRemoval
from app.plans.models import Task


class TaskInUse(Conflict):
    """A task whose form was published cannot leave its plan: answers point to it."""


def connect() -> None:
    """Hear what is announced; called once by the shell."""
    listen(PlanRemovalAsked, keep_published)
    listen(PlanRemoval, drop_drafts)
    listen(TaskRemoval, keep_or_drop)


def keep_published(session: Session, fact: PlanRemovalAsked) -> None:
    """A plan one of whose forms was published stays: :class:`PlanInUse`."""
    published = select(Edition.id).join(Edition.form).join(Form.task).where(Task.plan_id == fact.plan.id).limit(1)
    if session.scalar(published) is not None:
        raise PlanInUse


def drop_drafts(session: Session, fact: PlanRemoval) -> None:
    """Drafts that were never published go with their plan; a published form stays, and keeps its plan."""
    session.flush()
    tasks = select(Task.id).where(Task.plan_id == fact.plan.id)
    session.execute(
        delete(Form)
        .where(Form.task_id.in_(tasks), Form.id.not_in(select(Edition.form_id)))
        .execution_options(synchronize_session="fetch")
    )


def keep_or_drop(session: Session, fact: TaskRemoval) -> None:
    """A published form keeps its task; a draft goes with it."""
    form = session.scalar(select(Form).where(Form.task_id == fact.task.id))
    if form is None:
        return
    if session.scalar(select(Edition.id).where(Edition.form_id == form.id).limit(1)):
        raise TaskInUse(
            N_(
                "Nhiệm vụ “%(task)s” đã có phiếu phát hành “%(form)s” nên không gộp hoặc bỏ được. "
                "Vẫn có thể đổi tên nhiệm vụ, hoặc tắt khảo sát."
            ),
            task=fact.task.title,
            form=form.title,
        )
    if fact.certain:
        session.delete(form)
        session.flush()
