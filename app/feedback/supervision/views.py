"""Screens of supervision: what observers wrote and recommend, and what the office answers."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.access.queries import officials_with
from app.core import clock
from app.core.errors import NotFound, Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.text import N_
from app.core.words import _, sentence
from app.feedback.supervision import actions, recommending
from app.feedback.supervision.inputs import AddendumInput, RecommendationInput, SheetInput, StepInput, as_typed
from app.feedback.supervision.models import Recommendation, SupervisionSheet
from app.feedback.supervision.proofs.actions import PER_SHEET
from app.feedback.supervision.proofs.inputs import ProofsInput
from app.feedback.supervision.proofs.queries import proofs_of
from app.feedback.supervision.queries import (
    PILES,
    Pile,
    desks_of_office,
    follows,
    newest_proposal,
    offices_seen,
    offices_watched,
    recommendation_for,
    recommendations_for,
    sheet_for,
    sheets_for,
    tasks_of_office,
)
from app.feedback.supervision.rules import ANSWER, APPROVE, CLOSED, STATES, VERBS, VERDICTS, WAITING, WRITE, is_late
from app.feedback.traces.rules import traces_in
from app.offices.models import Office

bp = Blueprint("supervision", "app.feedback", template_folder="templates")

Page = str | Response | tuple[str, int]


@bp.get("/supervision")
@allow("supervision.read")
def recommendations() -> str:
    """What was recommended, what is late first; ``?pile=`` and ``?office=`` choose."""
    pile: Pile = next((known for known in PILES if known == request.args.get("pile")), "waiting")
    offices = offices_seen(session(), viewer())
    office = next((known for known in offices if known.id == request.args.get("office", type=int)), None)
    found, counts = recommendations_for(
        session(), viewer(), pile, office_id=office.id if office else None, today=clock.today()
    )
    return render_template(
        "feedback/supervision/list.html",
        found=found,
        counts=counts,
        pile=pile,
        offices=offices,
        office=office,
        states=STATES,
        is_late=is_late,
        today=clock.today(),
        may_write=viewer().may_somewhere(WRITE),
    )


@bp.get("/supervision/sheets")
@allow("supervision.read")
def sheets() -> str:
    """The viewer's drafts and what is filed."""
    offices = offices_seen(session(), viewer())
    office = next((known for known in offices if known.id == request.args.get("office", type=int)), None)
    found = sheets_for(session(), viewer(), office_id=office.id if office else None)
    return render_template(
        "feedback/supervision/sheets.html",
        found=found,
        offices=offices,
        office=office,
        may_write=viewer().may_somewhere(WRITE),
    )


@bp.route("/supervision/sheets/new", methods=["GET", "POST"])
@allow("supervision.write")
def new_sheet() -> Page:
    """Begin a sheet about an office (``?office=``)."""
    office = _office()
    form = SheetInput(data={"task": request.args.get("task", 0, type=int), "desk": 0})
    _offer(form, office.id)
    if form.validate_on_submit():
        try:
            with transaction():
                made = actions.draft_sheet(
                    session(), office.id, form.written, key=form.made_with, by=viewer().official_id
                )
        except Problem as problem:
            form.form_errors.append(sentence(problem))
            return _draft(form, office, None), problem.status
        return _saved(made)
    return _draft(form, office, None), _status(form)


@bp.get("/supervision/sheets/<int:sheet_id>")
@allow("supervision.read")
def sheet(sheet_id: int) -> str:
    """One sheet: a draft with what is still missing, or what was filed with what came after."""
    return sheet_page(sheet_for(session(), viewer(), sheet_id), AddendumInput(formdata=None))


@bp.route("/supervision/sheets/<int:sheet_id>/draft", methods=["GET", "POST"])
@allow("supervision.write")
def draft(sheet_id: int) -> Page:
    """Write a draft anew; what is filed leads back to its page."""
    found = sheet_for(session(), viewer(), sheet_id, own=True)
    if found.filed_at is not None and request.method == "GET":
        return redirect(url_for("supervision.sheet", sheet_id=sheet_id))
    form = SheetInput(data=as_typed(found))
    _offer(form, found.office_id)
    if form.validate_on_submit():
        try:
            with transaction():
                actions.change_sheet(session(), found, form.written, by=viewer().official_id)
        except Problem as problem:
            form.form_errors.append(sentence(problem))
            found = sheet_for(session(), viewer(), sheet_id, own=True)
            return _draft(form, found.office, found), problem.status
        return _saved(found)
    return _draft(form, found.office, found), _status(form)


@bp.post("/supervision/sheets/<int:sheet_id>/filing")
@allow("supervision.write")
def filing(sheet_id: int) -> Page:
    """Hand the sheet to the office."""
    found = sheet_for(session(), viewer(), sheet_id, own=True)
    try:
        with transaction():
            actions.file_sheet(session(), found, by=viewer().official_id)
    except Problem as problem:
        return refused(sheet_id, AddendumInput(formdata=None), problem)
    flash(_("Đã gửi phiếu cho cơ quan. Từ giờ phiếu không sửa được nữa; có thể viết bổ sung và kiến nghị."))
    return redirect(url_for("supervision.sheet", sheet_id=sheet_id), HTTPStatus.SEE_OTHER)


@bp.post("/supervision/sheets/<int:sheet_id>/removal")
@allow("supervision.write")
def removal(sheet_id: int) -> Page:
    """Throw a draft away."""
    found = sheet_for(session(), viewer(), sheet_id, own=True)
    try:
        with transaction():
            actions.remove_draft(session(), found, by=viewer().official_id)
    except Problem as problem:
        return refused(sheet_id, AddendumInput(formdata=None), problem)
    flash(_("Đã xóa bản nháp."))
    return redirect(url_for("supervision.sheets"), HTTPStatus.SEE_OTHER)


@bp.post("/supervision/sheets/<int:sheet_id>/addenda")
@allow("supervision.write")
def addenda(sheet_id: int) -> Page:
    """Add to a filed sheet."""
    found = sheet_for(session(), viewer(), sheet_id, own=True)
    form = AddendumInput()
    if not form.validate_on_submit():
        return sheet_page(found, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            actions.add_to_sheet(session(), found, form.text.data or "", key=form.made_with, by=viewer().official_id)
    except Problem as problem:
        return refused(sheet_id, form, problem)
    flash(_("Đã ghi phần bổ sung."))
    return redirect(url_for("supervision.sheet", sheet_id=sheet_id), HTTPStatus.SEE_OTHER)


@bp.get("/supervision/sheets/<int:sheet_id>/print")
@allow("supervision.read")
def printed(sheet_id: int) -> str:
    """The sheet as a page of paper, with lines to sign on."""
    found = sheet_for(session(), viewer(), sheet_id)
    files = proofs_of(session(), found)
    return render_template("feedback/supervision/print.html", sheet=found, files=files, verdicts=VERDICTS)


@bp.route("/recommendations/new", methods=["GET", "POST"])
@allow("supervision.write")
def recommend() -> Page:
    """Recommend something: by a filed sheet (``?sheet=``), or alone to an office (``?office=``)."""
    written = request.args.get("sheet", type=int)
    found = sheet_for(session(), viewer(), written, own=True) if written is not None else None
    office = found.office if found else _office()
    form = RecommendationInput(data={"official": 0})
    form.offer(officials_with(session(), office.id, ANSWER, on=clock.today()))
    status = _status(form)
    if form.validate_on_submit():
        try:
            with transaction():
                made = recommending.recommend(
                    session(), office.id, form.asked, sheet=found, key=form.made_with, by=viewer().official_id
                )
        except Problem as problem:
            form.form_errors.append(sentence(problem))
            status = problem.status
        else:
            flash(_("Đã gửi kiến nghị cho cơ quan."))
            return redirect(url_for("supervision.recommendation", recommendation_id=made.id), HTTPStatus.SEE_OTHER)
    page = render_template(
        "feedback/supervision/recommend.html", form=form, sheet=found, office=office, offices=_others(office)
    )
    return page, status


@bp.get("/recommendations/<int:recommendation_id>")
@allow("supervision.read")
def recommendation(recommendation_id: int) -> str:
    """One recommendation with all that was said about it, and what the viewer may do next."""
    return _recommendation(recommendation_for(session(), viewer(), recommendation_id), None, "")


@bp.post("/recommendations/<int:recommendation_id>/proposal")
@allow("supervision.answer")
def proposal(recommendation_id: int) -> Page:
    """Propose an answer to the leader."""
    return _step(recommendation_id, "propose", _("Đã ghi dự thảo, chờ lãnh đạo gửi."))


@bp.post("/recommendations/<int:recommendation_id>/answer")
@allow("supervision.approve")
def answer(recommendation_id: int) -> Page:
    """Answer the observers."""
    return _step(recommendation_id, "answer", _("Đã gửi trả lời cho bên giám sát."))


@bp.post("/recommendations/<int:recommendation_id>/acceptance")
@allow("supervision.write")
def acceptance(recommendation_id: int) -> Page:
    """Agree with the answer."""
    return _step(recommendation_id, "accept", _("Đã ghi: đã thống nhất."))


@bp.post("/recommendations/<int:recommendation_id>/insistence")
@allow("supervision.write")
def insistence(recommendation_id: int) -> Page:
    """Insist once, with a reason and a new day."""
    return _step(recommendation_id, "insist", _("Đã giữ ý kiến; lãnh đạo phải trả lời lại."))


@bp.post("/recommendations/<int:recommendation_id>/disagreement")
@allow("supervision.write")
def disagreement(recommendation_id: int) -> Page:
    """Close it without agreement."""
    return _step(recommendation_id, "refuse", _("Đã khép lại: chưa thống nhất."))


def _step(recommendation_id: int, verb: str, done: str) -> Page:
    found = recommendation_for(session(), viewer(), recommendation_id, permission=VERBS[verb].needs)
    form = StepInput()
    if not form.validate_on_submit():
        return _recommendation(found, form, verb), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            recommending.take(
                session(),
                found,
                verb,
                form.text.data or "",
                seen=form.seen_number,
                due_on=form.due_on.data,
                by=viewer().official_id,
            )
    except Problem as problem:
        form.form_errors.append(sentence(problem))
        return _recommendation(recommendation_for(session(), viewer(), recommendation_id), form, verb), problem.status
    flash(done)
    return redirect(url_for("supervision.recommendation", recommendation_id=recommendation_id), HTTPStatus.SEE_OTHER)


def _recommendation(found: Recommendation, form: StepInput | None, verb: str) -> str:
    office_id, me = found.office_id, viewer()
    waiting = found.state in WAITING
    inside = me.may(ANSWER, office_id) or me.may(APPROVE, office_id)
    return render_template(
        "feedback/supervision/recommendation.html",
        found=found,
        form=form or StepInput(formdata=None),
        verb=verb,
        states=STATES,
        verbs=VERBS,
        late=is_late(found.state, found.due_on, clock.today()),
        today=clock.today(),
        steps=[step for step in found.steps if inside or step.verb != "propose"],
        proposal=newest_proposal(found) if inside else None,
        may_propose=waiting and me.may(ANSWER, office_id),
        may_answer=waiting and me.may(APPROVE, office_id),
        may_judge=not waiting
        and found.state not in CLOSED
        and me.may(WRITE, office_id)
        and follows(session(), me.official_id, found),
    )


def sheet_page(found: SupervisionSheet, form: AddendumInput, upload: ProofsInput | None = None) -> str:
    """The page of a sheet, with what was typed or chosen before it was refused."""
    own = viewer().may(WRITE, found.office_id) and follows(session(), viewer().official_id, found)
    is_draft = found.filed_at is None
    texts = [found.participants, found.conclusion, *(f"{line.what} {line.words}" for line in found.findings)]
    return render_template(
        "feedback/supervision/sheet.html",
        sheet=found,
        form=form,
        upload=upload or ProofsInput(formdata=None),
        files=proofs_of(session(), found),
        per_sheet=PER_SHEET,
        verdicts=VERDICTS,
        states=STATES,
        is_late=is_late,
        today=clock.today(),
        own=own,
        missing=actions.what_is_missing(found, today=clock.today()) if is_draft else [],
        hints=[trace.text for trace in traces_in("\n".join(texts))] if is_draft else [],
    )


def refused(sheet_id: int, form: AddendumInput, problem: Problem) -> Page:
    """The page of the sheet as it is now, with why nothing was done."""
    form.form_errors.append(sentence(problem))
    return sheet_page(sheet_for(session(), viewer(), sheet_id), form), problem.status


def _draft(form: SheetInput, office: Office, found: SupervisionSheet | None) -> str:
    form.leave_room()
    return render_template(
        "feedback/supervision/draft.html",
        form=form,
        office=office,
        offices=_others(office) if found is None else [],
        sheet=found,
    )


def _saved(found: SupervisionSheet) -> Response:
    """To the sheet, or back to writing where more lines were asked for."""
    endpoint = "supervision.draft" if "more" in request.form else "supervision.sheet"
    flash(_("Đã lưu bản nháp."))
    return redirect(url_for(endpoint, sheet_id=found.id), HTTPStatus.SEE_OTHER)


def _offer(form: SheetInput, office_id: int) -> None:
    form.offer(tasks_of_office(session(), viewer(), office_id), desks_of_office(session(), office_id))


def _office() -> Office:
    """The office of the address, or the first one that the viewer watches."""
    offices = offices_watched(session(), viewer())
    wanted = request.args.get("office", type=int)
    found = next((office for office in offices if wanted in (None, office.id)), None)
    if found is None:
        raise NotFound(N_("Tài khoản của bạn không giám sát cơ quan này."))
    return found


def _others(office: Office) -> list[Office]:
    return [other for other in offices_watched(session(), viewer()) if other.id != office.id]


def _status(form: SheetInput | RecommendationInput) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
