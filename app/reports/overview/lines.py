"""The lines of the one-page overview: what each task needs, and in which order they stand. Reads nothing.

A task of which too few answers are known is never ranked by its score: it keeps its place in the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from app.core.text import N_
from app.feedback.cases.queries import Waiting
from app.plans.rules import THEMES
from app.scores.results import TaskScore
from app.scores.rules import Verdict, against_target

Order = Literal["plan", "theme", "need"]
ORDERS: Mapping[Order, str] = {
    "plan": N_("Theo kế hoạch"),
    "theme": N_("Theo lĩnh vực"),
    "need": N_("Việc cần xem trước"),
}
Need = Literal["late", "missed", "weak", "unasked", "thin"]
NEEDS: Mapping[Need, str] = {
    "late": N_("phản ánh quá hạn"),
    "missed": N_("dưới mục tiêu"),
    "weak": N_("chưa tới một nửa hài lòng"),
    "unasked": N_("chưa phát hành phiếu"),
    "thin": N_("chưa đủ phiếu"),
}
"""Why a task is shown to the leader, the most pressing first."""
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """One task: its score, what the score says about its target, its cases, and what it needs."""

    found: TaskScore
    verdict: Verdict | None
    cases: Waiting
    needs: tuple[Need, ...]

    @property
    def urgency(self) -> int:
        """The place of its most pressing need; behind all of them where it needs nothing."""
        return min((list(NEEDS).index(need) for need in self.needs), default=len(NEEDS))


@dataclass(frozen=True, slots=True)
class Reach:
    """How many tasks have enough answers: to be published, for reference only, not even that."""

    published: int
    reference: int
    hidden: int

    @property
    def total(self) -> int:
        """All tasks that citizens are asked about."""
        return self.published + self.reference + self.hidden


def line_of(found: TaskScore, cases: Waiting | None) -> Line:
    """A task with what it needs."""
    verdict = against_target(found.scores["share"], found.task.target)
    cases = cases or Waiting(0, 0)
    share = found.scores["share"]
    tests: Mapping[Need, bool] = {
        "late": cases.late > 0,
        "missed": verdict == "missed",
        "weak": share.standing == "published" and share.interval is not None and share.interval.high < HALF,
        "unasked": not found.asked,
        "thin": found.asked and found.score.standing != "published",
    }
    return Line(found, verdict, cases, tuple(need for need in NEEDS if tests[need]))


def reach_of(lines: Iterable[Line]) -> Reach:
    """How many tasks have how many answers."""
    standings = [line.found.score.standing for line in lines]
    return Reach(*(standings.count(standing) for standing in ("published", "reference", "hidden")))


def grouped(lines: Sequence[Line], order: Order) -> list[tuple[str, list[Line]]]:
    """The lines in an order, with the headings they stand under; without headings, one nameless group."""
    if order == "need":
        return [("", sorted(lines, key=_by_need))] if lines else []
    if order == "theme":
        themes = list(THEMES)
        by_theme: Callable[[Line], int] = lambda line: themes.index(line.found.task.theme)  # noqa: E731  used twice
        return [(THEMES[themes[at]], list(group)) for at, group in groupby(sorted(lines, key=by_theme), key=by_theme)]
    return [("", list(lines))] if lines else []


def _by_need(line: Line) -> tuple[int, int, float]:
    """The most pressing first; among equals the one with more late cases, then the lower published score."""
    score = line.found.score
    known = score.value if score.standing == "published" and score.value is not None else 1.0
    return line.urgency, -line.cases.late, known
