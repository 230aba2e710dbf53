"""Reads about offices."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.text import N_
from app.offices.models import Office, Succession


def office_with_code(session: Session, code: str) -> Office:
    """The office with this code; :class:`NotFound` names the code."""
    office = session.scalar(select(Office).where(Office.code == code))
    if office is None:
        raise NotFound(N_("Không có cơ quan mang mã “%(code)s”."), code=code)
    return office


def citizen_locales(session: Session) -> set[str]:
    """Every language that some office has switched on for citizens: what a page of no single office may speak."""
    return {locale for locales in session.scalars(select(Office.citizen_locales).distinct()) for locale in locales}


def offices_with_ids(session: Session, ids: Collection[int]) -> list[Office]:
    """Offices by name."""
    return list(session.scalars(select(Office).where(Office.id.in_(ids)).order_by(Office.name, Office.id)))


def superiors_of(session: Session, office: Office) -> list[Office]:
    """The offices above, the nearest first; one query a level."""
    found: list[Office] = []
    above = office.superior
    while above is not None and above is not office and above not in found:
        found.append(above)
        above = above.superior
    return found


def offices_below(session: Session, office: Office, *, on: date) -> list[Office]:
    """The offices whose superior is ``office`` and that exist on a day, by name; one query."""
    return list(
        session.scalars(
            select(Office)
            .where(
                Office.superior_id == office.id,
                Office.valid_from <= on,
                or_(Office.valid_to.is_(None), Office.valid_to > on),
            )
            .order_by(Office.name, Office.id)
        )
    )


def heirs_of(session: Session, office: Office, *, on: date) -> list[Office]:
    """Who does an office's work on a day on which it exists no more, over any number of steps; by name.

    Empty while the office exists, and where nobody wrote down who took over. One query a step.
    """
    found: dict[int, Office] = {}
    seen, ended = {office.id}, [office.id] if _has_ended(office, on) else []
    while ended:
        heirs = session.scalars(
            select(Office)
            .join(Succession, Succession.successor_id == Office.id)
            .where(Succession.predecessor_id.in_(ended))
        ).all()
        fresh = [heir for heir in heirs if heir.id not in seen]
        seen |= {heir.id for heir in fresh}
        found |= {heir.id: heir for heir in fresh if not _has_ended(heir, on)}
        ended = [heir.id for heir in fresh if _has_ended(heir, on)]
    return sorted(found.values(), key=lambda heir: (heir.name, heir.id))


def all_heirs(session: Session, *, on: date) -> dict[int, set[int]]:
    """Who does the work of every office that has ended, as :func:`heirs_of` finds it; by ids, in two queries."""
    spans = session.execute(select(Office.id, Office.valid_to))
    lives = {office_id: valid_to is None or valid_to > on for office_id, valid_to in spans}
    into: defaultdict[int, set[int]] = defaultdict(set)
    for predecessor, successor in session.execute(select(Succession.predecessor_id, Succession.successor_id)):
        into[predecessor].add(successor)
    found: dict[int, set[int]] = {}
    for office_id in [ended for ended in into if not lives[ended]]:
        seen, steps = {office_id}, {office_id}
        while steps:
            steps = {heir for step in steps if not lives[step] for heir in into.get(step, ())} - seen
            seen |= steps
        found[office_id] = {heir for heir in seen if lives[heir]}
    return found


def _has_ended(office: Office, on: date) -> bool:
    return office.valid_to is not None and office.valid_to <= on


def predecessors_of(session: Session, office_id: int) -> dict[int, bool]:
    """Every office that went into this one, by any number of steps; one query a step.

    The value tells whether nothing but the name changed: at each step one office became one office. Otherwise it was
    a merger or a division, and the people served are not the same.
    """
    found: dict[int, bool] = {}
    steps = {office_id: True}
    while steps:
        rows = session.execute(
            select(Succession.successor_id, Succession.predecessor_id).where(Succession.successor_id.in_(steps))
        ).all()
        into = Counter(successor for successor, _predecessor in rows)
        shares = session.execute(
            select(Succession.predecessor_id, func.count())
            .where(Succession.predecessor_id.in_({predecessor for _successor, predecessor in rows}))
            .group_by(Succession.predecessor_id)
        )
        heirs = {predecessor: count for predecessor, count in shares}
        following: dict[int, bool] = {}
        for successor, predecessor in rows:
            if predecessor not in found and predecessor != office_id:
                alone = into[successor] == 1 and heirs.get(predecessor) == 1
                following[predecessor] = steps[successor] and alone and following.get(predecessor, True)
        found |= following
        steps = following
    return found
