"""Pictures of numbers as SVG, made on the server: no script, no style attribute, nothing fetched.

Shares are between 0 and 1. Every picture has a title and says all its numbers in words in its description, for those
who do not see it. Colours are attributes: a stylesheet may override them, a report needs none. How answers spread over
the five levels is drawn by ``levels``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from markupsafe import Markup

from app.core.words import _
from app.reports import drawing as draw
from app.reports.drawing import BAND, LINE, RULE, SOFT, TARGET, WIDTH

_LETTER = 7.6  # the width to allow for a letter of a label, in any font
_MOST_DOTS = 31  # more would hide the line


@dataclass(frozen=True)
class TrendPoint:
    """One span of time: the share with its interval, or None where too few answered to show it; ``n`` answers.

    ``thin``: enough to be shown, not enough to be relied upon.
    """

    label: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    thin: bool = False


@dataclass(frozen=True)
class _Dot:
    """A visible point of a trend: where it stands and what it is worth."""

    x: float
    value: float
    low: float
    high: float
    thin: bool = False


def interval_bar(
    value: float | None, low: float | None, high: float | None, target: float | None = None, *, title: str = ""
) -> Markup:
    """A share as a point on the scale from 0 to 100 %, its 95 % interval as a bar, and a target if there is one."""
    title = title or _("Tỷ lệ hài lòng")
    if value is None or low is None or high is None:
        return draw.too_few(title, 56)
    draw.check_shares(low, value, high)
    left, width, axis = 8, WIDTH - 16, 30

    def at(share: float) -> float:
        return left + width * share

    told = _(
        "%(share)s, khoảng tin cậy 95 %% từ %(low)s đến %(high)s", **draw.percentages(share=value, low=low, high=high)
    )
    parts = [
        draw.line(left, axis, left + width, axis, RULE, 2),
        *(draw.line(at(tick), axis - 5, at(tick), axis + 5, RULE, 1) for tick in (0, 0.25, 0.5, 0.75, 1)),
        draw.rect(at(low), axis - 6, max(at(high) - at(low), 1), 12, BAND, stroke=LINE),
    ]
    marks = [(tick, draw.percentage(tick, 0)) for tick in (0, 0.5, 1)]
    if target is not None:
        draw.check_shares(target)
        word = _("Mục tiêu %(share)s", share=draw.percentage(target, 0))
        told += f". {word}"
        marks = [mark for mark in marks if abs(mark[0] - target) > 0.25]
        parts += [
            draw.line(at(target), axis - 12, at(target), axis + 12, TARGET, 2, dash="4 3"),
            draw.label(at(target), 55, word, fill=TARGET, anchor=draw.anchor_of(target)),
        ]
    parts += [draw.label(at(tick), 55, word, fill=SOFT, anchor=draw.anchor_of(tick)) for tick, word in marks]
    parts += [
        draw.circle(at(value), axis, 6, LINE),
        draw.label(at(value), 14, draw.percentage(value), 14, "bold", draw.anchor_of(value)),
    ]
    return draw.picture(title, told, 60, parts)


def trend(points: Sequence[TrendPoint], *, target: float | None = None, title: str = "") -> Markup:
    """Shares over time as a line in the band of its interval; a gap where too few answered.

    Points that rest on few answers are hollow. A ``target`` is a line across, named below the picture.
    """
    title = title or _("Diễn biến tỷ lệ hài lòng")
    left, right, top, bottom = 58, WIDTH - 72, 16, 150
    dots = _dots(points, left, right)
    if not any(dots):
        return draw.too_few(title, 200)

    def height_of(share: float) -> float:
        return bottom - (bottom - top) * share

    parts: list[Markup] = []
    for share in (0, 0.25, 0.5, 0.75, 1):
        parts.append(draw.line(left - 8, height_of(share), right + 8, height_of(share), RULE, 1))
        parts.append(draw.label(left - 12, height_of(share) + 4, draw.percentage(share, 0), fill=SOFT, anchor="end"))
    for visible, run in groupby(dots, key=bool):
        if visible:
            parts += _run([dot for dot in run if dot], height_of, dotted=len(points) <= _MOST_DOTS)
    if target is not None:
        draw.check_shares(target)
        parts.append(draw.line(left - 8, height_of(target), right + 8, height_of(target), TARGET, 1.5, dash="6 4"))
    last = [dot for dot in dots if dot][-1]
    parts.append(_trend_dot(last, height_of, 4.5))
    parts.append(draw.label(last.x + 9, height_of(last.value) + 5, draw.percentage(last.value), 14, "bold"))
    for index in _ticks(points, right - left):
        x = _place(index, len(points), left, right)
        parts.append(draw.label(x, 172, points[index].label, anchor="middle"))
        parts.append(draw.label(x, 190, _evidence(points[index]), fill=SOFT, anchor="middle"))
    keys = _trend_keys(dots, target)
    parts += _trend_legend(keys)
    told = "; ".join([*map(_told, points), *([str(keys["target"])] if target is not None else [])])
    return draw.picture(title, told, 200 + (26 if keys else 0), parts)


def sparkline(
    values: Sequence[float | None], *, thin: Sequence[bool] = (), breaks: Collection[int] = (), title: str = ""
) -> Markup:
    """The course of a share on a scale from 0 to 100 %, beside the number that it belongs to.

    ``thin`` marks the points that rest on few answers: they are hollow. ``breaks`` are the places of the first points
    of new questions: the line stops before them, and an upright stroke stands between.
    """
    title = title or _("Diễn biến tỷ lệ hài lòng")
    width, height, left = 200, 52, 44
    dots = _dots([TrendPoint("", value, value, value, 0) for value in values], left + 6, width - 6)
    parts: list[Markup] = []
    for share in (0, 0.5, 1):
        y = _spark(share, height)
        parts.append(draw.line(left, y, width, y, RULE, 1))
        parts.append(draw.label(left - 6, y + 4, draw.percentage(share, 0), 11, fill=SOFT, anchor="end"))
    for stretch in _stretches(dots, breaks):
        first = stretch[0][0]
        if first:
            x = (_place(first - 1, len(dots), left + 6, width - 6) + _place(first, len(dots), left + 6, width - 6)) / 2
            parts.append(draw.line(x, 2, x, height - 2, TARGET, 1, dash="3 2"))
        for visible, run in groupby(stretch, key=lambda placed: placed[1] is not None):
            if visible:
                parts += _spark_run([(at, dot) for at, dot in run if dot], height, thin)
    if not any(dots):
        return draw.picture(title, _("chưa đủ phiếu"), height, parts, width)
    told = ", ".join(_("chưa đủ phiếu") if value is None else draw.percentage(value) for value in values)
    return draw.picture(title, told, height, parts, width)


def share_bar(share: float | None, *, title: str = "") -> Markup:
    """A share as a bar for a row of a table, beside the number that it belongs to; None leaves the frame empty."""
    width, height = 160, 16
    parts = [draw.rect(0.5, 0.5, width - 1, height - 1, "#ffffff", stroke=RULE)]
    if share is None:
        return draw.picture(title or _("Tỷ lệ"), _("chưa đủ phiếu"), height, parts, width)
    draw.check_shares(share)
    parts.append(draw.rect(0.5, 0.5, (width - 1) * share, height - 1, LINE))
    return draw.picture(title or _("Tỷ lệ"), draw.percentage(share), height, parts, width)


def _dots(points: Sequence[TrendPoint], left: float, right: float) -> list[_Dot | None]:
    dots: list[_Dot | None] = []
    for index, point in enumerate(points):
        if point.value is None or point.low is None or point.high is None:
            dots.append(None)
            continue
        draw.check_shares(point.low, point.value, point.high)
        dots.append(_Dot(_place(index, len(points), left, right), point.value, point.low, point.high, point.thin))
    return dots


def _run(dots: Sequence[_Dot], height_of: Callable[[float], float], *, dotted: bool) -> Iterator[Markup]:
    """Neighbouring visible points: band, line and dots; a point that stands alone gets a whisker for a band."""
    if len(dots) == 1:
        (dot,) = dots
        yield draw.line(dot.x, height_of(dot.low), dot.x, height_of(dot.high), BAND, 6)
    else:
        there = [(dot.x, height_of(dot.high)) for dot in dots]
        back = [(dot.x, height_of(dot.low)) for dot in reversed(dots)]
        yield Markup('<polygon points="{}" fill="{}"/>').format(draw.pairs(there + back), BAND)
        yield draw.polyline([(dot.x, height_of(dot.value)) for dot in dots], LINE, 2)
    for dot in dots:
        if dotted or dot.thin or len(dots) == 1:
            yield _trend_dot(dot, height_of, 3.5)


def _trend_dot(dot: _Dot, height_of: Callable[[float], float], radius: float) -> Markup:
    """A point of a trend, hollow where few answered."""
    at = dot.x, height_of(dot.value), radius
    return draw.circle(*at, "#ffffff", stroke=LINE) if dot.thin else draw.circle(*at, LINE)


def _trend_keys(dots: Sequence[_Dot | None], target: float | None) -> dict[str, str]:
    """What has to be explained below a trend: the line of the target, and hollow points where there are any."""
    keys = {}
    if target is not None:
        keys["target"] = str(_("Mục tiêu %(share)s", share=draw.percentage(target, 0)))
    if any(dot.thin for dot in dots if dot):
        keys["thin"] = str(_("Ít phiếu, chỉ để tham khảo"))
    return keys


def _trend_legend(keys: dict[str, str]) -> Iterator[Markup]:
    """Each mark with its words, side by side."""
    x, y = 8.0, 214
    for name, word in keys.items():
        if name == "target":
            yield draw.line(x, y, x + 22, y, TARGET, 1.5, dash="6 4")
        else:
            yield draw.circle(x + 11, y, 3.5, "#ffffff", stroke=LINE)
        yield draw.label(x + 29, y + 4, word, fill=TARGET if name == "target" else SOFT)
        x += 29 + len(word) * _LETTER + 12


def _evidence(point: TrendPoint) -> str:
    return "–" if point.value is None else str(_("%(count)s phiếu", count=draw.whole(point.n)))


def _told(point: TrendPoint) -> str:
    if point.value is None or point.low is None or point.high is None:
        return str(_("%(label)s: chưa đủ phiếu", label=point.label))
    shares = draw.percentages(share=point.value, low=point.low, high=point.high)
    numbers = {"label": point.label, "n": draw.whole(point.n), **shares}
    if point.thin:
        told = _(
            "%(label)s: %(share)s (khoảng tin cậy từ %(low)s đến %(high)s, %(n)s phiếu, chỉ để tham khảo)", **numbers
        )
    else:
        told = _("%(label)s: %(share)s (khoảng tin cậy từ %(low)s đến %(high)s, %(n)s phiếu)", **numbers)
    return str(told)


def _ticks(points: Sequence[TrendPoint], width: float) -> list[int]:
    """The points whose label is printed: the last one, and as many before it as do not run into each other."""
    letters = max(max(len(point.label), len(_evidence(point))) for point in points) + 2
    most = max(1, min(len(points), int(width / (letters * _LETTER)) + 1))
    step = -(-len(points) // most)
    return list(range(len(points) - 1, -1, -step))[::-1]


def _place(index: int, count: int, left: float, right: float) -> float:
    return (left + right) / 2 if count == 1 else left + (right - left) * index / (count - 1)


def _spark(share: float, height: int) -> float:
    return height - 6 - (height - 12) * share


def _spark_run(run: Sequence[tuple[int, _Dot]], height: int, thin: Sequence[bool]) -> Iterator[Markup]:
    """Neighbouring points: a line, and a dot for each, hollow where few answered."""
    path = [(dot.x, _spark(dot.value, height)) for _at, dot in run]
    if len(path) > 1:
        yield draw.polyline(path, LINE, 1.5)
    for (at, _dot), (x, y) in zip(run, path, strict=True):
        hollow = at < len(thin) and thin[at]
        yield draw.circle(x, y, 2.4, "#ffffff", stroke=LINE) if hollow else draw.circle(x, y, 2.4, LINE)


def _stretches(dots: Sequence[_Dot | None], breaks: Collection[int]) -> Iterator[list[tuple[int, _Dot | None]]]:
    """The points with their places, cut at the breaks."""
    placed = list(enumerate(dots))
    cuts = [0, *sorted(at for at in breaks if 0 < at < len(placed)), len(placed)]
    return (placed[since:until] for since, until in pairwise(cuts) if until > since)
