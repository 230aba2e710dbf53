"""Screens of reports: the overview of a plan, the page of a task, and the export of a plan."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from http import HTTPStatus
from typing import IO

from flask import Blueprint, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.access.actions import record
from app.access.gate import viewer
from app.core import clock
from app.core.guards import allow
from app.core.session import session, snapshot, transaction
from app.core.text import N_
from app.core.words import _
from app.desks.visits.rules import PERMISSION as VISITS
from app.plans.models import Plan
from app.plans.queries import plan_for, task_for
from app.reports import breakdowns, charts, evidence, levels, pictures, years
from app.reports.csvfile import write_csv
from app.reports.export import Export, choice_for, count_stored, read_export
from app.reports.gaps.queries import gaps_of
from app.reports.gaps.wording import told
from app.reports.inputs import CsvInput, WorkbookInput
from app.reports.xlsx import write_workbook
from app.scores import queries
from app.scores.alerts.queries import alerts_of_task
from app.scores.comparison import RUPTURES, TRENDS
from app.scores.policies.queries import PERMISSION as POLICIES
from app.scores.rates.queries import task_rates
from app.scores.replies import reply_score
from app.scores.results import together
from app.scores.rollups.lines import by_theme
from app.scores.rollups.queries import desk_lines, office_line
from app.scores.rules import FACTORS, METHODS, VERDICTS, against_target
from app.scores.suppression.rules import sees_live
from app.scores.years import plan_years, task_years

bp = Blueprint("reports", __name__, template_folder="templates")

COURSES = {
    "week": (N_("Theo tuần"), N_("Tuần bắt đầu ngày")),
    "month": (N_("Theo tháng"), N_("Tháng")),
    "day": (N_("Theo ngày"), N_("Ngày")),
}
"""What a course over time can go by, with the head of its table."""
MIMETYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@bp.get("/plans/<int:plan_id>/scores")
@allow("scores.read")
def plan_scores(plan_id: int) -> str:
    """Every task of a plan with its score, and all of them together."""
    limits = evidence.thresholds()
    with snapshot():
        plan = plan_for(session(), viewer(), plan_id, permission="scores.read")
        side_by_side = plan_years(session(), viewer(), plan, limits)
        unsurveyed = queries.unsurveyed_tasks(session(), plan)
        gaps = gaps_of(session(), plan)
        policy = queries.published_policy(session(), plan)
        live = sees_live(viewer(), plan.office_id)
        desks = desk_lines(session(), plan, limits, live=live)
        office = office_line(session(), plan, side_by_side.scores, limits, live=live)
        rates = task_rates(session(), [found.task.id for found in side_by_side.scores], _yesterday(), live=live)
        year = clock.today().year
        replies = reply_score(session(), plan.office, date(year, 1, 1), date(year, 12, 31), limits)
    scores = side_by_side.scores
    return render_template(
        "reports/plan_scores.html",
        plan=plan,
        scores=scores,
        live=sees_live(viewer(), plan.office_id),
        through=max((found.through for found in scores if found.through), default=None),
        side_by_side=side_by_side,
        unsurveyed=unsurveyed,
        gap_of=gaps,
        rates=rates,
        replies=replies.score,
        together=together(scores, limits),
        themes=by_theme(scores, limits),
        desk_lines=desks,
        office_line=office,
        method=policy.method,
        policy=policy,
        verdicts={found.task.id: against_target(found.scores["share"], found.task.target) for found in scores},
        **_words(),
    )


@bp.get("/tasks/<int:task_id>/scores")
@allow("scores.read")
def task_scores(task_id: int) -> str:
    """One task: the score, every question, desks, modes and the course over time, by ``?by=`` week, month or day."""
    limits = evidence.thresholds()
    by = request.args.get("by", "week")
    with snapshot():
        task = task_for(session(), viewer(), task_id, permission="scores.read")
        live = sees_live(viewer(), task.plan.office_id)
        results = queries.task_results(session(), task, limits, live=live)
        months = queries.task_breakdown(session(), task, "month", limits, live=live) if by == "month" else ()
        comparisons = task_years(session(), viewer(), task, limits)
        rate = task_rates(session(), [task.id], _yesterday(), live=live).get(task.id)
        alerts = alerts_of_task(session(), viewer(), task.id)
        gap = gaps_of(session(), task.plan)[task.id]
    course = {"month": months, "day": results.days}.get(by, results.score.weeks)
    return render_template(
        "reports/task_scores.html",
        task=task,
        plan=task.plan,
        found=results.score,
        results=results,
        rate=rate,
        alerts=alerts,
        gap=gap,
        comparisons=comparisons,
        method=results.score.policy.method,
        policy=results.score.policy,
        by=by if by in COURSES else "week",
        courses=COURSES,
        desk_url=lambda key: url_for("units.of_desk", desk_id=key),
        course=breakdowns.course(course),
        verdict=against_target(results.score.scores["share"], task.target_share),
        **_words(),
    )


@bp.get("/plans/<int:plan_id>/exports")
@allow("reports.export")
def exports(plan_id: int) -> str:
    """What a plan's statistics can be saved as."""
    plan = plan_for(session(), viewer(), plan_id, permission="reports.export")
    return _exports_page(plan, WorkbookInput(), CsvInput())


@bp.post("/plans/<int:plan_id>/export.xlsx")
@allow("reports.export")
def workbook(plan_id: int) -> AnyResponse | tuple[str, int]:
    """Every table of a plan in one workbook."""
    plan = plan_for(session(), viewer(), plan_id, permission="reports.export")
    form = WorkbookInput()
    if not form.validate_on_submit():
        return _exports_page(plan, form, CsvInput(formdata=None)), HTTPStatus.UNPROCESSABLE_ENTITY
    with snapshot():
        export = _read(plan, codes=form.values.data == "codes")
        file = _written(lambda target: write_workbook(target, export.tables(), title=plan.title))
    return _offer(file, export, "xlsx")


@bp.post("/plans/<int:plan_id>/export.csv")
@allow("reports.export")
def csv(plan_id: int) -> AnyResponse | tuple[str, int]:
    """One table of a plan as CSV."""
    plan = plan_for(session(), viewer(), plan_id, permission="reports.export")
    form = CsvInput()
    if not form.validate_on_submit():
        return _exports_page(plan, WorkbookInput(formdata=None), form), HTTPStatus.UNPROCESSABLE_ENTITY
    key, delimiter = form.table.data, form.delimiter.data
    with snapshot():
        export = _read(plan, codes=form.values.data == "codes")
        file = _written(lambda target: write_csv(target, export.table(key), delimiter=delimiter))
    return _offer(file, export, "csv", table=key)


def _yesterday() -> date:
    """The last day that is over: of today's visits nobody knows yet."""
    return clock.today() - timedelta(days=1)


def _words() -> dict[str, object]:
    """What both pages need to say and draw a number."""
    return {
        "as_of": clock.now(),
        "axis_of": levels.axis_of,
        "breakdowns": breakdowns,
        "charts": charts,
        "may_choose": lambda office_id: viewer().may(POLICIES, office_id),
        "may_count": lambda office_id: viewer().may(VISITS, office_id),
        "evidence": evidence.evidence,
        "sample_error": evidence.sample_error,
        "weights": evidence.weights,
        "factors": FACTORS,
        "gap_told": told,
        "limits": evidence.thresholds(),
        "methods": METHODS,
        "pictures": pictures,
        "standing": evidence.standing,
        "is_reliable": evidence.is_reliable,
        "rupture_words": RUPTURES,
        "trend_words": TRENDS,
        "verdict_words": VERDICTS,
        "years": years,
    }


def _read(plan: Plan, *, codes: bool) -> Export:
    choice = choice_for(viewer(), plan, codes=codes)
    return read_export(
        session(), plan, choice=choice, thresholds=evidence.thresholds(), say=_, small_ones_too=choice.texts
    )


def _written(write: Callable[[IO[bytes]], int]) -> IO[bytes]:
    """A file without a name, written to its end; the answer closes it."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  handed on
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    return file


def _offer(file: IO[bytes], export: Export, shape: str, **details: str) -> AnyResponse:
    """Write down who exported what, and only then hand the finished file over."""
    plan = export.plan
    name = export.file_name(shape, details.get("table"))
    office_id, plan_id, title = plan.office_id, plan.id, plan.title
    rows, texts = export.written, export.choice.texts
    with transaction():
        record(
            session(),
            N_("Xuất số liệu"),
            f"plan:{plan_id}",
            by=viewer().official_id,
            office_id=office_id,
            **{"title": title, "shape": shape, "rows": rows, "texts": texts, **details},
        )
    file.seek(0)
    return send_file(file, mimetype=MIMETYPES[shape], as_attachment=True, download_name=name)


def _exports_page(plan: Plan, workbook_form: WorkbookInput, csv_form: CsvInput) -> str:
    return render_template(
        "reports/exports.html",
        plan=plan,
        workbook_form=workbook_form,
        csv_form=csv_form,
        stored=count_stored(session(), plan),
        texts=choice_for(viewer(), plan).texts,
        today=clock.today(),
    )
