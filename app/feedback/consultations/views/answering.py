"""Officials answer what was said: opinions are grouped, each group gets a verdict and its reason, all is published."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.settings import Settings
from app.core.words import _, sentence
from app.feedback.consultations import actions
from app.feedback.consultations.inputs import AnswerInput, PublicationInput
from app.feedback.consultations.models import Consultation, OpinionGroup
from app.feedback.consultations.queries import consultation_for, group_for, opinions_for_answering, opinions_in
from app.feedback.consultations.rules import STANCES, VERDICTS
from app.feedback.consultations.states import state_now
from app.feedback.consultations.views import bp
from app.feedback.consultations.views.preparing import page_of
from app.feedback.inputs import chosen_ids
from app.feedback.traces.rules import traces_in

Page = str | Response | tuple[str, int]


@bp.get("/consultations/<int:consultation_id>/opinions")
@allow("consultations.handle")
def opinions(consultation_id: int) -> str:
    """What was written, article by article; after the last day it can be grouped and answered."""
    return _opinions_page(_handled(consultation_id))


@bp.post("/consultations/<int:consultation_id>/groups")
@allow("consultations.handle")
def new_group(consultation_id: int) -> Page:
    """Put the ticked opinions together, in a new group or in one that is there."""
    found = _handled(consultation_id)
    ids, summary, target = chosen_ids(request.form.getlist("opinion")), request.form.get("summary", ""), _target()
    into = group_for(session(), viewer(), target) if target else None
    try:
        with transaction():
            if into is not None and into.consultation_id == consultation_id:
                actions.add_to_group(session(), into, ids, by=viewer().official_id)
                made = into
            else:
                made = actions.group(session(), found, ids, summary=summary, by=viewer().official_id)
    except Problem as problem:
        return _opinions_page(found, problem=sentence(problem), chosen=ids, summary=summary), problem.status
    return redirect(url_for("consultations.group", group_id=made.id), HTTPStatus.SEE_OTHER)


@bp.route("/consultations/groups/<int:group_id>", methods=["GET", "POST"])
@allow("consultations.handle")
def group(group_id: int) -> Page:
    """The answer to one group: the office's words for it, the verdict, and why."""
    found = group_for(session(), viewer(), group_id)
    form = AnswerInput(summary=found.summary, verdict=found.verdict, why=found.why)
    status = HTTPStatus.OK
    if form.validate_on_submit():
        try:
            with transaction():
                actions.answer(
                    session(),
                    found,
                    summary=form.summary.data or "",
                    verdict=form.verdict.data or "",
                    why=form.why.data or "",
                    by=viewer().official_id,
                )
        except Problem as problem:
            form.form_errors.append(sentence(problem))
            status = HTTPStatus(problem.status)
        else:
            flash(_("Đã lưu trả lời cho nhóm ý kiến."))
            return redirect(_back(found), HTTPStatus.SEE_OTHER)
    return (
        render_template(
            "feedback/consultations/group.html",
            group=found,
            form=form,
            opinions=opinions_in(session(), found),
            stances=STANCES,
            hints=[trace.text for trace in traces_in(f"{form.summary.data or ''}\n{form.why.data or ''}")],
        ),
        status,
    )


@bp.post("/consultations/groups/<int:group_id>/removal")
@allow("consultations.handle")
def group_removal(group_id: int) -> Page:
    """Let the opinions of a group stand alone again."""
    found = group_for(session(), viewer(), group_id)
    back = _back(found)
    _try(lambda: actions.dissolve(session(), found), _("Đã tách nhóm; các ý kiến chờ được tổng hợp lại."))
    return redirect(back, HTTPStatus.SEE_OTHER)


@bp.post("/consultations/<int:consultation_id>/publication")
@allow("consultations.approve")
def publication(consultation_id: int) -> Page:
    """Make the table public."""
    found = consultation_for(session(), viewer(), consultation_id, permission="consultations.approve")
    form = PublicationInput()
    try:
        with transaction():
            actions.publish(session(), found, looked=bool(form.looked.data), by=viewer().official_id)
    except Problem as problem:
        form.looked.errors = [sentence(problem)]
        return page_of(consultation_for(session(), viewer(), consultation_id), publication=form), problem.status
    flash(_("Đã công bố bảng tiếp thu, giải trình."))
    return redirect(url_for("consultations.consultation", consultation_id=consultation_id), HTTPStatus.SEE_OTHER)


@bp.post("/consultations/<int:consultation_id>/publication/removal")
@allow("consultations.approve")
def publication_removal(consultation_id: int) -> Page:
    """Take the table off the public page, to mend it."""
    found = consultation_for(session(), viewer(), consultation_id, permission="consultations.approve")
    _try(
        lambda: actions.withdraw_publication(session(), found, by=viewer().official_id),
        _("Đã gỡ bảng đã công bố. Sửa xong, hãy công bố lại."),
    )
    return redirect(url_for("consultations.consultation", consultation_id=consultation_id), HTTPStatus.SEE_OTHER)


def _handled(consultation_id: int) -> Consultation:
    return consultation_for(session(), viewer(), consultation_id, permission="consultations.handle")


def _try(change: Callable[[], None], done: str) -> None:
    try:
        with transaction():
            change()
    except Problem as problem:
        flash(sentence(problem), "error")
    else:
        flash(done)


def _back(found: OpinionGroup) -> str:
    at = found.article.position if found.article else 0
    return url_for("consultations.opinions", consultation_id=found.consultation_id, _anchor=f"part-{at}")


def _target() -> int | None:
    """The group that was chosen to add to."""
    written = request.form.get("group", "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else None


def _opinions_page(
    found: Consultation, *, problem: str = "", chosen: list[UUID] | None = None, summary: str = ""
) -> str:
    settings: Settings = current_app.config["SETTINGS"]
    state = state_now(found)
    return render_template(
        "feedback/consultations/opinions.html",
        consultation=found,
        outcome=opinions_for_answering(session(), found, minimum=settings.minimum_n),
        may_answer=state == "ended",
        state=state,
        stances=STANCES,
        verdicts=VERDICTS,
        problem=problem,
        chosen=chosen or [],
        summary=summary,
    )
