"""Named reads of the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.letters.models import Reminder


def told_of(session: Session, official_id: int, kind: str, *, since: date) -> Mapping[tuple[str, date], set[str]]:
    """The stages that an official was told of things of one kind whose day is not before ``since``; one query."""
    found: dict[tuple[str, date], set[str]] = defaultdict(set)
    rows = select(Reminder).where(
        Reminder.official_id == official_id, Reminder.entry.startswith(kind), Reminder.due_on >= since
    )
    for row in session.scalars(rows):
        found[row.entry, row.due_on].add(row.stage)
    return found
