"""Screens of the restricted box. A text is shown only in answer to a post, because each reading is written down."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.settings import Settings
from app.core.words import _, sentence
from app.feedback.cases.queries import case_for
from app.feedback.cases.rules import VERBS, show_reference
from app.feedback.contact.rules import PARTS
from app.feedback.contact.vault import Vault
from app.feedback.files.incoming import sent
from app.feedback.queries import remark_for
from app.feedback.restricted import actions
from app.feedback.restricted.actions import Words
from app.feedback.restricted.inputs import FlagInput, LiftInput, SettleInput
from app.feedback.restricted.models import BoxedText
from app.feedback.restricted.queries import boxed_for, boxed_text_for, has_readers, members_of, readings_for
from app.feedback.restricted.rules import OUTCOMES, SHORT_KINDS, telling_words

bp = Blueprint("restricted", "app.feedback", template_folder="templates")

Page = str | Response | tuple[str, int]


@bp.get("/restricted")
@allow("cases.restricted")
def box() -> Page:
    """What lies in the boxes that the viewer reads, without a word of it."""
    return render_template(
        "feedback/restricted/box.html",
        boxed=boxed_for(session(), viewer()),
        kinds=SHORT_KINDS,
        outcomes=OUTCOMES,
        show=show_reference,
    )


@bp.get("/restricted/readings")
@allow("cases.restricted")
def readings() -> Page:
    """Who read and changed what in the box, for the head and for the level above."""
    return render_template("feedback/restricted/readings.html", readings=readings_for(session(), viewer()))


@bp.get("/restricted/<uuid:boxed_id>")
@allow("cases.restricted")
def boxed(boxed_id: UUID) -> Page:
    """What is known of one text without reading it, and who has read it."""
    return _page(boxed_text_for(session(), viewer(), boxed_id))


@bp.post("/restricted/<uuid:boxed_id>/reading")
@allow("cases.restricted")
def reading(boxed_id: UUID) -> Page:
    """Show the words, once; that they were read is written down first."""
    settings: Settings = current_app.config["SETTINGS"]
    found = boxed_text_for(session(), viewer(), boxed_id)
    try:
        with transaction():
            words = actions.read(session(), found, Vault(settings.contact_keys), by=viewer().official_id)
    except Problem as problem:
        return _refused(boxed_id, problem)
    return _page(boxed_text_for(session(), viewer(), boxed_id), words=words)


@bp.post("/restricted/<uuid:boxed_id>/files/<uuid:file_id>")
@allow("cases.restricted")
def opening(boxed_id: UUID, file_id: UUID) -> Page:
    """Hand out one file of the case; that is written down too."""
    found = boxed_text_for(session(), viewer(), boxed_id)
    with transaction():
        file = actions.open_file(session(), found, file_id, by=viewer().official_id)
    return sent(file)


@bp.post("/restricted/<uuid:boxed_id>/settlement")
@allow("cases.restricted")
def settlement(boxed_id: UUID) -> Page:
    """Note what was done."""
    found, form = boxed_text_for(session(), viewer(), boxed_id), SettleInput(prefix="settle-")
    try:
        with transaction():
            actions.settle_boxed(
                session(), found, outcome=form.outcome.data or "", note=form.note.data or "", by=viewer().official_id
            )
    except actions.FlagUnfit as problem:
        form.form_errors.append(sentence(problem))
        return _page(boxed_text_for(session(), viewer(), boxed_id), settle=form), problem.status
    except Problem as problem:
        return _refused(boxed_id, problem)
    flash(_("Đã ghi kết quả."))
    return redirect(url_for("restricted.boxed", boxed_id=boxed_id), HTTPStatus.SEE_OTHER)


@bp.post("/restricted/<uuid:boxed_id>/removal")
@allow("cases.restricted")
def removal(boxed_id: UUID) -> Page:
    """Put the words back where they stood."""
    found, form = boxed_text_for(session(), viewer(), boxed_id), LiftInput(prefix="lift-")
    try:
        with transaction():
            actions.lift(session(), found, form.reason.data or "", by=viewer().official_id)
    except actions.FlagUnfit as problem:
        form.form_errors.append(sentence(problem))
        return _page(boxed_text_for(session(), viewer(), boxed_id), lifting=form), problem.status
    except Problem as problem:
        return _refused(boxed_id, problem)
    flash(_("Đã đưa nội dung trở lại; những người thấy trước đây lại thấy."))
    return redirect(url_for("restricted.box"), HTTPStatus.SEE_OTHER)


@bp.route("/cases/<uuid:case_id>/restriction", methods=["GET", "POST"])
@allow("cases.handle")
def of_case(case_id: UUID) -> Page:
    """Say that a case contains a khiếu nại or tố cáo."""
    found = case_for(session(), viewer(), case_id, permission="cases.handle")
    form = _flag_form(found.office_id)
    if form.validate_on_submit():
        try:
            with transaction():
                made = actions.box_case(
                    session(), found, form.flag, by=viewer().official_id, seen=form.seen_number
                )  # fmt: skip
        except Problem as problem:
            form.form_errors.append(sentence(problem))
            # where somebody else was faster the case is in the box already, and not here
            found = case_for(session(), viewer(), case_id, permission="cases.handle")
            form.seen.data = str(found.last_number)
            return _flagging(form, found.text, url_for("cases.case", case_id=case_id)), problem.status
        return _gone(made, url_for("cases.inbox"))
    if request.method == "GET":
        form.seen.data = str(found.last_number)
    page = _flagging(form, found.text, url_for("cases.case", case_id=case_id))
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK


@bp.route("/remarks/<uuid:remark_id>/restriction", methods=["GET", "POST"])
@allow("cases.handle")
def of_remark(remark_id: UUID) -> Page:
    """Say that a remark contains a khiếu nại or tố cáo."""
    line = remark_for(session(), viewer(), remark_id, permission="cases.handle")
    form = _flag_form(line.task.plan.office_id)
    back = url_for("feedback.remark", remark_id=remark_id)
    if form.validate_on_submit():
        try:
            with transaction():
                made = actions.box_remark(session(), line.remark, form.flag, by=viewer().official_id)
        except Problem as problem:
            form.form_errors.append(sentence(problem))
            line = remark_for(session(), viewer(), remark_id, permission="cases.handle")
            return _flagging(form, line.remark.text, back), problem.status
        return _gone(made, url_for("feedback.remarks_of_task", task_id=line.task.id))
    page = _flagging(form, line.remark.text, back)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK


def _flag_form(office_id: int) -> FlagInput:
    form = FlagInput()
    form.offer(members_of(session(), office_id, on=clock.today()))
    return form


def _flagging(form: FlagInput, text: str, back: str) -> str:
    return render_template(
        "feedback/restricted/flag.html", form=form, text=text, back=back, hints=telling_words(text)
    )  # fmt: skip


def _gone(made: BoxedText, to: str) -> Response:
    """Away from the page that is no more, saying who reads it now, or that nobody does."""
    if has_readers(session(), made):
        flash(_("Đã chuyển vào hộp hạn chế. Người có trách nhiệm sẽ đọc; bạn không thấy nội dung này nữa."))
    else:
        flash(
            _(
                "Đã chuyển vào hộp hạn chế, nhưng hiện chưa ai đọc được: mọi người đọc hộp này đều bị nói đến, hoặc "
                "cơ quan cấp trên chưa có trong hệ thống. Hãy báo trực tiếp cho cơ quan cấp trên."
            ),
            "error",
        )
    return redirect(to, HTTPStatus.SEE_OTHER)


def _refused(boxed_id: UUID, problem: Problem) -> Page:
    flash(sentence(problem), "error")
    return redirect(url_for("restricted.box"), HTTPStatus.SEE_OTHER)


def _page(
    found: BoxedText,
    *,
    words: Words | None = None,
    settle: SettleInput | None = None,
    lifting: LiftInput | None = None,
) -> str:
    return render_template(
        "feedback/restricted/boxed.html",
        boxed=found,
        words=words,
        settle=settle or SettleInput(formdata=None, prefix="settle-"),
        lifting=lifting or LiftInput(formdata=None, prefix="lift-"),
        readings=readings_for(session(), viewer(), found.id),
        kinds=SHORT_KINDS,
        outcomes=OUTCOMES,
        verbs=VERBS,
        parts_of_contact=PARTS,
        show=show_reference,
    )
