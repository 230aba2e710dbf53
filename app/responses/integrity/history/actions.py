"""Looking back at a day that is over, and setting aside what chance does not explain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import VIETNAM
from app.desks.models import Desk
from app.responses.actions import set_aside_for
from app.responses.asked import definitions_of
from app.responses.integrity.history.rules import Satisfied, is_sudden
from app.responses.integrity.queries import rules_for
from app.responses.integrity.rules import UNATTENDED, Rules, SuddenlyAllContent
from app.responses.models import Quarantine, Response
from app.responses.queries import read_tallies
from app.responses.rules import layout_of

_CHECK = SuddenlyAllContent
_Place = tuple[int, int]


def look_back(session: Session, day: date) -> int:
    """Set aside the answers of ``day`` at every desk where suddenly everybody was content; how many.

    No response is set aside a second time: who was brought back stays.
    """
    first = datetime.combine(day, time(), VIETNAM)
    end = first + timedelta(days=1)
    answered = (
        select(Response.edition_id, Response.desk_id).where(Response.hour >= first, Response.hour < end).distinct()
    )
    places = sorted({(row.edition_id, row.desk_id) for row in session.execute(answered)})
    rules = _rules_at(session, {desk_id for _edition_id, desk_id in places})
    sums = _sums(session, places, rules, day)
    found = 0
    for place in places:
        if is_sudden(*sums[place], rules[place[1]]):
            rows = _never_looked_at(session, place, first, end)
            set_aside_for(session, rows, place[0], (_CHECK.key,))
            found += len(rows)
    return found


def _sums(
    session: Session, places: Sequence[_Place], rules: dict[int, Rules], day: date
) -> dict[_Place, tuple[Satisfied, Satisfied]]:
    """The day and the days before it, for each form at each desk."""
    editions = {edition_id for edition_id, _desk_id in places}
    layouts = {key: layout_of(definition) for key, definition in definitions_of(session, editions).items()}
    since = day - timedelta(days=max((rules[desk][_CHECK.DAYS] for _edition, desk in places), default=0))
    sums: dict[_Place, tuple[Satisfied, Satisfied]] = defaultdict(lambda: (Satisfied(), Satisfied()))
    for key, counts in read_tallies(session, editions, grain="desk_day", since=since, until=day).items():
        if key.desk_id not in rules or key.day is None or key.mode not in UNATTENDED:
            continue
        if key.day >= day - timedelta(days=rules[key.desk_id][_CHECK.DAYS]):
            part = sums[key.edition_id, key.desk_id][0 if key.day == day else 1]
            part.add(counts.n, layouts[key.edition_id], counts.counts)
    return sums


def _rules_at(session: Session, desks: set[int]) -> dict[int, Rules]:
    rows = session.execute(select(Desk.id, Desk.office_id).where(Desk.id.in_(desks)))
    return {row.id: rules_for(session, row.office_id) for row in rows}


def _never_looked_at(session: Session, place: _Place, first: datetime, end: datetime) -> Sequence[UUID]:
    """What counts today and was never set aside for this; locked, so that nobody sets it aside meanwhile."""
    known = select(Quarantine.response_id).where(
        Quarantine.restored_at.is_(None) | (Quarantine.checks.contains(_CHECK.key))
    )
    return session.scalars(
        select(Response.id)
        .where(
            Response.edition_id == place[0],
            Response.desk_id == place[1],
            Response.mode.in_(UNATTENDED),
            Response.hour >= first,
            Response.hour < end,
            Response.id.not_in(known),
        )
        .with_for_update(of=Response)
    ).all()
