"""Writing down how many visits desks have served."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.errors import Conflict, NotFound
from app.core.text import N_
from app.desks.models import Desk
from app.desks.visits.models import VisitsServed
from app.desks.visits.queries import visits_in
from app.desks.visits.rules import MOST_VISITS, Cell, NotANumberOfVisits, Visits, refuse_day


class DeskClosed(Conflict):
    """Nobody is served at a closed desk."""


class ChangedMeanwhile(Conflict):
    """Somebody else has written another number since the page was opened."""


def record_visits(
    session: Session,
    desks: Collection[Desk],
    wanted: Visits,
    *,
    seen: Mapping[Cell, int],
    today: date,
    by: int | None,
    source: str = "",
) -> int:
    """Make every cell of ``wanted`` say its number, or nothing; how many of them said something else before.

    ``desks`` are those that the person may write about. ``seen`` is what stood there when the person looked: a number
    that somebody else has changed meanwhile is not overwritten unseen (:class:`ChangedMeanwhile`). ``source`` is the
    name of an imported file, for the audit. All or nothing.
    """
    known = {desk.id: desk for desk in desks}
    present = visits_in(session, wanted.keys())
    changes = {cell: number for cell, number in wanted.items() if number != present.get(cell)}
    changes = {cell: number for cell, number in changes.items() if number != seen.get(cell)}
    for (desk_id, day), number in changes.items():
        _refuse(known.get(desk_id), day, number, today)
    for cell, number in sorted(changes.items()):
        if present.get(cell) != seen.get(cell) or not _change(session, cell, number, present.get(cell)):
            raise _changed(known[cell[0]], cell[1])
    _tell(session, known, changes, by=by, source=source)
    return len(changes)


def _refuse(desk: Desk | None, day: date, number: int | None, today: date) -> None:
    if desk is None:
        raise NotFound(N_("Không tìm thấy điểm tiếp nhận này. Có thể điểm này thuộc cơ quan khác."))
    if not desk.is_open:
        raise DeskClosed(
            N_("Điểm “%(desk)s” đã ngừng nên không ghi thêm số lượt. Nếu còn phải ghi, hãy mở lại điểm trước."),
            desk=desk.name,
        )
    refuse_day(day, today)
    if number is not None and not 0 <= number <= MOST_VISITS:
        raise NotANumberOfVisits(
            N_("%(text)s lượt trong một ngày tại một điểm là quá nhiều (tối đa %(most)d). Hãy xem lại."),
            text=str(number),
            most=MOST_VISITS,
        )


def _change(session: Session, cell: Cell, number: int | None, before: int | None) -> bool:
    """Whether the cell still said ``before``; the database decides, not what was read."""
    here = (VisitsServed.desk_id == cell[0], VisitsServed.day == cell[1])
    if before is None:
        try:
            with session.begin_nested():
                session.execute(insert(VisitsServed).values(desk_id=cell[0], day=cell[1], visits=number))
        except IntegrityError:
            return False
        return True
    there = (*here, VisitsServed.visits == before)
    changed = (
        delete(VisitsServed).where(*there).returning(VisitsServed.day)
        if number is None
        else update(VisitsServed).where(*there).values(visits=number).returning(VisitsServed.day)
    )
    return session.execute(changed, execution_options={"synchronize_session": False}).first() is not None


def _changed(desk: Desk, day: date) -> ChangedMeanwhile:
    return ChangedMeanwhile(
        N_(
            "Người khác vừa ghi số lượt ngày %(day)s tại “%(desk)s”. Trang dưới đây có số mới nhất; "
            "hãy xem lại rồi ghi lại phần của mình."
        ),
        day=clock.show_day(day),
        desk=desk.name,
    )


def _tell(session: Session, known: Mapping[int, Desk], changes: Visits, *, by: int | None, source: str) -> None:
    """One entry for each desk: who wrote, for which days, how many numbers."""
    days: dict[int, list[date]] = defaultdict(list)
    for desk_id, day in changes:
        days[desk_id].append(day)
    for desk_id, written in days.items():
        desk = known[desk_id]
        details: dict[str, Any] = {
            "name": desk.name,
            "from_day": clock.show_day(min(written)),
            "to_day": clock.show_day(max(written)),
            "days": len(written),
        }
        record(
            session,
            N_("Ghi số lượt phục vụ"),
            f"desk:{desk_id}",
            by=by,
            office_id=desk.office_id,
            **details | ({"file": source} if source else {}),
        )
