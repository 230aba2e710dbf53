"""What can be worked out from sums over groups of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import combinations

Group = frozenset[int]
"""People."""
Told = frozenset[tuple[int, int]]
"""What a number adds up: how often each person is in it, where that is not never."""


def told_of(counts: Iterable[int]) -> Told:
    """A vector in which each person has a place of their own."""
    return frozenset((person, times) for person, times in enumerate(counts) if times)


def size(told: Told) -> int:
    """The number that is told."""
    return sum(times for _person, times in told)


class Space:
    """The sums that can be worked out from shown ones: the row space of their equations, over the rational numbers."""

    def __init__(self, shown: Iterable[Told]) -> None:
        rows = [dict(told) for told in sorted(shown, key=sorted)]
        members: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for person in sorted(frozenset().union(*rows)):
            members[tuple(row.get(person, 0) for row in rows)].append(person)
        self._classes = [frozenset(group) for group in members.values()]
        self._basis: dict[int, list[Fraction]] = {}
        for row in rows:
            left = self._reduced([Fraction(row.get(min(group), 0)) for group in self._classes])
            lead = next((at for at, value in enumerate(left) if value), None)
            if lead is not None:
                self._basis[lead] = [value / left[lead] for value in left]

    def classes(self) -> list[Group]:
        """The people whom no shown number tells apart."""
        return self._classes

    def small(self, minimum_n: int, most: int = 2) -> Iterator[Group]:
        """What can be worked out about fewer than the minimum of people, joined from at most so many classes.

        A sum can be worked out if it vanishes wherever all shown ones do.
        """
        vanish = list(zip(*self._vanishing(), strict=True)) or [()] * len(self._classes)
        few = [at for at, group in enumerate(self._classes) if len(group) < minimum_n]
        for number in range(1, most + 1):
            for chosen in combinations(few, number):
                if any(map(sum, zip(*(vanish[at] for at in chosen), strict=True))):
                    continue
                group = frozenset().union(*(self._classes[at] for at in chosen))
                if len(group) < minimum_n:
                    yield group

    def _vanishing(self) -> Iterator[list[Fraction]]:
        """A basis of what every shown sum gives nothing for."""
        leads = sorted(self._basis, reverse=True)
        solved: dict[int, list[Fraction]] = {}
        for lead in leads:
            row = self._basis[lead]
            for other in solved:
                if row[other]:
                    factor = row[other]
                    row = [a - factor * b for a, b in zip(row, solved[other], strict=True)]
            solved[lead] = row
        for free in range(len(self._classes)):
            if free not in solved:
                yield [-solved[at][free] if at in solved else Fraction(at == free) for at in range(len(self._classes))]

    def __contains__(self, group: Group) -> bool:
        parts = [part for part in self._classes if part & group]
        if frozenset().union(*parts) != group:
            return False
        return not any(self._reduced([Fraction(part <= group) for part in self._classes]))

    def _reduced(self, row: list[Fraction]) -> list[Fraction]:
        for lead in sorted(self._basis):
            if row[lead]:
                factor = row[lead]
                row = [a - factor * b for a, b in zip(row, self._basis[lead], strict=True)]
        return row
