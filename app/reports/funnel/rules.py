"""What the funnel tells, and what it leaves unsaid. Pure.

Only days that are over are told: while a citizen stands at the desk, nobody there can see on a screen whether this very
person has opened, begun or sent a form.

Those who may not read responses one by one see numbers that move in batches, as scores do (``scores.suppression``):
what was sent is what is released, and pages opened and begun come together until there are enough of them. Nothing and
too few then look the same in every table and over every span of days, and no two of them differ by a few people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

USUAL_DAYS = 28
MOST_DAYS = 731
OWN = ("phone", "slip", "web")
"""Doors on which a person decides to open the page; a tablet shows its form to nobody in particular."""
Key = tuple[int, date, str]
"""A placement, a day, and the way an answer came."""
HELPED = ("paper", "assisted")
"""Answers that officials typed in: their pages are opened by nobody."""


@dataclass(frozen=True, slots=True)
class Steps:
    """How often pages were opened, begun and sent."""

    opened: int = 0
    begun: int = 0
    sent: int = 0

    def __add__(self, other: Steps) -> Steps:
        return Steps(self.opened + other.opened, self.begun + other.begun, self.sent + other.sent)

    @property
    def is_nothing(self) -> bool:
        """Nothing happened."""
        return not (self.opened or self.begun or self.sent)

    @property
    def is_uneven(self) -> bool:
        """A later step was counted more often than an earlier one."""
        return self.begun > self.opened or self.sent > self.begun


def added(steps: Iterable[Steps]) -> Steps:
    """All together."""
    return sum(steps, Steps())


def in_batches(counts: Mapping[date, int], minimum: int) -> dict[date, int]:
    """A number of every day, told on the days on which at least ``minimum`` have come together since the last such day.

    Every quarter begins anew: what was told of a day does not depend on the span that somebody looks at, and no page
    has to read further back than :func:`batches_begin`. What has not come together by the end of a quarter is not told.
    """
    told: dict[date, int] = {}
    begun, waiting = date.min, 0
    for day in sorted(counts):
        if batches_begin(day) != begun:
            begun, waiting = batches_begin(day), 0
        waiting += counts[day]
        if waiting >= minimum:
            told[day], waiting = waiting, 0
    return told


def batches_begin(day: date) -> date:
    """The first day of the quarter of a day."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def pages_in_batches(cells: Mapping[Key, Steps], minimum: int) -> dict[Key, Steps]:
    """Pages opened and begun, each by itself and each door of a form at a desk by itself, in batches."""
    places: dict[tuple[int, str], dict[date, Steps]] = defaultdict(dict)
    for (placement_id, day, mode), steps in cells.items():
        places[placement_id, mode][day] = steps
    told: dict[Key, Steps] = {}
    for (placement_id, mode), days in places.items():
        opened = in_batches({day: steps.opened for day, steps in days.items()}, minimum)
        begun = in_batches({day: steps.begun for day, steps in days.items()}, minimum)
        for day in {**opened, **begun}:
            told[placement_id, day, mode] = Steps(opened.get(day, 0), begun.get(day, 0))
    return told


def part(of: int, whole: int, minimum: int) -> float | None:
    """The share of one step in the one before; None where it is no share, or one of the two is too small to tell."""
    return of / whole if minimum <= of <= whole else None


def span_of(since: date | None, until: date | None, today: date) -> tuple[date, date]:
    """The days to look at: what was asked for as far as it is over and not too long, or the last four weeks."""
    yesterday = today - timedelta(days=1)
    last = min(until or yesterday, yesterday)
    first = since or last - timedelta(days=USUAL_DAYS - 1)
    first, last = min(first, last), max(first, last) if first <= yesterday else last
    return max(first, last - timedelta(days=MOST_DAYS - 1)), last
