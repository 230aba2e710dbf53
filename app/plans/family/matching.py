"""Which task of one plan is which task of another, by their words alone. Pure.

**Likeness of two tasks**, between 0 and 1, the same in both directions::

    0.55 * likeness of the headings + 0.25 * likeness of the items + 0.20 * likeness of the themes

Headings and items are compared as folded syllables, single ones and pairs of neighbours, each by Dice's coefficient
(L. R. Dice, Ecology 26, 1945): twice what both have, by what each has. Vietnamese words mostly have two syllables, so a
pair tells more than a syllable; single ones forgive a word put elsewhere. Years, numbers and words that stand in every
heading ("thực hiện", "tăng cường", "công tác") are left out first. Where neither task has items, the heading gets
their weight. Themes: 1 for the same, a half where one is among the other's further themes.

**Year over year** (:func:`pair_up`) one task goes with one task at most: of all such assignments the one with the
largest sum of likenesses (H. W. Kuhn's method, Naval Research Logistics Quarterly 2, 1955), none of them below
:data:`THRESHOLD`. A pair is *clear* when it is at least :data:`SURE` and no rival of either task comes closer than
:data:`MARGIN`. Only clear pairs are filled in for a person; the others are asked. The order of tasks changes nothing.

**Under a plan above** (:func:`served_by`) a task may serve several: every pair from :data:`THRESHOLD` on is suggested.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Generic, TypeVar

from app.core.text import fold

THRESHOLD = 0.35
SURE = 0.5
MARGIN = 0.08

HEADING, ITEMS, THEME = 0.55, 0.25, 0.20
RELATED_THEME = 0.5

FILLERS = re.compile(
    r"\b(?:thuc hien|to chuc|tang cuong|nang cao|day manh|tiep tuc|doi moi|chu trong|quan tam|hieu qua|chat luong"
    r"|cong tac|ke hoach|nhiem vu|noi dung|co hieu qua|nam|cac|va|cua|cho|voi|trong|tai|den|tren|la|theo|mot|nhung"
    r"|tung|duoc|de|ve)\b"
)
"""Folded words that plans write into nearly every heading, and words without a meaning of their own."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class TaskWords:
    """The words of a task; ``themes`` are its theme and then its further ones."""

    title: str
    items: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()

    @cached_property
    def heading(self) -> Syllables:
        """The heading, ready to be compared."""
        return Syllables.of([self.title])

    @cached_property
    def body(self) -> Syllables:
        """All items together, ready to be compared."""
        return Syllables.of(self.items)

    @cached_property
    def order(self) -> tuple[object, ...]:
        """A place among tasks that does not depend on where it stood."""
        return (fold(self.title), tuple(map(fold, self.items)), self.themes, self.title, self.items)


@dataclass(frozen=True, slots=True)
class Syllables:
    """Counts of syllables and of pairs of neighbours."""

    single: Counter[str]
    pairs: Counter[tuple[str, str]]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Syllables:
        """Folded and without fillers and numbers; a pair does not reach over the end of a text."""
        single: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for text in texts:
            words = re.findall(r"[^\W\d_]+", FILLERS.sub(" ", fold(text)))
            single.update(words)
            pairs.update(pairwise(words))
        return cls(single, pairs)

    def like(self, other: Syllables) -> float:
        """The mean of both coefficients; the single syllables alone where there is no pair to compare."""
        single = _dice(self.single, other.single)
        if not self.pairs and not other.pairs:
            return single
        return (single + _dice(self.pairs, other.pairs)) / 2


@dataclass(frozen=True, slots=True)
class Pair(Generic[Key]):
    """``task`` of this plan goes with ``other``; where it is not ``clear``, somebody has to look."""

    task: Key
    other: Key
    likeness: float
    clear: bool


def likeness(one: TaskWords, other: TaskWords) -> float:
    """How likely two tasks are the same, between 0 and 1."""
    themes = _themes_alike(one.themes, other.themes)
    heading = one.heading.like(other.heading)
    if not one.items and not other.items:
        return (HEADING + ITEMS) * heading + THEME * themes
    return HEADING * heading + ITEMS * one.body.like(other.body) + THEME * themes


def likeness_of_words(one: str, other: str) -> float:
    """How alike two titles are, between 0 and 1; years and numbers do not count."""
    return Syllables.of([one]).like(Syllables.of([other]))


def likenesses(tasks: Mapping[Key, TaskWords], others: Mapping[Key, TaskWords]) -> dict[tuple[Key, Key], float]:
    """Every pair with how alike it is."""
    return {(task, other): likeness(words, its) for task, words in tasks.items() for other, its in others.items()}


def pair_up(tasks: Mapping[Key, TaskWords], others: Mapping[Key, TaskWords]) -> list[Pair[Key]]:
    """The best assignment of ``tasks`` to ``others``, one to one, in the order of ``tasks``."""
    rows = sorted(tasks, key=lambda key: tasks[key].order)
    columns = sorted(others, key=lambda key: others[key].order)
    alike = likenesses(tasks, others)
    worth = [[_worth(alike[row, column]) for column in columns] for row in rows]
    pairs = {
        rows[row]: Pair(rows[row], columns[column], alike[rows[row], columns[column]], _is_clear(worth, row, column))
        for row, column in best_assignment(worth)
        if worth[row][column]
    }
    return [pairs[task] for task in tasks if task in pairs]


def served_by(tasks: Mapping[Key, TaskWords], uppers: Mapping[Key, TaskWords]) -> dict[Key, list[Pair[Key]]]:
    """For each task, the tasks of the plan above that it may serve, the likeliest first."""
    found: dict[Key, list[Pair[Key]]] = {task: [] for task in tasks}
    for (task, upper), alike in likenesses(tasks, uppers).items():
        if alike >= THRESHOLD:
            found[task].append(Pair(task, upper, alike, alike >= SURE))
    return {
        task: sorted(pairs, key=lambda pair: (-pair.likeness, uppers[pair.other].order))
        for task, pairs in found.items()
    }


def best_assignment(worth: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Rows and columns, one to one, with the largest sum of ``worth``; as many pairs as the shorter side has.

    The Hungarian method with potentials, row by row: for n rows and m columns at most n * n * m steps.
    """
    if not worth or not worth[0]:
        return []
    if len(worth) > len(worth[0]):
        turned = [list(column) for column in zip(*worth, strict=True)]
        return sorted((row, column) for column, row in best_assignment(turned))
    width = len(worth[0])
    row_price, column_price = [0.0] * (len(worth) + 1), [0.0] * (width + 1)
    taken = [0] * (width + 1)  # which row each column is given to, counted from 1; column 0 is the row in hand
    for row in range(1, len(worth) + 1):
        taken[0] = row
        _place(worth, row_price, column_price, taken)
    return sorted((taken[column] - 1, column - 1) for column in range(1, width + 1) if taken[column])


def _place(
    worth: Sequence[Sequence[float]], row_price: list[float], column_price: list[float], taken: list[int]
) -> None:
    """Find the cheapest chain of exchanges that gives the row in hand a column, and carry it out."""
    width = len(column_price)
    slack, came_from, done = [float("inf")] * width, [0] * width, [False] * width
    column = 0
    while taken[column]:
        done[column] = True
        row = taken[column]
        for other in range(1, width):
            cost = -worth[row - 1][other - 1] - row_price[row] - column_price[other]
            if not done[other] and cost < slack[other]:
                slack[other], came_from[other] = cost, column
        nearest = min((other for other in range(1, width) if not done[other]), key=lambda other: slack[other])
        step = slack[nearest]
        for other in range(width):
            if done[other]:
                row_price[taken[other]] += step
                column_price[other] -= step
            else:
                slack[other] -= step
        column = nearest
    while column:
        taken[column] = taken[came_from[column]]
        column = came_from[column]


def _worth(alike: float) -> float:
    """What is below the threshold is worth nothing, so that no such pair is made for the sake of the sum."""
    return alike if alike >= THRESHOLD else 0.0


def _is_clear(worth: Sequence[Sequence[float]], row: int, column: int) -> bool:
    own = worth[row][column]
    rivals = [value for at, value in enumerate(worth[row]) if at != column]
    rivals += [values[column] for at, values in enumerate(worth) if at != row]
    return own >= SURE and own - max(rivals, default=0.0) >= MARGIN


def _themes_alike(one: Sequence[str], other: Sequence[str]) -> float:
    if not one or not other:
        return 0.0
    if one[0] == other[0]:
        return 1.0
    return RELATED_THEME if one[0] in other or other[0] in one else 0.0


def _dice(one: Counter[Key], other: Counter[Key]) -> float:
    whole = one.total() + other.total()
    return 2 * (one & other).total() / whole if whole else 0.0
