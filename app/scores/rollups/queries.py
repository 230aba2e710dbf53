"""Named reads of roll-ups. Callers wrap them in ``core.session.snapshot()``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.hidden import suppressed
from app.desks.models import Desk, Placement
from app.forms.models import Form
from app.plans.models import Plan, Task
from app.responses.queries import CellKey, Counts
from app.scores.queries import STATES, cells_for, plan_readings, plan_scores, readings_of
from app.scores.results import Cells, Reading, Row, Scores, TaskScore, by_desk
from app.scores.rollups.lines import Line, line_of, of_plans, rolled_up
from app.scores.rollups.places import overall_count, part_of, part_score
from app.scores.rules import Thresholds


@dataclass(frozen=True, slots=True)
class Asked:
    """Tasks that were ever asked about, what was answered at each desk, and which desks ask them or were answered at.

    ``names`` are the desks by name.
    """

    readings: Sequence[Reading]
    counted: Cells
    aside: Cells
    names: Mapping[int, str]
    placed: Mapping[int, set[int]]

    def rows(self, reading: Reading, thresholds: Thresholds) -> tuple[Row, ...]:
        """The desks of one task as the task's own page shows them, small cells hidden."""
        mine, out = _of(reading, self.counted), _of(reading, self.aside)
        here = self.placed.get(reading.task.id, set()) | {key.desk_id for key in (*mine, *out)}
        asked = {desk_id: name for desk_id, name in self.names.items() if desk_id in here}
        return by_desk(reading, mine, out, asked, thresholds)


def desk_lines(session: Session, plan: Plan, thresholds: Thresholds, *, live: bool) -> list[Line]:
    """Each desk over all tasks of the plan that are asked about there, by name; a constant number of queries.

    A task's part of it is what the task's own page shows for that desk, small cells hidden; CHUNG is not broken down.
    """
    return lines_by_desk(asked_at_desks(session, plan_readings(session, plan, live=live), live=live), thresholds)


def lines_by_desk(asked: Asked, thresholds: Thresholds) -> list[Line]:
    """The same of tasks that are read already."""
    parts: dict[str, list[Scores]] = {str(desk_id): [] for desk_id in asked.names}
    for reading in asked.readings:
        for row in asked.rows(reading, thresholds):
            parts[row.key].append(row.scores)
    return [
        Line(str(desk_id), name, rolled_up(parts[str(desk_id)], thresholds), rolled_up((), thresholds))
        for desk_id, name in asked.names.items()
    ]


def asked_at_desks(session: Session, readings: Sequence[Reading], *, live: bool) -> Asked:
    """What was answered to these tasks, desk by desk; four queries."""
    asked = [reading for reading in readings if reading.editions]
    ids = [edition.id for reading in asked for edition in reading.editions]
    counted, aside = (cells_for(session, ids, "desk", state, live=live) for state in STATES)
    placed: dict[int, set[int]] = defaultdict(set)
    for task_id, desk_id in session.execute(
        select(Form.task_id, Placement.desk_id).join(Placement.form).where(Form.task_id.in_(_tasks(asked)))
    ):
        placed[task_id].add(desk_id)
    known = {key.desk_id for key in (*counted, *aside)}.union(*placed.values())
    names = session.execute(select(Desk.id, Desk.name).where(Desk.id.in_(known)).order_by(Desk.name, Desk.id))
    return Asked(asked, counted, aside, {desk_id: name for desk_id, name in names}, placed)


def plans_of_year(session: Session, office_id: int, year: int | None) -> list[Plan]:
    """The plans of an office for a year, or those that name none; one query."""
    wanted = Plan.year.is_(None) if year is None else Plan.year == year
    return list(session.scalars(select(Plan).where(Plan.office_id == office_id, wanted).order_by(Plan.id)))


def years_of_plans(session: Session, office_id: int) -> list[int | None]:
    """The years of which an office has plans, the newest first, None last for plans that name no year; one query."""
    years = set(session.scalars(select(Plan.year).where(Plan.office_id == office_id).distinct()))
    return [*sorted((year for year in years if year is not None), reverse=True), *([None] if None in years else [])]


def year_readings(session: Session, plans: Sequence[Plan], *, live: bool) -> list[Reading]:
    """What there is about the tasks of an office's plans of one year, which one policy measures.

    The number of queries does not grow with the plans.
    """
    if not plans:
        return []
    ids = [plan.id for plan in plans]
    tasks = session.scalars(
        select(Task).where(Task.plan_id.in_(ids)).order_by(Task.plan_id, Task.position, Task.id)
    ).all()
    readings = readings_of(session, tasks, plans[0], live=live)
    return [reading for reading in readings if reading.task.surveyed or reading.counted]


def scores_at_desk(
    session: Session, desk: Desk, readings: Sequence[Reading], thresholds: Thresholds, *, live: bool
) -> list[TaskScore]:
    """The score of every task that is asked about at a desk, or was answered there, from what was answered there.

    A task that its own page hides for this desk is hidden, and looks like one to which nobody answered.
    """
    asked = asked_at_desks(session, readings, live=live)
    ids = [edition.id for reading in asked.readings for edition in reading.editions]
    counted, aside = (cells_for(session, ids, "desk_day", state, live=live, desk_id=desk.id) for state in STATES)
    found = []
    for reading in asked.readings:
        rows = asked.rows(reading, thresholds)
        places = [int(row.key) for row in rows]
        if desk.id not in places:
            continue
        here = places.index(desk.id)
        mine, out = (_of(reading, cells) for cells in (counted, aside))
        part = part_of(reading, mine, out) if rows[here].is_shown else part_of(reading, {}, {})
        hidden = [place for place, row in enumerate(rows) if not row.is_shown]
        people = [overall_count(reading, asked.counted, desk_id) for desk_id in places]
        alone = suppressed(people, thresholds.minimum_n, hidden)
        found.append(part_score(part, thresholds, with_overall=here not in alone))
    return found


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
