"""Adding what the processes of a site have counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.desks.models import Placement
from app.responses.funnel.models import PageCount


class Where(NamedTuple):
    """A placement by its printed code, a day in Vietnam, and the door."""

    code: str
    day: date
    mode: str


class Pages(NamedTuple):
    """How often a page was opened and begun."""

    opened: int
    begun: int


def add_counts(session: Session, counts: Mapping[Where, Pages]) -> None:
    """Add ``counts`` to what is there. Several processes may do so at once: rows are taken in one order, and a new row
    that another process has just made raises ``IntegrityError``; the caller then does the whole again.
    """
    codes = {where.code for where in counts}
    placements = {code: key for code, key in session.execute(_PLACEMENTS.where(Placement.code.in_(codes)))}
    rows = {
        (placements[where.code], where.day, where.mode): pages
        for where, pages in counts.items()
        if where.code in placements
    }
    for (placement_id, day, mode), pages in sorted(rows.items()):
        changed = session.execute(
            update(PageCount)
            .where(PageCount.placement_id == placement_id, PageCount.day == day, PageCount.mode == mode)
            .values(opened=PageCount.opened + pages.opened, begun=PageCount.begun + pages.begun)
            .returning(PageCount.placement_id)
            .execution_options(synchronize_session=False)
        )
        if changed.first() is None:
            session.execute(insert(PageCount).values(placement_id=placement_id, day=day, mode=mode, **pages._asdict()))


_PLACEMENTS = select(Placement.code, Placement.id)
