"""What can be worked out from sums over groups of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

Group = frozenset[int]
"""The people whom a number adds up."""


class Space:
    """The sums that can be worked out from shown ones: the row space of their equations, over the rational numbers."""

    def __init__(self, shown: Iterable[Group]) -> None:
        rows = sorted(shown, key=sorted)
        members: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for person in sorted(frozenset().union(*rows)):
            members[tuple(at for at, row in enumerate(rows) if person in row)].append(person)
        self._classes = [frozenset(group) for group in members.values()]
        self._basis: dict[int, list[Fraction]] = {}
        for row in rows:
            left = self._reduced([Fraction(group <= row) for group in self._classes])
            lead = next((at for at, value in enumerate(left) if value), None)
            if lead is not None:
                self._basis[lead] = [value / left[lead] for value in left]

    def classes(self) -> list[Group]:
        """The people whom no shown number tells apart."""
        return self._classes

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
