"""What may be told of several tasks' groups together: nothing by which a hidden group could be worked out."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.coverage.rules import Row, cross, told_columns
from app.scores.rules import suppressed

MINIMUM = 3


def row(*counts: int) -> Row:
    """A task as its own page shows it."""
    return Row(counts, suppressed(counts, MINIMUM), tells_sum=sum(counts) >= MINIMUM)


def test_it_works() -> None:
    """Thin in every task, and enough together: 2 + 2 of the first group, 1 + 2 of the second."""
    assert told_columns([row(2, 1, 9), row(2, 2, 9)], MINIMUM) == {0, 1, 2}


def test_what_a_single_task_hides_stays_hidden() -> None:
    """The first task hides its last group and its first: their sums less the other task's numbers would tell them."""
    assert told_columns([row(9, 9, 1), row(9, 9, 9)], MINIMUM) == {1}


def test_groups_that_nobody_answers_for_are_not_told() -> None:
    assert told_columns([row(5, 0), row(7, 0)], MINIMUM) == {0}


def test_a_group_that_is_too_small_takes_another_with_it() -> None:
    """One group of two is hidden, and whoever knows the sum of all would know it: so two are."""
    assert told_columns([Row((9, 8, 2), frozenset({1, 2}))], MINIMUM) == {0}


def test_nothing_asked_tells_nothing() -> None:
    assert told_columns([], MINIMUM) == frozenset()
    assert cross([], MINIMUM) == []


def test_a_table_hides_what_its_sums_would_give_away() -> None:
    assert cross([[9, 8, 1], [7, 6, 5]], MINIMUM) == [[9, None, None], [7, None, None]]
    assert cross([[9, 0], [8, 0]], MINIMUM) == [[9, None], [8, None]]


COUNTS = st.integers(0, 6)
TABLES = st.integers(2, 3).flatmap(
    lambda width: st.lists(st.lists(COUNTS, min_size=width, max_size=width), min_size=1, max_size=3)
)


@settings(max_examples=80, deadline=None)
@given(TABLES)
def test_no_hidden_cell_follows_from_what_tasks_and_plan_show(table: list[list[int]]) -> None:
    """All tables that show the same are tried: no cell with somebody in it has only one value, and that a small one.

    What is tried changes one cycle of hidden cells by one, or a cell and what is not told; bounds are left aside.
    """
    rows = [row(*counts) for counts in table]
    told = told_columns(rows, MINIMUM)
    free = [(y, x) for y, one in enumerate(rows) for x in sorted(one.hidden)]

    def same(change: dict[tuple[int, int], int]) -> bool:
        sums = all(
            sum(change.get((y, x), 0) for x in range(len(one.counts))) == 0
            for y, one in enumerate(rows)
            if one.tells_sum
        )
        return sums and all(sum(change.get((y, x), 0) for y in range(len(rows))) == 0 for x in told)

    open_cells = {
        place
        for change in product((-1, 0, 1), repeat=len(free))
        if same(dict(zip(free, change, strict=True)))
        for place, by in zip(free, change, strict=True)
        if by
    }
    for y, x in free:
        emptied = x in told and not any(other.counts[x] for other in rows if x in other.hidden)
        assert (y, x) in open_cells or emptied or rows[y].counts[x] == 0


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_a_table_never_leaves_a_single_hidden_cell_with_somebody_in_it(table: list[list[int]]) -> None:
    shown = cross(table, MINIMUM)
    lines = [list(zip(counts, seen, strict=True)) for counts, seen in zip(table, shown, strict=True)]
    lines += [list(column) for column in zip(*lines, strict=True)]
    for line in lines:
        hidden = [count for count, seen in line if seen is None]
        assert not any(hidden) or len(hidden) == len(line) or (len(hidden) >= 2 and sum(hidden) >= MINIMUM)
        assert all(count >= MINIMUM for count, seen in line if seen is not None)
