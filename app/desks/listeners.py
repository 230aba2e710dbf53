"""What desks do when something happened to the left of them."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session, contains_eager

from app.core.events import listen
from app.desks.actions import retire_placement
from app.desks.models import Desk, Placement
from app.forms.events import EditionPublished
from app.forms.models import Form
from app.plans.events import SurveyEnded


def connect() -> None:
    """Hear what is announced; called once by the shell."""
    listen(EditionPublished, ask_the_new_edition)
    listen(SurveyEnded, withdraw)


def ask_the_new_edition(session: Session, fact: EditionPublished) -> None:
    """Every placement of the form asks the new edition from now on; its printed code stays."""
    session.execute(
        update(Placement)
        .where(Placement.form_id == fact.edition.form_id)
        .values(edition_id=fact.edition.id)
        .execution_options(synchronize_session="fetch")
    )


def withdraw(session: Session, fact: SurveyEnded) -> None:
    """Stop asking about a task wherever it is asked; each placement can be restored under its old code."""
    placements = session.scalars(
        select(Placement)
        .join(Placement.form)
        .join(Placement.desk)
        .options(contains_eager(Placement.desk), contains_eager(Placement.form))
        .where(Form.task_id == fact.task.id, Placement.retired_at.is_(None))
        .order_by(Desk.name, Desk.id)
    )
    for placement in placements:
        retire_placement(session, placement, by=fact.by)
        fact.withdrawn_at.append(placement.desk.name)
