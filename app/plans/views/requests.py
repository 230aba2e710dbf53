"""Reports asked for out of turn: ask, and take a request back."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock
from app.core.errors import NotFound, Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.words import _, _n, sentence
from app.offices.holidays import working_days_of
from app.offices.queries import offices_with_ids
from app.plans.calendar.asking import ask_for_report, cancel_request, may_be_asked
from app.plans.calendar.inputs import RequestInput
from app.plans.calendar.queries import entry_for, request_for, settings_of, units_of
from app.plans.calendar.rules import internal_day
from app.plans.calendar.wording import title_of
from app.plans.queries import plan_for, plans_for
from app.plans.views.calendar import bp

Page = str | Response | tuple[str, int]


@bp.route("/calendar/requests/new", methods=["GET", "POST"])
@allow("reports.request")
def new_request() -> Page:
    """Ask officials and units for a report."""
    office_id = _office_id()
    form = RequestInput(office=office_id, **_beginning())
    _offer(form, office_id)
    if form.validate_on_submit():
        plan_id = form.plan.data
        try:
            with transaction():
                asked = ask_for_report(
                    session(),
                    office_id,
                    subject=form.subject.data or "",
                    what=form.what.data or "",
                    due_on=form.due_on.data or clock.today(),
                    officials=form.officials.data or (),
                    units=form.all_units(),
                    plan=plan_for(session(), viewer(), plan_id) if plan_id else None,
                    by=viewer().official_id,
                )
        except Problem as problem:
            form.form_errors.append(sentence(problem))
        else:
            flash(
                _n(
                    "Đã gửi yêu cầu báo cáo tới %(num)d nơi nhận.",
                    "Đã gửi yêu cầu báo cáo tới %(num)d nơi nhận.",
                    len(asked.asked),
                )
            )
            return redirect(url_for("calendar.entry", entry_key=f"r{asked.asked[0].id}"))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
    offices = offices_with_ids(session(), viewer().offices("reports.request"))
    return render_template("plans/calendar/new_request.html", form=form, offices=offices, office_id=office_id), status


@bp.post("/calendar/requests/<int:request_id>/cancellation")
@allow("reports.request")
def cancellation(request_id: int) -> Page:
    """Take a request out of everybody's calendar."""
    request_for(session(), viewer(), request_id, permission="reports.request")
    try:
        with transaction():
            asked = request_for(session(), viewer(), request_id, permission="reports.request")
            cancel_request(session(), asked, by=viewer().official_id)
    except Problem as problem:
        flash(sentence(problem), "error")
    else:
        flash(_("Đã hủy yêu cầu báo cáo “%(subject)s”.", subject=asked.subject))
    return redirect(url_for("calendar.overview"))


def _office_id() -> int:
    """The office that asks: the one named in the form or the address, else the viewer's first."""
    offices = viewer().offices("reports.request")
    wanted = request.values.get("office", type=int)
    return wanted if wanted in offices else offices[0]


def _beginning() -> dict[str, object]:
    """What the form begins with when somebody comes from an outward report that has no internal day."""
    try:
        outward = entry_for(session(), viewer(), request.args.get("before", ""), today=clock.today())
    except NotFound:
        return {}
    lead = settings_of(session(), [outward.office.id])[outward.office.id].lead_days
    days = working_days_of(session(), [outward.office.id])[outward.office.id]
    day: date | None = internal_day(outward.last_on, lead, days) if outward.last_on else None
    return {
        "subject": title_of(outward),
        "due_on": day if day and day >= clock.today() else None,
        "plan": outward.plan.id if outward.plan else 0,
    }


def _offer(form: RequestInput, office_id: int) -> None:
    offices = offices_with_ids(session(), viewer().offices("reports.request"))
    form.office.choices = [(office.id, office.name) for office in offices]
    form.officials.choices = [(official.id, official.name) for official in may_be_asked(session(), office_id)]
    form.units.choices = [(unit, unit) for unit in units_of(session(), office_id)]
    plans = [line.plan for line in plans_for(session(), viewer()) if line.plan.office_id == office_id]
    form.plan.choices = [(0, _("Không thuộc kế hoạch nào")), *((plan.id, plan.title) for plan in plans)]
