"""What stands on each line of the charts of five levels: the words and numbers beside the picture and in its table.

Results come from ``scores`` with small numbers hidden. A line that is hidden holds nothing but its name, as one to
which nobody answered does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.core.words import _
from app.reports import drawing as draw
from app.reports.levels import Axis, axis_of
from app.scores.queries import TaskResults
from app.scores.questions import QuestionResult
from app.scores.results import MODE_NAMES, Row, Scores
from app.scores.rules import FACTORS, Score, Shares

MOST_LINES = 26
"""As many weeks make half a year; more lines are no picture any more, and stand in the table."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``counts`` are the columns of its table that are whole numbers, the first of them its ``n``.

    ``url`` is the page about it, if there is one. ``shares``, ``scores`` and ``part`` (of all responses) are None where
    the line may not be seen, ``counts`` empty.
    """

    name: str
    notes: tuple[str, ...] = ()
    shares: Shares | None = None
    scores: Scores | None = None
    counts: tuple[int | None, ...] = ()
    part: float | None = None
    url: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to see."""
        return self.shares is not None


def name_of(row: Row) -> str:
    """A mode's name in the language of this request; a desk's name is the office's own and stays as it is."""
    return str(_(MODE_NAMES[row.key])) if row.key in MODE_NAMES else row.name


def task_lines(results: TaskResults) -> list[Line]:
    """The task itself, its question "Nhìn chung", and what the score would be with the responses set aside."""
    found, items = results.score, sum(question.in_score for question in results.questions)
    lines = [
        Line(
            str(_("Điểm của nhiệm vụ: trung bình %(items)d câu", items=items)),
            shares=found.levels,
            scores=found.scores,
            counts=(found.score.n,),
        )
    ]
    for question in results.questions:
        if question.is_overall and question.is_shown:
            note = str(_("câu “Nhìn chung”, để đối chiếu, không tính vào điểm"))
            lines.append(_question(question, (note,), (question.answered,)))
    if found.with_quarantined:
        lines.append(
            Line(
                str(_("Nếu tính cả phiếu đang tạm loại")),
                (str(_("để người kiểm tra đối chiếu, không công bố")),),
                found.with_quarantined.levels,
                found.with_quarantined.scores,
                (found.with_quarantined.scores[found.method].n,),
            )
        )
    return lines


def question_lines(questions: Iterable[QuestionResult]) -> list[Line]:
    """The questions that make the score: how many chose a level, did not know, skipped, were not asked."""
    return [
        _question(
            question,
            _about(question),
            (question.answered, question.dont_know, question.skipped, question.not_asked),
        )
        for question in questions
        if question.in_score
    ]


def row_lines(
    rows: Sequence[Row], method: str, total: int | None = None, url: Callable[[str], str] = lambda _key: ""
) -> list[Line]:
    """Desks, modes or a course over time; ``total`` responses where a line's part of them is to be told.

    ``url`` gives the page about a line by its key.

    Where questions changed, the first line after it that can be seen says so.
    """
    lines, changed = [], False
    for row in rows:
        changed = changed or row.begins_series
        if not row.is_shown:
            lines.append(Line(name_of(row), url=url(row.key)))
            continue
        score = row.scores[method]
        notes = (str(_("câu hỏi đã đổi từ đây")),) if changed else ()
        changed = False
        lines.append(
            Line(
                name_of(row),
                notes,
                row.levels,
                row.scores,
                (score.n, score.excluded, score.quarantined),
                (score.n or 0) / total if total else None,
                url(row.key),
            )
        )
    return lines


def overall_note(score: Score) -> str:
    """The question "Nhìn chung" in a line under a name."""
    return str(
        _(
            "câu “Nhìn chung”: %(share)s (n = %(n)s)",
            share=draw.percentage(score.value or 0),
            n=draw.whole(score.n or 0),
        )
    )


def course(rows: Sequence[Row]) -> Sequence[Row]:
    """A course over time from the first line that can be seen to the last: a few hidden answers add none."""
    shown = [place for place, row in enumerate(rows) if row.is_shown]
    return rows[shown[0] : shown[-1] + 1] if shown else ()


def shared_axis(*charts: Iterable[Line]) -> Axis:
    """The axis on which all lines of several charts can be drawn."""
    return axis_of(line.shares for lines in charts for line in lines)


def _question(question: QuestionResult, notes: tuple[str, ...], counts: tuple[int | None, ...]) -> Line:
    item = question.item
    if item is None or not item.n:
        return Line(question.text, notes)
    first, second, third, fourth, fifth = (count / item.n for count in item.levels)
    return Line(question.text, notes, (first, second, third, fourth, fifth), question.scores, counts)


def _about(question: QuestionResult) -> tuple[str, ...]:
    """What is known of a question whoever answers it."""
    notes = [str(_(FACTORS[question.factor]))] if question.factor else []
    if question.changed:
        notes.append(
            str(_("chỉ tính từ bản phát hành số %(number)d, là bản bắt đầu hỏi như trên", number=question.since))
        )
    return tuple(notes)
