"""Results question by question, small cells hidden: five-point items, factors, and questions that are not scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.forms.definition import Question
from app.forms.kinds import KINDS
from app.forms.wording import Say
from app.scores.policies.rules import DEFAULT, Policy
from app.scores.results import Reading, Scores, item_scores
from app.scores.rules import FACTORS, ItemCounts, Thresholds, score_items, suppressed
from app.scores.series import Pool
from app.scores.suppression.rules import in_steps


@dataclass(frozen=True, slots=True)
class ChoiceCount:
    """How often one option was chosen; ``count`` and ``share`` are None where the cell is too small to show.

    ``share`` is of those who answered the question.
    """

    code: int
    label: str
    count: int | None
    share: float | None


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What was answered to one question. Where it is hidden, every number in it is None.

    ``since`` is the first edition that asked it in these words, ``changed`` whether an earlier one asked it in others.
    ``item`` and ``scores`` belong to five-point questions, ``choices`` to questions with options. ``answered``: people
    who answered (for five points: chose a level); with ``dont_know``, ``skipped`` and ``not_asked`` they make up all
    responses in question. For those who may not read responses, a question about the person has no ``skipped`` and no
    ``not_asked``, and in ``answered`` at least so many as its told options add up to.
    """

    id: str
    text: str
    kind: str
    factor: str | None
    in_score: bool
    is_overall: bool
    personal: bool
    since: int
    changed: bool
    scores: Scores | None = None
    item: ItemCounts | None = None
    choices: tuple[ChoiceCount, ...] = ()
    answered: int | None = None
    dont_know: int | None = None
    skipped: int | None = None
    not_asked: int | None = None

    @property
    def is_shown(self) -> bool:
        """Whether its numbers may be seen."""
        return self.answered is not None

    @property
    def is_five_point(self) -> bool:
        """Whether it has five levels."""
        return self.kind == "faces"


@dataclass(frozen=True, slots=True)
class FactorResult:
    """The mean of those of a factor's items that can be shown; ``items`` counts all of them."""

    code: str
    name: str
    items: int
    scores: Scores


def questions_of(reading: Reading, thresholds: Thresholds) -> list[QuestionResult]:
    """Every question of the edition in force, in its order.

    An item that is too small to show is in no mean either, so the others may be shown.
    """
    if not reading.editions:
        return []
    pool = reading.series.pool((key.edition_id, counts) for key, counts in reading.counted.items())
    return [_result(reading, question, pool, thresholds) for question in reading.series.reference.definition.questions]


def factors_of(
    questions: Sequence[QuestionResult], thresholds: Thresholds, policy: Policy = DEFAULT
) -> list[FactorResult]:
    """The factors of the scored questions, in the order in which they are first asked; weighed within as outside."""
    groups: dict[str, list[QuestionResult]] = {}
    for question in questions:
        if question.in_score and question.factor:
            groups.setdefault(question.factor, []).append(question)
    return [
        FactorResult(code, FACTORS[code], len(group), _factor_scores(group, thresholds, policy))
        for code, group in groups.items()
    ]


def _factor_scores(group: Sequence[QuestionResult], thresholds: Thresholds, policy: Policy) -> Scores:
    shown = [(question, question.item) for question in group if question.item is not None]
    items = [item for _question, item in shown]
    n = max((item.n for item in items), default=0)
    weights = [policy.weights.of(question.id, question.factor) for question, _item in shown]
    return {
        key: score_items(method, items, n=n, thresholds=thresholds, weights=weights)
        for key, method in policy.methods.items()
    }


def _result(reading: Reading, question: Question, pool: Pool, thresholds: Thresholds) -> QuestionResult:
    sources = reading.series.sources[question.id]
    blank = QuestionResult(
        question.id,
        question.text,
        question.kind,
        question.factor,
        in_score=question.id in reading.scored,
        is_overall=question.id == reading.overall,
        personal=question.personal or question.private,
        since=min(edition.number for edition in sources),
        changed=len(sources) < sum(question.id in edition.words for edition in reading.series.editions),
    )
    if blank.is_five_point:
        filled = _five_points(blank, question, pool, reading.policy, thresholds)
    else:
        filled = _other(blank, question, pool, reading.series.reference.say, thresholds)
    if (filled.answered or 0) < thresholds.minimum_n:
        return blank
    return filled if reading.live or not blank.personal else _told_in_steps(blank, filled, thresholds.minimum_n)


def _five_points(
    blank: QuestionResult, question: Question, pool: Pool, policy: Policy, thresholds: Thresholds
) -> QuestionResult:
    item = pool.item(question.id)
    n, excluded = pool.responses[question.id]
    asked = n if question.scored else n + excluded
    return replace(
        blank,
        scores=item_scores(item, thresholds, policy),
        item=item,
        answered=item.n,
        dont_know=item.dont_know,
        skipped=item.skipped,
        not_asked=asked - item.n - item.dont_know - item.skipped,
    )


def _other(blank: QuestionResult, question: Question, pool: Pool, say: Say, thresholds: Thresholds) -> QuestionResult:
    kind, cells = KINDS[question.kind], pool.questions[question.id]
    options = kind.choices(question, say)
    counts = [cells.get(str(code), 0) for code, _label in options]
    answered = sum(counts) if options and not kind.several else cells.get("answered", 0)
    skipped = cells.get("skipped", 0)
    hidden = suppressed(counts, thresholds.minimum_n) if blank.personal else frozenset()
    return replace(
        blank,
        choices=tuple(
            ChoiceCount(code, label, None, None)
            if place in hidden
            else ChoiceCount(code, label, counts[place], counts[place] / answered if answered else None)
            for place, (code, label) in enumerate(options)
        ),
        answered=answered,
        skipped=skipped,
        not_asked=sum(pool.responses[question.id]) - answered - skipped,
    )


def _told_in_steps(blank: QuestionResult, result: QuestionResult, step: int) -> QuestionResult:
    """A question about the person: each count rounded down by itself, so that no two looks differ by one person.

    Nothing else may narrow a count. Shares would give it away. Who answered, skipped or was not asked make up all
    responses, and those who answered are at least so many that the rounded options leave a rest: of two options rounded
    to 10 and 0 among 15 who answered, the second was chosen. So what is left of all responses is not told, and of those
    who answered no more than the options told add up to; where none can be told, nothing is.
    """
    told = [in_steps(choice.count or 0, step) for choice in result.choices]
    answered = in_steps(result.answered or 0, step)
    if result.choices:
        answered = min(answered, sum(told))
    if not answered:
        return blank
    choices = (
        replace(choice, count=count or None, share=None) for choice, count in zip(result.choices, told, strict=True)
    )
    return replace(result, choices=tuple(choices), answered=answered, skipped=None, not_asked=None)
