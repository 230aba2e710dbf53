"""Two years of one score as words and as a picture."""

from __future__ import annotations

from markupsafe import Markup

from app.core.words import _, choose_locale, decimal
from app.reports import drawing as draw
from app.reports.drawing import BAND, LINE, RULE, SOFT, TARGET, WIDTH
from app.scores.comparison import Change, Comparison
from app.scores.rules import Score

_LEFT, _RIGHT = 56, WIDTH - 60
_ROWS = (22, 62)
_HEIGHT = 104


def points(share: float) -> str:
    """A difference in percentage points with its sign: ``+5,2``, ``−0,4``, ``0,0``."""
    shown = decimal(abs(share) * 100, 1, choose_locale())
    if not any(digit in "123456789" for digit in shown):
        return shown
    return f"+{shown}" if share > 0 else f"−{shown}"


def difference(change: Change) -> str:
    """The difference with its interval, as a sentence part."""
    return str(
        _(
            "%(points)s điểm phần trăm (khoảng tin cậy 95 %%: từ %(low)s đến %(high)s)",
            points=points(change.value),
            low=points(change.interval.low),
            high=points(change.interval.high),
        )
    )


def picture(comparison: Comparison, year: int | None, title: str = "") -> Markup:
    """Last year above, this year below, each a point in its interval on one scale.

    A line joins the points where one continues the other; otherwise a dashed rule lies between them.
    """
    rows = [(_name(comparison.year, _("trước")), comparison.before), (_name(year, _("nay")), comparison.now)]
    parts = [draw.line(at(tick), 6, at(tick), _ROWS[1] + 16, RULE, 1) for tick in (0, 0.5, 1)]
    parts += [
        draw.label(at(tick), _HEIGHT - 8, draw.percentage(tick, 0), 12, fill=SOFT, anchor=_anchor(tick))
        for tick in (0, 0.5, 1)
    ]
    if comparison.is_joined:
        parts.append(draw.line(at(rows[0][1].value or 0), _ROWS[0], at(rows[1][1].value or 0), _ROWS[1], LINE, 1.5))
    else:
        middle = sum(_ROWS) / 2
        parts.append(draw.line(_LEFT, middle, _RIGHT, middle, TARGET, 1, dash="5 4"))
    for y, (name, score) in zip(_ROWS, rows, strict=True):
        parts += [draw.label(0, y + 5, name, 13, "bold"), *_row(score, y)]
    told = "; ".join(_told(name, score) for name, score in rows)
    if comparison.change is not None:
        told += ". " + _("Chênh lệch: %(difference)s", difference=difference(comparison.change))
    return draw.picture(title or _("So với năm trước"), told, _HEIGHT, parts)


def small(change: Change, title: str = "") -> Markup:
    """A difference on a scale around zero, for a row of a table: its interval as a bar, the value as a point."""
    width, height, middle = 160, 18, 80.0

    def place(share: float) -> float:
        return middle + middle * 0.97 * share

    low, high = change.interval.low, change.interval.high
    parts = [
        draw.line(0, height / 2, width, height / 2, RULE, 1),
        draw.rect(place(low), height / 2 - 4, max(place(high) - place(low), 1), 8, BAND, stroke=LINE),
        draw.line(middle, 0, middle, height, SOFT, 1, dash="2 2"),
        draw.circle(place(change.value), height / 2, 3.5, LINE),
    ]
    return draw.picture(title or _("Chênh lệch"), difference(change), height, parts, width)


def at(share: float) -> float:
    """Where a share stands on the scale of the picture."""
    return _LEFT + (_RIGHT - _LEFT) * share


def _row(score: Score, y: int) -> list[Markup]:
    if score.value is None or score.interval is None:
        return [draw.label(at(0.5), y + 5, _("chưa đủ phiếu"), fill=SOFT, anchor="middle")]
    low, high = score.interval.low, score.interval.high
    draw.check_shares(low, score.value, high)
    return [
        draw.rect(at(low), y - 6, max(at(high) - at(low), 1), 12, BAND, stroke=LINE),
        draw.circle(at(score.value), y, 5.5, LINE),
        draw.label(WIDTH, y + 5, draw.percentage(score.value), 13, "bold", "end"),
    ]


def _told(name: str, score: Score) -> str:
    if score.value is None or score.interval is None:
        return str(_("%(year)s: chưa đủ phiếu", year=name))
    shares = draw.percentages(share=score.value, low=score.interval.low, high=score.interval.high)
    return str(_("%(year)s: %(share)s, khoảng tin cậy 95 %% từ %(low)s đến %(high)s", year=name, **shares))


def _name(year: int | None, otherwise: str) -> str:
    return str(year) if year else otherwise


def _anchor(tick: float) -> str:
    return "middle" if tick == 0.5 else "start" if tick == 0 else "end"
