"""From results to pictures: which chart shows which result, with the words that belong to it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from app.core.text import N_
from app.core.words import _
from app.reports import charts, drawing
from app.reports.levels import LEVEL_COLOURS, Axis, line
from app.scores.results import Row
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
        for name, colour in zip(level_names(), LEVEL_COLOURS, strict=True)
    ]


def interval(score: Score, target: float | None = None, title: str = "") -> Markup:
    """A score on the scale from 0 to 100 %."""
    found = score.interval
    return charts.interval_bar(
        score.value, found.low if found else None, found.high if found else None, target, title=title
    )


def levels(shares: Shares | None, axis: Axis, title: str) -> Markup:
    """How answers spread over the five levels, as one line on an axis."""
    return line(shares, level_names(), axis, title=title)


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


def trends(rows: Sequence[Row], method: str, title: str = "", target: float | None = None) -> list[tuple[str, Markup]]:
    """The course over time, one picture for each stretch of unchanged questions, with the name of its first line.

    A ``target`` is the share of content people that the office aims at; to another method it says nothing.
    """
    aim = target if method == "share" else None
    stretches: list[list[Row]] = []
    for row in rows:
        if row.begins_series or not stretches:
            stretches.append([])
        stretches[-1].append(row)
    return [
        (stretch[0].name, charts.trend([_point(row, method) for row in stretch], target=aim, title=title))
        for stretch in stretches
    ]


def _point(row: Row, method: str) -> charts.TrendPoint:
    score = row.scores[method]
    found = score.interval
    return charts.TrendPoint(
        f"{row.day:%d/%m}" if row.day else row.name,
        score.value,
        found.low if found else None,
        found.high if found else None,
        score.n or 0,
        thin=score.standing == "reference",
    )
