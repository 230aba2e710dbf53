"""How a plan belongs to others: the plans above and below, last year's plan, and tasks side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.gate import viewer
from app.core import clock
from app.core.errors import NotFound, Problem
from app.core.guards import allow
from app.core.inputs import ScreenInput
from app.core.session import session, transaction
from app.core.text import N_
from app.core.words import _, sentence
from app.plans.family.actions import (
    NEW,
    await_parent,
    follow,
    match_tasks,
    set_no_parent,
    set_parent,
    tie_tasks,
)
from app.plans.family.earlier import (
    continuations_of,
    earlier_for,
    earlier_of,
    earlier_options,
    earlier_unseen,
)
from app.plans.family.inputs import (
    NONE,
    WRITTEN,
    ContinuationInput,
    EarlierInput,
    ImplementationInput,
    ParentInput,
    continuation_input,
    implementation_input,
)
from app.plans.family.matching import THRESHOLD, likenesses, pair_up, served_by
from app.plans.family.models import PlanParent
from app.plans.family.queries import (
    ParentOption,
    above_of,
    family_of,
    implementations_of,
    parent_options,
    plans_found,
    stored_as,
    words_of,
)
from app.plans.family.rules import Named, symbol_key
from app.plans.models import Plan, Task
from app.plans.queries import plan_for, tasks_of
from app.plans.views import bp

Page = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Sides:
    """The tasks of a plan and of another one, and how alike they are."""

    tasks: list[Task]
    others: list[Task]
    alike: Mapping[tuple[int, int], float]

    def ranked(self, task: Task) -> list[tuple[Task, float]]:
        """The other plan's tasks, the most alike first."""
        found = [(other, self.alike[task.id, other.id]) for other in self.others]
        return sorted(found, key=lambda pair: -pair[1])


@bp.get("/plans/<int:plan_id>/family")
@allow("plans.read")
def family(plan_id: int) -> str:
    """The plan above, the plans below, and the plans before and after."""
    plan = plan_for(session(), viewer(), plan_id)
    return render_template(
        "plans/family.html",
        plan=plan,
        family=family_of(session(), viewer(), plan),
        may_change=viewer().may("plans.change", plan.office_id),
        form=ParentInput(formdata=None),
    )


@bp.route("/plans/<int:plan_id>/parent", methods=["GET", "POST"])
@allow("plans.change")
def parent(plan_id: int) -> Page:
    """Say which plan stands above this one."""
    plan = plan_for(session(), viewer(), plan_id, permission="plans.change")
    options = {option.key: option for option in parent_options(session(), viewer(), plan)}
    above = above_of(session(), viewer(), plan)
    found = plans_found(session(), viewer(), plan, request.args.get("q", ""))
    if above.plan is not None:
        found = [above.plan, *(other for other in found if other.id != above.plan.id)]
    chosen = _readable_choice(request.form.get("choice", ""), options)
    found += [chosen] if chosen is not None and chosen not in found else []
    found = [other for other in found if f"plan-{other.id}" not in options]
    form = ParentInput(data=_start(options, above.decision))
    form.offer([*options, *(f"plan-{other.id}" for other in found)])
    if form.validate_on_submit():
        try:
            with transaction():
                _set_parent(plan, form, options, chosen)
        except Problem as problem:
            form.form_errors.append(sentence(problem))
        else:
            flash(_("Đã ghi kế hoạch cấp trên."))
            return redirect(url_for("plans.family", plan_id=plan_id))
    page = render_template(
        "plans/parent.html", plan=plan, form=form, options=options, found=found, words=request.args.get("q", "")
    )
    return page, _status(form)


@bp.route("/plans/<int:plan_id>/earlier", methods=["GET", "POST"])
@allow("plans.change")
def earlier(plan_id: int) -> Page:
    """Say which plans came before this one."""
    plan = plan_for(session(), viewer(), plan_id, permission="plans.change")
    present = earlier_of(session(), viewer(), plan)
    known = {option.plan.id for option in present}
    options = [*present, *(o for o in earlier_options(session(), viewer(), plan) if o.plan.id not in known)]
    form = EarlierInput(plans=sorted(known) or [option.plan.id for option in options if option.suggested])
    form.offer([option.plan for option in options])
    if form.validate_on_submit():
        chosen = [option.plan for option in options if option.plan.id in (form.plans.data or ())]
        unseen = earlier_unseen(session(), viewer(), plan)
        try:
            with transaction():
                follow(session(), plan, [*chosen, *unseen], by=viewer().official_id)
        except Problem as problem:
            form.form_errors.append(sentence(problem))
        else:
            flash(_("Đã ghi kế hoạch năm trước."))
            new = [before.id for before in chosen if before.id not in known]
            if len(new) == 1:
                return redirect(url_for("plans.continuation", plan_id=plan_id, earlier_id=new[0]))
            return redirect(url_for("plans.family", plan_id=plan_id))
    page = render_template("plans/earlier.html", plan=plan, form=form, options=options)
    return page, _status(form)


@bp.route("/plans/<int:plan_id>/earlier/<int:earlier_id>", methods=["GET", "POST"])
@allow("plans.change")
def continuation(plan_id: int, earlier_id: int) -> Page:
    """Say task by task what became of last year's plan."""
    plan = plan_for(session(), viewer(), plan_id, permission="plans.change")
    before = earlier_for(session(), viewer(), plan, earlier_id)
    sides = _sides(plan, before.plan)
    start, gone, asked = _suggested_continuations(plan, before.plan, sides)
    form = continuation_input(sides.tasks, {task.id: sides.ranked(task) for task in sides.tasks}, start, gone)
    form.gone.choices = [(task.id, task.title) for task in sides.others]
    if form.validate_on_submit():
        problem = _match(plan, before.plan, sides, form)
        if problem is None:
            flash(_("Đã lưu. Nhiệm vụ được gắn sẽ có điểm của hai năm đặt cạnh nhau ở trang Kết quả."))
            return redirect(url_for("plans.family", plan_id=plan_id))
        form.form_errors.append(problem)
    page = render_template(
        "plans/continuation.html",
        plan=plan,
        before=before,
        form=form,
        sides=sides,
        asked=asked,
        threshold=THRESHOLD,
        taken={chosen for chosen in start.values() if chosen},
    )
    return page, _status(form)


@bp.route("/plans/<int:plan_id>/implementation", methods=["GET", "POST"])
@allow("plans.change")
def implementation(plan_id: int) -> Page:
    """Say which tasks of the plan above the tasks of this plan carry out."""
    plan = plan_for(session(), viewer(), plan_id, permission="plans.change")
    above = above_of(session(), viewer(), plan)
    if above.plan is None:
        if request.method == "POST":
            raise NotFound(
                N_("Kế hoạch này chưa có kế hoạch cấp trên mà bạn được xem. Hãy chọn kế hoạch cấp trên trước.")
            )
        return render_template("plans/implementation.html", plan=plan, above=above, form=None)
    sides = _sides(plan, above.plan)
    suggested = served_by(words_of(sides.tasks), words_of(sides.others))
    start = _ties(plan, sides.tasks) or {
        task: [pair.other for pair in pairs if pair.clear] for task, pairs in suggested.items()
    }
    offered = {task.id: [other for other, _alike in sides.ranked(task)] for task in sides.tasks}
    form = implementation_input(sides.tasks, offered, start)
    if form.validate_on_submit():
        problem = _tie(plan, above.plan, sides, form)
        if problem is None:
            flash(_("Đã lưu các nhiệm vụ cụ thể hóa kế hoạch cấp trên."))
            return redirect(url_for("plans.family", plan_id=plan_id))
        form.form_errors.append(problem)
    near = {task: {pair.other for pair in pairs} | set(start.get(task, ())) for task, pairs in suggested.items()}
    page = render_template("plans/implementation.html", plan=plan, above=above, form=form, sides=sides, near=near)
    return page, _status(form)


def _readable_choice(choice: str, options: Mapping[str, ParentOption]) -> Plan | None:
    """The plan that was chosen from a search, if the viewer may read it."""
    number = choice.removeprefix("plan-")
    if choice in options or number == choice or not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    try:
        return plan_for(session(), viewer(), int(number))
    except NotFound:
        return None


def _start(options: Mapping[str, ParentOption], decision: PlanParent | None) -> dict[str, str | None]:
    """What is filled in at first: the present answer, else what the document itself names."""
    if decision is None:
        return {"choice": next(iter(options), None)}
    if decision.is_none:
        return {"choice": NONE}
    if decision.parent_id is not None:
        return {"choice": f"plan-{decision.parent_id}"}
    same = [key for key, option in options.items() if symbol_key(option.named.symbol) == symbol_key(decision.symbol)]
    if same:
        return {"choice": same[0]}
    day = clock.show_day(decision.issued_on) if decision.issued_on else None
    return {"choice": WRITTEN, "symbol": decision.symbol, "issuer": decision.issuer, "issued_on": day}


def _set_parent(plan: Plan, form: ParentInput, options: Mapping[str, ParentOption], chosen: Plan | None) -> None:
    by = viewer().official_id
    if form.choice.data == NONE:
        set_no_parent(session(), plan, by=by)
        return
    if form.choice.data == WRITTEN:
        typed = Named(form.symbol.data or "", form.issuer.data or None, form.day(), plan.year)
        stored = stored_as(session(), viewer(), plan, typed)
        if stored is None:
            _await(plan, typed, how="by_hand")
            return
        chosen = stored
    option = options.get(form.choice.data or "")
    how = "suggested" if option is not None else "by_hand"
    if option is not None and option.stored_id is None:
        _await(plan, option.named, how=how)
        return
    above = session().get_one(Plan, option.stored_id) if option is not None else chosen
    if above is not None:
        set_parent(session(), plan, above, how=how, by=by)


def _await(plan: Plan, document: Named, *, how: str) -> None:
    await_parent(
        session(),
        plan,
        symbol=document.symbol,
        issuer=document.issuer,
        issued_on=document.issued_on,
        how=how,
        by=viewer().official_id,
    )


def _sides(plan: Plan, other: Plan) -> Sides:
    tasks, others = tasks_of(session(), plan), tasks_of(session(), other)
    return Sides(tasks, others, likenesses(words_of(tasks), words_of(others)))


def _suggested_continuations(
    plan: Plan, before: Plan, sides: Sides
) -> tuple[dict[int, int | None], list[int], set[int]]:
    """What to fill in for each task, which earlier tasks are gone, and the tasks about which a person is asked.

    What was decided stands; only tasks that are still open get a suggestion, from earlier tasks that are still free.
    """
    rows = continuations_of(session(), plan, before)
    start: dict[int, int | None] = {row.task_id: row.earlier_task_id or NEW for row in rows if row.task_id}
    used = {row.earlier_task_id for row in rows}
    gone = [row.earlier_task_id for row in rows if row.earlier_task_id and row.task_id is None]
    pairs = pair_up(
        words_of([task for task in sides.tasks if task.id not in start]),
        words_of([task for task in sides.others if task.id not in used]),
    )
    start |= {pair.task: pair.other for pair in pairs if pair.clear}
    return start, gone, {pair.task for pair in pairs if not pair.clear}


def _match(plan: Plan, before: Plan, sides: Sides, form: ContinuationInput) -> str | None:
    """Store what was chosen; the sentence of the refusal where there is one."""
    try:
        with transaction():
            match_tasks(
                session(),
                plan,
                before,
                form.choices(sides.tasks),
                form.gone.data or (),
                by=viewer().official_id,
            )
    except Problem as problem:
        return sentence(problem)
    return None


def _tie(plan: Plan, above: Plan, sides: Sides, form: ImplementationInput) -> str | None:
    try:
        with transaction():
            tie_tasks(session(), plan, above, form.choices(sides.tasks), by=viewer().official_id)
    except Problem as problem:
        return sentence(problem)
    return None


def _ties(plan: Plan, tasks: Sequence[Task]) -> dict[int, list[int]]:
    """The ties as they stand; nothing where none was ever made."""
    rows = implementations_of(session(), plan)
    if not rows:
        return {}
    return {task.id: [row.upper_id for row in rows if row.task_id == task.id] for task in tasks}


def _status(form: ScreenInput) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
