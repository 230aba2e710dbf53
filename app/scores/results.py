"""Results of one task as they may be shown: score, breakdowns and questions, with small cells already hidden.

Nothing here reads the database; ``queries.py`` reads, this module decides what becomes of it. Whoever shows a result
needs no further rule: what may not be seen is not in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from app.core import clock
from app.core.text import N_
from app.responses.models import MODES
from app.responses.queries import CellKey, Counts
from app.scores.policies.rules import Policy
from app.scores.rules import (
    METHODS,
    ItemCounts,
    RollUp,
    Score,
    Shares,
    Thresholds,
    level_shares,
    roll_up,
    score_items,
    suppressed,
)
from app.scores.series import AskedEdition, Break, Pool, Series, breaks_of, segments_of, series_of

Cells = Mapping[CellKey, Counts]
Scores = Mapping[str, Score]
"""One score for each method, by the method's key."""

MODE_NAMES: Mapping[str, str] = {
    "phone": N_("Điện thoại, quét mã QR"),
    "kiosk": N_("Máy đặt tại chỗ"),
    "slip": N_("Phiếu hẹn có mã"),
    "web": N_("Đường dẫn trên mạng"),
    "paper": N_("Phiếu giấy, nhập hộ"),
    "assisted": N_("Có người giúp trả lời"),
}


@dataclass(frozen=True, slots=True)
class TaskKey:
    """What names a task beside its score; ``target`` is the share that the office aims at."""

    id: int
    label: str
    title: str
    theme: str
    surveyed: bool
    target: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a breakdown. Where it is hidden, all its scores are empty and equal to those of an empty cell.

    ``key`` is a desk's id, a mode, a month (``2026-11``) or a day (``2026-11-16``, for a week its Monday).
    ``begins_series``: the questions changed before it, so it is not to be joined with the line before.
    """

    key: str
    name: str
    scores: Scores
    levels: Shares | None
    begins_series: bool = False
    day: date | None = None

    @property
    def is_shown(self) -> bool:
        """Whether there is anything in it."""
        return self.levels is not None


@dataclass(frozen=True, slots=True)
class TaskScore:
    """The score of one task with everything that has to stand beside it.

    ``scores``, ``overall`` (CHUNG) and ``with_quarantined`` hold both methods; ``policy`` is what the office publishes
    by. ``with_quarantined`` is what the score would be with the responses set aside, where they are enough to be shown.
    ``asked`` is False before the first edition. Where it is not ``live``, it holds what was released of the days up to
    ``through``, and None is before the first release.
    """

    task: TaskKey
    policy: Policy
    scores: Scores
    overall: Scores
    levels: Shares | None
    with_quarantined: Row | None
    weeks: tuple[Row, ...]
    breaks: tuple[Break, ...]
    asked: bool
    live: bool
    through: date | None = None

    @property
    def method(self) -> str:
        """The key of the method that the office publishes."""
        return self.policy.method.key

    @property
    def score(self) -> Score:
        """The score by the method that the office publishes."""
        return self.scores[self.method]


@dataclass(frozen=True, eq=False)
class Reading:
    """What was read about one task in one snapshot; ``counted`` and ``quarantined`` are cells by day and mode."""

    task: TaskKey
    policy: Policy
    editions: tuple[AskedEdition, ...]
    counted: Cells
    quarantined: Cells
    live: bool
    through: date | None = None

    @cached_property
    def series(self) -> Series:
        """The editions as the newest one with answers sees them."""
        return series_of(self.editions, {key.edition_id for key in (*self.counted, *self.quarantined)})

    @cached_property
    def scored(self) -> tuple[str, ...]:
        """The questions that make the score."""
        return tuple(question.id for question in self.series.reference.definition.scored)

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """The weights of the scored questions, in their order."""
        return weights_in(self.series, self.policy)

    @cached_property
    def overall(self) -> str | None:
        """The question "Nhìn chung"."""
        question = self.series.reference.definition.overall
        return question.id if question else None


def task_score(reading: Reading, thresholds: Thresholds) -> TaskScore:
    """The score of the task, its CHUNG beside it, and its course by week."""
    if not reading.editions:
        return TaskScore(
            reading.task, reading.policy, _nothing(), _nothing(), None, None, weeks=(), breaks=(), asked=False,
            live=reading.live,
        )  # fmt: skip
    series = reading.series
    names = (*reading.scored, *([reading.overall] if reading.overall else []))
    pool = series.pool(_pairs(reading.counted), names)
    aside = series.pool(_pairs(reading.quarantined), names)
    items = [pool.item(name) for name in reading.scored]
    scores = {
        key: score_items(
            method,
            items,
            n=pool.n,
            thresholds=thresholds,
            excluded=pool.excluded,
            quarantined=aside.n + aside.excluded,
            editions=series.numbers,
            weights=reading.weights,
        )
        for key, method in reading.policy.methods.items()
    }
    shown = scores[reading.policy.method.key].is_shown
    return TaskScore(
        reading.task,
        reading.policy,
        scores,
        overall=item_scores(
            pool.item(reading.overall) if reading.overall else ItemCounts(), thresholds, reading.policy
        ),
        levels=level_shares(items, thresholds, reading.weights) if shown else None,
        with_quarantined=_with_quarantined(reading, pool, aside, thresholds) if shown else None,
        weeks=by_week(reading, thresholds),
        breaks=breaks_of(series),
        asked=True,
        live=reading.live,
        through=reading.through,
    )


def together(scores: Sequence[TaskScore], thresholds: Thresholds) -> dict[str, RollUp]:
    """All tasks of a plan as one, by each method."""
    return {
        key: roll_up(method, [found.scores[key] for found in scores], thresholds=thresholds)
        for key, method in METHODS.items()
    }


def item_scores(item: ItemCounts, thresholds: Thresholds, policy: Policy) -> Scores:
    """One question by each method; ``n`` are the people who chose a level."""
    methods = policy.methods.items()
    return {key: score_items(method, [item], n=item.n, thresholds=thresholds) for key, method in methods}


def by_mode(reading: Reading, thresholds: Thresholds) -> tuple[Row, ...]:
    """One line for each way of answering, whether it was used or not: unused and hidden look the same."""
    names = {mode: MODE_NAMES[mode] for mode in MODES}
    return _breakdown(reading, (reading.counted, reading.quarantined), lambda key: key.mode, names, thresholds)


def by_desk(
    reading: Reading, counted: Cells, quarantined: Cells, names: Mapping[int, str], thresholds: Thresholds
) -> tuple[Row, ...]:
    """One line for each desk in the order of ``names``; the cells are those by desk."""
    lines = {str(desk_id): name for desk_id, name in names.items()}
    return _breakdown(reading, (counted, quarantined), lambda key: str(key.desk_id), lines, thresholds)


def by_week(reading: Reading, thresholds: Thresholds) -> tuple[Row, ...]:
    """One line for each week from the first answer to the last, per stretch of unchanged questions.

    Nothing at all where no week can be shown: too few answers look like none.
    """
    lines = [line for segment in segments_of(reading.series) for line in _weeks(reading, segment)]
    members = reading.series.members
    hidden: set[int] = set()
    for counts_in_total in (True, False):
        # what makes up the total that is shown, and what comes from editions outside of it, each by itself
        places = [place for place, line in enumerate(lines) if (line.edition_id in members) == counts_in_total]
        hidden |= {
            places[index] for index in suppressed([lines[place].pool.n for place in places], thresholds.minimum_n)
        }
    rows = tuple(line.row(thresholds, hidden=place in hidden) for place, line in enumerate(lines))
    return rows if any(row.is_shown for row in rows) else ()


def by_day(reading: Reading, thresholds: Thresholds) -> tuple[Row, ...]:
    """One line for each day of the weeks that are shown; a hidden week hides its days.

    Days are hidden week by week, so that a week and its other days never give a small day away.
    """
    weeks = by_week(reading, thresholds)
    if not weeks:
        return ()
    lines = [line for segment in segments_of(reading.series) for line in _weeks(reading, segment)]
    rows: list[Row] = []
    for week, line in zip(weeks, lines, strict=True):
        days = list(_days(reading, line))
        hidden = set(range(len(days)))
        if week.is_shown:
            hidden = set(suppressed([day.pool.n for day in days], thresholds.minimum_n))
        rows += [day.row(thresholds, hidden=place in hidden) for place, day in enumerate(days)]
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class _Line:
    """A week or a day of one segment before it is decided whether it may be shown."""

    segment: Series
    policy: Policy
    first: date
    cells: list[tuple[CellKey, Counts]]
    pool: Pool
    aside: int
    begins_series: bool

    @property
    def edition_id(self) -> int:
        return self.segment.reference.id

    def row(self, thresholds: Thresholds, *, hidden: bool) -> Row:
        name = (self.first.isoformat(), clock.show_day(self.first))
        row = _row(name, self.pool, self.segment, self.policy, self.aside, thresholds)
        row = replace(row, begins_series=self.begins_series, day=self.first)
        return replace(row, scores=_nothing(), levels=None) if hidden else row


def _weeks(reading: Reading, segment: Series) -> Iterable[_Line]:
    """The weeks of a segment without gaps."""
    weeks: dict[date, list[tuple[CellKey, Counts]]] = defaultdict(list)
    aside: dict[date, int] = defaultdict(int)
    for key, counts in reading.counted.items():
        if key.edition_id in segment.members and key.day is not None:
            weeks[clock.week_of(key.day)].append((key, counts))
    for key, counts in reading.quarantined.items():
        if key.edition_id in segment.members and key.day is not None:
            aside[clock.week_of(key.day)] += counts.n + counts.excluded
    starts_anew = segment.editions[0] is not reading.series.editions[0]
    for place, monday in enumerate(_steps(weeks, 7)):
        cells = weeks.get(monday, [])
        yield _line(reading, segment, monday, cells, aside.get(monday, 0), begins_series=starts_anew and place == 0)


def _days(reading: Reading, week: _Line) -> Iterable[_Line]:
    """The seven days of a week, answered or not: where a week ends would tell on which day somebody answered."""
    aside: dict[date, int] = defaultdict(int)
    for key, counts in reading.quarantined.items():
        if key.edition_id in week.segment.members and key.day is not None:
            aside[key.day] += counts.n + counts.excluded
    for place in range(7):
        day = week.first + timedelta(days=place)
        cells = [(key, counts) for key, counts in week.cells if key.day == day]
        begins = week.begins_series and place == 0
        yield _line(reading, week.segment, day, cells, aside.get(day, 0), begins_series=begins)


def _line(
    reading: Reading,
    segment: Series,
    first: date,
    cells: list[tuple[CellKey, Counts]],
    aside: int,
    *,
    begins_series: bool,
) -> _Line:
    scored = [question.id for question in segment.reference.definition.scored]
    pool = segment.pool(((key.edition_id, counts) for key, counts in cells), scored)
    return _Line(segment, reading.policy, first, cells, pool, aside, begins_series)


def _steps(found: Iterable[date], days: int) -> list[date]:
    """From the earliest to the latest, without gaps."""
    ordered = sorted(found)
    if not ordered:
        return []
    count = (ordered[-1] - ordered[0]).days // days
    return [ordered[0] + timedelta(days=days * place) for place in range(count + 1)]


def _breakdown(
    reading: Reading,
    cells: tuple[Cells, Cells],
    group: Callable[[CellKey], str | None],
    names: Mapping[str, str],
    thresholds: Thresholds,
) -> tuple[Row, ...]:
    """One line for each key of ``names``, small ones hidden so that the task's total does not give them away."""
    counted, aside = (_grouped(part, group) for part in cells)
    pools = {key: reading.series.pool(counted.get(key, ()), reading.scored) for key in names}
    hidden = suppressed([pool.n for pool in pools.values()], thresholds.minimum_n)
    rows = []
    for place, (key, pool) in enumerate(pools.items()):
        set_aside = reading.series.pool(aside.get(key, ()), ())
        out = set_aside.n + set_aside.excluded
        row = _row((key, names[key]), pool, reading.series, reading.policy, out, thresholds)
        rows.append(replace(row, scores=_nothing(), levels=None) if place in hidden else row)
    return tuple(rows)


def _grouped(cells: Cells, group: Callable[[CellKey], str | None]) -> dict[str, list[tuple[int, Counts]]]:
    groups: dict[str, list[tuple[int, Counts]]] = defaultdict(list)
    for key, counts in cells.items():
        place = group(key)
        if place is not None:
            groups[place].append((key.edition_id, counts))
    return groups


def _row(name: tuple[str, str], pool: Pool, series: Series, policy: Policy, aside: int, thresholds: Thresholds) -> Row:
    items = [pool.item(question.id) for question in series.reference.definition.scored]
    weights = weights_in(series, policy)
    scores = {
        key: score_items(
            method, items, n=pool.n, excluded=pool.excluded, quarantined=aside, thresholds=thresholds, weights=weights
        )
        for key, method in policy.methods.items()
    }
    shown = all(score.is_shown for score in scores.values())
    shares = level_shares(items, thresholds, weights) if shown else None
    return Row(*name, scores if shown else _nothing(), shares)


def weights_in(series: Series, policy: Policy) -> tuple[int, ...]:
    """What the scored questions of the series weigh, in their order."""
    scored = series.reference.definition.scored
    return tuple(policy.weights.of(question.id, question.factor) for question in scored)


def _with_quarantined(reading: Reading, pool: Pool, aside: Pool, thresholds: Thresholds) -> Row | None:
    """The score with what was set aside, unless that is so little that the difference would show its answers."""
    if aside.n < thresholds.minimum_n:
        return None
    items = [pool.item(name) + aside.item(name) for name in reading.scored]
    n, excluded = pool.n + aside.n, pool.excluded + aside.excluded
    scores = {
        key: score_items(method, items, n=n, excluded=excluded, thresholds=thresholds, weights=reading.weights)
        for key, method in reading.policy.methods.items()
    }
    shares = level_shares(items, thresholds, reading.weights)
    return Row("with_quarantined", N_("Tính cả phiếu tạm loại"), scores, shares)


def _nothing() -> Scores:
    return {key: Score(method, None, None, None) for key, method in METHODS.items()}


def _pairs(cells: Cells) -> Iterable[tuple[int, Counts]]:
    return ((key.edition_id, counts) for key, counts in cells.items())
