"""Whether a whole day at a desk differs so much from the days before that chance does not explain it. Pure.

People answer all items of a form together, so a day counts as many trials as responses, not as answers; and the share
of the days before is taken at the upper end of its 95 % interval (Wilson), so that a short history proves little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, floor, sqrt

from app.responses.integrity.rules import Rules, SuddenlyAllContent
from app.responses.rules import Layout

_Z = 1.96
_LEVELS, _CONTENT = 5, 2


@dataclass(slots=True)
class Satisfied:
    """``n`` responses with ``answered`` answers from 1 to 5 to scored items, ``content`` of them 4 or 5."""

    n: int = 0
    answered: int = 0
    content: int = 0

    def add(self, n: int, layout: Layout, counts: Sequence[int]) -> None:
        """Add a cell of the tallies."""
        self.n += n
        for slot in layout.slots:
            if slot.item:
                begin = layout.offsets[slot.question_id]
                levels = counts[begin : begin + _LEVELS]
                self.answered += sum(levels)
                self.content += sum(levels[-_CONTENT:])

    @property
    def share(self) -> float:
        """The part that is content; 0 where nothing was answered."""
        return self.content / self.answered if self.answered else 0.0


def is_sudden(day: Satisfied, before: Satisfied, rules: Rules) -> bool:
    """Whether ``day`` is content to a degree that the days ``before`` make improbable."""
    check = SuddenlyAllContent
    if check.key in rules.off or min(day.n, before.n) < rules[check.ANSWERS]:
        return False
    if day.share * 100 < rules[check.SHARE]:
        return False
    return at_least(floor(day.share * day.n), day.n, highest(before.share, before.n)) * rules[check.ODDS] < 1


def highest(share: float, n: int) -> float:
    """The upper end of Wilson's interval."""
    middle = share + _Z**2 / (2 * n)
    return min(1.0, (middle + _Z * sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))) / (1 + _Z**2 / n))


def at_least(hits: int, n: int, share: float) -> float:
    """How probable it is that ``hits`` of ``n`` or more come by chance.

    >>> round(at_least(20, 20, 0.8), 4)
    0.0115
    """
    return sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(hits, n + 1))
