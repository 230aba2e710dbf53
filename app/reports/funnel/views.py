"""The screens "Từ mở phiếu đến gửi phiếu" of a plan and of a desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask import Blueprint, render_template, request

from app.access.gate import viewer
from app.core import clock
from app.core.guards import allow
from app.core.session import session, snapshot
from app.core.text import N_
from app.desks.models import Placement
from app.desks.queries import desk_for, placements_at, placements_of_plan
from app.desks.visits.rules import PERMISSION as VISITS
from app.plans.queries import plan_for
from app.reports import charts, evidence
from app.reports.funnel.pictures import bars, small_bars, told_count
from app.reports.funnel.queries import Funnel, read_funnel
from app.reports.funnel.rules import part, span_of
from app.scores.suppression.rules import sees_live

bp = Blueprint("funnel", "app.reports", template_folder="templates")

SPANS = ((7, N_("7 ngày")), (28, N_("28 ngày")), (90, N_("90 ngày")), (365, N_("một năm")))


@bp.get("/plans/<int:plan_id>/funnel")
@allow("scores.read")
def of_plan(plan_id: int) -> str:
    """Every placement of a plan, desk by desk."""
    with snapshot():
        plan = plan_for(session(), viewer(), plan_id, permission="scores.read")
        found = _read(placements_of_plan(session(), plan), plan.office_id)
    return render_template("reports/funnel_of_plan.html", plan=plan, office_id=plan.office_id, **_words(found))


@bp.get("/desks/<int:desk_id>/funnel")
@allow("scores.read")
def of_desk(desk_id: int) -> str:
    """One desk with every form that is or was asked there."""
    with snapshot():
        desk = desk_for(session(), viewer(), desk_id, permission="scores.read")
        found = _read(placements_at(session(), [desk]), desk.office_id)
    return render_template("reports/funnel_of_desk.html", desk=desk, office_id=desk.office_id, **_words(found))


def _read(placements: Sequence[Placement], office_id: int) -> Funnel:
    since, until = span_of(_day("since"), _day("until"), clock.today())
    live = sees_live(viewer(), office_id)
    return read_funnel(session(), placements, since, until, minimum=evidence.thresholds().minimum_n, live=live)


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _words(found: Funnel) -> dict[str, object]:
    limits = evidence.thresholds()
    yesterday = clock.today() - timedelta(days=1)
    return {
        "found": found,
        "limits": limits,
        "bars": lambda steps, title: bars(steps, limits.minimum_n, title),
        "small_bars": lambda steps, longest, title: small_bars(steps, longest, limits.minimum_n, title),
        "told": lambda count: told_count(count, limits.minimum_n),
        "part": lambda of, whole: part(of, whole, limits.minimum_n),
        "charts": charts,
        "yesterday": yesterday,
        "spans": [(yesterday - timedelta(days=days - 1), name) for days, name in SPANS],
        "may_count": lambda office_id: viewer().may(VISITS, office_id),
    }
