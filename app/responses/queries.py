"""Named reads of responses and tallies.

A score is exact at any moment: folded tallies plus the pending tail, both read in one snapshot. Callers wrap these
reads in ``core.session.snapshot()``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, cast
from uuid import UUID

from sqlalchemy import Select, Table, case, func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import moment
from app.responses.asked import definitions_of
from app.responses.models import COUNTED, QUARANTINED, Pending, Quarantine, Response, Tally
from app.responses.rules import Layout, count, layout_of

Grain = Literal["day", "desk", "desk_day"]
State = Literal["counted", "quarantined"]
_STREAM = 2000


@dataclass(frozen=True, slots=True)
class CellKey:
    """What one cell of a read counts; a dimension that the grain does not have is None."""

    edition_id: int
    desk_id: int | None
    day: date | None
    mode: str


@dataclass(slots=True)
class Counts:
    """``n``: responses that can be scored; ``excluded``: those that answered too little; ``counts``: the vector."""

    n: int = 0
    excluded: int = 0
    counts: list[int] = field(default_factory=list)

    def add(self, other: Counts) -> None:
        """Add another cell of the same edition."""
        self.n += other.n
        self.excluded += other.excluded
        self.counts = [a + b for a, b in zip(self.counts, other.counts, strict=True)] if self.counts else other.counts

    def add_response(self, layout: Layout, answers: dict[str, Any], sign: int = 1) -> None:
        """Add (or with -1 take out) one response."""
        self.add_counted(layout, count(layout, answers), sign)

    def add_counted(self, layout: Layout, counted: tuple[bool, list[int]], sign: int = 1) -> None:
        """The same for a response whose cells are known (``rules.count``)."""
        if not self.counts:
            self.counts = [0] * layout.size
        scorable, hits = counted
        self.n += sign * scorable
        self.excluded += sign * (not scorable)
        for index in hits:
            self.counts[index] += sign

    @property
    def is_nothing(self) -> bool:
        """Nobody is counted here (any more)."""
        return not (self.n or self.excluded or any(self.counts))


@dataclass(frozen=True, slots=True)
class RawResponse:
    """One stored response with its state."""

    id: UUID
    edition_id: int
    desk_id: int
    mode: str
    hour: datetime
    locale: str
    answers: dict[str, Any]
    quarantined: bool


def read_tallies(
    session: Session,
    edition_ids: Collection[int],
    *,
    grain: Grain,
    state: State = "counted",
    desk_id: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> dict[CellKey, Counts]:
    """The counts of editions, cell by cell; days are days in Vietnam, ``until`` included. Two or three queries.

    Filters may name a dimension that ``grain`` does not show: the read then takes the finer cells and adds them up.
    Inside a snapshot what waits for the fold is read once, whatever number of reads need it.
    """
    if not edition_ids:
        return {}
    stored = _stored_grain(grain, desk_id, since, until)
    cells: dict[CellKey, Counts] = defaultdict(Counts)
    tallies = select(Tally).where(Tally.edition_id.in_(edition_ids), Tally.grain == stored, Tally.state == state)
    if desk_id is not None:
        tallies = tallies.where(Tally.desk_id == desk_id)
    if since is not None:
        tallies = tallies.where(Tally.day >= since)
    if until is not None:
        tallies = tallies.where(Tally.day <= until)
    columns = (Tally.edition_id, Tally.desk_id, Tally.day, Tally.mode, Tally.n, Tally.excluded, Tally.counts)
    for row in session.execute(tallies.with_only_columns(*columns)):
        cells[_key(grain, row.edition_id, row.desk_id, row.day, row.mode)].add(Counts(row.n, row.excluded, row.counts))
    kept = moment(session)
    if kept is None:
        _add_pending(session, cells, edition_ids, grain, _tail(edition_ids, state, desk_id, since, until))
    else:
        plain = desk_id is None and since is None and until is None
        waiting = _waiting(session, kept, edition_ids, state, grain if plain else stored)
        for key, counts in waiting.items():
            if _is_wanted(key, desk_id, since, until):
                cells[_key(grain, key.edition_id, key.desk_id, key.day, key.mode)].add(counts)
    return {key: counts for key, counts in cells.items() if not counts.is_nothing}


def recount(session: Session, edition_ids: Collection[int], *, state: State = "counted") -> dict[CellKey, Counts]:
    """The same counts at grain ``desk_day``, straight from the raw rows."""
    layouts = _layouts(session, edition_ids)
    cells: dict[CellKey, Counts] = defaultdict(Counts)
    for raw in raw_responses(session, edition_ids):
        if raw.quarantined == (state == QUARANTINED):
            key = CellKey(raw.edition_id, raw.desk_id, clock.day_of(raw.hour), raw.mode)
            cells[key].add_response(layouts[raw.edition_id], raw.answers)
    return dict(cells)


def raw_responses(session: Session, edition_ids: Collection[int]) -> Iterator[RawResponse]:
    """Every response of these editions, streamed, by edition, hour and key; memory stays flat.

    Asks the tables and not the classes: for millions of rows the mapper costs more than the database does.
    """
    response, quarantine = (cast(Table, model.__table__).c for model in (Response, Quarantine))
    quarantined = (
        select(quarantine.id)
        .where(quarantine.response_id == response.id, quarantine.restored_at.is_(None))
        .exists()
        .label("quarantined")
    )
    columns = (
        response.id, response.edition_id, response.desk_id, response.mode, response.hour, response.locale,
        response.answers,
    )  # fmt: skip
    rows = session.execute(
        select(*columns, quarantined)
        .where(response.edition_id.in_(edition_ids))
        .order_by(response.edition_id, response.hour, response.id)
        .execution_options(yield_per=_STREAM)
    )
    for row in rows:
        yield RawResponse(*row)


def stored_answers(session: Session, key: UUID) -> dict[str, Any] | None:
    """The answers stored under a submission key, or nothing."""
    found: dict[str, Any] | None = session.scalar(select(Response.answers).where(Response.id == key))
    return found


def answers_stored(session: Session, keys: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """The answers stored under each of these submission keys that is stored."""
    rows = session.execute(select(Response.id, Response.answers).where(Response.id.in_(keys)))
    return {row.id: row.answers for row in rows}


def open_quarantine(session: Session, response_id: UUID) -> Quarantine | None:
    """The quarantine that a response is in, if it is."""
    return session.scalar(
        select(Quarantine)
        .where(Quarantine.response_id == response_id, Quarantine.restored_at.is_(None))
        .execution_options(populate_existing=True)
    )


def _stored_grain(grain: Grain, desk_id: int | None, since: date | None, until: date | None) -> str:
    """The coarsest stored grain that has every dimension the read shows or filters by."""
    by_desk = grain != "day" or desk_id is not None
    by_day = grain != "desk" or since is not None or until is not None
    return "desk_day" if by_desk and by_day else "desk" if by_desk else "day"


def _key(grain: Grain, edition_id: int, desk_id: int | None, day: date | None, mode: str) -> CellKey:
    return CellKey(edition_id, None if grain == "day" else desk_id, None if grain == "desk" else day, mode)


def _tail(
    edition_ids: Collection[int], state: State, desk_id: int | None, since: date | None, until: date | None
) -> Select[Any]:
    tail = (
        select(Pending.sign, Response.edition_id, Response.desk_id, Response.mode, Response.hour, Response.answers)
        .join(Response, Response.id == Pending.response_id)
        .where(Pending.edition_id.in_(edition_ids), Pending.state == state)
    )
    if desk_id is not None:
        tail = tail.where(Response.desk_id == desk_id)
    if since is not None:
        tail = tail.where(Response.hour >= _midnight(since))
    if until is not None:
        tail = tail.where(Response.hour < _midnight(until + timedelta(days=1)))
    return tail


def _waiting(
    session: Session, kept: dict[Any, Any], edition_ids: Collection[int], state: State, grain: str
) -> dict[CellKey, Counts]:
    """What waits for the fold, by cells of a grain; one pass for all states and grains of an edition in a snapshot."""
    unread = [edition_id for edition_id in edition_ids if ("waiting", edition_id) not in kept]
    if unread:
        for edition_id in unread:
            kept["waiting", edition_id] = {COUNTED: {}, QUARANTINED: {}}
        _read_waiting(session, kept, unread)
    found: dict[CellKey, Counts] = {}
    for edition_id in edition_ids:
        finest = kept["waiting", edition_id][state]
        name = ("waiting", edition_id, state, grain)
        if name not in kept:
            kept[name] = finest if grain == "desk_day" else _coarser(finest, grain)
        found |= kept[name]
    return found


def _read_waiting(session: Session, kept: dict[Any, Any], edition_ids: Collection[int]) -> None:
    """One row for each response with a change that waits: what it adds to or takes out of each state."""
    changes = [
        func.sum(case((Pending.state == state, Pending.sign), else_=0)).label(state) for state in (COUNTED, QUARANTINED)
    ]
    waiting = (
        select(Pending.response_id, *changes)
        .where(Pending.edition_id.in_(edition_ids))
        .group_by(Pending.response_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Response.edition_id, Response.desk_id, Response.mode, Response.hour, Response.answers,
            waiting.c[COUNTED], waiting.c[QUARANTINED],
        ).join(waiting, waiting.c.response_id == Response.id)
    ).all()  # fmt: skip
    if not rows:
        return
    layouts = _layouts(session, edition_ids)
    for edition_id, desk_id, mode, hour, answers, *signs in rows:
        layout, key = layouts[edition_id], CellKey(edition_id, desk_id, clock.day_of(hour), mode)
        counted = count(layout, answers)
        for state, sign in zip((COUNTED, QUARANTINED), signs, strict=True):
            if sign:
                cells = kept["waiting", edition_id][state]
                cells.setdefault(key, Counts()).add_counted(layout, counted, sign)


def _coarser(cells: Mapping[CellKey, Counts], grain: str) -> dict[CellKey, Counts]:
    """Cells by desk and day added up to a coarser grain."""
    found: dict[CellKey, Counts] = defaultdict(Counts)
    for key, counts in cells.items():
        desk_id = None if grain == "day" else key.desk_id
        found[CellKey(key.edition_id, desk_id, None if grain == "desk" else key.day, key.mode)].add(counts)
    return dict(found)


def _is_wanted(key: CellKey, desk_id: int | None, since: date | None, until: date | None) -> bool:
    """Whether a cell is inside the filters; one without a day or a desk was not asked to be."""
    return (
        (desk_id is None or key.desk_id == desk_id)
        and (since is None or key.day is None or key.day >= since)
        and (until is None or key.day is None or key.day <= until)
    )


def _add_pending(
    session: Session,
    cells: dict[CellKey, Counts],
    edition_ids: Collection[int],
    grain: Grain,
    tail: Select[Any],
) -> None:
    rows = session.execute(tail).all()
    if not rows:
        return
    layouts = _layouts(session, edition_ids)
    for row in rows:
        key = _key(grain, row.edition_id, row.desk_id, clock.day_of(row.hour), row.mode)
        cells[key].add_response(layouts[row.edition_id], row.answers, row.sign)


def _layouts(session: Session, edition_ids: Collection[int]) -> dict[int, Layout]:
    return {key: layout_of(definition) for key, definition in definitions_of(session, edition_ids).items()}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.VIETNAM)
