"""The numbers of an export as plain tables: the same ones go into a workbook and into a text file.

A table knows nothing of files. Its columns follow from definitions, never from the first row. What may not be seen is
already missing from the results that come in (``scores.results``), so nothing is decided here.

Texts are Vietnamese and marked; ``say`` translates them at the edge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.core.text import N_
from app.forms.kinds import KINDS
from app.plans.rules import THEMES
from app.scores.evidence import RELIABILITIES, reliability
from app.scores.queries import TaskResults
from app.scores.questions import QuestionResult
from app.scores.rates.rules import Rate
from app.scores.results import Row, Scores, TaskKey, together
from app.scores.rules import METHODS, RollUp, Score, Thresholds

Say = Callable[[str], str]
Cell = str | int | float | date | None
Kind = Literal["text", "whole", "number", "share", "day"]

TITLES: Mapping[str, str] = {
    "summary": N_("Tổng hợp"),
    "tasks": N_("Theo nhiệm vụ"),
    "questions": N_("Theo câu hỏi"),
    "funnel": N_("Mở và gửi phiếu"),
    "data": N_("Dữ liệu"),
    "codebook": N_("Bảng mã"),
    "method": N_("Phương pháp"),
}
LONGEST_TITLE = 31
"""Excel's limit for the name of a sheet."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``share`` is a fraction shown as per cent, ``width`` is in characters."""

    header: str
    kind: Kind = "text"
    width: int = 12


@dataclass(frozen=True, slots=True)
class Table:
    """One table; ``key`` is one of :data:`TITLES`. Rows are as long as the columns and may be a stream."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Cell]]


def told_apart(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns with every header once: a second one of the same text gets " (2)"."""
    taken: set[str] = set()
    found = []
    for column in columns:
        header, number = column.header, 1
        while header in taken:
            number += 1
            header = f"{column.header} ({number})"
        taken.add(header)
        found.append(replace(column, header=header))
    return tuple(found)


def table(key: str, columns: Iterable[Column], rows: Iterable[Sequence[Cell]], say: Say) -> Table:
    """A table under its translated title."""
    return Table(key, say(TITLES[key])[:LONGEST_TITLE], told_apart(columns), rows)


def summary(
    results: Sequence[TaskResults],
    office: str,
    method: str,
    thresholds: Thresholds,
    say: Say,
    rates: Mapping[int, Rate] | None = None,
) -> Table:
    """One line for each task: its score with everything that has to stand beside it; all together in two last lines.

    ``office`` is the name of the plan's office, so that files of several offices can be laid one below the other.
    ``rates`` are answers for every hundred visits, by task, where the visits are known.
    """
    columns = (
        *_task_columns(say),
        Column(say(N_("Phiếu tính điểm (n)")), "whole"),
        Column(say(N_("Phiếu trả lời quá ít")), "whole"),
        Column(say(N_("Phiếu tạm loại")), "whole"),
        *_method_columns(say),
        Column(say(N_("Mức tin cậy")), width=16),
        Column(say(N_("Câu “Nhìn chung”: tỷ lệ hài lòng")), "share"),
        Column(say(N_("Mục tiêu")), "share"),
        Column(say(N_("Từ bản phát hành")), "whole"),
        Column(say(N_("Đến bản phát hành")), "whole"),
        Column(say(N_("Phiếu trên 100 lượt phục vụ")), "number"),
        Column(say(N_("Số lượt phục vụ")), "whole"),
    )
    rows = [
        (*_summary_row(result, office, say), *_rate_cells((rates or {}).get(result.score.task.id), thresholds))
        for result in results
    ]
    return table("summary", columns, [*rows, *_together(results, office, method, thresholds, say)], say)


def _summary_row(result: TaskResults, office: str, say: Say) -> tuple[Cell, ...]:
    task, score = result.score.task, result.score.score
    first, last = score.editions or (None, None)
    return (
        *_task_cells(task, office, say),
        score.n,
        score.excluded,
        score.quarantined,
        *_method_cells(result.score.scores),
        _verdict(score, say),
        result.score.overall["share"].value,
        task.target,
        first,
        last,
    )


def _together(
    results: Sequence[TaskResults], office: str, method: str, thresholds: Thresholds, say: Say
) -> Iterable[tuple[Cell, ...]]:
    """The plan as a whole, as its page shows it: weighted by responses, and every task counting the same."""
    if not results:
        return
    found = together([result.score for result in results], thresholds)
    of = {"included": found[method].included, "total": found[method].total}
    for name, scores in (
        (N_("Toàn kế hoạch, tính theo số phiếu (%(included)d/%(total)d nhiệm vụ)"), _weighted(found)),
        (N_("Toàn kế hoạch, các nhiệm vụ tính ngang nhau (%(included)d/%(total)d nhiệm vụ)"), _unweighted(found)),
    ):
        score = scores[method]
        cells = (score.n, score.excluded, score.quarantined, *_method_cells(scores), _verdict(score, say))
        yield (None, say(name) % of, None, office, *cells, None, None, None, None, None, None)


def _rate_cells(rate: Rate | None, thresholds: Thresholds) -> tuple[Cell, Cell]:
    """The rate, where it may be told, and the visits it rests on."""
    if rate is None:
        return None, None
    return rate.per_hundred if rate.is_shown(thresholds) else None, rate.visits


def _weighted(found: Mapping[str, RollUp]) -> Scores:
    return {key: rolled.weighted for key, rolled in found.items()}


def _unweighted(found: Mapping[str, RollUp]) -> Scores:
    return {key: rolled.unweighted for key, rolled in found.items()}


def by_task(results: Sequence[TaskResults], office: str, say: Say) -> Table:
    """Each task by factor, desk, way of answering and week."""
    columns = (
        *_task_columns(say),
        Column(say(N_("Chia theo")), width=20),
        Column(say(N_("Nhóm")), width=32),
        Column(say(N_("Phiếu tính điểm (n)")), "whole"),
        *_method_columns(say),
        Column(say(N_("Mức tin cậy")), width=16),
    )
    return table("tasks", columns, [row for result in results for row in _task_rows(result, office, say)], say)


def _task_rows(result: TaskResults, office: str, say: Say) -> Iterable[tuple[Cell, ...]]:
    start, method = _task_cells(result.score.task, office, say), result.score.method
    for factor in result.factors:
        name = say(factor.name)
        yield (*start, say(N_("Yếu tố")), name, *_group_cells(factor.scores, method, say))
    parts: tuple[tuple[str, tuple[Row, ...], bool], ...] = (
        (N_("Điểm tiếp nhận"), result.desks, False),
        (N_("Hình thức trả lời"), result.modes, True),
        (N_("Tuần, bắt đầu ngày"), result.score.weeks, False),
    )
    for part, rows, is_marked in parts:
        for row in rows:
            name = say(row.name) if is_marked else row.name
            yield (*start, say(part), name, *_group_cells(row.scores, method, say))


def _group_cells(scores: Scores, method: str, say: Say) -> tuple[Cell, ...]:
    return (scores[method].n, *_method_cells(scores), _verdict(scores[method], say))


def by_question(results: Sequence[TaskResults], office: str, say: Say) -> Table:
    """Each question of each task; a question with options is followed by one line for each option."""
    level_names = KINDS["faces"].fixed_codes[:5]
    columns = (
        *_task_columns(say),
        Column(say(N_("Mã câu hỏi")), width=18),
        Column(say(N_("Câu hỏi")), width=48),
        Column(say(N_("Yếu tố")), width=8),
        Column(say(N_("Tính vào điểm")), width=8),
        Column(say(N_("Lựa chọn")), width=28),
        Column(say(N_("Số người chọn")), "whole"),
        Column(say(N_("Tỷ lệ trong số người trả lời")), "share"),
        Column(say(N_("Số người trả lời")), "whole"),
        Column(say(N_("Không biết / không liên quan")), "whole"),
        Column(say(N_("Bỏ trống")), "whole"),
        Column(say(N_("Không phải trả lời")), "whole"),
        *(Column(say(N_("Số người chấm mức %(level)d")) % {"level": level}, "whole") for level in level_names),
        *_method_columns(say),
        Column(say(N_("Dùng lời câu hỏi này từ bản phát hành")), "whole"),
    )
    rows = [
        row
        for result in results
        for start in [_task_cells(result.score.task, office, say)]
        for question in result.questions
        for row in _question_rows(start, question, say)
    ]
    return table("questions", columns, rows, say)


def _question_rows(task: tuple[Cell, ...], question: QuestionResult, say: Say) -> Iterable[tuple[Cell, ...]]:
    start = (*task, question.id, question.text, question.factor)
    in_score = say(N_("có")) if question.in_score else say(N_("không"))
    levels: Sequence[int | None] = question.item.levels if question.item else (None,) * 5
    yield (
        *(*start, in_score, None, None, None),
        *(question.answered, question.dont_know, question.skipped, question.not_asked, *levels),
        *_method_cells(question.scores),
        question.since,
    )
    for choice in question.choices:
        rest = (None,) * (9 + 3 * len(METHODS) + 1)
        yield (*start, in_score, choice.label, choice.count, choice.share, *rest)


def _task_columns(say: Say) -> tuple[Column, ...]:
    return (
        Column(say(N_("Số mục")), width=8),
        Column(say(N_("Tên nhiệm vụ")), width=48),
        Column(say(N_("Chủ đề")), width=28),
        Column(say(N_("Cơ quan")), width=32),
    )


def _task_cells(task: TaskKey, office: str, say: Say) -> tuple[Cell, ...]:
    """What names a task; a theme that is none of the house's is written as it is stored."""
    theme = say(THEMES[task.theme]) if task.theme in THEMES else task.theme
    return task.label, task.title, theme, office


def _verdict(score: Score, say: Say) -> str:
    """How far the number can be relied upon, by the one rule of screens, files and the public page."""
    return say(RELIABILITIES[reliability(score)])


def _method_columns(say: Say) -> tuple[Column, ...]:
    return tuple(
        Column(header, "share", width=14)
        for method in METHODS.values()
        for header in (
            say(method.name),
            say(N_("%(method)s: cận dưới 95 %%")) % {"method": say(method.name)},
            say(N_("%(method)s: cận trên 95 %%")) % {"method": say(method.name)},
        )
    )


def _method_cells(scores: Scores | None) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for key in METHODS:
        score = scores[key] if scores else None
        if score is None or score.value is None or score.interval is None:
            cells += (None, None, None)
        else:
            cells += (score.value, score.interval.low, score.interval.high)
    return tuple(cells)
