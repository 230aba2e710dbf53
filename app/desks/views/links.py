"""Web links of placements: for the portal, told apart from the poster."""

from __future__ import annotations

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.words import _
from app.desks.links import actions
from app.desks.queries import placement_for
from app.desks.views import bp


@bp.post("/placements/<int:placement_id>/link")
@allow("desks.change")
def open_link(placement_id: int) -> Response:
    """Make the link of a placement."""
    found = placement_for(session(), viewer(), placement_id, permission="desks.change")
    desk_id = found.desk_id
    with transaction():
        actions.open_link(session(), found, by=viewer().official_id)
    flash(_("Đã mở đường dẫn. Chép địa chỉ này lên cổng thông tin, Zalo hoặc thư trả lời."))
    return redirect(url_for("desks.desk", desk_id=desk_id, _anchor=f"link-{placement_id}"))


@bp.post("/placements/<int:placement_id>/link/closing")
@allow("desks.change")
def close_link(placement_id: int) -> Response:
    """End the link of a placement."""
    found = placement_for(session(), viewer(), placement_id, permission="desks.change")
    desk_id = found.desk_id
    with transaction():
        actions.close_link(session(), found, by=viewer().official_id)
    flash(_("Đã đóng đường dẫn. Người mở địa chỉ đó được dẫn đến phiếu của tờ mã QR."))
    return redirect(url_for("desks.desk", desk_id=desk_id))
