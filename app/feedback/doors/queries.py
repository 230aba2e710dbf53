"""Named reads of the four doors: where a code leads, and where an office receives people."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, defer

from app.core.errors import NotFound
from app.core.text import N_
from app.core.tokens import is_code, read_code
from app.desks.models import Desk, Placement
from app.feedback.doors.models import Reception
from app.forms.models import Edition, Form
from app.offices.models import Office

UNKNOWN_DOOR = N_(
    "Không tìm thấy cơ quan hay điểm tiếp nhận nào với địa chỉ này. Xin quét lại mã QR tại điểm tiếp nhận, hoặc hỏi "
    "cán bộ của cơ quan."
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands: at a placement, at a desk, or before a whole office. ``code`` is what leads here again.

    Closed desks and placements are places too: what is reported there concerns the office, which is still there.
    """

    code: str
    office: Office
    desk: Desk | None = None
    placement: Placement | None = None

    @property
    def task_id(self) -> int | None:
        """The task that a case from here belongs to."""
        return self.placement.form.task_id if self.placement else None


def place_behind(session: Session, code: str) -> Place:
    """The placement, the desk or the office with this code; at most three queries. Raises :class:`NotFound`."""
    typed = read_code(code)
    if is_code(typed):
        placement = session.scalar(
            select(Placement)
            .join(Placement.desk)
            .join(Desk.office)
            .join(Placement.form)
            .join(Placement.edition)
            .options(
                contains_eager(Placement.desk).contains_eager(Desk.office),
                contains_eager(Placement.form).options(defer(Form.definition), defer(Form.words)),
                contains_eager(Placement.edition).defer(Edition.definition),
            )
            .where(Placement.code == typed)
        )
        if placement is not None:
            return Place(placement.code, placement.desk.office, placement.desk, placement)
        desk = session.scalar(
            select(Desk).join(Desk.office).options(contains_eager(Desk.office)).where(Desk.code == typed)
        )
        if desk is not None:
            return Place(desk.code, desk.office, desk)
    # PostgreSQL refuses to compare with a null byte, which no office has in its code.
    office = session.scalar(select(Office).where(Office.code == code)) if code.isprintable() else None
    if office is None:
        raise NotFound(UNKNOWN_DOOR)
    return Place(office.code, office)


def reception_of(session: Session, office_id: int) -> Reception | None:
    """Where and when the office receives people, if it has said so."""
    return session.get(Reception, office_id, populate_existing=True)
