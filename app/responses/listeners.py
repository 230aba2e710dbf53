"""What responses do when a form was published: the edition gives its promise, in the same transaction."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.core.events import listen
from app.forms.events import EditionPublished
from app.responses.promise import give_promise


def connect() -> None:
    """Hear what is announced; called once by the shell."""
    listen(EditionPublished, promise)


def promise(session: Session, fact: EditionPublished) -> None:
    """Freeze what citizens are promised about their answers to this edition."""
    give_promise(session, fact.edition)
