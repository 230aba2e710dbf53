"""Named reads of visits served."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.desks.visits.models import VisitsServed
from app.desks.visits.rules import Cell


def visits_between(session: Session, desk_ids: Collection[int], since: date, until: date) -> dict[Cell, int]:
    """What is known of these desks from ``since`` to ``until``, both included; one query."""
    rows = session.execute(
        select(VisitsServed.desk_id, VisitsServed.day, VisitsServed.visits)
        .where(VisitsServed.desk_id.in_(desk_ids), VisitsServed.day.between(since, until))
        .order_by(VisitsServed.desk_id, VisitsServed.day)
    )
    return {(desk_id, day): visits for desk_id, day, visits in rows}


def visits_in(session: Session, cells: Collection[Cell]) -> dict[Cell, int]:
    """What is known in these cells; one query."""
    if not cells:
        return {}
    days = [day for _desk, day in cells]
    found = visits_between(session, {desk for desk, _day in cells}, min(days), max(days))
    return {cell: visits for cell, visits in found.items() if cell in cells}
