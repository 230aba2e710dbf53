"""The screen "Một trang": a plan as its leader reads it, on a phone, on a screen, on one sheet of paper."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app.access.gate import viewer
from app.core import clock
from app.core.guards import allow
from app.core.session import session, snapshot
from app.plans.queries import plan_for
from app.reports import evidence
from app.reports.gaps.wording import told
from app.reports.overview import pictures
from app.reports.overview.lines import NEEDS, ORDERS, Order, grouped, reach_of
from app.reports.overview.queries import read_overview
from app.scores.queries import published_method
from app.scores.rules import METHODS, VERDICTS

bp = Blueprint("overview", "app.reports", template_folder="templates")


@bp.get("/plans/<int:plan_id>/overview")
@allow("scores.read")
def of_plan(plan_id: int) -> str:
    """Every task of a plan in one line, in the order that the viewer asks for."""
    limits, now = evidence.thresholds(), clock.now()
    with snapshot():
        plan = plan_for(session(), viewer(), plan_id, permission="scores.read")
        found = read_overview(session(), viewer(), plan, limits, now=now)
    order: Order = next((key for key in ORDERS if key == request.args.get("order")), "plan")
    return render_template(
        "reports/overview.html",
        plan=plan,
        found=found,
        groups=grouped(found.lines, order),
        order=order,
        orders=ORDERS,
        reach=reach_of(found.lines),
        method=published_method(session(), plan),
        as_of=now,
        evidence=evidence.evidence,
        gap_told=told,
        limits=limits,
        methods=METHODS,
        need_words=NEEDS,
        pictures=pictures,
        standing=evidence.standing,
        is_reliable=evidence.is_reliable,
        verdict_words=VERDICTS,
    )
