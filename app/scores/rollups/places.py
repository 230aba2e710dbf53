"""A desk or an office by itself: its part of what was answered to tasks, and their common course. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.scores.methods import METHODS
from app.scores.results import Cells, Reading, Row, TaskScore, item_scores, task_score
from app.scores.rollups.lines import rolled_up
from app.scores.rules import ItemCounts, Shares, Thresholds
from app.scores.series import Series


@dataclass(frozen=True, eq=False, kw_only=True)
class Part(Reading):
    """What was answered to a task at one desk; which questions mean the same is decided for the ``whole`` task."""

    whole: Reading

    @cached_property
    def series(self) -> Series:
        """The editions as the whole task's newest one with answers sees them."""
        return self.whole.series


def part_of(whole: Reading, counted: Cells, quarantined: Cells) -> Part:
    """The part of a task that these cells make up."""
    return Part(whole.task, whole.policy, whole.editions, counted, quarantined, whole.live, whole.through, whole=whole)


def part_score(part: Part, thresholds: Thresholds, *, with_overall: bool) -> TaskScore:
    """A task's score at one desk. CHUNG is left out where that of the other desks would give it away."""
    found = task_score(part, thresholds)
    return found if with_overall else replace(found, overall=item_scores(ItemCounts(), thresholds, part.policy))


def course_of(scores: Sequence[TaskScore], thresholds: Thresholds) -> tuple[Row, ...]:
    """All tasks as one week by week: of each week, the tasks that can be shown in it.

    Every line is made of lines that the tasks' own pages show. Where the questions of a task changed, the line begins a
    series of its own.
    """
    weeks: dict[str, list[Row]] = defaultdict(list)
    for found in scores:
        for row in found.weeks:
            weeks[row.key].append(row)
    return tuple(_week(weeks[key], thresholds) for key in sorted(weeks))


def _week(rows: Sequence[Row], thresholds: Thresholds) -> Row:
    together = rolled_up([row.scores for row in rows], thresholds)
    scores = {key: together[key].weighted for key in METHODS}
    shown = all(score.is_shown for score in scores.values())
    return replace(
        rows[0],
        scores=scores,
        levels=_levels(rows) if shown else None,
        begins_series=any(row.begins_series for row in rows),
    )


def _levels(rows: Sequence[Row]) -> Shares:
    """The five levels of several lines as one, each response counting the same, as in the score beside them."""
    weighed = [(row.levels, _n(row)) for row in rows if row.levels is not None]
    total = sum(n for _levels, n in weighed)
    first, second, third, fourth, fifth = (sum(levels[k] * n for levels, n in weighed) / total for k in range(5))
    return first, second, third, fourth, fifth


def _n(row: Row) -> int:
    return next(iter(row.scores.values())).n or 0


def overall_count(whole: Reading, by_desk: Cells, desk_id: int) -> int:
    """How many of those who answered a task at a desk gave CHUNG a level."""
    if whole.overall is None:
        return 0
    cells = ((key.edition_id, counts) for key, counts in by_desk.items() if key.desk_id == desk_id)
    return whole.series.pool(cells, [whole.overall]).item(whole.overall).n
