"""Named reads of roll-ups. Callers wrap them in ``core.session.snapshot()``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.desks.models import Desk, Placement
from app.forms.models import Form
from app.plans.models import Plan
from app.responses.queries import CellKey, Counts
from app.scores.queries import STATES, cells_for, plan_readings, plan_scores
from app.scores.results import Cells, Reading, Scores, TaskScore, by_desk
from app.scores.rollups.lines import Line, line_of, of_plans, rolled_up
from app.scores.rules import Thresholds


def desk_lines(session: Session, plan: Plan, thresholds: Thresholds, *, live: bool) -> list[Line]:
    """Each desk over all tasks of the plan that are asked about there, by name; a constant number of queries.

    A task's part of it is what the task's own page shows for that desk, small cells hidden; CHUNG is not broken down.
    """
    readings = [reading for reading in plan_readings(session, plan, live=live) if reading.editions]
    ids = [edition.id for reading in readings for edition in reading.editions]
    counted, aside = (cells_for(session, ids, "desk", state, live=live) for state in STATES)
    placed: dict[int, set[int]] = defaultdict(set)
    for task_id, desk_id in session.execute(
        select(Form.task_id, Placement.desk_id).join(Placement.form).where(Form.task_id.in_(_tasks(readings)))
    ):
        placed[task_id].add(desk_id)
    known = {key.desk_id for key in (*counted, *aside)}.union(*placed.values())
    names = {
        desk_id: name
        for desk_id, name in session.execute(
            select(Desk.id, Desk.name).where(Desk.id.in_(known)).order_by(Desk.name, Desk.id)
        )
    }
    parts: dict[str, list[Scores]] = {str(desk_id): [] for desk_id in names}
    for reading in readings:
        mine, out = (_of(reading, cells) for cells in (counted, aside))
        here = placed[reading.task.id] | {key.desk_id for key in (*mine, *out)}
        asked = {desk_id: name for desk_id, name in names.items() if desk_id in here}
        for row in by_desk(reading, mine, out, asked, thresholds):
            parts[row.key].append(row.scores)
    return [
        Line(str(desk_id), name, rolled_up(parts[str(desk_id)], thresholds), rolled_up((), thresholds))
        for desk_id, name in names.items()
    ]


def office_line(
    session: Session, plan: Plan, scores: Sequence[TaskScore], thresholds: Thresholds, *, live: bool
) -> Line:
    """The plan's office over all its plans of the same year; ``scores`` are those of this plan, read already."""
    plans = session.scalars(
        select(Plan).where(Plan.office_id == plan.office_id, Plan.year == plan.year).order_by(Plan.id)
    ).all()
    others = [each for each in plans if each.id != plan.id]
    lines = [line_of(str(plan.id), plan.title, scores, thresholds)]
    lines += [
        line_of(str(each.id), each.title, plan_scores(session, each, thresholds, live=live), thresholds)
        for each in others
    ]
    return of_plans(str(plan.office_id), plan.office.name, lines, thresholds)


def _tasks(readings: Sequence[Reading]) -> list[int]:
    return [reading.task.id for reading in readings]


def _of(reading: Reading, cells: Cells) -> dict[CellKey, Counts]:
    editions = {edition.id for edition in reading.editions}
    return {key: counts for key, counts in cells.items() if key.edition_id in editions}
