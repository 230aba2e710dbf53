"""Setting an office's time limits; who sets one says that the office has checked its table."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from app.access.actions import record
from app.core.errors import Problem
from app.core.text import N_
from app.feedback.clock.models import ClockRules
from app.feedback.clock.queries import table_for
from app.feedback.clock.rules import LONGEST, ClockTable, Kind, Level, Limit, data_of
from app.offices.models import Office


class LimitUnfit(Problem):
    """No time at all, or so much that nobody would wait for it."""


def set_limits(
    session: Session, office: Office, *, kind: Kind, level: Level, first: Limit, final: Limit, by: int | None
) -> ClockTable:
    """Set the limits of one kind and level; the others stay. Open cases keep theirs until they are recounted.

    Raises :class:`LimitUnfit`.
    """
    for limit in (first, final):
        if not 1 <= limit.amount <= LONGEST[limit.unit]:
            raise LimitUnfit(N_("Thời hạn phải từ 1 đến %(most)d theo đơn vị đã chọn."), most=LONGEST[limit.unit])
    table = table_for(session, office.id)
    limits = {**table.limits, (kind, level): replace(table.of(kind, level), first=first, final=final)}
    table = replace(table, limits=limits, checked=True)
    session.merge(ClockRules(office_id=office.id, data=data_of(table)))
    session.flush()
    record(
        session, N_("Đặt thời hạn xử lý phản ánh"), f"office:{office.id}", by=by, office_id=office.id, name=office.name
    )
    return table
