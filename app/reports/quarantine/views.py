"""The screen "Phiếu tạm loại" of a plan: counts, scores with and without, each response, and the way back."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.access.gate import viewer
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, snapshot, transaction
from app.core.words import _, _n, sentence
from app.plans.models import Plan
from app.plans.queries import plan_for
from app.reports import evidence
from app.reports.quarantine import queries
from app.reports.quarantine.actions import set_aside_all
from app.reports.quarantine.inputs import ByHandInput, RestorationInput
from app.responses.actions import restore
from app.responses.integrity.rules import CHECKS
from app.scores.queries import plan_scores, published_method
from app.scores.results import MODE_NAMES
from app.scores.suppression.rules import sees_live

bp = Blueprint("quarantine", "app.reports", template_folder="templates")

Answer = str | AnyResponse | tuple[str, int]


@bp.get("/plans/<int:plan_id>/quarantine")
@allow("responses.audit")
def of_plan(plan_id: int) -> Answer:
    """What is set aside, or with ``?state=restored`` what was."""
    plan = plan_for(session(), viewer(), plan_id, permission="responses.audit")
    return _page(plan, ByHandInput(formdata=None))


@bp.post("/plans/<int:plan_id>/quarantine/restoration")
@allow("responses.judge")
def restoration(plan_id: int) -> Answer:
    """Bring one response back; its key travels in the form and never in an address."""
    plan = plan_for(session(), viewer(), plan_id, permission="responses.judge")
    form = RestorationInput()
    if not form.validate():
        flash(_("Hãy ghi lý do khôi phục, để người khác kiểm tra lại được."), "error")
        return _page(plan, ByHandInput(formdata=None)), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            found = queries.response_in(session(), plan, UUID(form.response.data))
            restore(session(), found, viewer().official_id, form.reason.data or "")
    except Problem as problem:
        flash(sentence(problem), "error")
        return _page(plan, ByHandInput(formdata=None)), problem.status
    flash(_("Đã khôi phục phiếu; điểm đã tính lại."))
    return redirect(url_for("quarantine.of_plan", plan_id=plan_id))


@bp.post("/plans/<int:plan_id>/quarantine")
@allow("responses.judge")
def by_hand(plan_id: int) -> Answer:
    """Set aside what one desk received within some hours."""
    plan = plan_for(session(), viewer(), plan_id, permission="responses.judge")
    form = ByHandInput()
    form.desk.choices = _desks(plan)
    if not form.validate():
        return _page(plan, form), HTTPStatus.UNPROCESSABLE_ENTITY
    day, first, last = form.day.data, form.first.data, form.last.data
    assert day is not None and first is not None and last is not None  # noqa: S101, PT018  validated above
    try:
        with transaction():
            found = queries.counted_between(session(), plan, form.desk.data, day, first, last)
            done = set_aside_all(session(), found, form.reason.data or "", by=viewer().official_id)
    except Problem as problem:
        form.day.errors = [sentence(problem)]
        return _page(plan, form), problem.status
    flash(_n("Đã tạm loại %(num)d phiếu.", "Đã tạm loại %(num)d phiếu.", done))
    return redirect(url_for("quarantine.of_plan", plan_id=plan_id))


def _desks(plan: Plan) -> list[tuple[int, str]]:
    return [(desk.id, desk.name) for desk in queries.desks_answered(session(), plan)]


def _page(plan: Plan, form: ByHandInput) -> str:
    restored = request.args.get("state") == "restored"
    page = max(1, min(request.args.get("page", 1, type=int), 10_000))
    with snapshot():
        found = queries.summary_of(session(), plan)
        lines, more = queries.lines_of(session(), plan, restored=restored, page=page)
        live = sees_live(viewer(), plan.office_id)
        scores = plan_scores(session(), plan, evidence.thresholds(), live=live)
        method = published_method(session(), plan)
        form.desk.choices = _desks(plan)
    return render_template(
        "reports/quarantine.html",
        plan=plan,
        found=found,
        lines=lines,
        more=more,
        page=page,
        restored=restored,
        scores=[score for score in scores if score.score.quarantined],
        live=live,
        method=method,
        form=form,
        checks=CHECKS,
        mode_names=MODE_NAMES,
        evidence=evidence.evidence,
        may_judge=viewer().may("responses.judge", plan.office_id),
    )
