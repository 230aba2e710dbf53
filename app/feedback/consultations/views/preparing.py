"""Officials prepare a consultation: list, draft with its articles, opening, poster."""

from __future__ import annotations

from http import HTTPStatus

from flask import current_app, flash, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.settings import Settings
from app.core.words import _, sentence
from app.desks.posters import printed_address
from app.desks.qr import svg
from app.feedback.consultations import actions
from app.feedback.consultations.inputs import DraftInput, PublicationInput
from app.feedback.consultations.models import Consultation
from app.feedback.consultations.page import address_of
from app.feedback.consultations.queries import (
    consultation_for,
    consultations_for,
    contributions_to,
    outcome_of,
    unanswered_in,
)
from app.feedback.consultations.rules import (
    MARK,
    MODES,
    STANCES,
    STATES,
    Part,
    marked,
    may_type,
    parts_of,
    written_out,
)
from app.feedback.consultations.states import state_now
from app.feedback.consultations.views import bp
from app.offices.models import Office
from app.offices.queries import offices_with_ids
from app.plans.reading.formats import read_document

Page = str | Response | tuple[str, int]


@bp.get("/consultations")
@allow("consultations.read")
def consultations() -> str:
    """Every consultation of the viewer's offices."""
    lines = [(line, state_now(line.consultation)) for line in consultations_for(session(), viewer())]
    return render_template(
        "feedback/consultations/list.html",
        lines=lines,
        states=STATES,
        may_prepare=viewer().may_somewhere("consultations.handle"),
        minimum=_settings().minimum_n,
    )


@bp.route("/consultations/new", methods=["GET", "POST"])
@allow("consultations.handle")
def new() -> Page:
    """Write a consultation down. A text that nobody has seen cut is shown cut first."""
    form = DraftInput()
    form.offer(offices_with_ids(session(), viewer().offices("consultations.handle")))
    if not form.is_submitted():
        return _draft_page(form, None)
    if not form.validate() or not _cut(form):
        return _draft_page(form, None, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        with transaction():
            office = session().get_one(Office, form.office.data)
            made = actions.prepare(session(), office, form.draft(), by=viewer().official_id)
    except actions.DraftUnfit as problem:
        form.form_errors.append(sentence(problem))
        return _draft_page(form, None, problem.status)
    flash(_("Đã lưu. Dự thảo chưa mở: hãy xem lại cách chia điều rồi mở lấy ý kiến."))
    return redirect(url_for("consultations.consultation", consultation_id=made.id))


@bp.route("/consultations/<int:consultation_id>/draft", methods=["GET", "POST"])
@allow("consultations.handle")
def draft(consultation_id: int) -> Page:
    """Change what has not been opened."""
    found = consultation_for(session(), viewer(), consultation_id, permission="consultations.handle")
    form = DraftInput(
        office=found.office_id,
        title=found.title,
        purpose=found.purpose,
        asked=found.asked,
        opens_on=found.opens_on,
        closes_on=found.closes_on,
        text=written_out([Part(article.heading, article.text) for article in found.articles]),
    )
    form.offer([found.office])
    if not form.is_submitted():
        return _draft_page(form, found)
    if not form.validate() or not _cut(form):
        return _draft_page(form, found, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        with transaction():
            actions.change(session(), found, form.draft(), by=viewer().official_id)
    except Problem as problem:
        form.form_errors.append(sentence(problem))
        return _draft_page(form, found, problem.status)
    flash(_("Đã lưu dự thảo."))
    return redirect(url_for("consultations.consultation", consultation_id=consultation_id))


@bp.get("/consultations/<int:consultation_id>")
@allow("consultations.read")
def consultation(consultation_id: int) -> str:
    """One consultation: its address, how many have answered, what stands in it, what is to be done next."""
    return page_of(consultation_for(session(), viewer(), consultation_id))


@bp.post("/consultations/<int:consultation_id>/opening")
@allow("consultations.handle")
def opening(consultation_id: int) -> Page:
    """Open it; nothing of the draft changes afterwards."""
    found = consultation_for(session(), viewer(), consultation_id, permission="consultations.handle")
    try:
        with transaction():
            actions.open_for_opinions(session(), found, by=viewer().official_id)
    except Problem as problem:
        flash(sentence(problem), "error")
    else:
        flash(_("Đã mở lấy ý kiến. Từ nay dự thảo không sửa được nữa."))
    return redirect(url_for("consultations.consultation", consultation_id=consultation_id), HTTPStatus.SEE_OTHER)


@bp.post("/consultations/<int:consultation_id>/removal")
@allow("consultations.handle")
def removal(consultation_id: int) -> Page:
    """Throw a draft away."""
    found = consultation_for(session(), viewer(), consultation_id, permission="consultations.handle")
    try:
        with transaction():
            actions.discard(session(), found, by=viewer().official_id)
    except Problem as problem:
        flash(sentence(problem), "error")
        return redirect(url_for("consultations.consultation", consultation_id=consultation_id), HTTPStatus.SEE_OTHER)
    flash(_("Đã bỏ bản soạn."))
    return redirect(url_for("consultations.consultations"), HTTPStatus.SEE_OTHER)


@bp.get("/consultations/<int:consultation_id>/poster")
@allow("consultations.read")
def poster(consultation_id: int) -> str:
    """A sheet to print and hang up: what is asked, until when, and the QR code."""
    found = consultation_for(session(), viewer(), consultation_id)
    return render_template("feedback/consultations/poster.html", consultation=found, **_qr(found))


def page_of(found: Consultation, *, publication: PublicationInput | None = None, status: int = HTTPStatus.OK) -> str:
    """The page of one consultation; ``publication`` is a form that was refused."""
    state = state_now(found)
    return render_template(
        "feedback/consultations/consultation.html",
        consultation=found,
        state=state,
        states=STATES,
        stances=STANCES,
        modes=MODES,
        contributions=contributions_to(session(), found),
        outcome=outcome_of(session(), found, minimum=_settings().minimum_n),
        left=unanswered_in(session(), found) if state == "ended" else 0,
        hints=actions.hints_in(session(), found) if state == "ended" else [],
        publication=publication or PublicationInput(formdata=None),
        may_handle=viewer().may("consultations.handle", found.office_id),
        may_publish=viewer().may("consultations.approve", found.office_id),
        may_enter=viewer().may("responses.enter", found.office_id)
        and state in {"open", "ended"}
        and may_type(found.opens_on, found.closes_on, today=clock.today()),
        **_qr(found),
    )


def _qr(found: Consultation) -> dict[str, object]:
    address = address_of(found)
    picture = Markup(svg(address))  # noqa: S704  drawn by us, its one text escaped there
    return {"address": printed_address(address, found.code), "picture": picture}


def _cut(form: DraftInput) -> bool:
    """Whether the text may be stored as it is cut; otherwise the form now holds it cut, or says what is wrong."""
    if form.is_cut:
        return True
    text = (form.text.data or "").replace("\r\n", "\n")
    if form.file.data:
        try:
            document = read_document(form.file.data.read(), limit=_settings().upload_bytes)
        except Problem as problem:
            form.file.errors = [sentence(problem)]
            return False
        text = "\n".join(("# " if line.heading else "") + line.text for line in document.lines)
        for left_out in document.left_out:
            form.form_errors.append(_(left_out.text, **left_out.places))
    form.text.data = marked(text)
    form.form_errors.append(
        _(
            "Đã chia dự thảo thành %(number)d phần, chưa lưu. Hãy xem cách chia ở dưới, sửa nếu cần, rồi bấm lưu "
            "một lần nữa.",
            number=len(parts_of(form.text.data)),
        )
    )
    return False


def _draft_page(form: DraftInput, found: Consultation | None, status: int = HTTPStatus.OK) -> tuple[str, int]:
    text = form.text.data or ""
    return (
        render_template(
            "feedback/consultations/draft.html",
            form=form,
            consultation=found,
            parts=parts_of(text.replace("\r\n", "\n")) if text.strip() else [],
            mark=MARK.strip(),
            today=clock.today(),
            megabytes=_settings().upload_bytes // (1024 * 1024),
        ),
        status,
    )


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found
