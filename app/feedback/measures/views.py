"""Screens of measures: what is to be done, a new one, and how one ends."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.access.queries import officials_with
from app.core import clock
from app.core.errors import NotFound, Problem
from app.core.guards import allow
from app.core.session import session, transaction
from app.core.words import _, sentence
from app.feedback.cases.models import Case
from app.feedback.cases.queries import case_for
from app.feedback.measures import actions
from app.feedback.measures.inputs import EndInput, MeasureInput
from app.feedback.measures.models import Measure
from app.feedback.measures.queries import PILES, Pile, measure_for, measures_for, measures_on, tasks_to_choose
from app.feedback.models import Remark
from app.feedback.queries import remark_for
from app.feedback.traces.rules import traces_in
from app.plans.queries import task_for

bp = Blueprint("measures", "app.feedback", template_folder="templates")

Page = str | Response | tuple[str, int]


@bp.get("/measures")
@allow("measures.read")
def measures() -> str:
    """What is to be done, what is late first."""
    pile: Pile = next((known for known in PILES if known == request.args.get("pile")), "todo")
    found, counts = measures_for(session(), viewer(), pile, today=clock.today())
    return render_template(
        "feedback/measures/list.html",
        found=found,
        counts=counts,
        pile=pile,
        today=clock.today(),
        may_handle=viewer().may_somewhere("measures.handle"),
    )


@bp.get("/tasks/<int:task_id>/measures")
@allow("measures.read")
def measures_of_task(task_id: int) -> str:
    """What hangs on one task."""
    task = task_for(session(), viewer(), task_id)
    return render_template(
        "feedback/measures/list.html",
        found=measures_on(session(), viewer(), task_id),
        task=task,
        today=clock.today(),
        may_handle=viewer().may("measures.handle", task.plan.office_id),
    )


@bp.route("/measures/new", methods=["GET", "POST"])
@allow("measures.handle")
def new() -> Page:
    """Take something on: from a case (``?case=``), from a remark (``?remark=``), or for a task (``?task=``)."""
    case, remark = _case(), _remark()
    tasks = tasks_to_choose(session(), viewer())
    wanted = case.task_id if case else remark.task_id if remark else request.args.get("task", type=int)
    office_id = case.office_id if case else None
    if office_id is not None:
        tasks = [task for task in tasks if task.plan.office_id == office_id]
    form = MeasureInput(task=wanted)
    offices = {task.plan.office_id for task in tasks}
    people = {
        official.id: official
        for office in sorted(offices)
        for official in officials_with(session(), office, "measures.handle", on=clock.today())
    }
    form.offer(tasks, list(people.values()))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
    if form.validate_on_submit():
        made = _taken_on(form, case, remark)
        if made is not None:
            flash(_("Đã lập việc làm theo ý kiến."))
            return redirect(url_for("measures.measure", measure_id=made.id), HTTPStatus.SEE_OTHER)
    source = {"case": str(case.id)} if case else {"remark": str(remark.id)} if remark else {}
    quoted = case.text if case else remark.text if remark else ""
    page = render_template("feedback/measures/new.html", form=form, source=source, quoted=quoted, tasks=tasks)
    return page, status


@bp.get("/measures/<int:measure_id>")
@allow("measures.read")
def measure(measure_id: int) -> str:
    """One measure, and how it may end."""
    return _page(measure_for(session(), viewer(), measure_id), EndInput(formdata=None))


@bp.post("/measures/<int:measure_id>/completion")
@allow("measures.handle")
def completion(measure_id: int) -> Page:
    """Say what was done."""
    form = EndInput()
    return _end(
        measure_id,
        form,
        lambda found: actions.complete(
            session(),
            found,
            result=form.text.data or "",
            public=bool(form.public.data),
            looked=bool(form.looked.data),
            by=viewer().official_id,
        ),
    )


@bp.post("/measures/<int:measure_id>/dropping")
@allow("measures.handle")
def dropping(measure_id: int) -> Page:
    """Say why it is not done after all."""
    form = EndInput()
    return _end(
        measure_id,
        form,
        lambda found: actions.drop(session(), found, reason=form.text.data or "", by=viewer().official_id),
    )


@bp.post("/measures/<int:measure_id>/reopening")
@allow("measures.handle")
def reopening(measure_id: int) -> Page:
    """Take up again what was ended by mistake."""
    return _end(measure_id, EndInput(), lambda found: actions.reopen(session(), found, by=viewer().official_id))


def _taken_on(form: MeasureInput, case: Case | None, remark: Remark | None) -> Measure | None:
    """The measure; otherwise the form says why not."""
    task = task_for(session(), viewer(), form.task.data, permission="measures.handle")
    assert form.due_on.data is not None  # noqa: S101  asked after validation only
    intent = actions.Intent(
        form.said.data or "", form.doing.data or "", form.due_on.data, form.owner.data or None, form.unit.data or ""
    )
    try:
        with transaction():
            return actions.take_on(
                session(), task, intent, key=form.made_with, by=viewer().official_id, case=case, remark=remark
            )
    except Problem as problem:
        form.form_errors.append(sentence(problem))
        return None


def _end(measure_id: int, form: EndInput, change: Callable[[Measure], None]) -> Page:
    found = measure_for(session(), viewer(), measure_id, permission="measures.handle")
    try:
        with transaction():
            change(found)
    except Problem as problem:
        form.form_errors.append(sentence(problem))
        return _page(measure_for(session(), viewer(), measure_id), form), problem.status
    flash(_("Đã lưu."))
    return redirect(url_for("measures.measure", measure_id=measure_id), HTTPStatus.SEE_OTHER)


def _page(found: Measure, form: EndInput) -> str:
    return render_template(
        "feedback/measures/measure.html",
        measure=found,
        form=form,
        today=clock.today(),
        hints=_hints(found, form),
        may_handle=viewer().may("measures.handle", found.office_id),
        sees_case=found.case_id is not None and _sees(found.case_id),
    )


def _hints(found: Measure, form: EndInput) -> list[str]:
    """What in the words to be published may tell who somebody is."""
    if found.state != "open":
        return []
    return [trace.text for trace in traces_in(f"{found.said}\n{form.text.data or ''}")]


def _sees(case_id: UUID) -> bool:
    try:
        case_for(session(), viewer(), case_id)
    except NotFound:
        return False
    return True


def _case() -> Case | None:
    written = _key("case")
    return case_for(session(), viewer(), written, permission="cases.handle") if written else None


def _remark() -> Remark | None:
    written = _key("remark")
    return remark_for(session(), viewer(), written, permission="remarks.handle").remark if written else None


def _key(name: str) -> UUID | None:
    try:
        return UUID(request.args.get(name, ""))
    except ValueError:
        return None
