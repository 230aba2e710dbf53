"""The inbox: one page of a tray, and how many cases lie in each.

What is open is the work of a few weeks and is counted in one go. What was answered and what was closed grows for years:
there the newest are read from indices in their order and the counting stops at :data:`COUNTED`, so that a page takes as
long with a hundred thousand cases as with a thousand. Words are looked for in the newest :data:`LOOKED_THROUGH` of them
first, and in the older ones when somebody says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, literal, or_, select, tuple_, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.access.viewer import Viewer
from app.feedback.cases.models import Case
from app.feedback.cases.queries import is_late, visible, with_names
from app.feedback.cases.rules import OPEN, read_reference
from app.feedback.rules import needle
from app.plans.models import TaskHolder

PAGE = 30
COUNTED = 1000
"""So many cases of a tray that grows for years are counted; beyond it is only said that there are more."""

LOOKED_THROUGH = 2000
"""So many cases of a tray that grows for years are searched at first: what people ask about is seldom older."""

OpenTray = Literal["todo", "mine", "late", "soon", "new", "unassigned", "waiting"]
GrowingTray = Literal["answered", "all"]
Tray = Literal[OpenTray, GrowingTray]
OPEN_TRAYS: tuple[OpenTray, ...] = ("todo", "mine", "late", "soon", "new", "unassigned", "waiting")
GROWING_TRAYS: tuple[GrowingTray, ...] = ("answered", "all")
TRAYS: tuple[Tray, ...] = (*OPEN_TRAYS, *GROWING_TRAYS)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases somebody wants to see: one tray of the inbox, words, the unit they were given to, and a page.

    ``older``: whether the words are looked for in all cases, however many there are.
    """

    tray: Tray = "todo"
    text: str = ""
    unit: str = ""
    page: int = 1
    older: bool = False


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of a tray. ``counts`` says how many lie in each, with the same words searched for; more than
    :data:`COUNTED` stands for any larger number, and then nobody knows how many ``pages`` there are. ``partly``: older
    cases were not looked through for the words.
    """

    cases: list[Case]
    counts: dict[Tray, int]
    page: int
    pages: int | None
    has_next: bool
    partly: bool


@dataclass(frozen=True, slots=True)
class Around:
    """The neighbours of a case among what is to be done; after the last one follows the first."""

    before: Case | None
    after: Case | None


def inbox_of(session: Session, viewer: Viewer, wanted: Wanted, *, now: datetime) -> Inbox:
    """One page of a tray: what is due first stands first, then the oldest; elsewhere the newest first. Two queries,
    and two more where somebody asks for a page that is not there.
    """
    counts, partly = _counts(session, viewer, wanted, now)
    number = counts[wanted.tray]
    pages = max(1, -(-number // PAGE)) if number <= COUNTED else None
    page = min(wanted.page, pages) if pages else wanted.page
    found = _page(session, viewer, wanted, page, now)
    if not found and page > 1:
        page = max(1, -(-_exact(session, viewer, wanted) // PAGE))
        found = _page(session, viewer, wanted, page, now)
    return Inbox(found[:PAGE], counts, page, pages, has_next=len(found) > PAGE, partly=partly)


def waiting_for(session: Session, viewer: Viewer, *, now: datetime) -> dict[OpenTray, int]:
    """How many open cases lie in each tray, for a first page; those with none are left out. One query, or none."""
    if not viewer.may_somewhere("cases.read"):
        return {}
    row = session.execute(_open_counts(viewer, now)).one()
    return {tray: number for tray, number in zip(OPEN_TRAYS, row, strict=True) if number}


def around(session: Session, viewer: Viewer, case: Case, *, now: datetime) -> Around:
    """What a viewer has to do before and after a case, in the order of the inbox; two queries, or three at the end.

    The case itself need not be waiting any more: who has just answered it goes on from where it was.
    """
    key = (Case.due_at.is_(None), func.coalesce(Case.due_at, Case.hour), Case.id)
    here = tuple_(
        literal(case.due_at is None), literal(case.due_at or case.hour, Case.hour.type), literal(case.id, Case.id.type)
    )
    others = with_names().where(
        visible(viewer, "cases.handle"), _in_tray("todo", viewer, now), Case.id != case.id
    ).limit(1)  # fmt: skip
    before = session.scalar(others.where(tuple_(*key) < here).order_by(*(part.desc() for part in key)))
    after = session.scalar(others.where(tuple_(*key) > here).order_by(*key))
    if after is None:
        first = session.scalar(others.order_by(*key)) if before else None
        after = None if first is before else first
    return Around(before, after)


def units_of(session: Session, viewer: Viewer) -> list[str]:
    """The units that open cases of a viewer were given to, by name; one query."""
    return list(
        session.scalars(
            select(Case.unit)
            .where(visible(viewer, "cases.read"), Case.state.in_(OPEN), Case.unit != "")
            .distinct()
            .order_by(Case.unit)
        )
    )


def _counts(session: Session, viewer: Viewer, wanted: Wanted, now: datetime) -> tuple[dict[Tray, int], bool]:
    """How many lie in each tray, and whether there are cases that were not looked through."""
    open_ones = _open_counts(viewer, now).where(*_of_unit(wanted, looked_up=False), *_said(wanted)).subquery()
    older = [_number(_newest(viewer, wanted, tray, COUNTED + 1)) for tray in GROWING_TRAYS]
    if wanted.text and not wanted.older:
        older.append(_number(_newest(viewer, Wanted(unit=wanted.unit), "all", LOOKED_THROUGH + 1)))
    row = session.execute(select(*open_ones.c, *older)).one()
    counts = dict(zip(TRAYS, row[: len(TRAYS)], strict=True))
    return counts, len(row) > len(TRAYS) and row[-1] > LOOKED_THROUGH


def _open_counts(viewer: Viewer, now: datetime) -> Select[*tuple[Any, ...]]:
    return select(*(func.count().filter(_in_tray(tray, viewer, now)).label(tray) for tray in OPEN_TRAYS)).where(
        visible(viewer, "cases.read"), Case.state.in_(OPEN)
    )


def _number(cases: Select[UUID, datetime]) -> ScalarSelect[int]:
    return select(func.count()).select_from(cases.subquery()).scalar_subquery()


def _page(session: Session, viewer: Viewer, wanted: Wanted, page: int, now: datetime) -> list[Case]:
    """The cases of a page, and one more where there is a next one."""
    offset = (page - 1) * PAGE
    if wanted.tray == "answered" or wanted.tray == "all":
        known = _newest(viewer, wanted, wanted.tray, offset + PAGE + 1).subquery()
        newest = (
            select(known.c.id)
            .order_by(known.c.hour.desc(), known.c.id.desc())
            .offset(offset)
            .limit(PAGE + 1)
            .subquery()
        )
        found = with_names().join(newest, newest.c.id == Case.id).order_by(Case.hour.desc(), Case.id.desc())
        return list(session.scalars(found))
    next_due = func.coalesce(Case.due_at, Case.hour)
    return list(
        session.scalars(
            with_names()
            .where(visible(viewer, "cases.read"), _in_tray(wanted.tray, viewer, now))
            .where(*_of_unit(wanted, looked_up=False), *_said(wanted))
            .order_by(Case.due_at.is_(None), next_due, Case.id)
            .offset(offset)
            .limit(PAGE + 1)
        )
    )


def _exact(session: Session, viewer: Viewer, wanted: Wanted) -> int:
    """How many cases lie in a tray of which only the first thousand were counted."""
    tray: GrowingTray = "answered" if wanted.tray == "answered" else "all"
    return session.scalars(select(_number(_newest(viewer, wanted, tray, None)))).one()


def _newest(viewer: Viewer, wanted: Wanted, tray: GrowingTray, most: int | None) -> Select[UUID, datetime]:
    """Keys and hours of what a viewer sees in a tray; the ``most`` newest are among them.

    Each way by which he sees cases is read apart and in the order of an index; an OR of them would read everything.
    """
    if tray == "all":
        ways = list(_ways(viewer, wanted))
    else:
        seen = visible(viewer, "cases.read")
        ways = [and_(seen, Case.state == "answered", *_of_unit(wanted, looked_up=False))]
    parts = [_read(way, wanted, most) for way in ways]
    reference = read_reference(wanted.text)
    if reference is not None:
        called = [Case.reference == reference, visible(viewer, "cases.read"), *_of_unit(wanted, looked_up=False)]
        if tray == "answered":
            called.append(Case.state == "answered")
        parts.append(select(Case.id, Case.hour).where(*called))
    found = (union(*parts) if len(parts) > 1 else parts[0]).subquery()
    return select(found.c.id, found.c.hour)


def _read(way: ColumnElement[bool], wanted: Wanted, most: int | None) -> Select[UUID, datetime]:
    """The newest by one way; in brackets of their own, because SQLite takes no order in the parts of a union."""
    order = (Case.hour.desc(), Case.id.desc())
    if wanted.text and not wanted.older:
        near = select(Case.id, Case.hour, Case.search).where(way).order_by(*order).limit(LOOKED_THROUGH).subquery()
        said = near.c.search.contains(needle(wanted.text), autoescape=True)
        inner = select(near.c.id, near.c.hour).where(said).order_by(near.c.hour.desc(), near.c.id.desc())
    else:
        inner = select(Case.id, Case.hour).where(way, *_said(wanted)).order_by(*order)
    limited = inner.limit(most).subquery()
    return select(limited.c.id, limited.c.hour)


def _ways(viewer: Viewer, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """The same cases as ``visible``, as conditions that an index answers each; who sees nothing has ways as well."""
    offices = viewer.offices("cases.read")
    every = set(viewer.offices("cases.read-all"))
    for office_id in offices:
        if office_id in every:
            yield and_(Case.office_id == office_id, Case.restricted.is_(False), *_of_unit(wanted))
    rest = [office_id for office_id in offices if office_id not in every]
    if rest or not offices:
        held = select(TaskHolder.task_id).where(TaskHolder.official_id == viewer.official_id)
        here = _checked(Case.office_id).in_(rest)
        for way in (Case.holder_id == viewer.official_id, Case.task_id.in_(held)):
            yield and_(way, Case.restricted.is_(False), here, *_of_unit(wanted, looked_up=False))


def _checked(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """The column in a form that no database looks up in an index: SQLite, which keeps no statistics unless told to,
    would take a long list for a short one.
    """
    return func.coalesce(column, column)


def _of_unit(wanted: Wanted, *, looked_up: bool = True) -> list[ColumnElement[bool]]:
    """The unit that was asked for; ``looked_up`` where nothing else says where to look."""
    return [(Case.unit if looked_up else _checked(Case.unit)) == wanted.unit] if wanted.unit else []


def _said(wanted: Wanted) -> list[ColumnElement[bool]]:
    """The words that were searched for, or the number of the case."""
    if not wanted.text:
        return []
    reference = read_reference(wanted.text)
    words = Case.search.contains(needle(wanted.text), autoescape=True)
    return [or_(words, Case.reference == reference) if reference else words]


def _in_tray(tray: OpenTray, viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    is_open = Case.state.in_(OPEN)
    trays: dict[OpenTray, ColumnElement[bool]] = {
        "todo": Case.state.in_(OPEN - {"waiting"}),
        "mine": and_(is_open, Case.holder_id == viewer.official_id),
        "late": is_late(now),
        "soon": and_(is_open, Case.nearly_at <= now, Case.due_at >= now),
        "new": Case.state.in_(("received", "reopened")),
        "unassigned": and_(is_open, Case.holder_id.is_(None), Case.unit == ""),
        "waiting": Case.state == "waiting",
    }
    return trays[tray]
