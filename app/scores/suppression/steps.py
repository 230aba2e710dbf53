"""Releasing answers in batches, so that no two looks at any tables differ by fewer than the minimum of people. Pure.

The answers to one edition, at one desk, that came one way, are released together when a day ends on which at least the
minimum of them wait. Such a *batch* is never split: every table (task, desk, way of answering, week, day, question) at
every moment is a sum of what was told of whole batches. A batch counts on the day on which it was complete. Of those
who were set aside by then nothing is told, unless they are at least the minimum by themselves.

**What changes later.** Who in a batch is set aside or brought back is not known here, only how many count now. So of
each batch little is ever told, and it is remembered (:class:`Batch`):

* its *parts*: groups of at least the minimum who have nobody in common. The first are those who counted when the batch
  was complete, and those who were set aside then. More come later, where nobody of the batch is set aside: then all
  who were told of count, and whoever else counts is new (typed in for a day long past);
* *one* other group of those who count, where that changed by at least the minimum. The number of people in it, less
  those of any of the parts, must be none or at least the minimum, whether it comes out positive or negative.

After that, the batch shows whichever of the groups told is nearest to what counts now, and nobody where fewer than the
minimum are left. Those set aside are told as what is missing of the parts, and so are nothing new.

**Why that is enough.** Take any group G of people that can be worked out by adding and subtracting. Its part in one
batch is the sum of parts P, each taken l times, and of the other group X, taken m times, and is 0 or 1 for each
person. With m = 0 it is made of whole parts. A part that X cuts in two allows l = 0 or 1 and l + m = 0 or 1. With
m = 1, G is therefore X less some parts that lie inside of it, or it holds a whole part; with m = -1 it is some parts
less X, or holds a whole part; with any other m, X cuts no part and is made of whole ones, and so is G. Each of these is
empty or has at least the minimum of people, for those differences are what was asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, combinations
from typing import Any, TypeVar

from app.responses.queries import CellKey, Counts

Cells = Mapping[CellKey, Counts]
_Found = TypeVar("_Found")
_Place = tuple[int, int | None, str]
"""An edition, a desk, and a way of answering."""
MOST_PARTS = 10
"""With more parts there are too many differences to look at, and nothing more is told."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What was told of a batch, and what of it is shown now.

    ``parts`` counted when they were told, ``apart`` was set aside when the batch was complete; ``other`` is what
    counted at one later moment. ``counted`` and ``aside`` are shown.
    """

    parts: tuple[Counts, ...]
    apart: Counts = field(default_factory=Counts)
    other: Counts | None = None
    counted: Counts = field(default_factory=Counts)
    aside: Counts = field(default_factory=Counts)

    @property
    def everybody(self) -> Counts:
        """All parts together."""
        return _sum((*self.parts, self.apart))

    @property
    def has_changed(self) -> bool:
        """Whether it is not shown any more as it was told first."""
        return self != Batch.of(self.counted, self.aside)

    @property
    def told(self) -> dict[str, Any]:
        """What was told of it, to be written down."""
        return {
            "parts": [_data_of(part) for part in self.parts],
            "apart": _data_of(self.apart),
            "other": None if self.other is None else _data_of(self.other),
        }

    @classmethod
    def of(cls, counted: Counts, aside: Counts, told: Mapping[str, Any] | None = None) -> Batch:
        """A batch as it is shown, with what was written down of it; without that, it is shown as it was told first."""
        counted, aside = _sum((counted,)), _sum((aside,))
        if told is None:
            return cls((counted,) if _people(counted) else (), aside, None, counted, aside)
        parts = tuple(Counts(*part) for part in told["parts"])
        other = None if told["other"] is None else Counts(*told["other"])
        return cls(parts, Counts(*told["apart"]), other, counted, aside)


def advance(told: Mapping[CellKey, Batch], counted: Cells, aside: Cells, minimum_n: int) -> dict[CellKey, Batch]:
    """The batches that may be shown next, by the day that completed them.

    ``told`` are those of until now; ``counted`` and ``aside`` the cells by desk, day and way of answering as they are
    now, of days that are over.
    """
    batches, days = _by_place(told), _by_place(_Now.of(counted, aside))
    return {
        CellKey(place[0], place[1], day, place[2]): batch
        for place in dict.fromkeys((*batches, *days))
        for day, batch in _walk(batches.get(place, {}), days.get(place, {}), minimum_n)
    }


@dataclass(slots=True)
class _Now:
    """Those who count and those who are set aside at this moment, on some days of one place."""

    counted: Counts = field(default_factory=Counts)
    aside: Counts = field(default_factory=Counts)

    @classmethod
    def of(cls, counted: Cells, aside: Cells) -> dict[CellKey, _Now]:
        return {key: cls(counted.get(key, Counts()), aside.get(key, Counts())) for key in (*counted, *aside)}

    def add(self, other: _Now) -> None:
        self.counted, self.aside = _sum((self.counted, other.counted)), _sum((self.aside, other.aside))


def _walk(batches: Mapping[date, Batch], days: Mapping[date, _Now], minimum_n: int) -> Iterator[tuple[date, Batch]]:
    """One place from its first day to its last: known batches first, then what waits."""
    waiting = sorted(days, reverse=True)
    for end in sorted(batches):
        now = _Now()
        while waiting and waiting[-1] <= end:
            now.add(days[waiting.pop()])
        yield end, _settled(_grown(batches[end], now, minimum_n), now, minimum_n)
    now = _Now()
    while waiting:
        day = waiting.pop()
        now.add(days[day])
        if now.counted.n >= minimum_n:
            yield day, _complete(now, minimum_n)
            now = _Now()


def _complete(now: _Now, minimum_n: int) -> Batch:
    """A batch that is told for the first time."""
    apart = now.aside if now.aside.n >= minimum_n else Counts()
    return Batch((now.counted,), apart, None, now.counted, apart)


def _grown(batch: Batch, now: _Now, minimum_n: int) -> Batch:
    """With those who came later: where nobody is set aside, they are all who count and were not told of."""
    if _people(now.aside):
        return batch
    new, everybody = _minus(now.counted, batch.everybody), now.counted
    parts = (*batch.parts, new)
    if new.n < minimum_n or not _is_safe((*parts, batch.apart), batch.other, minimum_n):
        return batch
    return replace(batch, parts=parts, counted=everybody, aside=Counts())


def _settled(batch: Batch, now: _Now, minimum_n: int) -> Batch:
    """What a batch shows after some of it were set aside or brought back."""
    counted, aside = now.counted, now.aside
    moves = _is_far(counted, batch.counted, minimum_n)
    if moves and counted.n < minimum_n:
        batch = replace(batch, counted=Counts())
    elif moves:
        if batch.other is None and _is_safe((*batch.parts, batch.apart), counted, minimum_n):
            batch = replace(batch, other=counted)
        known = (batch.counted, batch.other or Counts(), batch.everybody, _sum(batch.parts))
        batch = replace(batch, counted=_nearest(counted, known))
    if moves or _is_far(aside, batch.aside, minimum_n):
        missing = _minus(batch.everybody, batch.counted)
        known = (batch.aside, Counts(), batch.apart, missing if _is_enough(missing, minimum_n) else Counts())
        batch = replace(batch, aside=_nearest(aside, known))
    return batch


def _is_safe(parts: Iterable[Counts], other: Counts | None, minimum_n: int) -> bool:
    """Whether what counts, less any of the parts, is nobody or at least the minimum of people."""
    known = [(part.n, _people(part)) for part in parts if _people(part)]
    if len(known) > MOST_PARTS:
        return False
    if other is None:
        return True
    for chosen in chain.from_iterable(combinations(known, size) for size in range(len(known) + 1)):
        scored, people = other.n - sum(n for n, _all in chosen), _people(other) - sum(all_ for _n, all_ in chosen)
        if 0 < abs(scored) < minimum_n or 0 < abs(people) < minimum_n:
            return False
    return True


def _is_enough(counts: Counts, minimum_n: int) -> bool:
    return counts.n >= 0 and _people(counts) >= minimum_n


def _is_far(one: Counts, other: Counts, minimum_n: int) -> bool:
    return abs(one.n - other.n) >= minimum_n


def _nearest(now: Counts, known: Iterable[Counts]) -> Counts:
    """Of what was told, that in which the number of people is nearest; the first of equals."""
    return min(known, key=lambda counts: abs(counts.n - now.n))


def _people(counts: Counts) -> int:
    """Everybody, those who answered too little as well."""
    return counts.n + counts.excluded


def _sum(groups: Iterable[Counts]) -> Counts:
    total = Counts()
    for group in groups:
        if _people(group):
            total.add(group)
    return total


def _data_of(counts: Counts) -> list[Any]:
    return [counts.n, counts.excluded, counts.counts]


def _minus(whole: Counts, part: Counts) -> Counts:
    size = max(len(whole.counts), len(part.counts))
    one, other = (counts.counts or [0] * size for counts in (whole, part))
    return Counts(whole.n - part.n, whole.excluded - part.excluded, [a - b for a, b in zip(one, other, strict=True)])


def _by_place(cells: Mapping[CellKey, _Found]) -> dict[_Place, dict[date, _Found]]:
    places: dict[_Place, dict[date, _Found]] = defaultdict(dict)
    for key, found in cells.items():
        if key.day is not None:
            places[key.edition_id, key.desk_id, key.mode][key.day] = found
    return places
