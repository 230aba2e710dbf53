"""Reads of two years' scores side by side, along the ties between the tasks of a plan and of those before it.

Callers wrap these reads in ``core.session.snapshot()``. The number of queries grows with the number of earlier plans,
not with tasks or responses. Scores of an earlier plan are read only where the viewer may read that office's scores.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.access.viewer import Viewer
from app.offices.queries import predecessors_of
from app.plans.family.earlier import continuations_of, relation
from app.plans.family.models import PlanEarlier, TaskContinuation
from app.plans.models import Plan, Task
from app.scores.comparison import Comparison, Relation, changed_questions, compare, compare_questions
from app.scores.queries import plan_readings, readings_of
from app.scores.questions import questions_of
from app.scores.results import Reading, TaskScore, task_score
from app.scores.rules import Thresholds
from app.scores.suppression.rules import sees_live


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A task of an earlier plan that nobody goes on with."""

    task: Task
    year: int | None


@dataclass(frozen=True, slots=True)
class PlanYears:
    """A plan's scores with last year's beside them, by the task's id; a task may have several after a merger.

    ``new``: tasks that are known to be new. ``open``: surveyed tasks of which nobody said yet what they continue.
    """

    scores: list[TaskScore]
    comparisons: dict[int, list[Comparison]]
    new: frozenset[int]
    given_up: list[GivenUp]
    open: int
    has_earlier: bool


def plan_years(session: Session, viewer: Viewer, plan: Plan, thresholds: Thresholds) -> PlanYears:
    """The scores of a plan, each beside those of the tasks that it continues, as ``viewer`` may see them."""
    now = plan_readings(session, plan, live=sees_live(viewer, plan.office_id))
    scores = [task_score(reading, thresholds) for reading in now]
    ties = continuations_of(session, plan)
    before = _before(session, viewer, plan, [tie for tie in ties if tie.task_id is not None])
    comparisons: dict[int, list[Comparison]] = {}
    for reading, score in zip(now, scores, strict=True):
        found = [earlier.beside(reading, score, thresholds) for earlier in before.get(reading.task.id, ())]
        if found:
            comparisons[reading.task.id] = found
    settled = {tie.task_id for tie in ties}
    earlier_ids = set(session.scalars(select(PlanEarlier.earlier_id).where(PlanEarlier.plan_id == plan.id)))
    return PlanYears(
        scores,
        comparisons,
        new=frozenset(tie.task_id for tie in ties if tie.task_id is not None and tie.earlier_task_id is None),
        given_up=_given_up(session, viewer, ties),
        open=sum(score.task.id not in settled for score in scores) if earlier_ids else 0,
        has_earlier=bool(earlier_ids),
    )


def task_years(session: Session, viewer: Viewer, task: Task, thresholds: Thresholds) -> list[Comparison]:
    """One task beside those that it continues, question by question."""
    ties = [tie for tie in continuations_of(session, task.plan) if tie.task_id == task.id]
    before = _before(session, viewer, task.plan, ties).get(task.id, [])
    if not before:
        return []
    (now,) = readings_of(session, [task], task.plan, live=sees_live(viewer, task.plan.office_id))
    score, questions = task_score(now, thresholds), questions_of(now, thresholds)
    found = []
    for earlier in before:
        theirs = questions_of(earlier.reading, thresholds)
        beside = earlier.beside(now, score, thresholds)
        twins = compare_questions(questions, theirs, score.method, relation=beside.relation)
        found.append(replace(beside, questions=twins))
    return found


def earlier_readings(session: Session, viewer: Viewer, plan: Plan, tasks: Collection[int]) -> dict[int, list[Before]]:
    """What was read about the tasks that each of these tasks of the plan continues, where the viewer may read them."""
    ties = [tie for tie in continuations_of(session, plan) if tie.task_id in tasks]
    return _before(session, viewer, plan, ties)


@dataclass(frozen=True, eq=False, slots=True)
class Before:
    """What was read about an earlier task."""

    reading: Reading
    plan: Plan
    ours: Plan
    predecessors: dict[int, bool]

    @property
    def relation(self) -> Relation:
        """What the office of then is to the office of now."""
        return relation(self.ours, self.plan, self.predecessors)

    def beside(self, now: Reading, score: TaskScore, thresholds: Thresholds) -> Comparison:
        return compare(
            score,
            task_score(self.reading, thresholds),
            before=task_score(replace(self.reading, policy=now.policy), thresholds).score,
            plan_id=self.plan.id,
            year=self.plan.year,
            office=self.plan.office.name,
            relation=self.relation,
            changed=changed_questions(now, self.reading),
        )


def _before(session: Session, viewer: Viewer, plan: Plan, ties: Sequence[TaskContinuation]) -> dict[int, list[Before]]:
    """For each task of the plan the tasks that it continues, in the order of their plans' years."""
    wanted = {tie.earlier_task_id: tie.task_id for tie in ties if tie.earlier_task_id is not None}
    if not wanted:
        return {}
    tasks = session.scalars(
        select(Task)
        .join(Task.plan)
        .options(joinedload(Task.plan).joinedload(Plan.office))
        .where(Task.id.in_(wanted), Plan.office_id.in_(viewer.offices("scores.read")))
        .order_by(Plan.year, Plan.id, Task.position)
    ).all()
    predecessors = predecessors_of(session, plan.office_id)
    found: dict[int, list[Before]] = defaultdict(list)
    by_plan: dict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        by_plan[task.plan_id].append(task)
    for group in by_plan.values():
        earlier = group[0].plan
        for reading in readings_of(session, group, earlier, live=sees_live(viewer, earlier.office_id)):
            ours = wanted[reading.task.id]
            if ours is not None:
                found[ours].append(Before(reading, earlier, plan, predecessors))
    return found


def _given_up(session: Session, viewer: Viewer, ties: Sequence[TaskContinuation]) -> list[GivenUp]:
    gone = [tie.earlier_task_id for tie in ties if tie.task_id is None]
    if not gone:
        return []
    rows = session.scalars(
        select(Task)
        .join(Task.plan)
        .options(joinedload(Task.plan))
        .where(Task.id.in_(gone), Plan.office_id.in_(viewer.offices("scores.read")))
        .order_by(Plan.year, Plan.id, Task.position)
    )
    return [GivenUp(task, task.plan.year) for task in rows]
