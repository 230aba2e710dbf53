"""From results to pictures: which chart shows which result, with the words that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from app.core.text import N_
from app.core.words import _
from app.reports import charts, drawing
from app.scores.questions import QuestionResult
from app.scores.results import MODE_NAMES, Row
from app.scores.rules import Score, Shares

LEVEL_NAMES = (
    N_("Rất không hài lòng"),
    N_("Không hài lòng"),
    N_("Bình thường"),
    N_("Hài lòng"),
    N_("Rất hài lòng"),
)
SPARK_WEEKS = 26


def level_names() -> list[str]:
    """The five levels in the language of this request, the worst first."""
    return [str(_(name)) for name in LEVEL_NAMES]


def name_of(row: Row) -> str:
    """A mode's name in the language of this request; a desk's name is the office's own and stays as it is."""
    return str(_(MODE_NAMES[row.key])) if row.key in MODE_NAMES else row.name


def legend() -> list[tuple[str, Markup]]:
    """Each level with a swatch of its colour."""
    return [
        (
            name,
            Markup(
                '<svg class="swatch" width="14" height="14" aria-hidden="true">'
                '<rect x="0.5" y="0.5" width="13" height="13" fill="{}" stroke="{}"/></svg>'
            ).format(colour, drawing.SOFT),
        )
        for name, colour in zip(level_names(), charts.LEVEL_COLOURS, strict=True)
    ]


def interval(score: Score, target: float | None = None, title: str = "") -> Markup:
    """A score on the scale from 0 to 100 %."""
    found = score.interval
    return charts.interval_bar(
        score.value, found.low if found else None, found.high if found else None, target, title=title
    )


def levels(shares: Shares | None, title: str = "") -> Markup:
    """A mean of several questions as one bar."""
    return charts.level_bar(shares, level_names(), title=title)


def question_levels(question: QuestionResult) -> Markup:
    """How people answered one question, as a bar like those of whole tasks."""
    return charts.level_bar(
        _shares(question.item.levels if question.item else None), level_names(), title=question.text
    )


def diverging(counts: Sequence[int] | None, title: str = "") -> Markup:
    """How people answered one question, around the neutral level."""
    return charts.diverging_bar(_shares(counts), level_names(), title=title)


def spark(weeks: Sequence[Row], method: str, title: str = "") -> Markup:
    """The last half year, week by week, in the height of a line."""
    rows = weeks[-SPARK_WEEKS:]
    return charts.sparkline(
        [row.scores[method].value for row in rows],
        thin=[row.scores[method].standing == "reference" for row in rows],
        breaks=[at for at, row in enumerate(rows) if row.begins_series],
        title=title,
    )


def comparable(weeks: Sequence[Row]) -> list[Row]:
    """The weeks that can be shown and compared with the last one: those since the questions last changed."""
    begins = max((at for at, row in enumerate(weeks) if row.begins_series), default=0)
    return [row for row in weeks[begins:] if row.is_shown]


def trends(rows: Sequence[Row], method: str, title: str = "") -> list[tuple[date | None, Markup]]:
    """The course over time, one picture for each stretch of unchanged questions, with the day it begins on."""
    stretches: list[list[Row]] = []
    for row in rows:
        if row.begins_series or not stretches:
            stretches.append([])
        stretches[-1].append(row)
    return [
        (stretch[0].day, charts.trend([_point(row, method) for row in stretch], title=title)) for stretch in stretches
    ]


def _shares(counts: Sequence[int] | None) -> list[float] | None:
    total = sum(counts or ())
    return [count / total for count in counts] if counts and total else None


def _point(row: Row, method: str) -> charts.TrendPoint:
    score = row.scores[method]
    found = score.interval
    return charts.TrendPoint(
        f"{row.day:%d/%m}" if row.day else row.name,
        score.value,
        found.low if found else None,
        found.high if found else None,
        score.n or 0,
    )
