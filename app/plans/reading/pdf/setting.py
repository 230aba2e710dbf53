"""How a document was set: its edges, whether lines are justified, how far apart they stand, what parts paragraphs.

Learned from rows whose part is certain: one that begins with a small letter goes on the row above it, one with a list
mark begins a paragraph. What follows is told of every other row: whether it is full, indented, after free space, and
whether it opens a paragraph, where all paragraphs of the document are set apart in one way.
"""

from __future__ import annotations

import itertools
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.plans.reading.marks import read_mark
from app.plans.reading.pdf.page import Row

AT_EDGE = 2.5
"""Points from an edge at which a row still counts as beginning or ending there."""
MOSTLY = 0.85
ALWAYS = 0.95
ENOUGH_STARTS = 5
FREE_SPACE = 1.1
"""From this multiple of the usual distance on, there is free space between two rows."""
BLANK = 0.25
"""Width of a blank, in letter heights."""

Placed = tuple[int, Row]
"""A row with the number of its page."""


@dataclass(frozen=True)
class Setting:
    """``left`` and ``right`` are the edges of the text; ``distance`` is from one row of a paragraph to the next."""

    left: float = 0.0
    right: float = 0.0
    distance: float = 0.0
    justified: bool = False
    indents_tell: bool = False
    space_tells: bool = False

    def indent(self, row: Row) -> int:
        """How far from the left edge a row begins, in half letter heights."""
        return max(0, round((row.left - self.left) / (row.height / 2)))

    def is_apart(self, row: Placed, above: Placed | None) -> bool:
        """Whether there is free space above a row; at the top of a page nobody knows."""
        if above is None or above[0] != row[0] or not self.distance:
            return False
        return row[1].bottom - above[1].bottom > FREE_SPACE * self.distance

    def is_full(self, row: Row, below: Row | None) -> bool:
        """Whether a row was broken for want of room; of bold rows (headings) not all reach the edge."""
        if row.right > self.right - AT_EDGE:
            return True
        if below is None or (self.justified and not row.strong):
            return False
        first = below.words[0]
        return row.right + BLANK * row.height + (first.right - first.left) > self.right

    def opens(self, row: Placed, above: Placed | None) -> bool | None:
        """Whether a row has what sets every paragraph of this document apart; None where nothing does so."""
        if self.indents_tell:
            apart = self.indent(row[1]) > 0
        elif self.space_tells and above is not None and above[0] == row[0]:
            apart = self.is_apart(row, above)
        else:
            return None
        return apart or above is None or not self.is_full(above[1], row[1])


def learn(pairs: Sequence[tuple[Placed, Placed]]) -> Setting:
    """The setting of a document, from its rows paired with those that follow them."""
    plain = [(upper, lower) for upper, lower in pairs if not upper[1].strong and not lower[1].strong] or list(pairs)
    if not plain:
        return Setting()
    rights = sorted((upper[1].right for upper, _ in plain), reverse=True)
    right = next((one for one, other in itertools.pairwise(rights) if one - other < AT_EDGE), rights[0])
    edge = Setting(right=right)
    inside = [
        (upper, lower)
        for upper, lower in plain
        if lower[1].text[:1].islower() and _no_mark(lower[1]) and edge.is_full(upper[1], lower[1])
    ]
    distances = [round(lower[1].bottom - upper[1].bottom, 1) for upper, lower in inside if upper[0] == lower[0]]
    lefts = Counter(round(lower[1].left) for _, lower in (inside if len(inside) >= ENOUGH_STARTS else plain))
    at_edge = sum(upper[1].right > right - AT_EDGE for upper, _ in inside)
    setting = Setting(
        left=lefts.most_common(1)[0][0],
        right=right,
        distance=statistics.median(distances) if distances else 0.0,
        justified=bool(inside) and at_edge >= MOSTLY * len(inside),
    )
    return _with_signs(setting, pairs, inside)


def _with_signs(
    setting: Setting, pairs: Sequence[tuple[Placed, Placed]], inside: Sequence[tuple[Placed, Placed]]
) -> Setting:
    """The setting with what tells paragraphs apart in it: seldom inside one, always where a mark begins one."""
    starts = [
        (upper, lower) for upper, lower in pairs if not _no_mark(lower[1]) and not setting.is_full(upper[1], None)
    ]
    on_page = [[pair for pair in group if pair[0][0] == pair[1][0]] for group in (starts, inside)]
    return Setting(
        setting.left,
        setting.right,
        setting.distance,
        setting.justified,
        indents_tell=_tells(
            [setting.indent(lower[1]) > 0 for _, lower in starts],
            [setting.indent(lower[1]) > 0 for _, lower in inside],
        ),
        space_tells=_tells(*([setting.is_apart(lower, upper) for upper, lower in group] for group in on_page)),
    )


def _tells(at_starts: Sequence[bool], inside: Sequence[bool]) -> bool:
    if len(at_starts) < ENOUGH_STARTS or not inside:
        return False
    return sum(at_starts) >= ALWAYS * len(at_starts) and sum(inside) <= (1 - ALWAYS) * len(inside)


def _no_mark(row: Row) -> bool:
    return read_mark(row.text)[0] is None
