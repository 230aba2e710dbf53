"""What is printed: codes as pictures, and posters."""

from __future__ import annotations

import io

from flask import request, send_file
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core.errors import Gone, Problem
from app.core.guards import allow
from app.core.session import session
from app.core.text import N_, SOURCE
from app.desks import posters, prints, qr, rules
from app.desks.queries import desk_for, placement_for, placements_at, placements_of_plan
from app.desks.views import bp, public_url
from app.plans.queries import plan_for

SIZES: dict[str, posters.Size] = {"A5": "A5", "A4": "A4", "A5x2": "A5x2"}


@bp.get("/plans/<int:plan_id>/posters.pdf")
@allow("desks.read")
def posters_of_plan(plan_id: int) -> Response:
    """One PDF with a poster for each open placement of a plan, and one for each desk with several tasks."""
    plan = plan_for(session(), viewer(), plan_id, permission="desks.read")
    size = SIZES.get(request.args.get("size", "A5"))
    if size is None:
        raise Problem(N_("Khổ giấy phải là A5, A4 hoặc A5x2 (hai tờ A5 trên một trang A4)."))
    open_here = [placement for placement in placements_of_plan(session(), plan) if placement.is_open]
    everything = placements_at(session(), list({placement.desk_id: placement.desk for placement in open_here}.values()))
    locale = request.args.get("language", SOURCE)
    pdf = posters.draw(prints.poster_words(open_here, everything, public_url(), locale), size, locale=locale)
    parts = ("ma-qr", plan.number or plan.title, size, "" if locale == SOURCE else locale)
    return _file(pdf, prints.file_name(*parts, ending=".pdf"), "application/pdf")


@bp.get("/placements/<int:placement_id>/qr.svg", defaults={"picture": "svg"})
@bp.get("/placements/<int:placement_id>/qr.png", defaults={"picture": "png"})
@allow("desks.read")
def placement_qr(placement_id: int, picture: str) -> Response:
    """The code of one placement as a picture."""
    found = placement_for(session(), viewer(), placement_id)
    if not found.is_open:
        raise Gone(N_("Lượt đặt phiếu này đã thu hồi nên không in mã QR nữa. Hãy khôi phục trước."))
    url = rules.placement_url(public_url(), found.code)
    return _picture(
        url, prints.file_name(found.desk.name, found.edition.title, found.code, ending=f".{picture}"), picture
    )


@bp.get("/desks/<int:desk_id>/qr.svg", defaults={"picture": "svg"})
@bp.get("/desks/<int:desk_id>/qr.png", defaults={"picture": "png"})
@allow("desks.read")
def desk_qr(desk_id: int, picture: str) -> Response:
    """The code that opens the chooser of a desk, as a picture."""
    found = desk_for(session(), viewer(), desk_id)
    if not found.is_open:
        raise Gone(N_("Điểm này đã ngừng hoạt động nên không in mã QR nữa. Hãy mở lại điểm trước."))
    url = rules.desk_url(public_url(), found.code)
    return _picture(url, prints.file_name(found.name, found.code, ending=f".{picture}"), picture)


def _picture(url: str, name: str, picture: str) -> Response:
    if picture == "svg":
        return _file(qr.svg(url).encode(), name, "image/svg+xml")
    return _file(qr.png(url), name, "image/png")


def _file(content: bytes, name: str, kind: str) -> Response:
    return send_file(io.BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)
