"""Which stretches of time may be shown beside those that are shown already. Pure.

Months cut weeks. Whoever sees the weeks of a month and the month itself can subtract, and what is left over may be
three people. Every shown sum over a stretch of days is an edge between two boundaries, the morning of its first day and
the morning after its last: the sum over a stretch can be worked out exactly where its two boundaries are connected. The
boundaries fall into groups of connected ones, and a stretch is shown only where these groups do not interlace; then
what can be worked out are the stretches between neighbours of a group, less whole groups that lie inside, and sums of
these. Each of them must hold nobody, or at least the minimum.

Days on which nobody answered are taken as known to be empty (a Sunday, a day to come): boundaries with nobody between
them are one boundary.

(A set of days is a combination of edges exactly where the ends of its stretches cancel out in every group. Groups that
do not interlace leave no other sets than those above.)
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import accumulate, pairwise

Gap = tuple[int, int, int]
"""First boundary, last boundary, and how many people lie between them outside of what can be taken away."""


class Disclosure:
    """What is known about one line of days with so many responses each; ``minimum`` is the smallest number to show."""

    def __init__(self, responses: Mapping[date, int], minimum: int) -> None:
        self._days = sorted(day for day, number in responses.items() if number)
        self._sums = [0, *accumulate(responses[day] for day in self._days)]
        self._minimum = minimum
        self._groups: dict[int, int] = {}
        self._small: frozenset[Gap] = frozenset()

    def number(self, first: date, after: date) -> int:
        """How many responses there are from a day up to, but without, another."""
        return self._sums[self._boundary(after)] - self._sums[self._boundary(first)]

    def show(self, stretches: Iterable[tuple[date, date]]) -> None:
        """These stretches, each up to but without its second day, are shown elsewhere; nobody asks here."""
        groups = dict(self._groups)
        members: dict[int, list[int]] = defaultdict(list)
        for point, name in groups.items():
            members[name].append(point)
        for first, after in stretches:
            _join(groups, members, self._boundary(first), self._boundary(after))
        self._groups, self._small = groups, self._small_gaps(groups)

    def try_to_show(self, first: date, after: date) -> bool:
        """Show a stretch if neither it nor anything that follows from it is too small."""
        if self.number(first, after) < self._minimum:
            return False
        left, right = self._boundary(first), self._boundary(after)
        one, other = self._groups.get(left, left), self._groups.get(right, right)
        groups = {**self._groups, left: one, right: other}
        groups = {point: one if name == other else name for point, name in groups.items()}
        small = self._small_gaps(groups)
        if _interlaced(groups) or small - self._small:
            return False
        self._groups, self._small = groups, small
        return True

    def _boundary(self, day: date) -> int:
        """How many days with answers lie before ``day``."""
        return bisect_left(self._days, day)

    def _small_gaps(self, groups: Mapping[int, int]) -> frozenset[Gap]:
        points = sorted(groups)
        spans: dict[int, list[int]] = {}
        for place, point in enumerate(points):
            spans.setdefault(groups[point], []).append(place)
        found = []
        for places in spans.values():
            for left, right in pairwise(places):
                rest = self._sums[points[right]] - self._sums[points[left]]
                inner = left + 1
                while inner < right:
                    last = min(spans[groups[points[inner]]][-1], right)
                    rest -= self._sums[points[last]] - self._sums[points[inner]]
                    inner = last + 1
                if 0 < rest < self._minimum:
                    found.append((points[left], points[right], rest))
        return frozenset(found)


def _join(groups: dict[int, int], members: dict[int, list[int]], first: int, after: int) -> None:
    """One more edge; a group is named after one of its boundaries."""
    for point in (first, after):
        if point not in groups:
            groups[point] = point
            members[point].append(point)
    large, small = sorted((groups[first], groups[after]), key=lambda name: -len(members[name]))
    if large != small:
        for point in members.pop(small):
            groups[point] = large
            members[large].append(point)


def _interlaced(groups: Mapping[int, int]) -> bool:
    """Whether two groups cross: a point of one between two of the other, and the other way round."""
    left: dict[int, int] = {}
    for name in groups.values():
        left[name] = left.get(name, 0) + 1
    open_groups: list[int] = []
    for point in sorted(groups):
        name = groups[point]
        if not open_groups or open_groups[-1] != name:
            if name in open_groups:
                return True
            open_groups.append(name)
        left[name] -= 1
        if not left[name]:
            open_groups.pop()
    return False
