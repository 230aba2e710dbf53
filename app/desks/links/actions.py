"""Making a web link, closing it, opening it again under the same address."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.errors import Conflict
from app.core.text import N_
from app.desks.links.models import WebLink
from app.desks.models import Placement


class NothingAskedThere(Conflict):
    """A link to a retired placement would lead nowhere."""


class NoLink(Conflict):
    """There is no open link that could be closed."""


def open_link(session: Session, placement: Placement, *, by: int | None) -> WebLink:
    """The link of a placement: the one that is there, opened again where it was closed, or a new one."""
    if not placement.is_open:
        raise NothingAskedThere(N_("Phiếu này đã thu hồi nên không tạo được đường dẫn. Hãy khôi phục phiếu trước."))
    link = session.scalar(select(WebLink).where(WebLink.placement_id == placement.id).with_for_update())
    if link is not None and link.closed_on is None:
        return link
    if link is None:
        link = WebLink(placement_id=placement.id, made_on=clock.today())
        session.add(link)
    link.closed_on = None
    session.flush()
    _record(session, N_("Mở đường dẫn trên cổng thông tin"), placement, by=by)
    return link


def close_link(session: Session, placement: Placement, *, by: int | None) -> None:
    """End the link of a placement; its address then leads to the poster's page. Raises :class:`NoLink`."""
    link = session.scalar(select(WebLink).where(WebLink.placement_id == placement.id).with_for_update())
    if link is None or link.closed_on is not None:
        raise NoLink(N_("Phiếu này không có đường dẫn nào đang dùng."))
    link.closed_on = clock.today()
    session.flush()
    _record(session, N_("Đóng đường dẫn trên cổng thông tin"), placement, by=by)


def _record(session: Session, verb: str, placement: Placement, *, by: int | None) -> None:
    record(
        session, verb, f"placement:{placement.id}", by=by, office_id=placement.desk.office_id,
        name=placement.form.title, desk=placement.desk.name,
    )  # fmt: skip
