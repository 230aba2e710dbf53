"""Named reads of coverage: who answered a plan's forms, by the questions about the person and by way of answering."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.viewer import Viewer
from app.core.tokens import fingerprint
from app.forms.kinds import KINDS
from app.forms.models import Edition, Form
from app.offices.models import Office
from app.plans.models import Plan, Task
from app.reports.coverage.models import PopulationFigure
from app.reports.coverage.rules import Row, cross, told_columns, told_in_steps
from app.responses.asked import definitions_of
from app.responses.models import MODES
from app.responses.queries import CellKey, Counts
from app.scores.methods import METHODS
from app.scores.queries import plan_readings
from app.scores.questions import questions_of
from app.scores.results import Reading, by_mode
from app.scores.rules import Score, Thresholds, wilson
from app.scores.suppression.rules import sees_live

Wording = tuple[str, tuple[str, ...]]
"""What a question about the person says, and its groups."""
WAYS: Mapping[str, tuple[str, ...]] = {
    "own": ("phone", "slip", "web"),
    "kiosk": ("kiosk",),
    "helped": ("paper", "assisted"),
}
"""Ways of answering, by how much a person has to manage alone."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group. ``n`` is None where too few answered, or where it would give another group away.

    ``share`` is of the responses of those groups that may be told and whose people are known, ``population`` the
    group's share of the people of these groups. ``ways`` are the responses by way of answering, None where they may not
    be told.
    """

    label: str
    n: int | None
    people: int | None
    share: Score | None
    population: float | None
    ways: tuple[int | None, ...]

    @property
    def verdict(self) -> str | None:
        """Whether the group answers less or more than its share of the people, as far as the interval tells."""
        if self.share is None or self.share.interval is None or self.population is None:
            return None
        if self.share.interval.high < self.population:
            return "less"
        return "more" if self.share.interval.low > self.population else "alike"


@dataclass(frozen=True, slots=True)
class Topic:
    """One question about the person, over all tasks that ask it in the same words."""

    text: str
    lines: tuple[GroupLine, ...]
    tasks: int
    base: int | None
    figures: tuple[PopulationFigure, ...]

    @property
    def unreached(self) -> list[GroupLine]:
        """The groups of which nothing can be told."""
        return [line for line in self.lines if line.n is None]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who answered a plan's forms; ``modes`` by way of answering, None where too few."""

    topics: tuple[Topic, ...]
    modes: tuple[tuple[str, int | None], ...]
    asked: int
    live: bool
    through: date | None = None


def read_coverage(session: Session, viewer: Viewer, plan: Plan, limits: Thresholds) -> Coverage:
    """Everything the page says to ``viewer`` about ``plan``; a constant number of queries."""
    live = sees_live(viewer, plan.office_id)
    readings = [reading for reading in plan_readings(session, plan, live=live) if reading.editions]
    figures = figures_of(session, plan.office)
    groups: dict[Wording, list[tuple[Reading, str]]] = defaultdict(list)
    for reading in readings:
        say = reading.series.reference.say
        for question in reading.series.reference.definition.questions:
            if question.personal and question.options:
                labels = tuple(say(option.text) for option in question.options)
                groups[question.text, labels].append((reading, question.id))
    return Coverage(
        tuple(
            _topic(wording, asked, figures.get(wording[0], ()), limits, live=live) for wording, asked in groups.items()
        ),
        _modes(readings, limits),
        len(readings),
        live=live,
        through=max((reading.through for reading in readings if reading.through), default=None),
    )


def topics_of(session: Session, office: Office) -> list[Wording]:
    """The questions about the person that the office's forms ask, each wording once; two queries."""
    ids = list(
        session.scalars(
            select(Edition.id)
            .join(Edition.form)
            .join(Form.task)
            .join(Task.plan)
            .where(Plan.office_id == office.id)
            .order_by(Edition.id.desc())
        )
    )
    found: dict[Wording, None] = {}
    for definition in definitions_of(session, ids).values():
        for question in definition.questions:
            if question.personal and question.options:
                found[question.text, tuple(option.text for option in question.options)] = None
    return sorted(found)


def key_of(wording: Wording) -> str:
    """A short name of a topic for an address: its words are too long and too strange for one."""
    text, labels = wording
    return fingerprint("\n".join((text, *labels)))[:12]


def figures_of(session: Session, office: Office) -> dict[str, tuple[PopulationFigure, ...]]:
    """What is known about the people of an office, by topic; one query."""
    found: dict[str, list[PopulationFigure]] = defaultdict(list)
    for figure in session.scalars(
        select(PopulationFigure).where(PopulationFigure.office_id == office.id).order_by(PopulationFigure.id)
    ):
        found[figure.topic].append(figure)
    return {topic: tuple(group) for topic, group in found.items()}


def _topic(
    wording: Wording,
    asked: Sequence[tuple[Reading, str]],
    figures: Sequence[PopulationFigure],
    limits: Thresholds,
    *,
    live: bool,
) -> Topic:
    text, labels = wording
    rows = [_row(reading, name, len(labels), limits) for reading, name in asked]
    ways: Mapping[int, Sequence[int | None]] = {}
    if live:
        table = _ways(asked, len(labels))
        totals = [sum(row) for row in table]
        told = told_columns(rows, limits.minimum_n)
        ways = dict(zip(sorted(told), cross([table[place] for place in sorted(told)], limits.minimum_n), strict=True))
    else:
        totals = told_in_steps(rows, limits.minimum_n)
        told = frozenset(place for place, total in enumerate(totals) if total)
    people = {figure.label: figure.people for figure in figures}
    known = [place for place, label in enumerate(labels) if label in people and place in told]
    base, whole = sum(totals[place] for place in known), sum(people[labels[place]] for place in known)
    lines = []
    for place, label in enumerate(labels):
        n = totals[place] if place in told else None
        compared = place in known and whole > 0
        lines.append(
            GroupLine(
                label,
                n,
                people.get(label),
                _share(totals[place], base, limits) if compared else None,
                people[label] / whole if compared else None,
                tuple(ways.get(place, [None] * len(WAYS))),
            )
        )
    return Topic(text, tuple(lines), len(asked), base or None, tuple(figures))


def _row(reading: Reading, name: str, width: int, limits: Thresholds) -> Row:
    """A task's groups as its own page shows them."""
    (shown,) = (result for result in questions_of(reading, limits) if result.id == name)
    counts = _counted(reading, name, reading.counted.items())
    if not shown.is_shown:
        return Row(counts, frozenset(range(width)), tells_sum=False)
    return Row(counts, frozenset(place for place, choice in enumerate(shown.choices) if choice.count is None))


def _counted(reading: Reading, name: str, cells: Iterable[tuple[CellKey, Counts]]) -> tuple[int, ...]:
    question = reading.series.reference.definition.by_id[name]
    pool = reading.series.pool([(key.edition_id, counts) for key, counts in cells], [name])
    options = KINDS[question.kind].choices(question, reading.series.reference.say)
    return tuple(pool.questions[name].get(str(code), 0) for code, _label in options)


def _ways(asked: Sequence[tuple[Reading, str]], width: int) -> list[list[int]]:
    """Groups by way of answering, over all tasks."""
    table = [[0] * len(WAYS) for _group in range(width)]
    for reading, name in asked:
        for x, modes in enumerate(WAYS.values()):
            cells = [(key, counts) for key, counts in reading.counted.items() if key.mode in modes]
            for y, count in enumerate(_counted(reading, name, cells)):
                table[y][x] += count
    return table


def _share(n: int, base: int, limits: Thresholds) -> Score:
    return Score(METHODS["share"], n / base, base, wilson(n, base), standing=limits.standing(base))


def _modes(readings: Sequence[Reading], limits: Thresholds) -> tuple[tuple[str, int | None], ...]:
    """All responses that count, by mode."""
    rows = []
    for reading in readings:
        counts = [0] * len(MODES)
        for key, cell in reading.counted.items():
            if key.edition_id in reading.series.members:
                counts[MODES.index(key.mode)] += cell.n
        hidden = frozenset(place for place, row in enumerate(by_mode(reading, limits)) if not row.is_shown)
        rows.append(Row(tuple(counts), hidden, tells_sum=sum(counts) >= limits.minimum_n))
    told = told_columns(rows, limits.minimum_n)
    return tuple(
        (mode, sum(row.counts[place] for row in rows) if place in told else None) for place, mode in enumerate(MODES)
    )
