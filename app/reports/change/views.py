"""Whether the tasks of a plan, or one task, changed from one period to the next."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from app.access.gate import viewer
from app.core import clock
from app.core.errors import NotFound
from app.core.guards import allow
from app.core.session import session, snapshot
from app.core.text import N_
from app.plans.queries import plan_for, task_for
from app.reports import evidence, years
from app.reports.change.wording import is_running, kind_name, period_name, tone
from app.scores.comparison import RUPTURES
from app.scores.periods.queries import plan_period, task_period
from app.scores.periods.rules import Period, read_period
from app.scores.queries import published_method
from app.scores.rules import METHODS

bp = Blueprint("change", "app.reports", template_folder="templates")


@bp.get("/plans/<int:plan_id>/change")
@allow("scores.read")
def of_plan(plan_id: int) -> str:
    """Every task of a plan in a period, beside the period before and the same one a year earlier."""
    wanted = _wanted()
    with snapshot():
        plan = plan_for(session(), viewer(), plan_id, permission="scores.read")
        found = plan_period(session(), viewer(), plan, evidence.thresholds(), wanted)
    return render_template(
        "reports/change_of_plan.html", plan=plan, found=found, method=published_method(session(), plan), **_words()
    )


@bp.get("/tasks/<int:task_id>/change")
@allow("scores.read")
def of_task(task_id: int) -> str:
    """One task in the same way."""
    wanted = _wanted()
    with snapshot():
        task = task_for(session(), viewer(), task_id, permission="scores.read")
        found = task_period(session(), viewer(), task, evidence.thresholds(), wanted)
    return render_template(
        "reports/change_of_task.html",
        task=task,
        plan=task.plan,
        found=found,
        method=published_method(session(), task.plan),
        **_words(),
    )


def _wanted() -> Period | None:
    """The period of the address. :class:`NotFound` where it names none: a slip of the pen must not show another one."""
    written = request.args.get("period", "")
    period = read_period(written)
    if written and period is None:
        raise NotFound(N_("Kỳ trong địa chỉ không đọc được. Hãy viết như 2026-07, 2026-Q3 hoặc 2026-H2."))
    return period


def _words() -> dict[str, Any]:
    return {
        "as_of": clock.now(),
        "evidence": evidence.evidence,
        "is_running": is_running,
        "kind_name": kind_name,
        "limits": evidence.thresholds(),
        "methods": METHODS,
        "period_name": period_name,
        "rupture_words": RUPTURES,
        "standing": evidence.standing,
        "is_reliable": evidence.is_reliable,
        "tone": tone,
        "years": years,
    }
