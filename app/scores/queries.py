"""Named reads of scores. Tallies and what is still pending are read together, so a score is exact at any moment.

Callers wrap these reads in ``core.session.snapshot()``. A plan is read in a constant number of queries, whatever the
number of tasks and responses.

``live`` says whose eyes a read is for. Those who may read single responses (``suppression.rules.sees_live``) see what
is stored at this moment; everybody else, and the public, reads with ``live=False`` what is released. There is no
default: the type checker asks every caller whose eyes are meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.text import SOURCE
from app.desks.models import Desk, Placement
from app.forms.models import Edition, Form
from app.plans.models import Plan, Task
from app.responses.asked import asked_in
from app.responses.queries import CellKey, Counts, Grain, State, read_tallies, recount
from app.scores.periods.results import by_month
from app.scores.policies.queries import policy_of
from app.scores.policies.rules import Policy
from app.scores.questions import FactorResult, QuestionResult, factors_of, questions_of
from app.scores.results import (
    Cells,
    Reading,
    Row,
    TaskKey,
    TaskScore,
    by_day,
    by_desk,
    by_mode,
    by_week,
)
from app.scores.results import (
    task_score as score_of,
)
from app.scores.rules import Method, Thresholds
from app.scores.series import AskedEdition
from app.scores.suppression.queries import read_released, released_through

By = Literal["desk", "week", "day", "month", "mode"]
GRAINS: tuple[Grain, ...] = ("day", "desk", "desk_day")
STATES: tuple[State, ...] = ("counted", "quarantined")


@dataclass(frozen=True, slots=True)
class TaskResults:
    """Everything that the page of one task shows, read in one snapshot."""

    score: TaskScore
    questions: list[QuestionResult]
    factors: list[FactorResult]
    desks: tuple[Row, ...]
    modes: tuple[Row, ...]
    days: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A tally cell that is not what the raw responses add up to; None where one side has no such cell."""

    state: str
    grain: str
    key: CellKey
    kept: Counts | None
    recounted: Counts | None


def plan_scores(session: Session, plan: Plan, thresholds: Thresholds, *, live: bool) -> list[TaskScore]:
    """The score of every task of the plan that citizens are asked about, in the plan's order.

    A task that is not asked about any more but has answers stays in the list.
    """
    return [score_of(reading, thresholds) for reading in plan_readings(session, plan, live=live)]


def plan_readings(session: Session, plan: Plan, *, live: bool) -> list[Reading]:
    """What there is about the tasks of a plan that are asked about or have answers, in the plan's order."""
    tasks = session.scalars(select(Task).where(Task.plan_id == plan.id).order_by(Task.position, Task.id)).all()
    readings = readings_of(session, tasks, plan, live=live)
    return [reading for reading in readings if reading.task.surveyed or reading.counted]


def task_score(session: Session, task: Task, thresholds: Thresholds, *, live: bool) -> TaskScore:
    """The score of one task."""
    return score_of(_reading(session, task, live=live), thresholds)


def task_breakdown(session: Session, task: Task, by: By, thresholds: Thresholds, *, live: bool) -> tuple[Row, ...]:
    """The score of one task by desk, week, day, month or mode; small cells hidden, lest the total gives them away."""
    reading = _reading(session, task, live=live)
    if not reading.editions:
        return ()
    match by:
        case "desk":
            return _by_desk(session, reading, thresholds)
        case "week":
            return by_week(reading, thresholds)
        case "day":
            return by_day(reading, thresholds)
        case "month":
            return by_month(reading, thresholds)
        case "mode":
            return by_mode(reading, thresholds)


def task_results(session: Session, task: Task, thresholds: Thresholds, *, live: bool) -> TaskResults:
    """Score, questions, factors and every breakdown of one task."""
    reading = _reading(session, task, live=live)
    score, questions = score_of(reading, thresholds), questions_of(reading, thresholds)
    if not reading.editions:
        return TaskResults(score, [], [], (), (), ())
    return TaskResults(
        score,
        questions,
        factors_of(questions, thresholds, reading.policy),
        desks=_by_desk(session, reading, thresholds),
        modes=by_mode(reading, thresholds),
        days=by_day(reading, thresholds),
    )


def editions_of_plan(session: Session, plan: Plan | None) -> list[int]:
    """The ids of a plan's editions, or of all there are."""
    query = select(Edition.id).order_by(Edition.id)
    if plan is not None:
        query = query.join(Edition.form).join(Form.task).where(Task.plan_id == plan.id)
    return list(session.scalars(query))


def published_policy(session: Session, plan: Plan) -> Policy:
    """What a plan's scores are published by: the method and the weights; every method is always worked out.

    It is the choice that holds on the last day of the plan's year, or today while that has not come. One query.
    """
    return policy_of(session, plan)


def published_method(session: Session, plan: Plan) -> Method:
    """The method of :func:`published_policy`."""
    return published_policy(session, plan).method


def unsurveyed_tasks(session: Session, plan: Plan) -> list[Task]:
    """The tasks that citizens are not asked about, in the plan's order, each with its reason; one query."""
    return list(
        session.scalars(select(Task).where(Task.plan_id == plan.id, ~Task.surveyed).order_by(Task.position, Task.id))
    )


def verify(session: Session, plan: Plan | None = None) -> list[Difference]:
    """Count everything again from the raw responses and compare it with what scores are made of, cell by cell.

    The comparison covers every grain and both states; no difference means that every number shown is exact.
    """
    ids = editions_of_plan(session, plan)
    if not ids:
        return []
    found: list[Difference] = []
    for state in STATES:
        raw = recount(session, ids, state=state)
        for grain in GRAINS:
            found += _compare(state, grain, read_tallies(session, ids, grain=grain, state=state), _coarsen(raw, grain))
    return found


def _reading(session: Session, task: Task, *, live: bool) -> Reading:
    return readings_of(session, [task], task.plan, live=live)[0]


def readings_of(session: Session, tasks: Sequence[Task], plan: Plan, *, live: bool) -> list[Reading]:
    """What there is about tasks of a plan: one query for the policy, one for their editions, two or three for the cells
    of each state.
    """
    editions: dict[int, list[AskedEdition]] = defaultdict(list)
    rows = session.execute(
        select(Form.task_id, Edition.id, Edition.number, Edition.digest, Edition.published_at)
        .join(Edition.form)
        .where(Form.task_id.in_([task.id for task in tasks]))
        .order_by(Edition.number)
    )
    for row in rows:
        asked = asked_in(session, row.id, row.digest)
        day = clock.day_of(row.published_at)
        editions[row.task_id].append(AskedEdition(row.id, row.number, day, asked.definition, asked.say(SOURCE)))
    ids = [edition.id for group in editions.values() for edition in group]
    counted, aside = (_by_edition(cells_for(session, ids, "day", state, live=live)) for state in STATES)
    policy = published_policy(session, plan)
    through = None if live else released_through(session, ids)
    return [
        Reading(
            TaskKey(task.id, task.label, task.title, task.theme, task.surveyed, task.target_share),
            policy,
            tuple(editions[task.id]),
            counted=_cells_of(counted, editions[task.id]),
            quarantined=_cells_of(aside, editions[task.id]),
            live=live,
            through=through,
        )
        for task in tasks
    ]


def _by_desk(session: Session, reading: Reading, thresholds: Thresholds) -> tuple[Row, ...]:
    """Every desk that asks the form now or has answers to it, by name."""
    ids = [edition.id for edition in reading.editions]
    counted, aside = (cells_for(session, ids, "desk", state, live=reading.live) for state in STATES)
    answered = {key.desk_id for key in (*counted, *aside)}
    placed = select(Placement.desk_id).join(Form).where(Form.task_id == reading.task.id)
    names = session.execute(
        select(Desk.id, Desk.name).where(or_(Desk.id.in_(answered), Desk.id.in_(placed))).order_by(Desk.name, Desk.id)
    )
    return by_desk(reading, counted, aside, {desk_id: name for desk_id, name in names}, thresholds)


def cells_for(
    session: Session, edition_ids: Sequence[int], grain: Grain, state: State, *, live: bool, desk_id: int | None = None
) -> Cells:
    """What is stored, or what of it is released; of one desk alone where it is named."""
    read = read_tallies if live else read_released
    return read(session, edition_ids, grain=grain, state=state, desk_id=desk_id)


def _by_edition(cells: Cells) -> dict[int, dict[CellKey, Counts]]:
    groups: dict[int, dict[CellKey, Counts]] = defaultdict(dict)
    for key, counts in cells.items():
        groups[key.edition_id][key] = counts
    return groups


def _cells_of(groups: Mapping[int, Cells], editions: Sequence[AskedEdition]) -> Cells:
    return {key: counts for edition in editions for key, counts in groups.get(edition.id, {}).items()}


def _coarsen(cells: Cells, grain: Grain) -> dict[CellKey, Counts]:
    """Cells by desk and day added up to a grain."""
    added: dict[CellKey, Counts] = defaultdict(Counts)
    for key, counts in cells.items():
        desk_id = None if grain == "day" else key.desk_id
        day = None if grain == "desk" else key.day
        added[CellKey(key.edition_id, desk_id, day, key.mode)].add(counts)
    return added


def _compare(state: State, grain: Grain, kept: Cells, recounted: Cells) -> Iterator[Difference]:
    for key in dict.fromkeys((*kept, *recounted)):
        if kept.get(key) != recounted.get(key):
            yield Difference(state, grain, key, kept.get(key), recounted.get(key))
