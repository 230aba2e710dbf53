"""One level up: who looks again at a case whose sender was dissatisfied with the reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.access.queries import officials_with
from app.accounts.models import Official
from app.core import clock
from app.feedback.cases.models import Case, Step
from app.feedback.ratings.rules import is_dissatisfied


@dataclass(frozen=True, slots=True)
class Above:
    """Where the case goes: the office, and what its step says."""

    office_id: int
    details: dict[str, Any]


def may_ask_again(reply: Step | None, ratings: Mapping[UUID, Mapping[str, int]]) -> bool:
    """Whether a reply was rated and found wanting. What was closed without one, as a repetition, needs no rating."""
    return reply is None or (reply.id in ratings and is_dissatisfied(ratings[reply.id]))


def one_up(session: Session, case: Case, reply: Step | None) -> Above:
    """A head of the office who did not give the reply; else a head of the office above; else nobody, and it stays."""
    answered_by = reply.by_id if reply else None
    head = _head_of(session, case.office_id, other_than=answered_by)
    if head is not None:
        return Above(case.office_id, {"up": "leader", "holder_id": head.id})
    superior = case.office.superior
    head = _head_of(session, superior.id, other_than=answered_by) if superior else None
    if superior is not None and head is not None:
        return Above(superior.id, {"up": "office", "holder_id": head.id, "office": superior.name})
    return Above(case.office_id, {})


def _head_of(session: Session, office_id: int, *, other_than: int | None) -> Official | None:
    heads = officials_with(session, office_id, "cases.approve", on=clock.today())
    return next((head for head in heads if head.id != other_than), None)
