"""The visit slips of a desk: what was printed, printing more, revoking."""

from __future__ import annotations

import io
from http import HTTPStatus

from flask import current_app, flash, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.settings import Settings
from app.core.text import SOURCE
from app.core.tokens import new_checked_code
from app.core.words import _, sentence
from app.desks import prints
from app.desks.inputs import SlipsInput
from app.desks.models import Desk, Placement
from app.desks.queries import desk_for, placement_for, placements_at
from app.desks.slips.actions import make_slips, revoke_slips
from app.desks.slips.queries import batch_for, batches_at
from app.desks.slips.rules import MOST_SLIPS, last_day
from app.desks.slips.sheet import SlipWords, draw_slips
from app.desks.views import bp, public_url
from app.forms.languages.queries import NAMES

Answer = str | Response | tuple[str, int]


@bp.get("/desks/<int:desk_id>/slips")
@allow("desks.read")
def slips(desk_id: int) -> Answer:
    """The batches of a desk."""
    return _page(desk_for(session(), viewer(), desk_id), SlipsInput(formdata=None))


@bp.post("/desks/<int:desk_id>/slips")
@allow("desks.change")
def print_slips(desk_id: int) -> Answer:
    """Make a batch; the answer is the PDF, which exists only now: the codes are stored nowhere as they are."""
    desk = desk_for(session(), viewer(), desk_id, permission="desks.change")
    form = SlipsInput()
    if not form.validate_on_submit():
        return _page(desk, form), HTTPStatus.UNPROCESSABLE_ENTITY
    placement = _chosen(desk, form.placement.data or 0)
    locale = form.locale.data or SOURCE
    try:
        asked = [placement] if placement is not None else _asked_at(desk)
        prints.check_placements(asked, locale)
        words = SlipWords(
            office=desk.office.name,
            desk=desk.name,
            until=last_day(clock.today()),
            about=prints.title_in(placement, locale) if placement is not None else "",
            locale=locale,
        )
        draw_slips(words, [new_checked_code()], public_url())  # a name that cannot be printed is refused before
        with transaction():
            codes = make_slips(
                session(),
                desk,
                count=form.count.data or 0,
                secret=_settings().secret_key,
                placement=placement,
                by=viewer().official_id,
            )
    except Problem as problem:
        flash(sentence(problem), "error")
        return _page(desk, form), problem.status
    name = prints.file_name("phieu-hen", desk.name, f"{clock.today():%Y%m%d}", str(len(codes)), ending=".pdf")
    pdf = io.BytesIO(draw_slips(words, codes, public_url()))
    sent = send_file(pdf, mimetype="application/pdf", as_attachment=True, download_name=name)
    sent.headers["Cache-Control"] = "no-store"
    return sent


@bp.post("/slips/<int:batch_id>/revocation")
@allow("desks.change")
def revoke(batch_id: int) -> Answer:
    """Make the unused slips of a batch worthless."""
    batch = batch_for(session(), viewer(), batch_id, permission="desks.change")
    desk_id = batch.desk_id
    try:
        with transaction():
            revoke_slips(session(), batch, by=viewer().official_id)
    except Problem as problem:
        flash(sentence(problem), "error")
        return _page(desk_for(session(), viewer(), desk_id), SlipsInput(formdata=None)), problem.status
    flash(_("Đã hủy đợt phiếu hẹn. Mã chưa dùng không còn gửi kèm được; câu trả lời đã có vẫn được giữ."))
    return redirect(url_for("desks.slips", desk_id=desk_id))


def _page(desk: Desk, form: SlipsInput) -> str:
    open_here = _asked_at(desk)
    form.locale.choices = [(code, _(NAMES[code])) for code in desk.office.citizen_locales]
    every = [(0, _("Mọi phiếu tại điểm này, người dân tự chọn"))] if len(open_here) != 1 else []
    form.placement.choices = every + [(placement.id, placement.edition.title) for placement in open_here]
    return render_template(
        "desks/slips.html",
        desk=desk,
        form=form,
        lines=batches_at(session(), desk, _settings().minimum_n),
        may_change=viewer().may("desks.change", desk.office_id),
        can_print=desk.is_open and bool(open_here),
        most=MOST_SLIPS,
        today=clock.today(),
    )


def _asked_at(desk: Desk) -> list[Placement]:
    return [placement for placement in placements_at(session(), [desk], "words") if placement.is_open]


def _chosen(desk: Desk, placement_id: int) -> Placement | None:
    """The placement that was chosen, None for all of them; one of another desk is not found."""
    if not placement_id:
        return None
    found = placement_for(session(), viewer(), placement_id, permission="desks.change")
    return found if found.desk_id == desk.id else placement_for(session(), viewer(), 0)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
