"""The screens with the scores of a desk and of an office."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from app.access.gate import viewer
from app.core import clock
from app.core.errors import NotFound
from app.core.guards import allow
from app.core.session import session, snapshot
from app.core.text import N_
from app.desks.queries import desk_for
from app.offices.models import Office
from app.reports import breakdowns, charts, evidence, levels, pictures
from app.reports.units.queries import Unit, read_desk, read_office, year_to_show
from app.scores.policies.queries import PERMISSION as POLICIES
from app.scores.results import TaskScore
from app.scores.rules import METHODS

bp = Blueprint("units", "app.reports", template_folder="templates")

NO_YEAR = "none"
"""Stands in the address for plans that name no year."""


@bp.get("/desks/<int:desk_id>/scores")
@allow("scores.read")
def of_desk(desk_id: int) -> str:
    """One desk over all tasks that are asked about there, in ``?year=``."""
    with snapshot():
        desk = desk_for(session(), viewer(), desk_id, permission="scores.read")
        found = read_desk(session(), viewer(), desk, _year(desk.office_id), evidence.thresholds())
    return render_template("reports/desk_scores.html", desk=desk, office=desk.office, **_words(found))


@bp.get("/offices/<int:office_id>/scores")
@allow("scores.read")
def of_office(office_id: int) -> str:
    """One office over its plans of ``?year=``."""
    with snapshot():
        office = session().get(Office, office_id) if viewer().may("scores.read", office_id) else None
        if office is None:
            raise NotFound(N_("Không tìm thấy cơ quan này."))
        found = read_office(session(), viewer(), office, _year(office_id), evidence.thresholds())
    return render_template("reports/office_scores.html", office=office, **_words(found))


def _year(office_id: int) -> int | None:
    """The year of the address; :class:`NotFound` where it is none."""
    said = request.args.get("year", "")
    if not said:
        return year_to_show(session(), office_id, clock.today())
    if said == NO_YEAR:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) == 4):
        raise NotFound(N_("Năm trong địa chỉ không đọc được. Hãy viết bốn chữ số, như 2026."))
    return int(said)


def _words(found: Unit) -> dict[str, Any]:
    method = found.policy.method
    tasks = [_task_line(score) for score in found.scores]
    course = breakdowns.course(found.course)
    times = breakdowns.row_lines(course, method.key)
    return {
        "found": found,
        "tasks": tasks,
        "course": course,
        "times": times,
        "axis": breakdowns.shared_axis(tasks, times),
        "address": lambda year: url_for(str(request.endpoint), **request.view_args or {}, year=year or NO_YEAR),
        "as_of": clock.now(),
        "axis_of": levels.axis_of,
        "breakdowns": breakdowns,
        "charts": charts,
        "evidence": evidence.evidence,
        "is_reliable": evidence.is_reliable,
        "limits": evidence.thresholds(),
        "may_choose": lambda office_id: viewer().may(POLICIES, office_id),
        "method": method,
        "methods": METHODS,
        "pictures": pictures,
        "policy": found.policy,
        "standing": evidence.standing,
        "weights": evidence.weights,
    }


def _task_line(found: TaskScore) -> breakdowns.Line:
    """One task on the chart of five levels, with its CHUNG."""
    name, url = f"{found.task.label} {found.task.title}", url_for("reports.task_scores", task_id=found.task.id)
    overall = found.overall[found.method]
    if not found.score.is_shown:
        return breakdowns.Line(name, url=url)
    return breakdowns.Line(
        name,
        (breakdowns.overall_note(overall),) if overall.is_shown else (),
        found.levels,
        found.scores,
        (found.score.n, found.score.excluded, found.score.quarantined),
        url=url,
    )
