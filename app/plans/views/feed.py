"""What an office chooses for its calendar, and the secret address at which an official's own program reads it."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response as Answer
from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.access.queries import viewer_of
from app.core import clock
from app.core.errors import NotFound, Problem
from app.core.guards import allow, public, signed_in
from app.core.session import session, transaction
from app.core.settings import Settings
from app.core.text import N_
from app.core.words import _, _n, sentence
from app.offices.holidays import holidays_of
from app.offices.models import Office
from app.offices.queries import offices_with_ids
from app.offices.rules import YEARLY_HOLIDAYS
from app.plans.calendar.actions import (
    add_holidays,
    holiday_of,
    remove_holiday,
    renew_feed,
    revoke_feed,
    save_setting,
)
from app.plans.calendar.feed import feed_of
from app.plans.calendar.inputs import HolidayInput, SettingInput
from app.plans.calendar.models import CalendarFeed
from app.plans.calendar.queries import entries_for, feed_with, settings_of
from app.plans.calendar.reminding import latest_mails
from app.plans.views.calendar import bp

Page = str | Response | tuple[str, int]


@bp.route("/calendar/settings", methods=["GET", "POST"])
@allow("plans.change")
def settings() -> Page:
    """How the office is reminded."""
    office = _office()
    setting = settings_of(session(), [office.id])[office.id]
    form = SettingInput(
        remind_days=", ".join(map(str, setting.remind_days)),
        remind_overdue=setting.remind_overdue,
        lead_days=setting.lead_days,
    )
    if form.validate_on_submit():
        try:
            with transaction():
                save_setting(
                    session(),
                    office.id,
                    remind_days=form.days(),
                    remind_overdue=form.remind_overdue.data,
                    lead_days=form.lead_days.data or 0,
                    by=viewer().official_id,
                )
        except Problem as problem:
            form.form_errors.append(sentence(problem))
        else:
            flash(_("Đã lưu cài đặt lịch."))
            return redirect(url_for("calendar.settings", office=office.id))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
    return _settings_page(office, form, HolidayInput(formdata=None, prefix="day-")), status


@bp.post("/calendar/holidays")
@allow("plans.change")
def holidays() -> Page:
    """Announce days of rest, or days that are worked instead."""
    office = _office()
    form = HolidayInput(prefix="day-")
    if form.validate_on_submit() and form.first.data:
        try:
            with transaction():
                number = add_holidays(
                    session(),
                    office.id,
                    first=form.first.data,
                    last=form.last.data or form.first.data,
                    name=form.name.data or "",
                    working=form.working.data,
                    by=viewer().official_id,
                )
        except Problem as problem:
            form.first.errors = [sentence(problem)]
        else:
            flash(_n("Đã ghi %(num)d ngày.", "Đã ghi %(num)d ngày.", number))
            return redirect(url_for("calendar.settings", office=office.id))
    setting = settings_of(session(), [office.id])[office.id]
    beginning = SettingInput(
        formdata=None,
        remind_days=", ".join(map(str, setting.remind_days)),
        remind_overdue=setting.remind_overdue,
        lead_days=setting.lead_days,
    )
    return _settings_page(office, beginning, form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post("/calendar/holidays/<int:holiday_id>/removal")
@allow("plans.change")
def holiday_removal(holiday_id: int) -> Page:
    """Take an announced day back."""
    offices = viewer().offices("plans.change")
    office_id = holiday_of(session(), holiday_id, offices).office_id
    with transaction():
        remove_holiday(session(), holiday_of(session(), holiday_id, offices), by=viewer().official_id)
    flash(_("Đã bỏ ngày này khỏi lịch nghỉ."))
    return redirect(url_for("calendar.settings", office=office_id))


@bp.get("/calendar/feed")
@signed_in
def address() -> Page:
    """Whether the viewer has an address for calendar programs, and how to get one."""
    return _feed_page(None)


@bp.post("/calendar/feed")
@signed_in
def new_address() -> Page:
    """Make a fresh address, shown once on the answer to this very post; the one before stops working."""
    with transaction():
        token = renew_feed(session(), viewer().official_id)
    return _feed_page(token)


@bp.post("/calendar/feed/removal")
@signed_in
def address_removal() -> Page:
    """Let the address lead nowhere."""
    with transaction():
        revoke_feed(session(), viewer().official_id)
    flash(_("Đã thu hồi địa chỉ lịch. Các ứng dụng đang dùng địa chỉ này sẽ không đọc được nữa."))
    return redirect(url_for("calendar.address"))


@bp.get("/calendar/<token>.ics")
@public
def ics(token: str) -> Response:
    """The calendar for programs that know the secret; for anybody else there is nothing here."""
    feed = feed_with(session(), token)
    if feed is None:
        raise NotFound(N_("Không có lịch nào ở địa chỉ này. Địa chỉ có thể đã được thay hoặc thu hồi."))
    site: Settings = current_app.config["SETTINGS"]
    today = clock.today()
    official = viewer_of(session(), feed.official, on=today)
    lines = entries_for(session(), official, today=today)
    wanted = settings_of(session(), {line.office.id for line in lines})
    content = feed_of(
        lines, wanted, site=site.public_url, name=_("Thước Đo: thời hạn của %(name)s", name=official.name)
    )
    answer = Answer(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="thuoc-do.ics"'
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _feed_page(token: str | None) -> str:
    site: Settings = current_app.config["SETTINGS"]
    path = f"/calendar/{token}.ics" if token else None
    return render_template(
        "plans/calendar/feed.html",
        feed=session().get(CalendarFeed, viewer().official_id),
        link=f"{site.public_url}{path}" if path else None,
        may_set=viewer().may_somewhere("plans.change"),
        subscribe=f"webcal://{site.public_url.partition('://')[2]}{path}" if path else None,
    )


def _settings_page(office: Office, form: SettingInput, holiday: HolidayInput) -> str:
    site: Settings = current_app.config["SETTINGS"]
    return render_template(
        "plans/calendar/settings.html",
        office=office,
        offices=offices_with_ids(session(), viewer().offices("plans.change")),
        form=form,
        holiday=holiday,
        holidays=holidays_of(session(), office.id),
        yearly=YEARLY_HOLIDAYS,
        sender=site.sender.kind if site.sender else None,
        mails=latest_mails(session(), [office.id]),
    )


def _office() -> Office:
    """The office named in the address, or the viewer's first."""
    offices = offices_with_ids(session(), viewer().offices("plans.change"))
    wanted = request.values.get("office", type=int)
    return next((office for office in offices if office.id == wanted), offices[0])
