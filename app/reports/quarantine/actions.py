"""Setting aside by hand: everything that a desk received within some hours of a day."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.errors import Problem
from app.core.text import N_
from app.responses.actions import set_aside


class NothingThen(Problem):
    """Nothing that counts was received then."""


def set_aside_all(session: Session, found: Collection[UUID], reason: str, *, by: int | None) -> int:
    """Set these responses aside, all or none, each with the reason; how many. Raises :class:`NothingThen`."""
    if not found:
        raise NothingThen(N_("Điểm này không có phiếu nào đang được tính trong khoảng giờ đó. Hãy chọn lại ngày, giờ."))
    for response_id in found:
        set_aside(session, response_id, reason, by)
    return len(found)
