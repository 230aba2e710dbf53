"""A task period by period as it may be shown: every stretch that would give a few people away is hidden already.

A period belongs to one stretch of unchanged questions, the newest in which somebody answered during it; answers to an
older wording in the same period stay outside. Two periods are compared only within one such stretch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.responses.queries import CellKey, Counts
from app.scores.comparison import Change, difference
from app.scores.periods.certainty import UNSURE, WORDS, p_value
from app.scores.periods.disclosure import Disclosure
from app.scores.periods.rules import MONTHS, Kind, Period, periods_between
from app.scores.policies.rules import Policy
from app.scores.results import Reading, Row, Scores, by_day, by_week, weights_in
from app.scores.rules import METHODS, Score, Shares, Thresholds, level_shares, score_items
from app.scores.series import Series, Wording, segments_of

ORDER: tuple[Kind, ...] = ("quarter", "half", "month")
"""Which kind is shown where not all can be."""


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """One period of one task; hidden looks like empty.

    ``stretch`` numbers the stretch of unchanged questions, ``questions`` are how the scored ones are worded in it.
    """

    period: Period
    scores: Scores
    levels: Shares | None = None
    stretch: int = 0
    questions: frozenset[Wording] = frozenset()

    @property
    def is_shown(self) -> bool:
        """Whether there is anything in it."""
        return self.levels is not None


@dataclass(frozen=True, slots=True)
class PeriodChange:
    """A period beside an earlier one. ``change`` is None where one is hidden or where the questions changed between.

    ``p`` goes with ``change``, and ``stands`` says whether the difference is one after all comparisons that are looked
    at together have been allowed for; None where that was not asked.
    """

    now: Score
    before: Score
    period: Period
    broken: bool
    change: Change | None
    p: float | None
    stands: bool | None = None

    @property
    def is_judged(self) -> bool:
        """Whether it may be called a difference: both sides have enough responses to be published."""
        return self.change is not None and self.change.trend != "reference"

    @property
    def word(self) -> str | None:
        """What is said of it; None where there is no difference to speak of."""
        if self.change is None:
            return None
        unsure = self.stands is False and self.change.trend in ("up", "down")
        return UNSURE if unsure else WORDS[self.change.trend]


@dataclass(frozen=True, eq=False, slots=True)
class Periods:
    """What may be shown of a task's months, quarters and half-years; ``since``: its first edition.

    All of them are measured by what the plan is published by, or a difference would be one of rulers.
    """

    found: Mapping[Period, PeriodResult]
    policy: Policy
    since: date | None = None

    @property
    def method(self) -> str:
        """The key of the method that is published."""
        return self.policy.method.key

    def result(self, period: Period) -> PeriodResult:
        """The period; an empty one where there is nothing to show."""
        return self.found.get(period) or PeriodResult(period, _nothing())

    def change(self, period: Period, against: Period, earlier: Periods | None = None) -> PeriodChange:
        """A period beside one before it, of the same task or of ``earlier``, the task that it continues."""
        now, before = self.result(period), (earlier or self).result(against)
        same = now.questions == before.questions and (earlier is not None or now.stretch == before.stretch)
        broken = now.is_shown and before.is_shown and not same
        one, other = now.scores[self.method], before.scores[self.method]
        change = None if broken else difference(one, other)
        return PeriodChange(one, other, against, broken, change, p_value(one, other) if change else None)

    @property
    def newest(self) -> Period | None:
        """The newest quarter that is shown."""
        return max((period for period in self._shown if period.kind == "quarter"), default=None)

    def listed(self, today: date) -> dict[Kind, list[Period]]:
        """The periods to choose from, the newest first, kind by kind.

        They reach from the first edition to today and wherever anything is shown: a few hidden answers add none.
        """
        days = [self.since, *(day for period in self._shown for day in (period.first, period.last))]
        known = [day for day in days if day is not None]
        if not known:
            return {kind: [] for kind in MONTHS}
        last = max(*known, today)
        return {kind: periods_between(min(known), last, kind)[::-1] for kind in MONTHS}

    @property
    def _shown(self) -> list[Period]:
        return [period for period, result in self.found.items() if result.is_shown]


def periods_of(reading: Reading, thresholds: Thresholds) -> Periods:
    """Every month, quarter and half-year from the first answer to the last, in an order that no viewer influences.

    What the weeks and days of the task's page show is taken as known.
    """
    if not reading.editions:
        return Periods({}, reading.policy)
    lines = [_Line(place, segment, reading, thresholds) for place, segment in enumerate(segments_of(reading.series))]
    days = [day for line in lines for day in line.days]
    since = reading.editions[0].published_on
    if not days:
        return Periods({}, reading.policy, since)
    _tell_shown(lines, reading, thresholds)
    found: dict[Period, PeriodResult] = {}
    for kind in ORDER:
        for period in periods_between(min(days), max(days), kind):
            answered = [line for line in lines if line.known.number(period.first, period.after)]
            found[period] = answered[-1].result(period) if answered else PeriodResult(period, _nothing())
    return Periods(found, reading.policy, since)


def by_month(reading: Reading, thresholds: Thresholds) -> tuple[Row, ...]:
    """One line for each month from the first answer to the last, each as its period is shown everywhere else."""
    found = periods_of(reading, thresholds).found
    rows: list[Row] = []
    stretch: int | None = None
    for month in sorted(period for period in found if period.kind == "month"):
        result = found[month]
        begins = result.is_shown and stretch not in (None, result.stretch)
        stretch = result.stretch if result.is_shown else stretch
        name = f"{month.number:02d}/{month.year}"
        rows.append(Row(month.key, name, result.scores, result.levels, begins_series=begins))
    return tuple(rows)


class _Line:
    """One stretch of unchanged questions, day by day."""

    def __init__(self, place: int, segment: Series, reading: Reading, thresholds: Thresholds) -> None:
        self.place, self.segment, self._thresholds = place, segment, thresholds
        self._policy = reading.policy
        self._cells: dict[date, list[tuple[CellKey, Counts]]] = defaultdict(list)
        for key, counts in reading.counted.items():
            if key.edition_id in segment.members and key.day is not None:
                self._cells[key.day].append((key, counts))
        self._aside: dict[date, int] = defaultdict(int)
        for key, counts in reading.quarantined.items():
            if key.edition_id in segment.members and key.day is not None:
                self._aside[key.day] += counts.n + counts.excluded
        self.days = sorted(self._cells)
        answered = {day: sum(counts.n for _key, counts in cells) for day, cells in self._cells.items()}
        self.known = Disclosure(answered, thresholds.minimum_n)

    def result(self, period: Period) -> PeriodResult:
        """The period, hidden where it has to be."""
        if not self.known.try_to_show(period.first, period.after):
            return PeriodResult(period, _nothing())
        inside = [day for day in self.days if period.first <= day < period.after]
        cells = [(key.edition_id, counts) for day in inside for key, counts in self._cells[day]]
        scored = [question.id for question in self.segment.reference.definition.scored]
        pool = self.segment.pool(cells, scored)
        items = [pool.item(question) for question in scored]
        aside = sum(number for day, number in self._aside.items() if period.first <= day < period.after)
        weights = weights_in(self.segment, self._policy)
        scores = {
            key: score_items(
                method,
                items,
                n=pool.n,
                excluded=pool.excluded,
                quarantined=aside,
                thresholds=self._thresholds,
                weights=weights,
            )
            for key, method in self._policy.methods.items()
        }
        if not all(score.is_shown for score in scores.values()):
            return PeriodResult(period, _nothing())
        questions = frozenset(self.segment.reference.scored_words.values())
        shares = level_shares(items, self._thresholds, weights)
        return PeriodResult(period, scores, shares, self.place, questions)


def _tell_shown(lines: Sequence[_Line], reading: Reading, thresholds: Thresholds) -> None:
    """What the page of the task shows anyway: the whole, and its weeks and days, stretch by stretch."""
    weeks, days = (
        _by_stretch(rows, length)
        for rows, length in ((by_week(reading, thresholds), 7), (by_day(reading, thresholds), 1))
    )
    for place, line in enumerate(line for line in lines if line.days):
        whole = (line.days[0], line.days[-1] + timedelta(days=1))
        shown = [stretch for rows in (weeks, days) if place < len(rows) for stretch in rows[place]]
        line.known.show([whole, *shown])


def _by_stretch(rows: Iterable[Row], length: int) -> list[list[tuple[date, date]]]:
    """The shown rows of each stretch of unchanged questions that has rows."""
    found: list[list[tuple[date, date]]] = []
    for row in rows:
        if row.begins_series or not found:
            found.append([])
        if row.is_shown and row.day is not None:
            found[-1].append((row.day, row.day + timedelta(days=length)))
    return found


def _nothing() -> Scores:
    return {key: Score(method, None, None, None) for key, method in METHODS.items()}
