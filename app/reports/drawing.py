"""The strokes that pictures of numbers are made of: SVG as marked-up text, colours as attributes, no style."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import get_locale
from markupsafe import Markup

from app.core.text import SOURCE, decimal, percent
from app.core.words import _

WIDTH = 400  # units of a picture; a page shows it at about as many pixels, or narrower on a phone
INK, SOFT, RULE, BAND, LINE, TARGET = "#1b2a2f", "#52646a", "#b9c5c9", "#cbe0e5", "#0b5563", "#8a5a00"
Place = float | str
"""Units of the picture, or a part of its width as :func:`per_cent` writes it."""
FONT = "Be Vietnam Pro, system-ui, sans-serif"


def picture(title: str, told: str, height: int, parts: Sequence[Markup], width: int = WIDTH) -> Markup:
    """The whole: a title, the same in words, and what is drawn."""
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 {w} {h}" width="{w}" '
        'height="{h}" font-family="{font}" font-size="13"><title>{title}</title><desc>{told}</desc>'
    ).format(w=width, h=height, font=FONT, title=title, told=told)
    return head + Markup("").join(parts) + Markup("</svg>")


def wide_picture(title: str, told: str, height: int, parts: Sequence[Markup]) -> Markup:
    """A picture as wide as the page lets it be, with type that keeps its size: places are given in per cent."""
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="wide-chart" role="img" width="100%" height="{}" '
        'font-family="{}" font-size="13"><title>{}</title><desc>{}</desc>'
    ).format(height, FONT, title, told)
    return head + Markup("").join(parts) + Markup("</svg>")


def too_few(title: str, height: int) -> Markup:
    """The picture of a number that may not be shown: a frame that says so, never an empty axis."""
    word = _("Chưa đủ phiếu để hiển thị")
    frame = Markup(
        '<rect x="1" y="1" width="{}" height="{}" rx="4" fill="none" stroke="{}" stroke-dasharray="5 4"/>'
    ).format(WIDTH - 2, height - 2, RULE)
    return picture(title, word, height, [frame, label(WIDTH / 2, height / 2 + 5, word, fill=SOFT, anchor="middle")])


def label(
    x: Place, y: float, text: str, size: int = 13, weight: str = "normal", anchor: str = "start", *, fill: str = INK
) -> Markup:
    """Words at a place."""
    return Markup('<text x="{}" y="{}" font-size="{}" font-weight="{}" text-anchor="{}" fill="{}">{}</text>').format(
        _short(x), _short(y), size, weight, anchor, fill, text
    )


def rect(x: Place, y: float, width: Place, height: float, fill: str, *, stroke: str = "none") -> Markup:
    """A rectangle."""
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}"/>').format(
        _short(x), _short(y), _short(width), _short(height), fill, stroke
    )


def line(x1: Place, y1: float, x2: Place, y2: float, stroke: str, width: float, *, dash: str = "none") -> Markup:
    """A straight line."""
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{}" stroke-dasharray="{}"/>').format(
        *map(_short, (x1, y1, x2, y2)), stroke, width, dash
    )


def circle(x: float, y: float, radius: float, fill: str, *, stroke: str = "#ffffff") -> Markup:
    """A dot with a white rim, so that it stays apart from what lies under it."""
    return Markup('<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}"/>').format(
        _short(x), _short(y), radius, fill, stroke
    )


def polyline(path: Sequence[tuple[float, float]], stroke: str, width: float) -> Markup:
    """A line through points."""
    return Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="{}" stroke-linejoin="round"/>').format(
        pairs(path), stroke, width
    )


def pairs(path: Sequence[tuple[float, float]]) -> str:
    """Points as the attribute wants them."""
    return " ".join(f"{_short(x)},{_short(y)}" for x, y in path)


def anchor_of(share: float) -> str:
    """Keep a label inside the picture: to the right of a point near the left edge, and the other way round."""
    return "start" if share < 0.12 else "end" if share > 0.88 else "middle"


def percentage(share: float, places: int = 1) -> str:
    """A share in the language of this request."""
    return percent(share, places, _locale())


def whole(number: int) -> str:
    """A count in the language of this request."""
    return decimal(number, 0, _locale())


def percentages(**shares: float) -> dict[str, str]:
    """Several shares in the language of this request."""
    return {name: percentage(share) for name, share in shares.items()}


def _locale() -> str:
    locale = get_locale()
    return str(locale.language) if locale else SOURCE


def per_cent(hundredths: float) -> str:
    """A place or a width as a part of the picture's width."""
    return f"{round(hundredths, 2) + 0.0:.2f}".rstrip("0").removesuffix(".") + "%"


def _short(number: Place) -> str:
    """A coordinate with a digit behind the point at most; a part of the width is written already."""
    if isinstance(number, str):
        return number
    return f"{number:.1f}".removesuffix(".0")


def check_shares(*ordered: float) -> None:
    """Refuse what is no share, or no interval around one: a wrong number must not become a plausible picture."""
    if not all(0 <= share <= 1 for share in ordered) or list(ordered) != sorted(ordered):
        raise ValueError(f"not shares in order: {ordered}")
