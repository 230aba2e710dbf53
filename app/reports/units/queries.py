"""What the pages of a desk and of an office show. Callers wrap these reads in ``core.session.snapshot()``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.viewer import Viewer
from app.desks.models import Desk
from app.offices.models import Office
from app.plans.models import Task
from app.scores.policies.rules import DEFAULT, Policy
from app.scores.results import Reading, Row, TaskScore, task_score
from app.scores.rollups.lines import Line, by_theme, line_of, of_plans
from app.scores.rollups.places import course_of
from app.scores.rollups.queries import (
    asked_at_desks,
    lines_by_desk,
    plans_of_year,
    scores_at_desk,
    year_readings,
    years_of_plans,
)
from app.scores.rules import Thresholds
from app.scores.suppression.rules import sees_live


@dataclass(frozen=True, slots=True)
class Unit:
    """A desk or an office in a year: all tasks as one, task by task, and week by week.

    ``themes`` and ``desks`` are an office's. What is not ``live`` is released up to the end of the day ``through``.
    """

    year: int | None
    years: Sequence[int | None]
    line: Line
    scores: Sequence[TaskScore]
    course: Sequence[Row]
    themes: Sequence[Line]
    desks: Sequence[Line]
    policy: Policy
    live: bool
    through: date | None


def read_desk(session: Session, viewer: Viewer, desk: Desk, year: int | None, limits: Thresholds) -> Unit:
    """One desk over all tasks of its office's plans of a year; a constant number of queries."""
    live = sees_live(viewer, desk.office_id)
    plans = plans_of_year(session, desk.office_id, year)
    readings = year_readings(session, plans, live=live)
    scores = scores_at_desk(session, desk, readings, limits, live=live)
    line = line_of(str(desk.id), desk.name, scores, limits)
    years = years_of_plans(session, desk.office_id)
    return Unit(year, years, line, scores, course_of(scores, limits), (), (), *_source(readings, live=live))


def read_office(session: Session, viewer: Viewer, office: Office, year: int | None, limits: Thresholds) -> Unit:
    """One office over its plans of a year; a constant number of queries."""
    live = sees_live(viewer, office.id)
    plans = plans_of_year(session, office.id, year)
    readings = year_readings(session, plans, live=live)
    scores = [task_score(reading, limits) for reading in readings]
    ids = [plan.id for plan in plans]
    plan_of = dict(session.execute(select(Task.id, Task.plan_id).where(Task.plan_id.in_(ids))).all())
    groups: dict[int, list[TaskScore]] = defaultdict(list)
    for found in scores:
        groups[plan_of[found.task.id]].append(found)
    lines = [line_of(str(plan.id), plan.title, groups[plan.id], limits) for plan in plans]
    line = of_plans(str(office.id), office.name, lines, limits)
    desks = lines_by_desk(asked_at_desks(session, readings, live=live), limits)
    return Unit(
        year,
        years_of_plans(session, office.id),
        line,
        scores,
        course_of(scores, limits),
        by_theme(scores, limits),
        desks,
        *_source(readings, live=live),
    )


def year_to_show(session: Session, office_id: int, today: date) -> int | None:
    """The newest year that has begun and of which the office has a plan; None where plans name no year."""
    years = years_of_plans(session, office_id)
    return next((year for year in years if year is not None and year <= today.year), years[-1] if years else None)


def _source(readings: Sequence[Reading], *, live: bool) -> tuple[Policy, bool, date | None]:
    """What the numbers are measured by, whose eyes they are for, and up to which day they reach."""
    through = max((reading.through for reading in readings if reading.through), default=None)
    return (readings[0].policy if readings else DEFAULT), live, through
