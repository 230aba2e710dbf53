"""The interval of a share. Pure arithmetic."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z = 1.959964


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval; both ends are shares between 0 and 1."""

    low: float
    high: float


def wilson(successes: float, n: float, z: float = Z) -> Interval:
    """The score interval of a share (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927).

    ``successes`` of ``n``; both may be fractions, since a task's share is a mean of shares. Without anybody (``n`` = 0)
    everything is possible. Unlike the textbook interval it stays inside 0..1 and keeps a width at both ends.
    """
    if n <= 0:
        return Interval(0.0, 1.0)
    p = min(max(successes / n, 0.0), 1.0)
    scale = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / scale
    half = z / scale * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return Interval(min(p, max(0.0, centre - half)), max(p, min(1.0, centre + half)))
