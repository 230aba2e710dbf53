"""Named reads of the comparison: the offices right below one, each with the result of its plans of a year.

Read from the tallies by desk, so the cost grows neither with responses nor with days; and in a constant number of
queries, whatever the number of offices. All offices are measured by one ruler: the same method, every question alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import NotFound
from app.core.kept import Kept
from app.core.text import N_, SOURCE
from app.forms.definition import Definition, from_data
from app.forms.models import Edition, Form
from app.forms.wording import say_frozen
from app.offices.models import Office
from app.offices.queries import offices_below
from app.plans.models import Plan, Task
from app.reports.comparison.rules import Place, places
from app.responses.queries import CellKey, Counts, read_tallies
from app.scores.rules import Method, Score, Thresholds, roll_up, score_items
from app.scores.series import AskedEdition, series_of
from app.scores.suppression.queries import read_released
from app.scores.suppression.rules import sees_live

PERMISSION = "offices.compare"
_definitions: Kept[str, Definition] = Kept(256)
_UNSAID = say_frozen({}, SOURCE)  # a comparison quotes no question


@dataclass(frozen=True, slots=True)
class Standing:
    """One office: all its tasks together, each response counting the same.

    ``place`` only where enough people answered to publish. ``tasks`` are those that citizens are asked about,
    ``published`` those with enough answers by themselves; ``plans`` is 0 where no plan of the year is known.
    """

    office: Office
    score: Score
    tasks: int
    published: int
    plans: int
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The offices of one kind below an office, in groups that the answers tell apart.

    ``groups`` are offices with the same best place, by name; ``thin`` those with too few answers, by name.
    """

    kind: str
    groups: tuple[tuple[int, tuple[Standing, ...]], ...]
    thin: tuple[Standing, ...]


def superiors_for(session: Session, viewer: Viewer, *, on: date) -> list[Office]:
    """The offices in which ``viewer`` may compare what is below, and below which there is something; by name."""
    below = aliased(Office)
    exists = below.valid_from <= on, or_(below.valid_to.is_(None), below.valid_to > on)
    return list(
        session.scalars(
            select(Office)
            .where(
                Office.id.in_(viewer.offices(PERMISSION)),
                select(below.id).where(below.superior_id == Office.id, *exists).exists(),
            )
            .order_by(Office.name, Office.id)
        )
    )


def superior_for(session: Session, viewer: Viewer, office_id: int) -> Office:
    """The office, if ``viewer`` may compare what is below it; otherwise :class:`NotFound`."""
    office = session.get(Office, office_id) if viewer.may(PERMISSION, office_id) else None
    if office is None:
        raise NotFound(N_("Không tìm thấy cơ quan này, hoặc tài khoản của bạn không so sánh các cơ quan bên dưới."))
    return office


def years_below(session: Session, offices: Sequence[Office]) -> list[int]:
    """The years of which these offices have plans, the newest first; one query."""
    years = session.scalars(
        select(Plan.year)
        .where(Plan.office_id.in_([office.id for office in offices]), Plan.year.is_not(None))
        .distinct()
        .order_by(Plan.year.desc())
    )
    return [year for year in years if year is not None]


def compare_below(
    session: Session, viewer: Viewer, superior: Office, year: int, method: Method, limits: Thresholds, *, on: date
) -> list[Comparison]:
    """The offices right below ``superior`` by kind; a constant number of queries.

    Where ``viewer`` may not read an office's single responses, what is released of it is compared.
    """
    offices = offices_below(session, superior, on=on)
    live = frozenset(office.id for office in offices if sees_live(viewer, office.id))
    standings = _standings(session, offices, year, method, limits, live)
    kinds: dict[str, list[Standing]] = defaultdict(list)
    for standing in standings:
        kinds[standing.office.kind].append(standing)
    return [compared(kind, group) for kind, group in kinds.items()]


def compared(kind: str, standings: Iterable[Standing]) -> Comparison:
    """Offices of one kind in groups, those with too few answers apart."""
    ranked: list[Standing] = []
    thin: list[Standing] = []
    for standing in standings:
        (ranked if standing.score.standing == "published" else thin).append(standing)
    intervals = [standing.score.interval for standing in ranked if standing.score.interval is not None]
    groups: dict[int, list[Standing]] = defaultdict(list)
    for standing, place in zip(ranked, places(intervals), strict=True):
        groups[place.first].append(replace(standing, place=place))
    return Comparison(kind, tuple((first, tuple(groups[first])) for first in sorted(groups)), tuple(thin))


def _standings(
    session: Session, offices: Sequence[Office], year: int, method: Method, limits: Thresholds, live: Collection[int]
) -> list[Standing]:
    ids = [office.id for office in offices]
    plans = {
        office_id: count
        for office_id, count in session.execute(
            select(Plan.office_id, func.count())
            .where(Plan.office_id.in_(ids), Plan.year == year)
            .group_by(Plan.office_id)
        )
    }
    asked = _asked(session, ids, year)
    scores = _task_scores(session, asked, method, limits, live)
    found = []
    for office in offices:
        mine = [scores[task_id] for task_id in asked.get(office.id, {})]
        together = roll_up(method, mine, thresholds=limits)
        found.append(
            Standing(
                office,
                together.weighted,
                tasks=len(mine),
                published=sum(score.standing == "published" for score in mine),
                plans=plans.get(office.id, 0),
            )
        )
    return found


def _asked(session: Session, office_ids: Collection[int], year: int) -> dict[int, dict[int, list[AskedEdition]]]:
    """By office and task, the editions of its plans of the year; a task that is asked about without one has none."""
    rows = session.execute(
        select(Plan.office_id, Task.id, Edition.id, Edition.number, Edition.digest, Edition.published_at)
        .select_from(Task)
        .join(Task.plan)
        .outerjoin(Form, Form.task_id == Task.id)
        .outerjoin(Edition, Edition.form_id == Form.id)
        .where(Plan.office_id.in_(office_ids), Plan.year == year, or_(Task.surveyed, Edition.id.is_not(None)))
        .order_by(Task.id, Edition.number)
    ).all()
    definitions = _definitions_of(session, {row.digest: row[2] for row in rows if row.digest is not None})
    found: dict[int, dict[int, list[AskedEdition]]] = defaultdict(lambda: defaultdict(list))
    for office_id, task_id, edition_id, number, digest, published_at in rows:
        editions = found[office_id][task_id]
        if edition_id is not None:
            day = clock.day_of(published_at)
            editions.append(AskedEdition(edition_id, number, day, definitions[digest], _UNSAID))
    return found


def _definitions_of(session: Session, editions: Mapping[str, int]) -> dict[str, Definition]:
    """Definitions by digest. Most offices ask the same forms, so few have to be read; one query at most."""
    found = {digest: known for digest in editions if (known := _definitions.find(digest)) is not None}
    missing = [edition_id for digest, edition_id in editions.items() if digest not in found]
    if missing:
        rows = session.execute(select(Edition.digest, Edition.definition).where(Edition.id.in_(missing)))
        for digest, data in rows:
            found[digest] = _definitions.keep(digest, from_data(data))
    return found


def _task_scores(
    session: Session,
    asked: Mapping[int, Mapping[int, Sequence[AskedEdition]]],
    method: Method,
    limits: Thresholds,
    live: Collection[int],
) -> dict[int, Score]:
    tasks = {task_id: editions for group in asked.values() for task_id, editions in group.items()}
    cells = {
        **read_tallies(session, _editions(asked, lambda office_id: office_id in live), grain="desk"),
        **read_released(session, _editions(asked, lambda office_id: office_id not in live), grain="desk"),
    }
    by_edition: dict[int, list[tuple[CellKey, Counts]]] = defaultdict(list)
    for key, counts in cells.items():
        by_edition[key.edition_id].append((key, counts))
    return {task_id: _score(editions, by_edition, method, limits) for task_id, editions in tasks.items()}


def _editions(asked: Mapping[int, Mapping[int, Sequence[AskedEdition]]], of: Callable[[int], bool]) -> list[int]:
    tasks = [task for office_id, group in asked.items() if of(office_id) for task in group.values()]
    return [edition.id for editions in tasks for edition in editions]


def _score(
    editions: Sequence[AskedEdition],
    by_edition: Mapping[int, Sequence[tuple[CellKey, Counts]]],
    method: Method,
    limits: Thresholds,
) -> Score:
    if not editions:
        return Score(method, None, None, None)
    series = series_of(editions, {edition.id for edition in editions if edition.id in by_edition})
    scored = [question.id for question in series.reference.definition.scored]
    cells = [(edition.id, counts) for edition in editions for _key, counts in by_edition.get(edition.id, ())]
    pool = series.pool(cells, scored)
    return score_items(
        method, [pool.item(name) for name in scored], n=pool.n, thresholds=limits, excluded=pool.excluded
    )
