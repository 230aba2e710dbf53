"""Named reads of kiosks: an office's list through the viewer, a tablet's own by its address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.access.viewer import Viewer
from app.core.clock import day_of
from app.core.errors import NotFound
from app.core.text import N_
from app.core.tokens import is_code, read_code
from app.desks.kiosks.models import Kiosk
from app.desks.kiosks.rules import is_silent
from app.desks.models import Desk
from app.offices.holidays import working_days_of


def kiosks_at(session: Session, desk: Desk) -> list[Kiosk]:
    """The kiosks of a desk, those in use first, then by name."""
    return list(
        session.scalars(
            select(Kiosk).where(Kiosk.desk_id == desk.id).order_by(Kiosk.revoked_on.is_not(None), Kiosk.name, Kiosk.id)
        )
    )


def silent_kiosks(session: Session, viewer: Viewer, at: datetime) -> list[Kiosk]:
    """The bound kiosks of the viewer's offices that should be heard of now and are not, by desk and name. On days on
    which an office rests none is missed. One query while none is silent, three otherwise.
    """
    bound = session.scalars(
        select(Kiosk)
        .join(Kiosk.desk)
        .options(contains_eager(Kiosk.desk))
        .where(
            Desk.office_id.in_(viewer.offices("desks.read")),
            Desk.retired_at.is_(None),
            Kiosk.revoked_on.is_(None),
            Kiosk.device_hash.is_not(None),
        )
        .order_by(Desk.name, Desk.id, Kiosk.name, Kiosk.id)
    )
    silent = [kiosk for kiosk in bound if is_silent(kiosk.seen_at, at, kiosk.desk.hours)]
    if not silent:
        return []
    days = working_days_of(session, {kiosk.desk.office_id for kiosk in silent})
    return [kiosk for kiosk in silent if not days[kiosk.desk.office_id].is_holiday(day_of(at))]


def kiosk_for(session: Session, viewer: Viewer, kiosk_id: int, *, permission: str) -> Kiosk:
    """The kiosk with its desk, if ``viewer`` holds ``permission`` there; otherwise :class:`NotFound`."""
    kiosk = session.scalar(
        select(Kiosk)
        .join(Kiosk.desk)
        .options(joinedload(Kiosk.desk))
        .where(Kiosk.id == kiosk_id, Desk.office_id.in_(viewer.offices(permission)))
    )
    if kiosk is None:
        raise NotFound(N_("Không tìm thấy máy này. Có thể máy thuộc cơ quan khác."))
    return kiosk


def kiosk_by_code(session: Session, code: str) -> Kiosk:
    """The kiosk of an address, with desk and office, revoked ones too; :class:`NotFound` for any other address."""
    typed = read_code(code)
    kiosk = (
        session.scalar(
            select(Kiosk)
            .options(joinedload(Kiosk.desk).joinedload(Desk.office))
            .where(Kiosk.code == typed)
            .execution_options(populate_existing=True)
        )
        if is_code(typed)
        else None
    )
    if kiosk is None:
        # Translators: citizens read this
        raise NotFound(N_("Địa chỉ máy này không đúng. Hãy hỏi quản trị viên của cơ quan."))
    return kiosk
