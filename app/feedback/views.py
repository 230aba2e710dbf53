"""Screens of remarks: an overview by task, the lists of a plan and of a task, one remark with its note."""

from __future__ import annotations

import re
from dataclasses import replace
from http import HTTPStatus
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core.errors import Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.settings import Settings
from app.core.words import _, _n, sentence
from app.feedback import actions
from app.feedback.cases.queries import case_of_remark
from app.feedback.cases.rules import show_reference
from app.feedback.inputs import NoteInput, chosen_ids, wanted_in
from app.feedback.queries import (
    Line,
    desks_of,
    remark_for,
    remarks_by_task,
    remarks_of,
    remarks_to_handle,
    task_with_remarks,
)
from app.feedback.restricted.rules import telling_words
from app.feedback.withheld.rules import is_told_all
from app.plans.models import Plan, Task
from app.plans.queries import plan_for

bp = Blueprint("feedback", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]
_LIST = re.compile(r"/(plans|tasks)/[0-9]{1,9}/remarks(\?[^#\\\s]*)?\Z")


@bp.get("/remarks")
@allow("remarks.read")
def remarks() -> Page:
    """The viewer's tasks with what was written about them."""
    lines = remarks_by_task(session(), viewer())
    plans = [(plan, list(tasks)) for plan, tasks in groupby(lines, key=lambda line: line.task.plan)]
    return render_template("feedback/overview.html", plans=plans)


@bp.get("/plans/<int:plan_id>/remarks")
@allow("remarks.read")
def remarks_of_plan(plan_id: int) -> Page:
    """The remarks on the tasks of a plan."""
    plan = plan_for(session(), viewer(), plan_id, permission="remarks.read")
    return _list(plan, None)


@bp.get("/tasks/<int:task_id>/remarks")
@allow("remarks.read")
def remarks_of_task(task_id: int) -> Page:
    """The remarks on one task."""
    task = task_with_remarks(session(), viewer(), task_id)
    return _list(task.plan, task)


@bp.get("/remarks/<uuid:remark_id>")
@allow("remarks.read")
def remark(remark_id: UUID) -> Page:
    """One remark in full, with its note."""
    line = remark_for(session(), viewer(), remark_id, minimum=_minimum())
    return _one(line, NoteInput(note=line.remark.note or ""))


@bp.post("/remarks/<uuid:remark_id>/note")
@allow("remarks.handle")
def note(remark_id: UUID) -> Page:
    """Write, replace or take away the note on a remark."""
    line = remark_for(session(), viewer(), remark_id, permission="remarks.handle")
    form = NoteInput()
    try:
        with transaction():
            actions.note(
                session(),
                line.remark,
                form.note.data or "",
                by=viewer().official_id,
                office_id=line.task.plan.office_id,
            )
    except actions.NoteUnfit as problem:
        form.note.errors = [sentence(problem)]
        return _one(remark_for(session(), viewer(), remark_id, minimum=_minimum()), form), problem.status
    flash(_("Đã lưu ghi chú.") if line.remark.note else _("Đã xóa ghi chú."))
    return _back(remark_id)


@bp.post("/remarks/<uuid:remark_id>/reading")
@allow("remarks.handle")
def mark_read(remark_id: UUID) -> Page:
    """Mark one remark as read."""
    line = remark_for(session(), viewer(), remark_id, permission="remarks.handle")
    with transaction():
        actions.mark_read(session(), [line.remark], by=viewer().official_id)
    return _back(remark_id)


@bp.post("/remarks/<uuid:remark_id>/reading/removal")
@allow("remarks.handle")
def mark_unread(remark_id: UUID) -> Page:
    """Put one remark back among the unread."""
    line = remark_for(session(), viewer(), remark_id, permission="remarks.handle")
    try:
        with transaction():
            actions.mark_unread(session(), line.remark)
    except actions.NotRead as problem:
        flash(sentence(problem), "error")
    return _back(remark_id)


@bp.post("/remarks/readings")
@allow("remarks.handle")
def mark_several() -> Page:
    """Mark the ticked remarks, or all that the page showed, as read."""
    ids = chosen_ids(request.form.getlist("shown" if "whole" in request.form else "remark"))
    try:
        with transaction():
            changed = actions.mark_read(session(), remarks_to_handle(session(), viewer(), ids), by=viewer().official_id)
    except Problem as problem:
        flash(sentence(problem), "error")
    else:
        flash(_n("Đã đánh dấu %(num)d ý kiến là đã đọc.", "Đã đánh dấu %(num)d ý kiến là đã đọc.", changed))
    return _back(None)


def _minimum() -> int:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.minimum_n


def _list(plan: Plan, task: Task | None) -> str:
    told_all = is_told_all(viewer(), plan.office_id)
    wanted = wanted_in(request.args)
    wanted = wanted if told_all else replace(wanted, desk_id=None)
    if task:
        path = url_for("feedback.remarks_of_task", task_id=task.id)
    else:
        path = url_for("feedback.remarks_of_plan", plan_id=plan.id)
    found = remarks_of(session(), viewer(), wanted, plan=plan, task=task, minimum=_minimum())

    def address(**changes: object) -> str:
        """This list with other choices; a choice that is the default is not written out."""
        choices = {"state": wanted.state, "desk": wanted.desk_id, "q": wanted.text} | changes
        defaults = {"state": "all", "page": 1}
        named = {name: value for name, value in choices.items() if value and value != defaults.get(name)}
        return f"{path}?{urlencode(named)}" if named else path

    return render_template(
        "feedback/list.html",
        plan=plan,
        task=task,
        found=found,
        wanted=wanted,
        held=bool(found.lines or task or remarks_by_task(session(), viewer(), plan=plan)),
        desks=desks_of(session(), viewer(), plan=plan, task=task),
        may_measure=task is not None and viewer().may("measures.handle", plan.office_id),
        address=address,
        told_all=told_all,
        minimum=_minimum(),
        here=address(page=found.page),
        may_handle=viewer().may("remarks.handle", plan.office_id),
    )


def _one(line: Line, form: NoteInput) -> str:
    return render_template(
        "feedback/remark.html",
        line=line,
        minimum=_minimum(),
        plan=line.task.plan,
        form=form,
        case=case_of_remark(session(), viewer(), line.remark.id),
        may_raise=viewer().may("cases.handle", line.task.plan.office_id),
        show=show_reference,
        hints=telling_words(line.remark.text),
        may_handle=viewer().may("remarks.handle", line.task.plan.office_id),
        may_measure=viewer().may("measures.handle", line.task.plan.office_id)
        and viewer().may("remarks.handle", line.task.plan.office_id),
        here=_inside(request.form.get("back", "")) or "",
    )


def _back(remark_id: UUID | None) -> Response:
    """To the list that the official came from, at the remark; to the remark itself where there was no list."""
    back = _inside(request.form.get("back", ""))
    if back is None:
        back = url_for("feedback.remark", remark_id=remark_id) if remark_id else url_for("feedback.remarks")
    elif remark_id:
        back = f"{back}#r-{remark_id}"
    return redirect(back, HTTPStatus.SEE_OTHER)


def _inside(address: str) -> str | None:
    return address if _LIST.match(address) else None
