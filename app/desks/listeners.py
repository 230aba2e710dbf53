"""What desks do when something happened to the left of them."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.core.events import listen
from app.desks.models import Placement
from app.forms.events import EditionPublished


def connect() -> None:
    """Hear what is announced; called once by the shell."""
    listen(EditionPublished, ask_the_new_edition)


def ask_the_new_edition(session: Session, fact: EditionPublished) -> None:
    """Every placement of the form asks the new edition from now on; its printed code stays."""
    session.execute(
        update(Placement)
        .where(Placement.form_id == fact.edition.form_id)
        .values(edition_id=fact.edition.id)
        .execution_options(synchronize_session="fetch")
    )
