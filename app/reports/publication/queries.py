"""Named reads of snapshots, and of the numbers that a new one would hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import NotFound
from app.core.text import N_
from app.forms.models import Edition, Form
from app.offices.models import Office, Succession
from app.plans.models import Plan, Task
from app.reports.publication.disclosure import Shown, may_show
from app.reports.publication.facts import (
    Number,
    TaskNumbers,
    levels_of,
    number_of,
)
from app.reports.publication.models import Publication, Snapshot
from app.reports.publication.rules import Period
from app.responses.models import Quarantine, Response
from app.responses.queries import CellKey, Counts
from app.scores.policies.queries import policy_on
from app.scores.policies.rules import Policy
from app.scores.queries import plan_readings
from app.scores.results import Reading, TaskScore, task_score
from app.scores.rules import Score, Thresholds
from app.scores.series import Series

NO_PAGE = N_("Cơ quan này chưa có trang công khai, hoặc địa chỉ bị gõ thiếu.")


@dataclass(frozen=True, slots=True)
class Line:
    """One task as it would be published; ``score`` is hidden where ``withheld``, because of what is published already.

    ``counts`` are behind its numbers, empty where nothing is shown.
    """

    task_id: int
    plan: str
    numbers: TaskNumbers
    score: Score
    counts: Mapping[str, int]
    withheld: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a period's snapshot would hold now, by the policy of the period's last day."""

    period: Period
    policy: Policy
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """How many responses of a period were set aside after a moment and still are, and how many were brought back."""

    set_aside: int
    restored: int


def publication_of(session: Session, office_id: int) -> Publication | None:
    """What an office has decided about its page, if it has."""
    return session.get(Publication, office_id)


def open_publications(session: Session, code: str | None = None) -> list[Publication]:
    """The offices whose page is on, by code; or the one with this code, if its page is on."""
    query = (
        select(Publication)
        .join(Publication.office)
        .options(contains_eager(Publication.office))
        .where(Publication.is_open)
        .order_by(Office.code)
    )
    return list(session.scalars(query.where(Office.code == code) if code is not None else query))


def public_office(session: Session, code: str) -> Office:
    """The office whose page is on under this code; otherwise :class:`NotFound`. One query."""
    found = open_publications(session, code) if "\0" not in code else []
    if not found:
        raise NotFound(NO_PAGE)
    return found[0].office


def snapshots_of(session: Session, office_id: int, period: str | None = None) -> list[Snapshot]:
    """Every snapshot of an office, or of one of its periods: the newest period first, a period's newest version first.

    One query.
    """
    query = (
        select(Snapshot)
        .options(joinedload(Snapshot.withdrawal))
        .where(Snapshot.office_id == office_id)
        .order_by(Snapshot.last_day.desc(), Snapshot.first_day, Snapshot.version.desc())
    )
    return list(session.scalars(query.where(Snapshot.period == period) if period is not None else query))


def newest_of_each(snapshots: Collection[Snapshot]) -> list[Snapshot]:
    """The newest version of each period, in the order given."""
    found: dict[str, Snapshot] = {}
    for snapshot in snapshots:
        known = found.get(snapshot.period)
        if known is None or known.version < snapshot.version:
            found[snapshot.period] = snapshot
    return list(found.values())


def snapshot_for(session: Session, viewer: Viewer, snapshot_id: int, *, permission: str) -> Snapshot:
    """The snapshot, if ``viewer`` holds ``permission`` in its office; otherwise :class:`NotFound`."""
    found = session.scalar(
        select(Snapshot)
        .options(joinedload(Snapshot.withdrawal), joinedload(Snapshot.office))
        .where(Snapshot.id == snapshot_id, Snapshot.office_id.in_(viewer.offices(permission)))
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy bản công bố này."))
    return found


def snapshots_with_checksum(session: Session, beginning: str) -> list[Snapshot]:
    """The snapshots whose checksum begins so, two at most: more would only say that more digits are needed."""
    return list(
        session.scalars(
            select(Snapshot)
            .options(joinedload(Snapshot.office), joinedload(Snapshot.withdrawal))
            .where(Snapshot.checksum.startswith(beginning, autoescape=True))
            .order_by(Snapshot.id)
            .limit(2)
        )
    )


def office_for(session: Session, viewer: Viewer, office_id: int, *, permission: str) -> Office:
    """The office, if ``viewer`` holds ``permission`` in it; otherwise :class:`NotFound`."""
    office = session.get(Office, office_id) if viewer.may(permission, office_id) else None
    if office is None:
        raise NotFound(N_("Không tìm thấy cơ quan này."))
    return office


def successors_of(session: Session, office_id: int) -> list[tuple[Office, date, bool]]:
    """The offices that took over from this one, since when, and whether their page is on; one query."""
    rows = session.execute(
        select(Office, Succession.taken_over_on, Publication.is_open)
        .join(Succession, Succession.successor_id == Office.id)
        .outerjoin(Publication, Publication.office_id == Office.id)
        .where(Succession.predecessor_id == office_id)
        .order_by(Office.name, Office.id)
    )
    return [(office, day, bool(is_open)) for office, day, is_open in rows]


def prepare(session: Session, office: Office, period: Period, thresholds: Thresholds) -> Prepared:
    """What the period's snapshot would hold now, small numbers and what would give some away already taken out.

    Counted is what is released (``scores.suppression``), as for everybody who may not read single responses: beside the
    numbers that officials see without that right, a snapshot of all responses would give away those that still wait.
    """
    before = _shown_before(session, office.id)
    policy = policy_on(session, office.id, period.last)
    plans = session.scalars(select(Plan).where(Plan.office_id == office.id).order_by(Plan.id)).all()
    lines = []
    for plan in plans:
        expected = plan.year in (None, period.year)
        for whole in plan_readings(session, plan, live=False):
            reading = replace(within(whole, period), policy=policy)
            line = _line(plan, reading, period, before.get(whole.task.id, []), thresholds)
            if line.score.is_shown or (expected and reading.task.surveyed and reading.editions):
                lines.append(line)
    return Prepared(period, policy, tuple(lines))


def within(reading: Reading, period: Period) -> Reading:
    """The same with the answers of the period's days alone."""

    def chosen(cells: Mapping[CellKey, Counts]) -> dict[CellKey, Counts]:
        return {
            key: counts
            for key, counts in cells.items()
            if key.day is not None and period.first <= key.day <= period.last
        }

    return replace(reading, counted=chosen(reading.counted), quarantined=chosen(reading.quarantined))


def judged_since(session: Session, office: Office, period: Period, since: datetime) -> Judged:
    """What became of the period's responses since they were published; one query. Only for who may read responses."""
    first = datetime.combine(period.first, time(), clock.VIETNAM)
    after = datetime.combine(period.last + timedelta(days=1), time(), clock.VIETNAM)
    aside = Quarantine.restored_at.is_(None) & (Quarantine.set_aside_at > since)
    back = (Quarantine.restored_at > since) & (Quarantine.set_aside_at <= since)
    row = session.execute(
        select(func.count().filter(aside), func.count().filter(back))
        .select_from(Quarantine)
        .join(Response, Response.id == Quarantine.response_id)
        .join(Edition, Edition.id == Response.edition_id)
        .join(Form, Form.id == Edition.form_id)
        .join(Task, Task.id == Form.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Plan.office_id == office.id, Response.hour >= first, Response.hour < after)
    ).one()
    return Judged(row[0], row[1])


def _shown_before(session: Session, office_id: int) -> dict[int, list[Shown]]:
    """The counts behind every number that was ever published, withdrawn ones too: who saw them keeps them."""
    found: dict[int, list[Shown]] = defaultdict(list)
    rows = session.execute(
        select(Snapshot.first_day, Snapshot.last_day, Snapshot.basis).where(Snapshot.office_id == office_id)
    )
    for row in rows:
        for task_id, counts in row.basis.items():
            found[int(task_id)].append(Shown(row.first_day, row.last_day, counts))
    return found


def _line(plan: Plan, reading: Reading, period: Period, before: list[Shown], thresholds: Thresholds) -> Line:
    found = task_score(reading, thresholds)
    counts = counts_of(reading) if found.score.is_shown else {}
    withheld = bool(counts) and not may_show(Shown(period.first, period.last, counts), before, thresholds.minimum_n)
    title = f"{plan.number}: {plan.title}" if plan.number else plan.title
    if withheld:
        score, counts = Score(found.score.method, None, None, None), {}
        return Line(reading.task.id, title, _numbers(title, found, None), score, counts, withheld)
    return Line(reading.task.id, title, _numbers(title, found, found.score), found.score, counts, withheld)


def _numbers(plan: str, found: TaskScore, score: Score | None) -> TaskNumbers:
    task, shown = found.task, score is not None and score.is_shown
    return TaskNumbers(
        plan,
        task.label,
        task.title,
        task.theme,
        number_of(score) if score is not None else Number(),
        number_of(found.overall[found.method]) if shown else Number(),
        levels_of(found.levels) if shown else None,
    )


def counts_of(reading: Reading) -> dict[str, int]:
    """What the numbers of a reading are made of, edition by edition: responses, and the levels of each question."""
    found: dict[str, int] = {}
    names = [*reading.scored, *([reading.overall] if reading.overall else [])]
    for edition in reading.series.members.values():
        cells = [(key.edition_id, counts) for key, counts in reading.counted.items() if key.edition_id == edition.id]
        if not cells:
            continue
        known = [name for name in names if name in edition.words]
        pool = Series(edition, (edition,)).pool(cells, known)
        found[f"n/{edition.id}"] = pool.n
        for name in known:
            for level, number in enumerate(pool.item(name).levels, start=1):
                if number:
                    found[f"{edition.id}/{name}/{level}"] = number
    return found
