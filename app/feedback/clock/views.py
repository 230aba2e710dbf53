"""Screens of an office's clock: limits in words, its calendar by year, what moved when, the reception of citizens."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock
from app.core.errors import NotFound, Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.text import N_
from app.core.words import _, _n, sentence
from app.feedback.cases.recounting import Move, change_limits, moves
from app.feedback.cases.rules import show_reference
from app.feedback.clock.actions import confirm_limits, with_limits
from app.feedback.clock.inputs import LimitInput, ReceptionInput
from app.feedback.clock.queries import announced_in, changes_of, clock_for, years_of
from app.feedback.clock.rules import KINDS, LEVELS, UNITS, ClockTable, Kind, Level, Limit, Run, due
from app.feedback.doors.actions import set_reception
from app.feedback.doors.queries import reception_of
from app.offices.models import Office
from app.offices.queries import offices_with_ids
from app.offices.rules import YEARLY_HOLIDAYS

bp = Blueprint("clock", "app.feedback", template_folder="templates")

Page = str | Response | tuple[str, int]
SHOWN = 50
"""So many cases that would move are named; of the others the number is told."""


@bp.get("/cases/clock")
@allow("cases.clock")
def limits() -> Page:
    """By when the office answers, in words, and which days it works."""
    office = _office()
    table, hours = clock_for(session(), office.id)
    now = clock.now()
    years = sorted({clock.today().year, clock.today().year + 1, *years_of(session(), office.id)}, reverse=True)
    asked = request.args.get("year", type=int)
    year = asked if asked in years else clock.today().year
    return render_template(
        "feedback/clock/limits.html",
        office=office,
        offices=offices_with_ids(session(), viewer().offices("cases.clock")),
        table=table,
        ends={
            key: tuple(due(Run(now, limit), hours) for limit in (row.first, row.final))
            for key, row in table.limits.items()
        },
        year=year,
        years=years,
        days=announced_in(session(), office.id, year),
        yearly=YEARLY_HOLIDAYS,
        may_announce=viewer().may("plans.change", office.id),
        place=reception_of(session(), office.id),
        changes=changes_of(session(), office.id),
        now=now,
        **_words(),
    )


@bp.post("/cases/clock/check")
@allow("cases.clock")
def check() -> Page:
    """The office has looked at the table and keeps it."""
    office = _office()
    with transaction():
        confirm_limits(session(), office, by=viewer().official_id)
    flash(_("Đã ghi nhận cơ quan đã kiểm tra bảng thời hạn. Người gửi từ nay thấy hạn trả lời khi tra cứu."))
    return redirect(url_for("clock.limits", office=office.id), HTTPStatus.SEE_OTHER)


@bp.route("/cases/clock/<kind>/<level>", methods=["GET", "POST"])
@allow("cases.clock")
def limit(kind: str, level: str) -> Page:
    """Set one limit: first the cases that would move are shown, then it is done."""
    office, (of_kind, of_level) = _office(), _row(kind, level)
    table, hours = clock_for(session(), office.id)
    form = LimitInput.showing(table.of(of_kind, of_level))
    moving: list[Move] = []
    if form.validate_on_submit():
        first, final = form.limits()
        try:
            moving = moves(session(), office.id, with_limits(table, of_kind, of_level, first, final), hours)
            if not moving or "confirmed" in request.form:
                _save(office, of_kind, of_level, first, final, moved=len(moving))
                return redirect(url_for("clock.limits", office=office.id), HTTPStatus.SEE_OTHER)
        except Problem as problem:
            form.form_errors.append(sentence(problem))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() and not moving else HTTPStatus.OK
    return _limit_page(office, form, of_kind, of_level, table, moving), status


def _limit_page(
    office: Office, form: LimitInput, kind: Kind, level: Level, table: ClockTable, moving: list[Move]
) -> str:
    """The form; below what would move, where something would."""
    return render_template(
        "feedback/clock/limit.html",
        office=office,
        form=form,
        kind=kind,
        level=level,
        source=table.of(kind, level).source,
        checked=table.checked,
        asking=bool(moving),
        moving=moving[:SHOWN],
        total=len(moving),
        now=clock.now(),
        **_words(),
    )


@bp.route("/cases/clock/reception", methods=["GET", "POST"])
@allow("cases.clock")
def reception() -> Page:
    """Say where and when the office receives people; the fourth door shows it."""
    office = _office()
    known = reception_of(session(), office.id)
    form = ReceptionInput(obj=known)
    if form.validate_on_submit():
        try:
            with transaction():
                set_reception(
                    session(),
                    office,
                    address=form.address.data or "",
                    schedule=form.schedule.data or "",
                    contact=form.contact.data or "",
                    by=viewer().official_id,
                )
        except Problem as problem:
            form.form_errors.append(sentence(problem))
        else:
            flash(_("Đã ghi nơi và lịch tiếp công dân."))
            return redirect(url_for("clock.limits", office=office.id), HTTPStatus.SEE_OTHER)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
    return render_template("feedback/clock/reception.html", office=office, form=form), status


def _save(office: Office, kind: Kind, level: Level, first: Limit, final: Limit, *, moved: int) -> None:
    with transaction():
        change_limits(session(), office, kind=kind, level=level, first=first, final=final, by=viewer().official_id)
    flash(_("Đã lưu thời hạn."))
    flash(_n("Đã dời hạn của %(num)d phản ánh.", "Đã dời hạn của %(num)d phản ánh.", moved))


def _row(kind: str, level: str) -> tuple[Kind, Level]:
    of_kind = next((known for known in KINDS if known == kind), None)
    of_level = next((known for known in LEVELS if known == level), None)
    if of_kind is None or of_level is None:
        raise NotFound(N_("Không có loại phản ánh hoặc mức độ này. Hãy chọn trong bảng thời hạn."))
    return of_kind, of_level


def _words() -> dict[str, object]:
    return {"kinds": KINDS, "levels": LEVELS, "units": UNITS, "show": show_reference}


def _office() -> Office:
    """The office named in the address, or the viewer's first."""
    offices = offices_with_ids(session(), viewer().offices("cases.clock"))
    wanted = request.values.get("office", type=int)
    return next((office for office in offices if office.id == wanted), offices[0])
