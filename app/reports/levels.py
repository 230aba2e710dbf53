"""How answers spread over the five levels, line under line on one axis.

Every line of a chart, and every chart of a page, is drawn on the same :class:`Axis`. Its centre is the middle of the
neutral level: half of "Bình thường" and everything below it stand to the left, the rest to the right. Places are
percentages of a picture's width while type keeps its size, so one picture serves a phone, a screen and a sheet of
paper; the words beside it are those of the page, which break where they have to.

A line that may not be seen is drawn from nothing but the fact that there is nothing to draw: it is the same as that of
an empty one, letter by letter.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.core.words import _
from app.reports import drawing as draw
from app.reports.drawing import INK, SOFT

LEVELS = 5
LEVEL_COLOURS = ("#b35806", "#fdb863", "#ececec", "#6a94c8", "#0b2a55")
"""Apart in lightness as well as in colour: for the colour-blind and in grey print."""
NOTHING = "–"
"""What stands for a number that is not there or may not be seen."""
_ON_LEVEL = ("#ffffff", "#000000", "#000000", "#000000", "#ffffff")
_HEIGHT = 34
_TOP, _BAR, _BASELINE = 5, 24, 22
_ROOM = 13.0
"""How many hundredths of the width a percentage needs on the narrowest phone."""
_ROOM_ON_SCREENS = 6.5
"""How many it needs on a wide screen, where the stylesheet shows what is marked ``roomy``."""


@dataclass(frozen=True, slots=True)
class Axis:
    """How far lines reach to the left and to the right of the centre, as shares of all answers in whole tenths."""

    left: float = 0.5
    right: float = 0.5

    @property
    def centre(self) -> float:
        """Where the middle of the neutral level stands, in hundredths of the width."""
        return 100 * self.left / (self.left + self.right)

    def width(self, share: float) -> float:
        """How wide a share is, in hundredths of the width."""
        return 100 * share / (self.left + self.right)


@dataclass(frozen=True, slots=True)
class Segment:
    """One level of one line: where it begins and how wide it is, in hundredths of the picture's width."""

    x: float
    width: float


def axis_of(lines: Iterable[Sequence[float] | None]) -> Axis:
    """The shortest axis in whole tenths that every line fits on; hidden lines have no say."""
    reaches = [_reach(shares) for shares in lines if shares is not None]
    left = max((_tenths(reach) for reach in reaches), default=0.5)
    right = max((_tenths(1 - reach) for reach in reaches), default=0.5)
    return Axis(left, right)


def segments(shares: Sequence[float], axis: Axis) -> list[Segment]:
    """The five parts of a line from left to right; refused where they are not the parts of a whole."""
    if len(shares) != LEVELS:
        raise ValueError(f"five levels, not {len(shares)}")
    if min(shares) < 0 or abs(sum(shares) - 1) > 1e-6:
        raise ValueError(f"not the parts of a whole: {list(shares)}")
    found, x = [], axis.centre - axis.width(_reach(shares))
    for share in shares:
        found.append(Segment(x, axis.width(share)))
        x += found[-1].width
    return found


def line(shares: Sequence[float] | None, names: Sequence[str], axis: Axis, *, title: str) -> Markup:
    """One line of the chart. Where ``shares`` is None its title, its description and its picture are a dash."""
    centre = draw.per_cent(axis.centre)
    if shares is None:
        dash = draw.label(centre, _BASELINE, NOTHING, fill=SOFT, anchor="middle")
        return draw.wide_picture(NOTHING, NOTHING, _HEIGHT, [dash])
    parts = segments(shares, axis)
    told = "; ".join(
        _("%(level)s: %(share)s", level=name, share=draw.percentage(share))
        for name, share in zip(names, shares, strict=True)
    )
    frame = draw.rect(
        draw.per_cent(parts[0].x), _TOP, draw.per_cent(axis.width(sum(shares))), _BAR, "none", stroke=SOFT
    )
    marks = [draw.line(centre, y, centre, y + _TOP, INK, 1.5) for y in (0, _TOP + _BAR)]
    return draw.wide_picture(title, told, _HEIGHT, [*_bars(parts, shares), frame, *marks])


def _bars(parts: Sequence[Segment], shares: Sequence[float]) -> Iterator[Markup]:
    """The levels, each with its percentage where there is room; what only a wide screen has room for is marked."""
    for part, share, colour, on_it in zip(parts, shares, LEVEL_COLOURS, _ON_LEVEL, strict=True):
        if share:
            yield draw.rect(draw.per_cent(part.x), _TOP, draw.per_cent(part.width), _BAR, colour, stroke="#ffffff")
        if part.width >= _ROOM_ON_SCREENS:
            middle = draw.per_cent(part.x + part.width / 2)
            words = draw.label(middle, _BASELINE, draw.percentage(share, 0), fill=on_it, anchor="middle")
            yield words if part.width >= _ROOM else Markup('<g class="roomy">{}</g>').format(words)


def _reach(shares: Sequence[float]) -> float:
    """How much of a line stands left of the centre."""
    return shares[0] + shares[1] + shares[2] / 2


def _tenths(share: float) -> float:
    """Up to the next tenth, at least one; a hair's breadth above a tenth is that tenth."""
    return max(1, math.ceil(share * 10 - 1e-6)) / 10
