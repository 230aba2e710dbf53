"""Reads of periods. Callers wrap them in ``core.session.snapshot()``; the queries are those of plain scores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from app.access.viewer import Viewer
from app.core import clock
from app.plans.models import Plan, Task
from app.scores.comparison import Rupture
from app.scores.periods.certainty import holm
from app.scores.periods.results import PeriodChange, PeriodResult, Periods, periods_of
from app.scores.periods.rules import MONTHS, Kind, Period
from app.scores.queries import plan_readings, readings_of
from app.scores.results import Reading, TaskKey
from app.scores.rules import Thresholds
from app.scores.suppression.rules import sees_live
from app.scores.years import Before, earlier_readings


@dataclass(frozen=True, slots=True)
class YearBefore:
    """The same period of the task that this one continues; no difference where the ruler or the people changed."""

    task_id: int
    change: PeriodChange
    ruptures: tuple[Rupture, ...]


@dataclass(frozen=True, slots=True)
class TaskPeriod:
    """One task in one period, beside the period before and beside the same one a year earlier."""

    task: TaskKey
    now: PeriodResult
    previous: PeriodChange
    year_before: tuple[YearBefore, ...]


@dataclass(frozen=True, slots=True)
class PlanPeriod:
    """All tasks of a plan in one period. ``compared``: how many differences were looked at together."""

    period: Period | None
    listed: dict[Kind, list[Period]]
    tasks: tuple[TaskPeriod, ...]
    compared: int


def plan_period(
    session: Session, viewer: Viewer, plan: Plan, thresholds: Thresholds, wanted: Period | None
) -> PlanPeriod:
    """The tasks of a plan in a period, by default in the newest quarter with answers."""
    readings = plan_readings(session, plan, live=sees_live(viewer, plan.office_id))
    return _side_by_side(session, viewer, plan, readings, thresholds, wanted)


def task_period(
    session: Session, viewer: Viewer, task: Task, thresholds: Thresholds, wanted: Period | None
) -> PlanPeriod:
    """The same for one task alone."""
    readings = readings_of(session, [task], task.plan, live=sees_live(viewer, task.plan.office_id))
    return _side_by_side(session, viewer, task.plan, readings, thresholds, wanted)


def _side_by_side(
    session: Session,
    viewer: Viewer,
    plan: Plan,
    readings: Sequence[Reading],
    thresholds: Thresholds,
    wanted: Period | None,
) -> PlanPeriod:
    periods = {reading.task.id: periods_of(reading, thresholds) for reading in readings}
    listed = _listed(periods.values(), clock.today())
    period = wanted or max((found.newest for found in periods.values() if found.newest), default=None)
    if period is None:
        return PlanPeriod(None, listed, (), 0)
    before = earlier_readings(session, viewer, plan, periods)
    tasks = []
    for reading in readings:
        mine = periods[reading.task.id]
        years = tuple(_year_before(mine, period, earlier, thresholds) for earlier in before.get(reading.task.id, ()))
        tasks.append(TaskPeriod(reading.task, mine.result(period), mine.change(period, period.before), years))
    judged, compared = judge_together(tasks)
    return PlanPeriod(period, listed, tuple(judged), compared)


def judge_together(tasks: Sequence[TaskPeriod]) -> tuple[list[TaskPeriod], int]:
    """Say of every difference whether it stands among all that are looked at here, and of how many there are."""
    changes = [change for task in tasks for change in _changes(task) if change.is_judged]
    stands = dict(zip(map(id, changes), holm([change.p or 0.0 for change in changes]), strict=True))

    def judged(change: PeriodChange) -> PeriodChange:
        return replace(change, stands=stands.get(id(change)))

    found = [
        replace(
            task,
            previous=judged(task.previous),
            year_before=tuple(replace(year, change=judged(year.change)) for year in task.year_before),
        )
        for task in tasks
    ]
    return found, len(changes)


def _changes(task: TaskPeriod) -> list[PeriodChange]:
    return [task.previous, *(year.change for year in task.year_before)]


def _year_before(mine: Periods, period: Period, earlier: Before, thresholds: Thresholds) -> YearBefore:
    theirs = periods_of(replace(earlier.reading, policy=mine.policy), thresholds)
    change = mine.change(period, period.year_before, theirs)
    ruptures: list[Rupture] = []
    if change.broken:
        ruptures.append("questions")
    if not earlier.reading.policy.measures_like(mine.policy):
        ruptures.append("method")
    if earlier.relation == "merged":
        ruptures.append("merged")
        change = replace(change, change=None, p=None)
    return YearBefore(earlier.reading.task.id, change, tuple(ruptures))


def _listed(found: Iterable[Periods], today: date) -> dict[Kind, list[Period]]:
    """Every period of any of the tasks, the newest first, kind by kind."""
    kinds: dict[Kind, set[Period]] = {kind: set() for kind in MONTHS}
    for periods in found:
        for kind, each in periods.listed(today).items():
            kinds[kind].update(each)
    return {kind: sorted(each, reverse=True) for kind, each in kinds.items()}
