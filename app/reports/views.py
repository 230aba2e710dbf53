"""Screens of reports: the overview of a plan and the page of a task."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app.access.gate import viewer
from app.core import clock
from app.core.guards import allow
from app.core.session import session, snapshot
from app.plans.queries import plan_for, task_for
from app.reports import charts, evidence, pictures
from app.scores import queries
from app.scores.results import together
from app.scores.rules import FACTORS, METHODS, VERDICTS, against_target

bp = Blueprint("reports", __name__, template_folder="templates")


@bp.get("/plans/<int:plan_id>/scores")
@allow("scores.read")
def plan_scores(plan_id: int) -> str:
    """Every task of a plan with its score, and all of them together."""
    limits = evidence.thresholds()
    with snapshot():
        plan = plan_for(session(), viewer(), plan_id, permission="scores.read")
        scores = queries.plan_scores(session(), plan, limits)
        unsurveyed = queries.unsurveyed_tasks(session(), plan)
    method = queries.published_method(plan.office)
    return render_template(
        "reports/plan_scores.html",
        plan=plan,
        scores=scores,
        unsurveyed=unsurveyed,
        together=together(scores, limits),
        method=method,
        verdicts={found.task.id: against_target(found.scores["share"], found.task.target) for found in scores},
        **_words(),
    )


@bp.get("/tasks/<int:task_id>/scores")
@allow("scores.read")
def task_scores(task_id: int) -> str:
    """One task: both methods, every question, desks, modes and the course over time."""
    limits = evidence.thresholds()
    with snapshot():
        task = task_for(session(), viewer(), task_id, permission="scores.read")
        results = queries.task_results(session(), task, limits)
    by_day = request.args.get("by") == "day"
    return render_template(
        "reports/task_scores.html",
        task=task,
        plan=task.plan,
        found=results.score,
        results=results,
        method=METHODS[results.score.method],
        by_day=by_day,
        verdict=against_target(results.score.scores["share"], task.target_share),
        **_words(),
    )


def _words() -> dict[str, object]:
    """What both pages need to say and draw a number."""
    return {
        "as_of": clock.now(),
        "charts": charts,
        "evidence": evidence.evidence,
        "factors": FACTORS,
        "limits": evidence.thresholds(),
        "methods": METHODS,
        "pictures": pictures,
        "standing": evidence.standing,
        "verdict_words": VERDICTS,
    }
