"""Releasing answers in batches, so that no two looks at any tables differ by fewer than the minimum of people. Pure.

The answers to one edition, at one desk, that came one way, are released together when a day ends on which at least the
minimum of them wait. Such a *batch* is never split: every table (task, desk, way of answering, week, day, question) at
every moment is a sum of whole batches. Whatever somebody adds and subtracts, across tables and across days, is a
combination of whole batches again, and hence of at least the minimum of people, or of nobody. A batch counts on the day
on which it was complete.

What changes later inside a released batch (a response is set aside, brought back, or typed in for a day long past)
waits as well, until the batch has changed by at least the minimum. A batch of which fewer than the minimum are left is
emptied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from app.responses.queries import CellKey, Counts

Cells = Mapping[CellKey, Counts]
_Place = tuple[int, int | None, str]
"""An edition, a desk, and a way of answering."""


def advance(released: Cells, current: Cells, minimum_n: int) -> dict[CellKey, Counts]:
    """The batches that may be shown next.

    ``released`` are those shown until now, by the day that completed them; ``current`` the cells by desk, day and way
    of answering as they are now, of days that are over. Both of one state (counted, or set aside).
    """
    batches, days = _by_place(released), _by_place(current)
    return {
        CellKey(place[0], place[1], day, place[2]): counts
        for place in dict.fromkeys((*batches, *days))
        for day, counts in _walk(batches.get(place, {}), days.get(place, {}), minimum_n).items()
    }


def _walk(batches: Mapping[date, Counts], days: Mapping[date, Counts], minimum_n: int) -> dict[date, Counts]:
    """One place from its first day to its last: known batches first, then what waits."""
    waiting = sorted(days, reverse=True)
    found: dict[date, Counts] = {}
    for end in sorted(batches):
        inside = Counts()
        while waiting and waiting[-1] <= end:
            inside.add(days[waiting.pop()])
        found[end] = _settled(batches[end], inside, minimum_n)
    batch = Counts()
    while waiting:
        day = waiting.pop()
        batch.add(days[day])
        if batch.n >= minimum_n:
            found[day], batch = batch, Counts()
    return found


def _settled(before: Counts, now: Counts, minimum_n: int) -> Counts:
    """What a released batch shows after its answers changed."""
    if abs(now.n - before.n) < minimum_n:
        return before
    return now if now.n >= minimum_n else Counts()


def _by_place(cells: Cells) -> dict[_Place, dict[date, Counts]]:
    places: dict[_Place, dict[date, Counts]] = defaultdict(dict)
    for key, counts in cells.items():
        if key.day is not None:
            places[key.edition_id, key.desk_id, key.mode][key.day] = counts
    return places
