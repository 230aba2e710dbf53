"""What of the groups of several tasks may be told together, so that no task's hidden group can be worked out. Pure.

Each task's own page hides its small groups (``scores.rules.suppressed``) and tells how many answered in all. A plan
adds tasks up: whoever subtracts what the tasks show from what the plan shows learns the sum of the hidden cells of a
group. That sum may be told only where it hides somebody: at least the minimum of people in at least two tasks, and no
single hidden cell fixed by it.

Hidden cells and known sums form a graph: tasks and told groups are its nodes, each hidden cell joins its task to its
group, and groups that are not told are one node together with tasks whose sum is not known. A cell follows from the
sums exactly when it is a bridge of that graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.scores.suppression.rules import in_steps


@dataclass(frozen=True, slots=True)
class Row:
    """One task: how often each group answered, which of the groups its own page hides, whether it tells its sum."""

    counts: tuple[int, ...]
    hidden: frozenset[int]
    tells_sum: bool = True


Edge = tuple[str, str, int, int]
"""Two nodes, and the row and column of the hidden cell between them."""
_OPEN = "*"


def told_columns(rows: Sequence[Row], minimum: int) -> frozenset[int]:
    """The groups whose sum over all tasks may be told."""
    width = len(rows[0].counts) if rows else 0
    totals = [sum(row.counts[column] for row in rows) for column in range(width)]
    told = {column for column in range(width) if totals[column] >= minimum and _is_hiding(rows, column, minimum)}
    while True:
        withheld = [column for column in range(width) if column not in told]
        if withheld and told and _gives_away(totals, withheld, minimum):
            told.discard(min(told, key=lambda column: (totals[column], column)))
            continue
        fixed = next(_fixed(rows, frozenset(told)), None)
        if fixed is None:
            return frozenset(told)
        told.discard(fixed)


def told_in_steps(rows: Sequence[Row], minimum: int) -> list[int]:
    """By group, the sum of what the tasks' own pages tell whoever may not read responses: counts in whole steps of the
    minimum. It says nothing new; the sum of the counts themselves would, where every task's is below a step.
    """
    width = len(rows[0].counts) if rows else 0
    return [sum(in_steps(row.counts[at], minimum) for row in rows if at not in row.hidden) for at in range(width)]


def cross(table: Sequence[Sequence[int]], minimum: int) -> list[list[int | None]]:
    """A table of counts whose sums by row and by column are known: cells that would be small, or give small ones away
    by subtraction from either sum, are None.
    """
    hidden = {(y, x) for y, row in enumerate(table) for x, count in enumerate(row) if count < minimum}
    lines = [[(y, x) for x in range(len(row))] for y, row in enumerate(table)]
    lines += [[(y, x) for y in range(len(table))] for x in range(len(table[0]) if table else 0)]
    changed = True
    while changed:
        changed = False
        for line in lines:
            while (more := _one_more(table, line, hidden, minimum)) is not None:
                hidden.add(more)
                changed = True
    return [[None if (y, x) in hidden else count for x, count in enumerate(row)] for y, row in enumerate(table)]


def _one_more(
    table: Sequence[Sequence[int]], line: Sequence[tuple[int, int]], hidden: set[tuple[int, int]], minimum: int
) -> tuple[int, int] | None:
    inside = [table[y][x] for y, x in line if (y, x) in hidden]
    if not any(inside) or (len(inside) >= 2 and sum(inside) >= minimum):
        return None
    rest = [place for place in line if place not in hidden]
    return min(rest, key=lambda place: (table[place[0]][place[1]], place)) if rest else None


def _is_hiding(rows: Sequence[Row], column: int, minimum: int) -> bool:
    """Whether what tasks hide of a group is nothing, or enough people in enough tasks."""
    cells = [row.counts[column] for row in rows if column in row.hidden]
    return sum(cells) == 0 or (len(cells) >= 2 and sum(cells) >= minimum)


def _gives_away(totals: Sequence[int], withheld: Sequence[int], minimum: int) -> bool:
    """Whether the sum of everything leaves too little over for what is withheld."""
    left = sum(totals[column] for column in withheld)
    return left > 0 and (len(withheld) < 2 or left < minimum)


def _fixed(rows: Sequence[Row], told: frozenset[int]) -> Iterator[int]:
    """The told groups through which a hidden cell with somebody in it can be worked out."""
    edges = list(_edges(rows, told))
    for one in edges:
        _start, _end, row, column = one
        if rows[row].counts[column] and not _joined(one, edges):
            near = [column] if column in told else [c for _a, _b, r, c in edges if r == row and c in told]
            yield from near or sorted(told)


def _edges(rows: Sequence[Row], told: frozenset[int]) -> Iterator[Edge]:
    for y, row in enumerate(rows):
        for x in sorted(row.hidden):
            emptied = x in told and not any(other.counts[x] for other in rows if x in other.hidden)
            if not emptied:  # a told group with nobody hidden tells all its cells, and they are empty
                yield (f"r{y}" if row.tells_sum else _OPEN, f"c{x}" if x in told else _OPEN, y, x)


def _joined(one: Edge, edges: Sequence[Edge]) -> bool:
    """Whether the ends of an edge are joined without it, so that it is no bridge."""
    start, end = one[0], one[1]
    reached, waiting = {start}, [start]
    while waiting:
        node = waiting.pop()
        for other in edges:
            if other is not one and node in other[:2]:
                following = other[1] if other[0] == node else other[0]
                if following not in reached:
                    reached.add(following)
                    waiting.append(following)
    return end in reached
