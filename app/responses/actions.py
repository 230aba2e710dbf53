"""Storing a response, bringing the tallies up to date, setting a response aside and bringing it back.

A response and its ``pending`` row are written in one transaction, and no counter is touched while a citizen waits. A
fold moves pending rows into the tallies. Nothing here relies on the order of keys or commits: transactions end in
another order than they began.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, cast
from uuid import UUID, uuid4

from sqlalchemy import Table, delete, insert, select, tuple_, update
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.errors import Conflict, NotFound, Problem
from app.core.events import announce
from app.core.text import N_, nfc
from app.desks.models import Desk
from app.responses.asked import Asked, definitions_of
from app.responses.events import ResponsesStored, StoredResponse
from app.responses.integrity.rules import reason_of
from app.responses.models import (
    COUNTED,
    EVERY_DAY,
    EVERY_DESK,
    QUARANTINED,
    FoldLock,
    Pending,
    Quarantine,
    Response,
    Tally,
)
from app.responses.queries import open_quarantine
from app.responses.rules import count, layout_of

_RESPONSE = insert(cast(Table, Response.__table__))
_PENDING = insert(cast(Table, Pending.__table__))
_QUARANTINE = insert(cast(Table, Quarantine.__table__))
_CHUNK = 500
REASON_LENGTH = 300


class AlreadySetAside(Conflict):
    """The response is in quarantine already."""


class NotSetAside(Conflict):
    """The response is not in quarantine."""


class ReasonMissing(Problem):
    """Nobody sets a response aside without saying why."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A form on its way into the database; ``answers`` are stored values as :func:`app.forms.builder.read_answers`
    gives them.

    ``asked`` is the edition that the citizen read, even where the placement has moved on meanwhile. ``also`` belongs to
    the same transaction, and is not called for a response that is stored already. ``checks`` are those for which the
    response is set aside at once (``integrity.rules.judge``).
    """

    key: UUID
    asked: Asked
    desk_id: int
    answers: dict[str, Any]
    mode: str
    hour: datetime
    locale: str
    also: Callable[[Session], None] | None = None
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """What became of a submission: the response's key, whether it had been stored before, and if so whether it was
    stored with other answers than these (the first ones count).
    """

    response_id: UUID
    repeated: bool
    changed: bool = False


class _Cell(NamedTuple):
    edition_id: int
    grain: str
    state: str
    desk_id: int
    day: date
    mode: str


@dataclass(slots=True)
class _Change:
    n: int = 0
    excluded: int = 0
    counts: dict[int, int] | None = None

    def add(self, sign: int, scorable: bool, hits: Iterable[int]) -> None:
        self.n += sign * scorable
        self.excluded += sign * (not scorable)
        counts = self.counts = self.counts if self.counts is not None else defaultdict(int)
        for index in hits:
            counts[index] += sign


def submit(
    session: Session,
    asked: Asked,
    *,
    desk_id: int,
    key: UUID,
    answers: dict[str, Any],
    mode: str,
    hour: datetime,
    locale: str,
) -> Submission:
    """Store one response; ``answers`` are stored values as :func:`app.forms.builder.read_answers` gives them.

    ``asked`` is the edition that the citizen read, even where the placement has moved on meanwhile. A key that is
    stored already raises ``IntegrityError``: the caller ends its transaction and asks :func:`queries.stored_answers`.
    """
    asked.promise()  # whoever sends it in, nothing is stored under a promise that is not kept
    values: dict[str, Any] = {
        "id": key,
        "edition_id": asked.edition_id,
        "desk_id": desk_id,
        "mode": mode,
        "hour": clock.hour_of(hour),
        "locale": locale,
        "answers": answers,
    }
    session.execute(_RESPONSE, values)
    session.execute(_PENDING, _entry(key, asked.edition_id, COUNTED, 1))
    announce(session, ResponsesStored((StoredResponse(key, desk_id, values["hour"], answers, asked),)))
    return Submission(key, repeated=False)


def submit_all(
    session: Session, forms: Sequence[Answered], *, stored: Mapping[UUID, dict[str, Any]] | None = None
) -> list[Submission]:
    """Store responses; what became of each form, in the order given. All or nothing: a fault of one undoes them all.

    ``stored`` are the answers of those that are stored already (:func:`queries.answers_stored`). A stored key that is
    not among them raises ``IntegrityError``: repeats are rare, so the caller may well try without asking first.
    """
    first = dict(stored or {})
    fresh = []
    done = []
    for form in forms:
        before = first.setdefault(form.key, form.answers)
        repeated = before is not form.answers
        done.append(Submission(form.key, repeated, changed=repeated and before != form.answers))
        if not repeated:
            fresh.append(form)
    if fresh:
        _insert(session, fresh)
    return done


def _insert(session: Session, forms: Sequence[Answered]) -> None:
    for form in forms:
        form.asked.promise()
    rows = [
        {
            "id": form.key,
            "edition_id": form.asked.edition_id,
            "desk_id": form.desk_id,
            "mode": form.mode,
            "hour": clock.hour_of(form.hour),
            "locale": form.locale,
            "answers": form.answers,
        }
        for form in forms
    ]
    session.execute(_RESPONSE, rows)
    states = [QUARANTINED if form.checks else COUNTED for form in forms]
    entries = zip(forms, states, strict=True)
    session.execute(_PENDING, [_entry(form.key, form.asked.edition_id, state, 1) for form, state in entries])
    if QUARANTINED in states:
        session.execute(_QUARANTINE, [_suspected(form) for form in forms if form.checks])
    announce(session, ResponsesStored(tuple(_stored(form) for form in forms)))
    for form in forms:
        if form.also is not None:
            form.also(session)


def _stored(form: Answered) -> StoredResponse:
    return StoredResponse(form.key, form.desk_id, clock.hour_of(form.hour), form.answers, form.asked)


def _suspected(form: Answered) -> dict[str, Any]:
    """A row by the program itself: no entry in the audit, whose times are finer than a citizen's row may show."""
    return {
        "id": uuid4(),
        "response_id": form.key,
        "reason": reason_of(form.checks)[:REASON_LENGTH],
        "set_aside_at": clock.hour_of(form.hour),
        "checks": " ".join(form.checks),
    }


def fold(session: Session, *, limit: int = 1000) -> int:
    """Move up to ``limit`` pending rows into the tallies; how many it took, 0 when nothing waits.

    The one-row lock comes first: a second fold waits here and then sees what the first one left.
    """
    session.execute(update(FoldLock).where(FoldLock.id == 1).values(folds=FoldLock.folds + 1))
    rows = session.execute(
        select(
            Pending.id, Pending.sign, Pending.state, Response.edition_id, Response.desk_id, Response.mode,
            Response.hour, Response.answers,
        )
        .join(Response, Response.id == Pending.response_id)
        .limit(limit)
    ).all()  # fmt: skip
    if not rows:
        return 0
    layouts = {
        edition_id: layout_of(definition)
        for edition_id, definition in definitions_of(session, {row.edition_id for row in rows}).items()
    }
    changes: dict[_Cell, _Change] = defaultdict(_Change)
    for row in rows:
        scorable, hits = count(layouts[row.edition_id], row.answers)
        for cell in _cells_of(row.edition_id, row.state, row.desk_id, clock.day_of(row.hour), row.mode):
            changes[cell].add(row.sign, scorable, hits)
    _apply(session, changes, {edition_id: layout.size for edition_id, layout in layouts.items()})
    for ids in _chunks([row.id for row in rows]):
        session.execute(delete(Pending).where(Pending.id.in_(ids)).execution_options(synchronize_session=False))
    return len(rows)


def set_aside(session: Session, response_id: UUID, reason: str, by: int | None) -> Quarantine:
    """Take a response out of the scores, with a reason; nothing is deleted. :class:`AlreadySetAside` the second time.

    ``by`` is the official, or None for the program itself.
    """
    reason = nfc(reason).strip()[:REASON_LENGTH]
    if not reason:
        raise ReasonMissing(N_("Hãy ghi lý do tạm loại, để người khác kiểm tra lại được."))
    edition_id, office_id = _hold(session, response_id)
    found = open_quarantine(session, response_id)
    if found is not None:
        raise AlreadySetAside(N_("Phiếu này đã được tạm loại từ trước. Lý do: %(reason)s"), reason=found.reason)
    quarantine = Quarantine(
        id=uuid4(), response_id=response_id, reason=reason, set_aside_at=clock.now(), set_aside_by_id=by
    )
    session.add(quarantine)
    session.flush()
    _move(session, response_id, edition_id, COUNTED, QUARANTINED)
    record(session, N_("Tạm loại phiếu trả lời"), f"response:{response_id}", by=by, office_id=office_id, reason=reason)
    return quarantine


def set_aside_for(session: Session, ids: Sequence[UUID], edition_id: int, checks: Sequence[str]) -> None:
    """Set responses of one edition aside by the program itself, which count until now; no entry in the audit each."""
    if ids:
        row = {"reason": reason_of(checks)[:REASON_LENGTH], "set_aside_at": clock.now(), "checks": " ".join(checks)}
        session.execute(_QUARANTINE, [row | {"id": uuid4(), "response_id": response_id} for response_id in ids])
    for response_id in ids:
        _move(session, response_id, edition_id, COUNTED, QUARANTINED)


def restore(session: Session, response_id: UUID, by: int | None, reason: str = "") -> Quarantine:
    """Bring a response back into the scores; :class:`NotSetAside` where it is not out of them."""
    edition_id, office_id = _hold(session, response_id)
    found = open_quarantine(session, response_id)
    if found is None:
        raise NotSetAside(N_("Phiếu này không bị tạm loại nên không cần khôi phục."))
    found.restored_at, found.restored_by_id = clock.now(), by
    session.flush()
    _move(session, response_id, edition_id, QUARANTINED, COUNTED)
    why = {"reason": nfc(reason).strip()[:REASON_LENGTH]} if reason.strip() else {}
    record(session, N_("Khôi phục phiếu trả lời"), f"response:{response_id}", by=by, office_id=office_id, **why)
    return found


def _hold(session: Session, response_id: UUID) -> tuple[int, int]:
    """Lock the response until the transaction ends, so that two people cannot set it aside at once."""
    found = session.execute(
        select(Response.edition_id, Desk.office_id)
        .join(Desk, Desk.id == Response.desk_id)
        .where(Response.id == response_id)
        .with_for_update(of=Response)
    ).one_or_none()
    if found is None:
        raise NotFound(N_("Không có phiếu trả lời mang mã %(id)s."), id=response_id)
    return found.edition_id, found.office_id


def _move(session: Session, response_id: UUID, edition_id: int, source: str, target: str) -> None:
    session.execute(_PENDING, [_entry(response_id, edition_id, source, -1), _entry(response_id, edition_id, target, 1)])


def _entry(response_id: UUID, edition_id: int, state: str, sign: int) -> dict[str, Any]:
    return {"id": uuid4(), "response_id": response_id, "edition_id": edition_id, "state": state, "sign": sign}


def _cells_of(edition_id: int, state: str, desk_id: int, day: date, mode: str) -> Iterator[_Cell]:
    yield _Cell(edition_id, "day", state, EVERY_DESK, day, mode)
    yield _Cell(edition_id, "desk", state, desk_id, EVERY_DAY, mode)
    yield _Cell(edition_id, "desk_day", state, desk_id, day, mode)


def _apply(session: Session, changes: dict[_Cell, _Change], sizes: dict[int, int]) -> None:
    known = _known(session, list(changes))
    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for cell, change in changes.items():
        found = known.get(cell)
        counts = list(found.counts) if found else [0] * sizes[cell.edition_id]
        for index, difference in (change.counts or {}).items():
            counts[index] += difference
        numbers = {"n": change.n, "excluded": change.excluded, "counts": counts}
        if found is None:
            added.append(cell._asdict() | numbers)
        else:
            changed.append(
                {"id": found.id, "n": found.n + change.n, "excluded": found.excluded + change.excluded}
                | {"counts": counts}
            )
    if added:
        session.execute(insert(Tally), added)
    if changed:
        session.execute(update(Tally), changed)


class _Known(NamedTuple):
    id: int
    n: int
    excluded: int
    counts: list[int]


def _known(session: Session, cells: Sequence[_Cell]) -> dict[_Cell, _Known]:
    columns = (Tally.edition_id, Tally.grain, Tally.state, Tally.desk_id, Tally.day, Tally.mode)
    found: dict[_Cell, _Known] = {}
    for some in _chunks(cells):
        rows = session.execute(
            select(*columns, Tally.id, Tally.n, Tally.excluded, Tally.counts).where(tuple_(*columns).in_(some))
        )
        for row in rows:
            found[_Cell(*row[:6])] = _Known(row.id, row.n, row.excluded, row.counts)
    return found


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
