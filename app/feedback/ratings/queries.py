"""Named reads of ratings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.feedback.cases.models import Case
from app.feedback.ratings.models import ReplyRating
from app.feedback.ratings.rules import ITEMS

Counts = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class RatedReplies:
    """How often each level was given to each item, in ``n`` ratings."""

    n: int
    items: dict[str, Counts]


def ratings_of(session: Session, case_id: UUID) -> dict[UUID, dict[str, int]]:
    """The levels of every rated reply of a case, by step; one query."""
    rows = session.scalars(select(ReplyRating).where(ReplyRating.case_id == case_id))
    return {row.step_id: {item: getattr(row, item) for item in ITEMS} for row in rows}


def rated_replies(session: Session, office_ids: Collection[int], since: date, until: date) -> dict[int, RatedReplies]:
    """The ratings of each office from the day ``since`` to ``until``; one query.

    What contains a khiếu nại or tố cáo is left out. An office without any rating is missing.
    """
    counted = [func.count().filter(getattr(ReplyRating, item) == level) for item in ITEMS for level in range(1, 6)]
    rows = session.execute(
        select(ReplyRating.office_id, func.count(), *counted)
        .join(Case, Case.id == ReplyRating.case_id)
        .where(
            ReplyRating.office_id.in_(office_ids),
            ReplyRating.rated_on.between(since, until),
            Case.restricted.is_(False),
        )
        .group_by(ReplyRating.office_id)
    )
    found = {}
    for office_id, n, *cells in rows:
        items: dict[str, Counts] = {}
        for place, item in enumerate(ITEMS):
            first, second, third, fourth, fifth = cells[place * 5 : place * 5 + 5]
            items[item] = (first, second, third, fourth, fifth)
        found[office_id] = RatedReplies(n, items)
    return found
