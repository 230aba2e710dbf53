"""Screens of the texts that an office keeps ready: everybody who answers reads them, some change them."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.words import _, _n, sentence
from app.feedback.wordings import actions
from app.feedback.wordings.inputs import WordingInput
from app.feedback.wordings.models import Wording
from app.feedback.wordings.queries import CHANGES, READS, wording_for, wordings_of
from app.feedback.wordings.rules import FACTS, PURPOSES
from app.feedback.wordings.shipped import SHIPPED
from app.offices.models import Office
from app.offices.queries import offices_with_ids

bp = Blueprint("wordings", "app.feedback", template_folder="templates")

Page = str | Response | tuple[str, int]


@bp.get("/cases/wordings")
@allow("cases.read")
def wordings() -> Page:
    """What the office keeps ready, and what the program brings."""
    return _list(_office(READS))


@bp.post("/cases/wordings/adoption")
@allow("cases.wordings")
def adoption() -> Page:
    """Take over texts that come with the program."""
    office = _office(CHANGES)
    try:
        with transaction():
            done = actions.adopt(session(), office, request.form.getlist("shipped"), by=viewer().official_id)
    except Problem as problem:
        return _list(office, sentence(problem)), problem.status
    flash(_n("Đã nhận %(num)d mẫu trả lời.", "Đã nhận %(num)d mẫu trả lời.", done))
    return redirect(url_for("wordings.wordings", office=office.id), HTTPStatus.SEE_OTHER)


@bp.route("/cases/wordings/new", methods=["GET", "POST"])
@allow("cases.wordings")
def new() -> Page:
    """Keep a new text ready."""
    office, form = _office(CHANGES), WordingInput(prefix="wording-")

    def do() -> None:
        actions.add_wording(session(), office.id, by=viewer().official_id, **_typed(form))

    return _changed(office, form, do, None)


@bp.route("/cases/wordings/<int:wording_id>", methods=["GET", "POST"])
@allow("cases.wordings")
def wording(wording_id: int) -> Page:
    """One text, to be changed."""
    found = wording_for(session(), viewer(), wording_id)
    form = WordingInput(prefix="wording-", obj=found)
    if not form.is_submitted():
        form.seen.data = str(found.version)

    def do() -> None:
        actions.change_wording(session(), found, by=viewer().official_id, seen=form.seen_number, **_typed(form))

    return _changed(found.office, form, do, found)


@bp.post("/cases/wordings/<int:wording_id>/removal")
@allow("cases.wordings")
def removal(wording_id: int) -> Page:
    """Keep it ready no more."""
    found = wording_for(session(), viewer(), wording_id)
    office_id, seen = found.office_id, request.form.get("version", type=int) or 0
    try:
        with transaction():
            actions.remove_wording(session(), found, by=viewer().official_id, seen=seen)
    except Problem as problem:
        flash(sentence(problem), "error")
        return redirect(url_for("wordings.wording", wording_id=wording_id), HTTPStatus.SEE_OTHER)
    flash(_("Đã bỏ mẫu trả lời. Câu trả lời đã gửi không thay đổi."))
    return redirect(url_for("wordings.wordings", office=office_id), HTTPStatus.SEE_OTHER)


def _changed(office: Office, form: WordingInput, do: Callable[[], None], found: Wording | None) -> Page:
    """Save where something was sent; where it is refused, the page with what was typed."""
    wording_id, office_id = found.id if found else None, office.id
    status = HTTPStatus.OK
    if form.is_submitted():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.validate():
            try:
                with transaction():
                    do()
            except Problem as problem:
                form.form_errors.append(sentence(problem))
                status = HTTPStatus(problem.status)
            else:
                flash(_("Đã lưu mẫu trả lời."))
                return redirect(url_for("wordings.wordings", office=office_id), HTTPStatus.SEE_OTHER)
    now = None
    if status == HTTPStatus.CONFLICT and wording_id is not None:
        now = wording_for(session(), viewer(), wording_id)
        form.seen.data = str(now.version)
    page = render_template(
        "feedback/wordings/wording.html",
        office=session().get_one(Office, office_id),
        form=form,
        wording_id=wording_id,
        now=now,
        facts=FACTS,
    )
    return page, status


def _list(office: Office, problem: str = "") -> str:
    own = wordings_of(session(), office.id)
    known = {each.name for each in own}
    return render_template(
        "feedback/wordings/list.html",
        office=office,
        offices=offices_with_ids(session(), viewer().offices(READS)),
        own=own,
        shipped=[each for each in SHIPPED if each.name not in known],
        purposes=PURPOSES,
        facts=FACTS,
        problem=problem,
        may_change=viewer().may(CHANGES, office.id),
    )


def _typed(form: WordingInput) -> dict[str, str]:
    return {"purpose": form.purpose.data or "", "name": form.name.data or "", "text": form.text.data or ""}


def _office(permission: str) -> Office:
    """The office named in the address, or the viewer's first."""
    offices = offices_with_ids(session(), viewer().offices(permission))
    wanted = request.values.get("office", type=int)
    return next((office for office in offices if office.id == wanted), offices[0])
