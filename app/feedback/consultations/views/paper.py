"""The sheet to be printed, and the page on which officials type in what came on paper or was said at a meeting."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from http import HTTPStatus

from flask import current_app, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.settings import Settings
from app.core.text import N_
from app.core.words import _, sentence
from app.desks.prints import file_name
from app.feedback.consultations.models import Consultation
from app.feedback.consultations.page import address_of, key_in, sheet_in, typed_in, typing_key
from app.feedback.consultations.queries import consultation_for
from app.feedback.consultations.rules import CHOICES, STANCES, last_typing_day, may_type
from app.feedback.consultations.sheets import actions
from app.feedback.consultations.sheets.inputs import SheetInput
from app.feedback.consultations.sheets.printing import draw_sheet
from app.feedback.consultations.sheets.queries import standing
from app.feedback.consultations.states import state_now
from app.feedback.consultations.taking import OpinionUnfit
from app.feedback.consultations.views import bp
from app.responses.keys import SubmissionKey

Page = str | Response | tuple[str, int]
PERMISSION = "responses.enter"


@bp.get("/consultations/<int:consultation_id>/sheet.pdf")
@allow("consultations.read")
def sheet(consultation_id: int) -> Response:
    """The sheet to be printed and copied."""
    found = consultation_for(session(), viewer(), consultation_id)
    try:
        pdf = draw_sheet(found, address_of(found))
    except Problem as problem:
        flash(sentence(problem), "error")
        return redirect(url_for("consultations.consultation", consultation_id=consultation_id))
    name = file_name("phieu-y-kien", found.code, ending=".pdf")
    return send_file(io.BytesIO(pdf), mimetype="application/pdf", as_attachment=True, download_name=name)


@bp.get("/consultations/<int:consultation_id>/entry")
@allow(PERMISSION)
def entry(consultation_id: int) -> Page:
    """The typing page for the next sheet, or for one that was mistyped."""
    found = consultation_for(session(), viewer(), consultation_id, permission=PERMISSION)
    number, today = _number(request.args.get("sheet", "")), clock.today()
    on = _day(request.args.get("on", "")) or min(today, found.closes_on)
    form = SheetInput(formdata=None, mode=request.args.get("mode"), received_on=on)
    if number is not None:
        try:
            form.mode.data = actions.own_sheet(session(), found, number, by=viewer().official_id).mode
        except Problem as problem:
            return _entry_page(found, form, problem=sentence(problem), mending=True), problem.status
    return _entry_page(found, form, number=number)


@bp.post("/consultations/<int:consultation_id>/entry")
@allow(PERMISSION)
def type_in(consultation_id: int) -> Page:
    """Store what stands on a sheet; whatever goes wrong, everything typed comes back."""
    found = consultation_for(session(), viewer(), consultation_id, permission=PERMISSION)
    form, typed, key = SheetInput(), typed_in(request.form, found), key_in(request.form, found)
    number = _number(request.form.get("number", ""))
    if not form.validate_on_submit():
        return _entry_page(found, form, typed, number=number, key=key), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            done = _store(found, form, typed, key, number)
    except Problem as problem:
        now = consultation_for(session(), viewer(), consultation_id, permission=PERMISSION)
        at = problem.at if isinstance(problem, OpinionUnfit) else ""
        page = _entry_page(now, form, typed, number=number, key=key, problem=sentence(problem), at=at)
        return page, problem.status
    address = url_for(
        "consultations.entry",
        consultation_id=consultation_id,
        typed=done,
        mode=form.mode.data,
        on=form.received_on.data,
        again=1 if number else None,
    )
    return redirect(address, HTTPStatus.SEE_OTHER)


@bp.post("/consultations/<int:consultation_id>/entry/removal")
@allow(PERMISSION)
def entry_removal(consultation_id: int) -> Page:
    """Take back a sheet that should not have been typed in."""
    found = consultation_for(session(), viewer(), consultation_id, permission=PERMISSION)
    number = _number(request.form.get("sheet", "")) or 0
    try:
        with transaction():
            actions.take_back(session(), found, number, by=viewer().official_id)
    except Problem as problem:
        now = consultation_for(session(), viewer(), consultation_id, permission=PERMISSION)
        form = SheetInput(formdata=None, received_on=min(clock.today(), now.closes_on))
        return _entry_page(now, form, problem=sentence(problem), mending=True), problem.status
    flash(_("Đã bỏ tờ số %(number)d. Số này không dùng lại; hãy gạch số trên tờ giấy.", number=number))
    return redirect(url_for("consultations.entry", consultation_id=consultation_id), HTTPStatus.SEE_OTHER)


def _store(
    found: Consultation, form: SheetInput, typed: Mapping[str, str], key: SubmissionKey | None, number: int | None
) -> int:
    """Store a sheet, or what was mistyped of it anew; its number."""
    if key is None:
        raise Problem(N_("Trang nhập bị hỏng nên chưa ghi được. Hãy bấm ghi một lần nữa."))
    said = sheet_in(typed, key, [article.position for article in found.articles], "vi")
    read = actions.Typed(said, form.mode.data or "", form.received_on.data or clock.today())
    if number is None:
        return actions.type_in(session(), found, read, by=viewer().official_id)
    actions.retype(session(), found, number, read, by=viewer().official_id)
    return number


def _entry_page(
    found: Consultation,
    form: SheetInput,
    typed: Mapping[str, str] | None = None,
    *,
    number: int | None = None,
    key: SubmissionKey | None = None,
    problem: str = "",
    at: str = "",
    mending: bool = False,
) -> str:
    settings: Settings = current_app.config["SETTINGS"]
    state, last = state_now(found), last_typing_day(found.closes_on)
    is_open = state in {"open", "ended"} and may_type(found.opens_on, found.closes_on, today=clock.today())
    return render_template(
        "feedback/consultations/entry.html",
        consultation=found,
        form=form,
        typed=typed or {},
        number=number,
        key=(key or typing_key(found)).signed(settings.secret_key),
        problem=problem,
        at=at,
        mending=mending,
        state=state,
        is_open=is_open,
        last=last,
        stands=standing(session(), found, viewer().official_id),
        done=_number(request.args.get("typed", "")),
        done_again="again" in request.args,
        choices=CHOICES,
        stances=STANCES,
    )


def _number(written: str) -> int | None:
    """The number of a sheet; 0, which none has, for what is no number."""
    if not written:
        return None
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 7 else 0


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
