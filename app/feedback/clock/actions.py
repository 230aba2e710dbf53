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

LIMITS_SET = N_("Đặt thời hạn xử lý phản ánh")
LIMITS_CHECKED = N_("Xác nhận bảng thời hạn xử lý phản ánh")


class LimitUnfit(Problem):
    """No time at all, or so much that nobody would wait for it."""


def set_limits(
    session: Session, office: Office, *, kind: Kind, level: Level, first: Limit, final: Limit, by: int | None
) -> ClockTable:
    """Set the limits of one kind and level; the others stay. ``cases.recounting`` then winds the clocks.

    Raises :class:`LimitUnfit`.
    """
    table = with_limits(table_for(session, office.id), kind, level, first, final)
    _keep(session, office, table)
    record(session, LIMITS_SET, f"office:{office.id}", by=by, office_id=office.id, name=office.name)
    return table


def confirm_limits(session: Session, office: Office, *, by: int | None) -> ClockTable:
    """Say that the office has checked its table as it is; from now on senders are told by when they get an answer."""
    table = replace(table_for(session, office.id), checked=True)
    _keep(session, office, table)
    record(session, LIMITS_CHECKED, f"office:{office.id}", by=by, office_id=office.id, name=office.name)
    return table


def with_limits(table: ClockTable, kind: Kind, level: Level, first: Limit, final: Limit) -> ClockTable:
    """The table with other limits for one kind and level. Raises :class:`LimitUnfit`."""
    for limit in (first, final):
        if not 1 <= limit.amount <= LONGEST[limit.unit]:
            raise LimitUnfit(N_("Thời hạn phải từ 1 đến %(most)d theo đơn vị đã chọn."), most=LONGEST[limit.unit])
    limits = {**table.limits, (kind, level): replace(table.of(kind, level), first=first, final=final)}
    return replace(table, limits=limits, checked=True)


def _keep(session: Session, office: Office, table: ClockTable) -> None:
    session.merge(ClockRules(office_id=office.id, data=data_of(table)))
    session.flush()
