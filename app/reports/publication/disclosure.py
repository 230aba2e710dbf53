"""What may be published beside everything that was published before. Pure.

Published numbers are counts over whole periods, and periods lie inside each other or apart: months in quarters,
quarters in half-years, half-years in the year. Whoever has a quarter and two of its months can subtract; whoever has
two versions of one period can too. What is left over must be nothing at all, or rest on at least the minimum of
responses.

Counts are compared as they were published. Responses set aside or restored later, or typed in late, make two
publications differ by a few people: that is exactly what must not be seen. For the same reason it is not enough that
the numbers of responses agree, while one answer was exchanged for another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain, islice, product

Counts = Mapping[str, int]
"""How often each answer was given, and under keys that begin with ``n/`` how many responses there are."""
Span = tuple[date, date]
MOST = 20_000
"""So many ways of subtracting are tried; where there are more, nothing is published."""


@dataclass(frozen=True)
class Shown:
    """The counts behind one task's published numbers in one period, both days included."""

    first: date
    last: date
    counts: Counts

    @cached_property
    def n(self) -> int:
        """How many responses there are."""
        return sum(number for name, number in self.counts.items() if name.startswith("n/"))

    @property
    def span(self) -> Span:
        """Its first and last day."""
        return self.first, self.last


def may_show(candidate: Shown, published: Sequence[Shown], minimum_n: int) -> bool:
    """Whether nobody can work out fewer than ``minimum_n`` responses from ``candidate`` and what is published."""
    versions: dict[Span, list[Shown]] = defaultdict(list)
    for each in (*published, candidate):
        versions[each.span].append(each)
    if _crosses(candidate.span, versions):
        return False
    tried = 0
    for whole in [span for span in versions if _within(candidate.span, span)]:
        for left, right in _subtractions(whole, versions):
            tried += 1
            if tried > MOST or not _is_safe(left, right, minimum_n):
                return False
    return True


def _subtractions(whole: Span, versions: Mapping[Span, list[Shown]]) -> Iterator[tuple[Shown, Sequence[Shown]]]:
    """Every version of a period less every other, and less every set of published parts of it."""
    mine = versions[whole]
    yield from ((one, (other,)) for place, one in enumerate(mine) for other in mine[:place])
    for parts in _sets(whole, versions):
        if parts:
            yield from ((one, parts) for one in mine)


def _sets(whole: Span, versions: Mapping[Span, list[Shown]]) -> Iterator[tuple[Shown, ...]]:
    """Every set of published parts of a period that have no day in common, the empty one too."""
    inside = [span for span in versions if span != whole and _within(span, whole)]
    largest = [span for span in inside if not any(span != other and _within(span, other) for other in inside)]
    choices = [chain(((version,) for version in versions[part]), _sets(part, versions)) for part in largest]
    yield from (tuple(chain.from_iterable(chosen)) for chosen in _product(choices))


def _product(choices: Sequence[Iterable[tuple[Shown, ...]]]) -> Iterator[tuple[tuple[Shown, ...], ...]]:
    """As in itertools, of no more of each than will be tried."""
    yield from product(*(tuple(islice(choice, MOST + 1)) for choice in choices))


def _is_safe(whole: Shown, parts: Sequence[Shown], minimum_n: int) -> bool:
    if abs(whole.n - sum(part.n for part in parts)) >= minimum_n:
        return True
    rest = defaultdict(int, whole.counts)
    for part in parts:
        for name, number in part.counts.items():
            rest[name] -= number
    return not any(rest.values())


def _within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _crosses(span: Span, others: Iterable[Span]) -> bool:
    """Whether it overlaps another without lying inside it or around it; calendar periods never do."""
    return any(
        span[0] <= other[1] and other[0] <= span[1] and not _within(span, other) and not _within(other, span)
        for other in others
    )
