"""This year's score beside last year's: the difference with its own interval, or why there is none. Pure.

**The interval.** The two years' answers are different forms. From the two scores' own 95 % intervals (l1, u1) around p1
and (l2, u2) around p2, with d = p1 - p2::

    from  d - sqrt((p1 - l1)^2 + (u2 - p2)^2)   to   d + sqrt((u1 - p1)^2 + (p2 - l2)^2)

With Wilson's intervals of two proportions this is the hybrid score interval, method 10 of R. G. Newcombe, "Interval
estimation for the difference between independent proportions: comparison of eleven methods", Statistics in Medicine 17
(1998), 873-890. With other intervals it is its generalisation by G. Y. Zou and A. Donner, "Construction of confidence
limits about effect measures: a general approach", Statistics in Medicine 27 (2008), 1693-1702; so a mean of points is
compared in the same way. An interval that leaves zero out says the same as a two-sided test at 5 %.

**What is not compared.** A score below the minimum holds nothing, and then there is no difference either: what is
shown of two years is never more than each year's own page shows. Where the scored questions are others than last year,
or where the office was merged or divided, both values stand side by side without a difference: a changed ruler, or
other people, would pass for a change of service.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.text import N_
from app.scores.methods import METHODS
from app.scores.questions import QuestionResult
from app.scores.results import Reading, TaskScore
from app.scores.rules import Interval, Score
from app.scores.series import wording

Relation = Literal["same", "renamed", "merged"]
Rupture = Literal["questions", "method", "merged"]
Trend = Literal["up", "down", "unclear", "reference"]

RUPTURES: Mapping[Rupture, str] = {
    "questions": N_(
        "Câu hỏi tính điểm đã đổi so với năm trước: hai con số đo bằng hai thước khác nhau, không lấy hiệu."
    ),
    "method": N_(
        "Năm trước công bố theo cách tính hoặc trọng số khác; ở đây cả hai năm được tính theo cách của năm nay."
    ),
    "merged": N_("Trước sáp nhập: người dân được hỏi không cùng một địa bàn, nên không lấy hiệu và không cộng."),
}
"""Why two numbers do not continue each other, and what follows from it."""

TRENDS: Mapping[Trend, str] = {
    "up": N_("cao hơn năm trước"),
    "down": N_("thấp hơn năm trước"),
    "unclear": N_("chưa thấy khác năm trước: chênh lệch còn trong sai số"),
    "reference": N_("chênh lệch chỉ để tham khảo, vì có năm chưa đủ phiếu để công bố"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A difference between two scores, this year's less last year's, with its 95 % interval; between -1 and 1."""

    value: float
    interval: Interval
    trend: Trend


@dataclass(frozen=True, slots=True)
class Comparison:
    """A task beside the task that it continues.

    ``now`` and ``before`` are the two scores by this year's method. ``change`` is None where one of them is hidden or
    where a rupture forbids it. ``questions_changed`` counts the scored questions worded otherwise or not asked.
    """

    earlier: TaskScore
    plan_id: int
    year: int | None
    office: str
    relation: Relation
    now: Score
    before: Score
    ruptures: tuple[Rupture, ...]
    questions_changed: int
    change: Change | None
    questions: tuple[QuestionChange, ...] = ()

    @property
    def is_joined(self) -> bool:
        """Whether one value continues the other, so that a line may lead from one to the other."""
        return self.change is not None and not self.ruptures


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """One question that both years asked in the same words; either score may be hidden."""

    text: str
    now: Score
    before: Score
    change: Change | None


def difference(now: Score, before: Score) -> Change | None:
    """The difference of two scores by the same method; None where either is hidden."""
    if now.value is None or before.value is None or now.interval is None or before.interval is None:
        return None
    interval = interval_of_difference((now.value, now.interval), (before.value, before.interval))
    return Change(now.value - before.value, interval, _trend(interval, now, before))


def interval_of_difference(one: tuple[float, Interval], other: tuple[float, Interval]) -> Interval:
    """The 95 % interval of ``one`` less ``other``, each given with its own (Newcombe 1998, Zou and Donner 2008)."""
    (p1, first), (p2, second) = one, other
    low = p1 - p2 - math.hypot(p1 - first.low, second.high - p2)
    high = p1 - p2 + math.hypot(first.high - p1, p2 - second.low)
    return Interval(max(-1.0, low), min(1.0, high))


def compare(
    now: TaskScore,
    earlier: TaskScore,
    *,
    before: Score,
    plan_id: int,
    year: int | None,
    office: str,
    relation: Relation,
    changed: int,
) -> Comparison:
    """Two tasks side by side; ``before`` is the earlier one's score by this year's method and weights, ``changed`` how
    many scored questions are not the same.
    """
    ruptures = _ruptures(now, earlier, relation, changed)
    score = now.score
    allowed = not {"questions", "merged"} & set(ruptures)
    return Comparison(
        earlier,
        plan_id,
        year,
        office,
        relation,
        score,
        before,
        ruptures,
        changed,
        difference(score, before) if allowed else None,
    )


def changed_questions(now: Reading, before: Reading) -> int:
    """How many scored questions of the two tasks have no twin of the same kind, words and options in the other year."""
    if not now.editions or not before.editions:
        return 0
    mine, its = (
        Counter(wording(question) for question in reading.series.reference.definition.scored)
        for reading in (now, before)
    )
    return max((mine - its).total(), (its - mine).total())


def compare_questions(
    now: Sequence[QuestionResult], before: Sequence[QuestionResult], method: str, *, relation: Relation
) -> tuple[QuestionChange, ...]:
    """The five-point questions that both years asked in the same words, in this year's order.

    Each side is what that year's own page shows, with its small cells already hidden.
    """
    known = {question.text: question for question in before if question.is_five_point}
    twins = [(question, known[question.text]) for question in now if question.is_five_point and question.text in known]
    found = []
    for question, twin in twins:
        score, other = (_score(each, method) for each in (question, twin))
        found.append(
            QuestionChange(question.text, score, other, None if relation == "merged" else difference(score, other))
        )
    return tuple(found)


def _score(question: QuestionResult, method: str) -> Score:
    return question.scores[method] if question.scores else Score(METHODS[method], None, None, None)


def _ruptures(now: TaskScore, earlier: TaskScore, relation: Relation, changed: int) -> tuple[Rupture, ...]:
    found: list[Rupture] = []
    if changed:
        found.append("questions")
    if not now.policy.measures_like(earlier.policy):
        found.append("method")
    if relation == "merged":
        found.append("merged")
    return tuple(found)


def _trend(interval: Interval, now: Score, before: Score) -> Trend:
    if "reference" in (now.standing, before.standing):
        return "reference"
    return "up" if interval.low > 0 else "down" if interval.high < 0 else "unclear"
