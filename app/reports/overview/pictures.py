"""The pictures of a line: a score on its scale, and its course, both in the height of a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup

from app.core.words import _
from app.reports import drawing as draw
from app.reports.drawing import BAND, LINE, RULE, TARGET
from app.reports.pictures import SPARK_WEEKS
from app.scores.results import Row
from app.scores.rules import Score

_WIDTH, _HEIGHT, _EDGE = 170, 22, 6
_SPARK = 120


def scale() -> Markup:
    """The ends and the middle of the scale, to stand above the bars."""
    parts = [draw.label(_at(tick), 12, draw.percentage(tick, 0), 11, anchor=_anchor(tick)) for tick in (0, 0.5, 1)]
    return draw.picture(_("Thang đo"), _("bên trái là 0, ở giữa là 50, bên phải là 100 phần trăm"), 14, parts, _WIDTH)


def interval(score: Score, target: float | None, title: str, *, population: bool = False) -> Markup:
    """A score as a point in its 95 % interval, with its target as a tick; hollow where it is for reference only.

    With ``population`` the tick is a group's share of the people.
    """
    middle = _HEIGHT / 2
    parts = [
        draw.line(_at(0), middle, _at(1), middle, RULE, 1.5),
        *(draw.line(_at(tick), middle - 4, _at(tick), middle + 4, RULE, 1) for tick in (0, 0.5, 1)),
    ]
    if score.value is None or score.interval is None:
        return draw.picture(title, _("chưa đủ phiếu"), _HEIGHT, parts, _WIDTH)
    low, high = score.interval.low, score.interval.high
    draw.check_shares(low, score.value, high)
    told = _(
        "%(share)s, khoảng tin cậy 95 %% từ %(low)s đến %(high)s",
        **draw.percentages(share=score.value, low=low, high=high),
    )
    parts.append(draw.rect(_at(low), middle - 5, max(_at(high) - _at(low), 1), 10, BAND, stroke=LINE))
    if target is not None:
        draw.check_shares(target)
        share = draw.percentage(target, 0)
        told += ". " + (
            _("Trong dân số %(share)s", share=share) if population else _("Mục tiêu %(share)s", share=share)
        )
        parts.append(draw.line(_at(target), 0, _at(target), _HEIGHT, TARGET, 2.5, dash="4 2"))
    sure = score.standing == "published"
    dot = draw.circle(_at(score.value), middle, 4.5, LINE) if sure else _hollow(_at(score.value), middle, 4)
    return draw.picture(title, told, _HEIGHT, [*parts, dot], _WIDTH)


def course(weeks: Sequence[Row], method: str, title: str) -> Markup:
    """The last half year, week by week, between 0 and 100 %; a stroke where the questions changed."""
    rows = weeks[-SPARK_WEEKS:]
    values = [row.scores[method].value for row in rows]
    step = (_SPARK - 2 * _EDGE) / max(len(rows) - 1, 1)
    parts = [draw.line(0, y, _SPARK, y, RULE, 0.8) for y in (2, _HEIGHT / 2, _HEIGHT - 2)]
    stretch = 0
    keys = [stretch := stretch + (row.begins_series and at > 0) for at, row in enumerate(rows)]
    for (_number, seen), run in groupby(range(len(rows)), key=lambda at: (keys[at], values[at] is not None)):
        at = list(run)
        if rows[at[0]].begins_series and at[0]:
            x = _EDGE + step * (at[0] - 0.5)
            parts.append(draw.line(x, 0, x, _HEIGHT, TARGET, 1, dash="3 2"))
        if seen:
            path = [(_EDGE + step * each, _height(values[each] or 0.0)) for each in at]
            parts.append(draw.polyline(path, LINE, 1.6) if len(path) > 1 else draw.circle(*path[0], 2.2, LINE))
    known = [at for at, value in enumerate(values) if value is not None]
    if known:
        last = known[-1]
        sure = rows[last].scores[method].standing == "published"
        x, y = _EDGE + step * last, _height(values[last] or 0.0)
        parts.append(draw.circle(x, y, 3, LINE) if sure else _hollow(x, y, 2.6))
    told = ", ".join(_("chưa đủ phiếu") if value is None else draw.percentage(value) for value in values)
    return draw.picture(title, told or _("chưa đủ phiếu"), _HEIGHT, parts, _SPARK)


def swatches() -> list[tuple[Markup, str]]:
    """What the strokes mean."""
    sure = [draw.rect(1, 6, 28, 10, BAND, stroke=LINE), draw.circle(15, 11, 4.5, LINE)]
    thin = [draw.rect(1, 6, 28, 10, BAND, stroke=LINE), _hollow(15, 11, 4)]
    target = [draw.line(15, 0, 15, 22, TARGET, 2.5, dash="4 2")]
    return [
        (_swatch(sure), _("kết quả và khoảng tin cậy")),
        (_swatch(thin), _("ít phiếu, chỉ để tham khảo")),
        (_swatch(target), _("mục tiêu")),
    ]


def _swatch(parts: Sequence[Markup]) -> Markup:
    return Markup('<svg class="stroke" width="30" height="22" viewBox="0 0 30 22" aria-hidden="true">{}</svg>').format(
        Markup("").join(parts)
    )


def _hollow(x: float, y: float, radius: float) -> Markup:
    return draw.circle(x, y, radius, "#ffffff", stroke=LINE)


def _at(share: float) -> float:
    return _EDGE + (_WIDTH - 2 * _EDGE) * share


def _height(share: float) -> float:
    return _HEIGHT - 3 - (_HEIGHT - 6) * share


def _anchor(tick: float) -> str:
    return "middle" if tick == 0.5 else "start" if tick == 0 else "end"
