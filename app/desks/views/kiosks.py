"""The kiosks of a desk and the hours in which it receives citizens."""

from __future__ import annotations

from http import HTTPStatus

from flask import current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.settings import Settings
from app.core.words import _, _l, sentence
from app.desks.inputs import HoursInput, KioskInput
from app.desks.kiosks import actions
from app.desks.kiosks.models import Kiosk
from app.desks.kiosks.queries import kiosk_for, kiosks_at
from app.desks.kiosks.rules import is_silent
from app.desks.models import Desk
from app.desks.queries import desk_for
from app.desks.slips.sheet import grouped
from app.desks.views import bp, public_url

Answer = str | Response | tuple[str, int]

DAYS = (
    _l("Thứ Hai"),
    _l("Thứ Ba"),
    _l("Thứ Tư"),
    _l("Thứ Năm"),
    _l("Thứ Sáu"),
    _l("Thứ Bảy"),
    _l("Chủ nhật"),
)


@bp.get("/desks/<int:desk_id>/kiosks")
@allow("desks.read")
def kiosks(desk_id: int) -> Answer:
    """The tablets of a desk, and when each was last heard of."""
    return _page(desk_for(session(), viewer(), desk_id))


@bp.post("/desks/<int:desk_id>/kiosks")
@allow("desks.change")
def add_kiosk(desk_id: int) -> Answer:
    """Add a tablet; the answer shows its binding code, once."""
    desk = desk_for(session(), viewer(), desk_id, permission="desks.change")
    form = KioskInput()
    try:
        with transaction():
            kiosk, code = actions.add_kiosk(
                session(), desk, name=form.name.data or "", secret=_secret(), by=viewer().official_id
            )
    except Problem as problem:
        form.name.errors = [sentence(problem)]
        return _page(desk, form=form), problem.status
    return _page(desk, bound=(kiosk, code)), HTTPStatus.CREATED


@bp.post("/desks/<int:desk_id>/hours")
@allow("desks.change")
def set_hours(desk_id: int) -> Answer:
    """Set the hours in which the desk receives citizens."""
    desk = desk_for(session(), viewer(), desk_id, permission="desks.change")
    form = HoursInput()
    form.days.choices = list(enumerate(DAYS))
    if not form.validate_on_submit():
        return _page(desk, hours=form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            actions.set_hours(
                session(),
                desk,
                days=form.days.data or [],
                opens=form.opens.data,
                closes=form.closes.data,
                by=viewer().official_id,
            )
    except Problem as problem:
        form.opens.errors = [sentence(problem)]
        return _page(desk, hours=form), problem.status
    flash(_("Đã lưu giờ tiếp dân."))
    return redirect(url_for("desks.kiosks", desk_id=desk_id))


@bp.post("/kiosks/<int:kiosk_id>/binding")
@allow("desks.change")
def rebind(kiosk_id: int) -> Answer:
    """Give a new binding code; the tablet bound before stops at once."""
    kiosk = kiosk_for(session(), viewer(), kiosk_id, permission="desks.change")
    try:
        with transaction():
            code = actions.rebind(session(), kiosk, secret=_secret(), by=viewer().official_id)
    except Problem as problem:
        flash(sentence(problem), "error")
        return _page(kiosk.desk), problem.status
    return _page(kiosk.desk, bound=(kiosk, code)), HTTPStatus.CREATED


@bp.post("/kiosks/<int:kiosk_id>/revocation")
@allow("desks.change")
def revoke_kiosk(kiosk_id: int) -> Answer:
    """Take a tablet out of use."""
    kiosk = kiosk_for(session(), viewer(), kiosk_id, permission="desks.change")
    desk_id = kiosk.desk_id
    try:
        with transaction():
            actions.revoke_kiosk(session(), kiosk, by=viewer().official_id)
    except Problem as problem:
        flash(sentence(problem), "error")
        return _page(kiosk.desk), problem.status
    flash(_("Đã ngừng dùng máy “%(name)s”.", name=kiosk.name))
    return redirect(url_for("desks.kiosks", desk_id=desk_id))


def _page(
    desk: Desk,
    *,
    form: KioskInput | None = None,
    hours: HoursInput | None = None,
    bound: tuple[Kiosk, str] | None = None,
) -> str:
    at = clock.now()
    hours = hours or HoursInput(formdata=None, **_set(desk))
    hours.days.choices = list(enumerate(DAYS))
    return render_template(
        "desks/kiosks.html",
        desk=desk,
        form=form or KioskInput(formdata=None),
        hours=hours,
        kiosks=[
            (kiosk, _minutes(kiosk), is_silent(kiosk.seen_at, at, desk.hours)) for kiosk in kiosks_at(session(), desk)
        ],
        bound=bound,
        grouped=grouped,
        address=lambda kiosk: f"{public_url()}/K/{kiosk.code}",
        days=DAYS,
        may_change=viewer().may("desks.change", desk.office_id),
    )


def _set(desk: Desk) -> dict[str, object]:
    if not desk.hours:
        return {}
    return {
        "days": desk.hours["days"],
        "opens": clock.time_of(desk.hours["opens"]),
        "closes": clock.time_of(desk.hours["closes"]),
    }


def _minutes(kiosk: Kiosk) -> int | None:
    """How many minutes ago the tablet was heard of."""
    return None if kiosk.seen_at is None else max(0, int((clock.now() - kiosk.seen_at).total_seconds()) // 60)


def _secret() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.secret_key
