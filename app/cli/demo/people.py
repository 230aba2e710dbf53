"""Who acts in the demo, and the keys and codes of what they send: the same at every start."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Official
from app.cli.demo.load import SIGN_INS
from app.core.settings import Settings
from app.feedback.codes.rules import code_of

TICKET = "de0de0de0de0de0de0de0de0de0de0de"
"""What the page of a demo case carried, so that its tracking code can be told again at every start."""


@dataclass(frozen=True, slots=True)
class People:
    """The keys of the demo's officials by what they do."""

    administrator: int
    leader: int
    officer: int
    observer: int


def people_of(session: Session) -> People:
    """Who signs in to the demo."""
    ids = {
        official.sign_in_name: official.id
        for official in session.scalars(
            select(Official).where(Official.sign_in_name.in_([d.sign_in_name for d in SIGN_INS]))
        )
    }
    return People(**{demo.role: ids[demo.sign_in_name] for demo in SIGN_INS})


def demo_key(name: str) -> UUID:
    """The key of a page that the demo might have sent, the same at every start."""
    return uuid5(NAMESPACE_URL, f"demo:{name}")


def tracking_code(settings: Settings, case: str) -> str:
    """The code that the sender of a demo case was given."""
    return code_of(settings.secret_key, demo_key(case), TICKET)
