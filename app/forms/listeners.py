"""What forms do when something happened to the left of them."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.events import listen
from app.forms.models import Edition, Form
from app.plans.events import PlanRemoval
from app.plans.models import Task


def connect() -> None:
    """Hear what is announced; called once by the shell."""
    listen(PlanRemoval, drop_drafts)


def drop_drafts(session: Session, fact: PlanRemoval) -> None:
    """Drafts that were never published go with their plan; a published form stays, and keeps its plan."""
    session.flush()
    tasks = select(Task.id).where(Task.plan_id == fact.plan.id)
    session.execute(
        delete(Form)
        .where(Form.task_id.in_(tasks), Form.id.not_in(select(Edition.form_id)))
        .execution_options(synchronize_session="fetch")
    )
