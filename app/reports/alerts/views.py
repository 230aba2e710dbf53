"""The alerts of a viewer, taking note of one, and the screen on which an administrator changes the rules."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.words import _, sentence
from app.offices.models import Office
from app.offices.queries import offices_with_ids
from app.reports.alerts.inputs import AlertRulesInput, NoteInput, field_of, switch_of
from app.reports.alerts.wording import alert_name, alert_words, is_hot
from app.responses.integrity.queries import administered_office
from app.scores.alerts.actions import acknowledge, change_rules
from app.scores.alerts.queries import HANDLE, alert_for, alerts_for, choice_for, officials_to_tell
from app.scores.alerts.rules import RULES

bp = Blueprint("alerts", "app.reports", template_folder="templates")

Answer = str | Response | tuple[str, int]


@bp.app_context_processor
def _parts() -> dict[str, Any]:
    """What every page needs that names an alert."""
    return {"alert_name": alert_name, "alert_words": alert_words, "alert_is_hot": is_hot}


@bp.get("/alerts")
@allow("alerts.read")
def inbox() -> Answer:
    """What waits for somebody, or what was taken note of."""
    return _inbox(acknowledged=request.args.get("state") == "noted")


@bp.post("/alerts/<int:alert_id>/acknowledgement")
@allow("alerts.handle")
def acknowledgement(alert_id: int) -> Answer:
    """Take note of one."""
    alert = alert_for(session(), viewer(), alert_id, permission=HANDLE)
    form = NoteInput()
    if not form.validate_on_submit():
        return _inbox(refused=(alert_id, form)), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            alert = alert_for(session(), viewer(), alert_id, permission=HANDLE)
            acknowledge(session(), alert, form.note.data or "", by=viewer().official_id, now=clock.now())
    except Problem as problem:
        form.note.errors = [sentence(problem)]
        return _inbox(refused=(alert_id, form)), problem.status
    flash(_("Đã ghi nhận cảnh báo."))
    return redirect(url_for("alerts.inbox"))


@bp.get("/alerts/rules")
@allow("accounts.manage")
def rules() -> Answer:
    """The rules of the office, or the offices to choose from."""
    offices = offices_with_ids(session(), viewer().offices("accounts.manage"))
    if len(offices) == 1:
        return _page(offices[0], _filled(offices[0]))
    return render_template("reports/alert_offices.html", offices=offices)


@bp.route("/offices/<int:office_id>/alerts", methods=["GET", "POST"])
@allow("accounts.manage")
def change(office_id: int) -> Answer:
    """Change the rules of one office."""
    office = administered_office(session(), viewer(), office_id)
    form = AlertRulesInput()
    form.offer(officials_to_tell(session(), office))
    if not form.is_submitted():
        return _page(office, _filled(office))
    if not form.validate():
        return _page(office, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            change_rules(
                session(),
                office,
                off=form.off,
                limits=form.limits,
                also=form.also.data or (),
                by=viewer().official_id,
            )
    except Problem as problem:
        form.also.errors = [sentence(problem)]
        return _page(office, form), problem.status
    flash(_("Đã lưu quy tắc cảnh báo."))
    return redirect(url_for("alerts.change", office_id=office.id))


def _inbox(*, acknowledged: bool = False, refused: tuple[int, NoteInput] | None = None) -> str:
    alerts = alerts_for(session(), viewer(), acknowledged=acknowledged)
    forms = {alert.id: NoteInput(formdata=None) for alert in alerts}
    if refused:
        forms[refused[0]] = refused[1]
    return render_template(
        "reports/alerts.html",
        alerts=alerts,
        acknowledged=acknowledged,
        forms=forms,
        may_handle=lambda office_id: viewer().may(HANDLE, office_id),
        may_change=viewer().may_somewhere("accounts.manage"),
        rules=RULES.values(),
    )


def _filled(office: Office) -> AlertRulesInput:
    form = AlertRulesInput(formdata=None)
    form.offer(officials_to_tell(session(), office))
    form.fill(choice_for(session(), office.id))
    return form


def _page(office: Office, form: AlertRulesInput) -> str:
    return render_template(
        "reports/alert_rules.html",
        office=office,
        form=form,
        rules=RULES.values(),
        switch_of=switch_of,
        field_of=field_of,
    )
