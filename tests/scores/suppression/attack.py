"""An attack on hidden cells: everything that is shown, at several moments, as linear equations over the people.

``python -m tests.scores.suppression.attack --trials 200`` prints what it recovers. Answers are invented; each person
has a place of their own in the vector of counts, so that a shown number says whose answers it adds up. A cell of fewer
than the minimum is recovered where some combination of shown numbers is the sum over exactly its people; so is a group
of fewer than the minimum that no shown number tells apart. Three ways of showing numbers are attacked:

* ``naive``: live numbers, cells below the minimum hidden;
* ``joint``: live numbers, and what a total would give away hidden with them (``rules.suppressed``);
* ``batches``: what ``suppression.steps.advance`` has released by then, hidden the same way.

Then surveys are stored in a database and fetched as pages and files fetch them (``fetched``).
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from app.core import clock
from app.responses.queries import CellKey, Counts
from app.scores.periods.rules import period_of
from app.scores.rules import suppressed
from app.scores.suppression.steps import Batch, advance
from tests.scores.suppression.fetched import attack_fetched
from tests.scores.suppression.findings import Found, lines
from tests.scores.suppression.space import Group, Space, Told, size, told_of
from tests.scores.suppression.visitors import invented as visitors
from tests.scores.suppression.visitors import own_database

MINIMUM = 5
FIRST = date(2026, 11, 2)
MODES = ("phone", "kiosk", "paper")
Way = Literal["naive", "joint", "batches"]
Cells = Mapping[CellKey, Counts]


@dataclass(frozen=True, slots=True)
class Person:
    """One answer: where, how, on which day after the first, and the days on which it is set aside or brought back.

    ``typed_in`` is the day on which it was stored, where that was later.
    """

    desk: int
    mode: str
    day: int
    turns: tuple[int, ...] = ()
    typed_in: int = 0

    def is_there(self, moment: int, *, aside: bool) -> bool:
        """Whether it is stored at the end of a day, and set aside or not."""
        turned = sum(turn <= moment for turn in self.turns) % 2 == 1
        return max(self.day, self.typed_in) <= moment and turned == aside


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is shown in all moments together, what is hidden and not empty, and how much of that is recovered."""

    shown: int
    hidden: int
    recovered: int


def attack(people: Sequence[Person], moments: Iterable[int], way: Way) -> Outcome:
    """Show every table at the end of each of these days, and try to work out what is hidden."""
    shown: set[Told] = set()
    hidden: set[Group] = set()
    told: dict[CellKey, Batch] = {}
    for moment in moments:
        counted, aside = (_cells(people, moment, aside=aside) for aside in (False, True))
        hidden |= {group for cells in (counted, aside) for group in _groups(cells) if len(group) < MINIMUM}
        if way == "batches":
            told = advance(told, counted, aside, MINIMUM)
            counted = {key: batch.counted for key, batch in told.items()}
            aside = {key: batch.aside for key, batch in told.items()}
        shown |= _shown(counted, way) | _shown(aside, way)
    space = Space(shown)
    apart = {group for group in space.classes() if len(group) < MINIMUM}
    recovered = {group for group in hidden if group in space} | set(space.small(MINIMUM))
    return Outcome(len(shown), len(hidden | apart), len(recovered))


def told_at_one_place(people: Sequence[Person], moments: Iterable[int]) -> Space:
    """Everything that batches ever tell of one place, batch by batch and not only in tables."""
    shown: set[Told] = set()
    told: dict[CellKey, Batch] = {}
    for moment in moments:
        counted, aside = (_cells(people, moment, aside=aside) for aside in (False, True))
        told = advance(told, counted, aside, MINIMUM)
        shown |= {told_of(counts.counts) for batch in told.values() for counts in (batch.counted, batch.aside)}
    return Space(shown)


def invented(rng: random.Random) -> tuple[list[Person], range]:
    """Answers of two weeks at some desks, then some days with one more answer, or some judged, between two looks."""
    desks, days, after = rng.randint(1, 4), rng.randint(1, 14), rng.randint(2, 6)
    people = [
        Person(rng.randrange(desks), rng.choice(MODES[: rng.randint(1, 3)]), rng.randrange(days))
        for _ in range(rng.randint(5, 60))
    ]
    for day in range(days, days + after):
        if rng.random() < 0.4:
            late = rng.random() < 0.5
            people.append(Person(rng.randrange(desks), MODES[0], rng.randrange(days) if late else day, typed_in=day))
        else:
            _judge(rng, people, day)
    return people, range(days - 1, days + after)


def judged(rng: random.Random) -> tuple[list[Person], range]:
    """One day at one desk, and days after on which many are set aside, brought back, or typed in."""
    people = [Person(0, MODES[0], 0, (0,) * (rng.random() < 0.1)) for _ in range(rng.randint(6, 17))]
    days = rng.randint(2, 7)
    for day in range(1, days):
        if rng.random() < 0.25:
            people += [Person(0, MODES[0], 0, typed_in=day) for _ in range(rng.randint(1, 7))]
        else:
            _judge(rng, people, day)
    return people, range(days)


def _judge(rng: random.Random, people: list[Person], day: int) -> None:
    """One is set aside or brought back, or several at one place."""
    first = rng.choice(people)
    near = [at for at, person in enumerate(people) if (person.desk, person.mode) == (first.desk, first.mode)]
    for at in rng.sample(near, min(len(near), rng.choice((1, 1, 4, 5, 6, 8, 11)))):
        people[at] = replace(people[at], turns=(*people[at].turns, day))


def _cells(people: Sequence[Person], moment: int, *, aside: bool) -> dict[CellKey, Counts]:
    cells: dict[CellKey, Counts] = defaultdict(Counts)
    for place, person in enumerate(people):
        if person.is_there(moment, aside=aside):
            mark = [int(other == place) for other in range(len(people))]
            cells[CellKey(1, person.desk, FIRST + timedelta(days=person.day), person.mode)].add(Counts(1, 0, mark))
    return dict(cells)


TABLES: tuple[Callable[[CellKey], object], ...] = (
    lambda _key: None,
    lambda key: key.desk_id,
    lambda key: key.mode,
    lambda key: clock.week_of(key.day or FIRST),
    lambda key: key.day,
    lambda key: period_of(key.day or FIRST, "month"),
    lambda key: period_of(key.day or FIRST, "quarter"),
)
"""The whole, and the tables that a page, a file or an interface shows of it."""


def _table(cells: Cells, by: Callable[[CellKey], object]) -> dict[object, Told]:
    rows: dict[object, Counts] = defaultdict(Counts)
    for key, counts in cells.items():
        if counts.counts:
            rows[by(key)].add(counts)
    return {name: told_of(rows[name].counts) for name in sorted(rows, key=str)}


def _groups(cells: Cells) -> set[Group]:
    return {frozenset(dict(row)) for by in TABLES for row in _table(cells, by).values() if row}


def _shown(cells: Cells, way: Way) -> set[Told]:
    found: set[Told] = set()
    (whole,) = _table(cells, TABLES[0]).values() or (frozenset(),)
    if size(whole) < MINIMUM:
        return found
    for by in TABLES:
        rows = list(_table(cells, by).values())
        ns = [size(row) for row in rows]
        hidden = {at for at, n in enumerate(ns) if n < MINIMUM} if way == "naive" else suppressed(ns, MINIMUM)
        found |= {row for at, row in enumerate(rows) if at not in hidden}
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Attack as many invented surveys as asked for; 1 where batches give anything away."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--fetched", type=int, default=20, help="surveys that are stored, released and fetched")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    rng = random.Random(chosen.seed)  # noqa: S311  invented answers
    surveys = [invented(rng) for _ in range(chosen.trials)]
    lost = 0
    ways: tuple[Way, ...] = ("naive", "joint", "batches")
    for way in ways:
        found = [attack(people, moments, way) for people, moments in surveys]
        shown, hidden, lost = (
            sum(values) for values in zip(*((one.shown, one.hidden, one.recovered) for one in found), strict=True)
        )
        sys.stdout.write(f"{way:>8}: {shown} shown, {hidden} hidden and not empty, {lost} recovered\n")
    lost += _fetch(chosen.fetched, rng) if chosen.fetched else 0
    return 1 if lost else 0


def _fetch(trials: int, rng: random.Random) -> int:
    """The attack on what the queries behind pages and files give; how much it recovers."""
    found = Found()
    with own_database() as make:
        for _ in range(trials):
            found += attack_fetched(make, *visitors(rng))
    sys.stdout.write(f"fetched from {trials} surveys:\n")
    for line in lines(found):
        sys.stdout.write(f"{line}\n")
    return sum(found.recovered.values())


if __name__ == "__main__":
    raise SystemExit(main())
