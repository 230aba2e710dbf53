"""Reads about the family of a plan. What a viewer may not see does not exist for this viewer, with two exceptions.

A plan of a superior office is known to exist where the viewer's own plan cites it: the document was sent to them. They
learn nothing of it but what their own document says. And who reads the plan above learns which of the offices right
below have tied a plan to it, because that is what the level above asks for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.access.viewer import Viewer
from app.core import clock
from app.core.text import fold
from app.offices.models import Office
from app.offices.queries import offices_below, superiors_of
from app.plans.family.earlier import EarlierPlan, earlier_of, earlier_options, later_of
from app.plans.family.matching import TaskWords
from app.plans.family.models import PlanParent, TaskImplementation
from app.plans.family.rules import Named, contradicts, day_written, is_own, is_plan_symbol, proves, symbol_key
from app.plans.models import Citation, Plan, Task

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class ParentOption:
    """A document that may be the plan above. ``plan`` where it is stored and readable; ``stored_id`` where stored.

    ``proven``: issuer and year agree, so it would also be found without asking. ``key`` names the option in a form.
    """

    key: str
    named: Named
    kind: str
    stored_id: int | None = None
    plan: Plan | None = None
    proven: bool = False


@dataclass(frozen=True, slots=True)
class Above:
    """The plan above as a page may show it; ``plan`` only where the viewer may read it."""

    decision: PlanParent | None
    plan: Plan | None
    suggested: ParentOption | None


@dataclass(frozen=True, slots=True)
class OfficeBelow:
    """An office right below with its plans under this one: whether there is any, and those that may be read."""

    office: Office
    has_plan: bool
    plans: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Everything around a plan that its viewer may know."""

    above: Above
    below: tuple[OfficeBelow, ...]
    other_children: tuple[Plan, ...]
    earlier: tuple[EarlierPlan, ...]
    earlier_options: tuple[EarlierPlan, ...]
    later: tuple[Plan, ...]
    served: int

    @property
    def has_children(self) -> bool:
        """Whether anything is tied to this plan from below."""
        return bool(self.other_children) or any(office.has_plan for office in self.below)


def family_of(session: Session, viewer: Viewer, plan: Plan) -> Family:
    """The plan above, those below, those before and after; the number of queries does not grow with the tasks."""
    below, others = children_of(session, viewer, plan)
    earlier = earlier_of(session, viewer, plan)
    known = {found.plan.id for found in earlier}
    options = [found for found in earlier_options(session, viewer, plan) if found.plan.id not in known]
    return Family(
        above_of(session, viewer, plan),
        below,
        others,
        tuple(earlier),
        tuple(options),
        tuple(later_of(session, viewer, plan)),
        served=_served(session, plan),
    )


def named(plan: Plan) -> Named:
    """A stored plan as a document that others may cite."""
    return Named(plan.number or "", plan.office.name, day_written(plan.issued_text), plan.year)


def awaited(decision: PlanParent) -> Named:
    """The document that a person named as the plan above."""
    return Named(decision.symbol or "", decision.issuer, decision.issued_on, decision.plan.year)


def above_of(session: Session, viewer: Viewer, plan: Plan) -> Above:
    """What was decided about the plan above; where nothing was, the likeliest suggestion."""
    decision = session.get(PlanParent, plan.id, options=[joinedload(PlanParent.parent).joinedload(Plan.office)])
    if decision is None:
        options = parent_options(session, viewer, plan)
        return Above(None, None, options[0] if options else None)
    parent = decision.parent
    readable = parent is not None and viewer.may("plans.read", parent.office_id)
    return Above(decision, parent if readable else None, None)


def parent_options(session: Session, viewer: Viewer, plan: Plan) -> list[ParentOption]:
    """The plans that this plan cites: stored ones first, proven before others, recent before old, own ones last."""
    cited = [citation for citation in plan.citations if is_plan_symbol(citation.symbol)]
    candidates = stored_like(session, (citation.symbol for citation in cited), _visible(session, viewer, plan))
    options: list[ParentOption] = []
    for citation in cited:
        document = _cited(citation, plan)
        if symbol_key(document.symbol) == symbol_key(plan.number):
            continue  # its own number, or another office's equal one that says nothing
        stored = [found for found in candidates if found.id != plan.id and not contradicts(document, named(found))]
        options += [_option(found, document, citation, viewer) for found in stored]
        if not stored:
            options.append(ParentOption(f"cited-{citation.id}", document, citation.kind))
    own = named(plan)
    return sorted(
        options,
        key=lambda option: (is_own(option.named, own), option.stored_id is None, not option.proven, _age(option, plan)),
    )


def stored_like(session: Session, symbols: Iterable[str], offices: Collection[int]) -> list[Plan]:
    """The plans of these offices whose number is one of ``symbols``, however it is typed."""
    keys = {key for symbol in symbols if (key := symbol_key(symbol))}
    if not keys or not offices:
        return []
    rows = session.execute(select(Plan.id, Plan.number).where(Plan.office_id.in_(offices), Plan.number.is_not(None)))
    return _plans(session, [plan_id for plan_id, number in rows if symbol_key(number) in keys])


def stored_as(session: Session, viewer: Viewer, plan: Plan, document: Named) -> Plan | None:
    """The one stored plan that a document proves to be, among those that may be suggested for ``plan``."""
    found = [
        stored
        for stored in stored_like(session, [document.symbol], _visible(session, viewer, plan))
        if stored.id != plan.id and proves(document, named(stored))
    ]
    return found[0] if len(found) == 1 else None


def plans_found(session: Session, viewer: Viewer, plan: Plan, words: str) -> list[Plan]:
    """Other plans that the viewer may read with all of ``words`` in title, number, year or office, marks or not."""
    wanted = fold(words).split()
    if not wanted:
        return []
    rows = session.execute(
        select(Plan.id, Plan.title, Plan.number, Plan.year, Office.name)
        .join(Plan.office)
        .where(Plan.office_id.in_(viewer.offices("plans.read")), Plan.id != plan.id)
        .order_by(func.coalesce(Plan.year, 0).desc(), Plan.id.desc())
    )
    found = [
        plan_id
        for plan_id, *texts in rows
        if all(word in fold(" ".join(str(text or "") for text in texts)) for word in wanted)
    ]
    return _plans(session, found[:MOST_FOUND])


def children_of(session: Session, viewer: Viewer, plan: Plan) -> tuple[tuple[OfficeBelow, ...], tuple[Plan, ...]]:
    """The offices right below with their plans, and readable plans of other offices that are tied to this one."""
    rows = session.scalars(
        select(Plan)
        .join(PlanParent, PlanParent.plan_id == Plan.id)
        .options(joinedload(Plan.office))
        .where(PlanParent.parent_id == plan.id)
        .order_by(func.coalesce(Plan.year, 0).desc(), Plan.id.desc())
    ).all()
    by_office: dict[int, list[Plan]] = defaultdict(list)
    for child in rows:
        by_office[child.office_id].append(child)
    direct = offices_below(session, plan.office, on=clock.today())
    below = tuple(
        OfficeBelow(office, bool(by_office[office.id]), tuple(_readable(by_office[office.id], viewer)))
        for office in direct
    )
    known = {office.id for office in direct}
    return below, tuple(_readable((child for child in rows if child.office_id not in known), viewer))


def implementations_of(session: Session, plan: Plan) -> list[TaskImplementation]:
    """Which tasks of the plan above the tasks of ``plan`` carry out; one query."""
    return list(
        session.scalars(
            select(TaskImplementation)
            .join(TaskImplementation.task)
            .options(joinedload(TaskImplementation.upper))
            .where(Task.plan_id == plan.id)
            .order_by(TaskImplementation.task_id, TaskImplementation.upper_id)
        )
    )


def words_of(tasks: Sequence[Task]) -> dict[int, TaskWords]:
    """The tasks as the matching compares them, by key."""
    return {
        task.id: TaskWords(
            task.title, tuple(item.text for item in task.items), (task.theme, *(task.further_themes or ()))
        )
        for task in tasks
    }


def parents_of_all(session: Session) -> dict[int, int]:
    """The plan above each plan that has one here; one query."""
    rows = session.execute(select(PlanParent.plan_id, PlanParent.parent_id).where(PlanParent.parent_id.is_not(None)))
    return {plan_id: parent_id for plan_id, parent_id in rows if parent_id is not None}


def _visible(session: Session, viewer: Viewer, plan: Plan) -> set[int]:
    """The offices whose plans may be suggested: those the viewer reads, and those above the plan's office."""
    return {*viewer.offices("plans.read"), *(office.id for office in superiors_of(session, plan.office))}


def _plans(session: Session, ids: Sequence[int]) -> list[Plan]:
    """The plans with these ids, in this order."""
    rows = session.scalars(select(Plan).options(joinedload(Plan.office)).where(Plan.id.in_(ids)))
    by_id = {plan.id: plan for plan in rows}
    return [by_id[plan_id] for plan_id in ids]


def _age(option: ParentOption, plan: Plan) -> int:
    """How many years before the plan the document was issued; nothing is held against one without a day."""
    day = option.named.issued_on
    return max(0, plan.year - day.year) if day and plan.year else 0


def _cited(citation: Citation, plan: Plan) -> Named:
    return Named(citation.symbol, citation.issuer, citation.issued_on, plan.year)


def _option(found: Plan, document: Named, citation: Citation, viewer: Viewer) -> ParentOption:
    return ParentOption(
        f"plan-{found.id}",
        document,
        citation.kind,
        stored_id=found.id,
        plan=found if viewer.may("plans.read", found.office_id) else None,
        proven=proves(document, named(found)),
    )


def _readable(plans: Iterable[Plan], viewer: Viewer) -> list[Plan]:
    return [plan for plan in plans if viewer.may("plans.read", plan.office_id)]


def _served(session: Session, plan: Plan) -> int:
    """How many tasks of the plan are tied to the plan above."""
    query = select(func.count(TaskImplementation.task_id.distinct())).join(TaskImplementation.task)
    return session.scalar(query.where(Task.plan_id == plan.id)) or 0
