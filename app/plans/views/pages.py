"""The list of plans, one plan, its original document, and its tasks."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock
from app.core.errors import NotFound, Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.text import N_
from app.core.words import _, sentence
from app.plans.actions import assign_task, refuse_removal, remove_plan
from app.plans.calendar.entries import chains_in
from app.plans.calendar.listeners import PlanHasFinishedWork
from app.plans.calendar.queries import entries_for
from app.plans.corrections.actions import correct_plan
from app.plans.corrections.queries import stored_sheet
from app.plans.corrections.sheet import SheetTask
from app.plans.corrections.typed import shown, typed_on
from app.plans.corrections.verbs import Change
from app.plans.family.queries import above_of, children_of
from app.plans.inputs import TaskInput
from app.plans.models import Task
from app.plans.queries import document_of, holders_possible, plan_for, plans_for, task_for, tasks_of
from app.plans.views import bp
from app.plans.views.files import as_uploaded

Page = str | Response | tuple[str, int]


@bp.get("/plans")
@allow("plans.read")
def plans() -> str:
    """Every plan that the viewer may read."""
    return render_template(
        "plans/plans.html", lines=plans_for(session(), viewer()), may_import=viewer().may_somewhere("plans.import")
    )


@bp.get("/plans/<int:plan_id>")
@allow("plans.read")
def plan(plan_id: int) -> str:
    """One plan: what is promised, by whom, until when, and on which grounds."""
    found, today = plan_for(session(), viewer(), plan_id), clock.today()
    below, others = children_of(session(), viewer(), found)
    entries = entries_for(session(), viewer(), today=today, plan_id=plan_id)
    return render_template(
        "plans/plan.html",
        plan=found,
        above=above_of(session(), viewer(), found),
        children=[child for office in below for child in office.plans] + list(others),
        tasks=tasks_of(session(), found),
        entries=entries,
        chains=chains_in(entries),
        today=today,
        document=document_of(session(), found),
        may_change=viewer().may("plans.change", found.office_id),
    )


@bp.get("/plans/<int:plan_id>/document")
@allow("plans.read")
def document(plan_id: int) -> Response:
    """The document as it was uploaded, byte for byte; always saved by the browser, never shown by it."""
    stored = document_of(session(), plan_for(session(), viewer(), plan_id))
    if stored is None:
        raise NotFound(N_("Kế hoạch này không có văn bản gốc kèm theo."))
    return as_uploaded(stored.content, stored.filename)


@bp.route("/plans/<int:plan_id>/removal", methods=["GET", "POST"])
@allow("plans.change")
def removal(plan_id: int) -> Page:
    """Ask, and remove a plan that was imported by mistake."""
    found = plan_for(session(), viewer(), plan_id, permission="plans.change")
    refusal, status, finished = None, HTTPStatus.OK, False
    try:
        if request.method == "POST":
            with transaction():
                remove_plan(session(), found, by=viewer().official_id)
            flash(_("Đã gỡ kế hoạch “%(title)s”.", title=found.title))
            return redirect(url_for("plans.plans"))
        refuse_removal(session(), found)
    except Problem as problem:
        refusal, finished = sentence(problem), isinstance(problem, PlanHasFinishedWork)
        status = problem.status if request.method == "POST" else HTTPStatus.OK
    return render_template("plans/removal.html", plan=found, refusal=refusal, finished=finished), status


@bp.get("/tasks/<int:task_id>")
@allow("plans.read")
def task(task_id: int) -> str:
    """One task of a plan."""
    found = task_for(session(), viewer(), task_id)
    return render_template(
        "plans/task.html", task=found, plan=found.plan, may_change=viewer().may("plans.change", found.plan.office_id)
    )


@bp.route("/tasks/<int:task_id>/correction", methods=["GET", "POST"])
@allow("plans.change")
def correction(task_id: int) -> Page:
    """Change a task: title, theme, whether citizens are asked, who leads it, the share aimed at, who answers for it."""
    found = task_for(session(), viewer(), task_id, permission="plans.change")
    stored = stored_sheet(session(), found.plan)
    key = stored.key_of(found)
    form = _task_input(found, stored.sheet.task(key))
    if form.validate_on_submit():
        typed = typed_on(stored.sheet, form.over(key))
        for name, problem in typed.refused.items():
            form[name.partition(".")[2]].errors = [sentence(problem)]
        if not typed.refused and _changed(found, typed.changes, form):
            return redirect(url_for("plans.task", task_id=task_id))
    return render_template("plans/correction.html", task=found, plan=found.plan, form=form), _status(form)


def _changed(task: Task, changes: Sequence[Change], form: TaskInput) -> bool:
    """Store what was typed; otherwise the form says why not."""
    try:
        with transaction():
            stopped = correct_plan(session(), task.plan, changes, by=viewer().official_id)
            assign_task(session(), task, form.holders.data or (), by=viewer().official_id)
    except Problem as problem:
        form.form_errors.append(sentence(problem))
        return False
    flash(_("Đã lưu nhiệm vụ."))
    if stopped:
        flash(
            _(
                "Phiếu của nhiệm vụ này đã được thu hồi tại: %(desks)s. Người quét mã QR cũ sẽ thấy trang hướng dẫn.",
                desks="; ".join(stopped),
            )
        )
    return True


def _task_input(found: Task, on_sheet: SheetTask | None) -> TaskInput:
    assert on_sheet is not None  # noqa: S101  every stored task is on its plan's sheet
    boxes = {name: shown(on_sheet, name) for name in ("title", "theme", "reason", "owner", "coordinating", "target")}
    holders = [holder.official_id for holder in found.holders]
    form = TaskInput(**boxes, surveyed=on_sheet.surveyed, holders=holders)
    officials = {official.id: official for official in holders_possible(session(), found.plan)}
    officials |= {holder.official_id: holder.official for holder in found.holders}
    form.holders.choices = [(official.id, official.name) for official in officials.values()]
    return form


def _status(form: TaskInput) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
