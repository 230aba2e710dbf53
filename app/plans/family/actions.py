"""Changes of the ties between plans and between their tasks. Each is recorded; nothing is tied without a person.

The one exception: a document that a person named as the plan above, and that is imported later, is tied by the import.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from app.access.actions import record
from app.access.queries import viewer_of
from app.accounts.models import Official
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.text import N_
from app.offices.queries import predecessors_of, superiors_of
from app.plans.events import PlanNamed
from app.plans.family.earlier import continuations_of
from app.plans.family.matching import likeness
from app.plans.family.models import PlanEarlier, PlanParent, TaskContinuation, TaskImplementation
from app.plans.family.queries import (
    awaited,
    implementations_of,
    named,
    parents_of_all,
    words_of,
)
from app.plans.family.rules import closes_a_circle, contradicts, proves, same_time, symbol_key
from app.plans.models import Plan, Task
from app.plans.queries import tasks_of
from app.plans.rows import fit

NEW = 0
"""Chosen in place of an earlier task: this task is new."""


class ParentCircle(Problem):
    """The plan would stand above itself."""


class SymbolMissing(Problem):
    """A document that is not stored has to be named."""


class NotEarlier(Problem):
    """Only plans of the same office, or of one that went into it, can come before."""


class ContinuedTwice(Problem):
    """Two tasks of this year cannot be the same task of last year."""


class GivenUpAndContinued(Problem):
    """A task cannot be both."""


class UnknownTask(Problem):
    """A task that belongs to neither plan."""


class DecidedMeanwhile(Conflict):
    """Somebody else decided at the same moment."""


def set_parent(session: Session, plan: Plan, parent: Plan, *, how: str, by: int | None) -> PlanParent:
    """Put a stored plan above ``plan``; ties of tasks to another plan above are taken away."""
    if closes_a_circle(plan.id, parent.id, parents_of_all(session)):
        raise ParentCircle(
            N_("“%(title)s” đang là kế hoạch cấp dưới của chính kế hoạch này, nên không thể là kế hoạch cấp trên."),
            title=parent.title,
        )
    decision = _decision(session, plan, how=how, by=by)
    document = named(parent)
    decision.parent_id, decision.is_none = parent.id, False
    decision.symbol, decision.issuer, decision.issued_on = document.symbol or None, document.issuer, document.issued_on
    _settle(session, plan, decision, by=by, parent=parent.title)
    return decision


def await_parent(
    session: Session,
    plan: Plan,
    *,
    symbol: str,
    issuer: str | None,
    issued_on: date | None,
    how: str,
    by: int | None,
) -> PlanParent:
    """Name a document that is not stored here as the plan above; its import will tie the two."""
    written = fit(symbol, 80)
    if not symbol_key(written):
        raise SymbolMissing(N_("Hãy ghi số, ký hiệu của kế hoạch cấp trên, ví dụ 12/KH-UBND."))
    decision = _decision(session, plan, how=how, by=by)
    decision.parent_id, decision.is_none = None, False
    decision.symbol, decision.issuer, decision.issued_on = written, fit(issuer, 300), issued_on
    _settle(session, plan, decision, by=by, symbol=written)
    return decision


def set_no_parent(session: Session, plan: Plan, *, by: int | None) -> PlanParent:
    """Say that no plan stands above ``plan``; nothing is suggested any more."""
    decision = _decision(session, plan, how="by_hand", by=by)
    decision.parent_id, decision.is_none = None, True
    decision.symbol = decision.issuer = decision.issued_on = None
    _settle(session, plan, decision, by=by)
    return decision


def resolve_awaited(session: Session, fact: PlanNamed) -> None:
    """Tie the plans that waited for the document which ``fact.plan`` is.

    Only where issuer and year prove it, or where the superior's document fits and nothing contradicts; and only for
    offices below, or where the person who named the document may read it.
    """
    plan = fact.plan
    if not symbol_key(plan.number):
        return
    waiting = session.scalars(
        select(PlanParent)
        .options(joinedload(PlanParent.plan).joinedload(Plan.office))
        .where(PlanParent.parent_id.is_(None), PlanParent.symbol.is_not(None), PlanParent.plan_id != plan.id)
        .order_by(PlanParent.plan_id)
    ).all()
    fitting = [row for row in waiting if not contradicts(awaited(row), named(plan))]
    parents = parents_of_all(session) if fitting else {}
    for row in fitting:
        if _is_the_one(session, row, plan) and not closes_a_circle(row.plan_id, plan.id, parents):
            row.parent_id, row.how, row.decided_at = plan.id, "resolved", clock.now()
            parents[row.plan_id] = plan.id
            session.flush()
            _record_parent(session, row.plan, by=None, parent=plan.title, how="resolved")


def follow(session: Session, plan: Plan, earlier: Collection[Plan], *, by: int | None) -> None:
    """Let ``plan`` come after these plans and no others; what was decided about the tasks of the others goes."""
    possible = {plan.office_id, *predecessors_of(session, plan.office_id)}
    for before in earlier:
        if before.id == plan.id or before.office_id not in possible:
            raise NotEarlier(
                N_("“%(title)s” không phải kế hoạch của cơ quan này hoặc của cơ quan đã sáp nhập vào."),
                title=before.title,
            )
    present = {row.earlier_id: row for row in session.scalars(select(PlanEarlier).filter_by(plan_id=plan.id))}
    wanted = {before.id: before for before in earlier}
    for row in (row for key, row in present.items() if key not in wanted):
        session.delete(row)
    now = clock.now()
    new = [PlanEarlier(plan_id=plan.id, earlier_id=key, decided_at=now, decided_by_id=by) for key in wanted]
    session.add_all(row for row in new if row.earlier_id not in present)
    _flush(session)
    if wanted.keys() != present.keys():
        record(
            session,
            N_("Ghi kế hoạch năm trước"),
            f"plan:{plan.id}",
            by=by,
            office_id=plan.office_id,
            name=plan.title,
            earlier=[before.title for before in earlier],
        )


def tie_tasks(
    session: Session, plan: Plan, parent: Plan, choices: Mapping[int, Collection[int]], *, by: int | None
) -> int:
    """Let each task of ``plan`` carry out the chosen tasks of ``parent``; how many ties there are then.

    ``choices`` holds keys of tasks; tasks that are not in it are left as they are. Ties that stay keep who made them.
    """
    tasks, uppers = _by_key(tasks_of(session, plan)), _by_key(tasks_of(session, parent))
    wanted = {(task, upper) for task, chosen in choices.items() for upper in chosen}
    _refuse_unknown({task for task, _upper in wanted} | choices.keys(), tasks)
    _refuse_unknown({upper for _task, upper in wanted}, uppers)
    present = {(row.task_id, row.upper_id): row for row in implementations_of(session, plan)}
    changed = False
    for (task, upper), row in present.items():
        if task in choices and (task, upper) not in wanted:
            session.delete(row)
            changed = True
    words = words_of([*tasks.values(), *uppers.values()])
    for task, upper in sorted(wanted - present.keys()):
        session.add(
            TaskImplementation(
                task_id=task,
                upper_id=upper,
                likeness=likeness(words[task], words[upper]),
                decided_at=clock.now(),
                decided_by_id=by,
            )
        )
        changed = True
    _flush(session)
    kept = sum(key in wanted or key[0] not in choices for key in wanted | present.keys())
    if changed:
        _record_tasks(session, N_("Gắn nhiệm vụ với kế hoạch cấp trên"), plan, parent, by=by, ties=kept)
    return kept


def match_tasks(
    session: Session,
    plan: Plan,
    earlier: Plan,
    choices: Mapping[int, int | None],
    given_up: Collection[int],
    *,
    by: int | None,
) -> int:
    """Say for each task of ``plan`` which task of ``earlier`` it continues; how many pairs there are then.

    ``choices`` gives for a task the key of an earlier one, :data:`NEW`, or None where it stays open; ``given_up`` are
    earlier tasks that nobody goes on with. What is not changed keeps who decided it, when, and the likeness of then.
    """
    tasks, before = _by_key(tasks_of(session, plan)), _by_key(tasks_of(session, earlier))
    continued = [chosen for chosen in choices.values() if chosen]
    _refuse_unknown(choices.keys(), tasks)
    _refuse_unknown({*continued, *given_up}, before)
    _refuse_contradictions(continued, given_up, before)
    wanted: set[tuple[int | None, int | None]] = {
        (task, chosen or None) for task, chosen in choices.items() if chosen is not None
    }
    wanted |= {(None, key) for key in given_up}
    present = {(row.task_id, row.earlier_task_id): row for row in continuations_of(session, plan, earlier)}
    for pair, row in present.items():
        if pair not in wanted and (pair[0] is None or pair[0] in choices):
            session.delete(row)
    _flush(session)  # the old rows have to be gone before the new ones may take their places
    words = words_of([*tasks.values(), *before.values()])
    for task, other in sorted(wanted - present.keys(), key=lambda pair: (pair[0] or 0, pair[1] or 0)):
        session.add(
            TaskContinuation(
                plan_id=plan.id,
                earlier_plan_id=earlier.id,
                task_id=task,
                earlier_task_id=other,
                likeness=likeness(words[task], words[other]) if task and other else None,
                decided_at=clock.now(),
                decided_by_id=by,
            )
        )
    _flush(session)
    if wanted != present.keys():
        _record_tasks(session, N_("Gắn nhiệm vụ với năm trước"), plan, earlier, by=by, pairs=len(continued))
    return len(continued)


def _decision(session: Session, plan: Plan, *, how: str, by: int | None) -> PlanParent:
    decision = session.get(PlanParent, plan.id)
    if decision is None:
        decision = PlanParent(plan_id=plan.id)
        session.add(decision)
    decision.how, decision.decided_at, decision.decided_by_id = how, clock.now(), by
    return decision


def _settle(session: Session, plan: Plan, decision: PlanParent, *, by: int | None, **details: str | None) -> None:
    _flush(session)
    session.expire(decision, ["parent", "plan"])
    own = select(Task.id).where(Task.plan_id == plan.id)
    still = select(Task.id).where(Task.plan_id == decision.parent_id)
    session.execute(
        delete(TaskImplementation).where(TaskImplementation.task_id.in_(own), TaskImplementation.upper_id.not_in(still))
    )
    _record_parent(session, plan, by=by, how=decision.how, **details)


def _is_the_one(session: Session, row: PlanParent, plan: Plan) -> bool:
    above = {office.id for office in superiors_of(session, row.plan.office)}
    if plan.office_id in above:
        return same_time(awaited(row), named(plan))
    if row.decided_by_id is None or not proves(awaited(row), named(plan)):
        return False
    decider = session.get_one(Official, row.decided_by_id)
    return viewer_of(session, decider, on=clock.today()).may("plans.read", plan.office_id)


def _by_key(tasks: Collection[Task]) -> dict[int, Task]:
    return {task.id: task for task in tasks}


def _refuse_unknown(keys: Collection[int], tasks: Mapping[int, Task]) -> None:
    if not set(keys) <= tasks.keys():
        raise UnknownTask(
            N_("Danh sách nhiệm vụ đã thay đổi từ lúc mở trang. Hãy tải lại trang rồi chọn lại các nhiệm vụ.")
        )


def _refuse_contradictions(continued: Sequence[int], given_up: Collection[int], before: Mapping[int, Task]) -> None:
    for key in continued:
        if continued.count(key) > 1:
            raise ContinuedTwice(
                N_("“%(title)s” được chọn cho hai nhiệm vụ của năm nay. Mỗi nhiệm vụ năm trước chỉ gắn với một."),
                title=before[key].title,
            )
        if key in given_up:
            raise GivenUpAndContinued(
                N_("“%(title)s” vừa được gắn với một nhiệm vụ năm nay, vừa được đánh dấu là không còn. Hãy chọn một."),
                title=before[key].title,
            )


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as problem:
        raise DecidedMeanwhile(
            N_("Người khác vừa lưu lựa chọn cho kế hoạch này. Hãy tải lại trang để xem rồi chọn lại.")
        ) from problem


def _record_parent(session: Session, plan: Plan, *, by: int | None, **details: str | None) -> None:
    record(
        session,
        N_("Ghi kế hoạch cấp trên"),
        f"plan:{plan.id}",
        by=by,
        office_id=plan.office_id,
        name=plan.title,
        **details,
    )


def _record_tasks(session: Session, verb: str, plan: Plan, other: Plan, *, by: int | None, **counts: int) -> None:
    record(
        session, verb, f"plan:{plan.id}", by=by, office_id=plan.office_id, name=plan.title, other=other.title, **counts
    )
