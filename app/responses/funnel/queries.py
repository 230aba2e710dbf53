"""Named reads of the funnel: pages opened and begun from the counters, answers sent from the tallies.

Callers wrap these reads in ``core.session.snapshot()``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.responses.funnel.actions import Pages
from app.responses.funnel.models import PageCount
from app.responses.models import Pending, Response, Tally


class PageKey(NamedTuple):
    """A placement's page on a day, by the door."""

    placement_id: int
    day: date
    mode: str


class SentKey(NamedTuple):
    """Answers to an edition at a desk on a day, by the way they came."""

    edition_id: int
    desk_id: int
    day: date
    mode: str


def first_counted(session: Session, placement_ids: Collection[int]) -> date | None:
    """The first day on which a page of these placements was counted; answers may well be older."""
    return session.scalar(select(func.min(PageCount.day)).where(PageCount.placement_id.in_(placement_ids)))


def pages_between(
    session: Session, placement_ids: Collection[int], since: date, until: date
) -> Mapping[PageKey, Pages]:
    """What was opened and begun from ``since`` to ``until``, both included; one query."""
    if not placement_ids:
        return {}
    rows = session.execute(
        select(PageCount.placement_id, PageCount.day, PageCount.mode, PageCount.opened, PageCount.begun).where(
            PageCount.placement_id.in_(placement_ids), PageCount.day.between(since, until)
        )
    )
    return {PageKey(*row[:3]): Pages(row.opened, row.begun) for row in rows}


def sent_between(session: Session, edition_ids: Collection[int], since: date, until: date) -> Mapping[SentKey, int]:
    """How many answers were sent, those set aside too: tallies and what still waits for them; two queries."""
    if not edition_ids:
        return {}
    found: dict[SentKey, int] = defaultdict(int)
    tallies = select(Tally.edition_id, Tally.desk_id, Tally.day, Tally.mode, func.sum(Tally.n + Tally.excluded))
    for row in session.execute(
        tallies.where(
            Tally.edition_id.in_(edition_ids), Tally.grain == "desk_day", Tally.day.between(since, until)
        ).group_by(Tally.edition_id, Tally.desk_id, Tally.day, Tally.mode)
    ):
        found[SentKey(*row[:4])] += row[4]
    for key, change in waiting(session, edition_ids, since, until).items():
        found[key] += change
    return {key: count for key, count in found.items() if count}


def waiting(session: Session, edition_ids: Collection[int], since: date, until: date) -> Mapping[SentKey, int]:
    """The part of it that the tallies do not know yet; one query."""
    found: dict[SentKey, int] = defaultdict(int)
    columns = (Response.edition_id, Response.desk_id, Response.hour, Response.mode)
    for edition_id, desk_id, hour, mode, change in session.execute(
        select(*columns, func.sum(Pending.sign))
        .join(Response, Response.id == Pending.response_id)
        .where(
            Pending.edition_id.in_(edition_ids),
            Response.hour >= _midnight(since),
            Response.hour < _midnight(until + timedelta(days=1)),
        )
        .group_by(*columns)
    ):
        found[SentKey(edition_id, desk_id, clock.day_of(hour), mode)] += change
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.VIETNAM)
