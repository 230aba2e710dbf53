"""What forms do when something happened to the left of them."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.events import listen
from app.forms.models import Edition, Form
from app.plans.actions import PlanInUse
from app.plans.events import PlanRemoval, PlanRemovalAsked
from app.plans.models import Task


def connect() -> None:
    """Hear what is announced; called once by the shell."""
    listen(PlanRemovalAsked, keep_published)
    listen(PlanRemoval, drop_drafts)


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
