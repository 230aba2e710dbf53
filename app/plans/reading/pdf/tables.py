"""Tables of a PDF, found by the lines drawn around their cells.

Rules that touch belong to one grid. Where no rule parts two places of the grid, the cell there was merged. A table that
goes on over pages repeats its head, which is left out, and may part a row in two, which is put together again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.plans.reading.pdf.page import Page, Row, Rule, Word, to_rows
from app.plans.reading.tables import Cell, filled

TOUCH = 3.0
"""Points by which rules may miss each other and still meet."""
FEWEST_COLUMNS = 3
FEWEST_ROWS = 2
MOST_RULES = 600


@dataclass(frozen=True)
class Table:
    """A grid on one page, with the words in it; ``top`` is where it begins, in points."""

    page: int
    top: float
    words: frozenset[Word]
    rows: tuple[tuple[str, ...], ...]


def find_tables(page: Page) -> list[Table]:
    """The tables of a page with at least three columns; two columns are a letterhead or a foot."""
    rules_of_page = _joined_rules(page.rules)
    if len(rules_of_page) > MOST_RULES:
        return []
    found = []
    for rules in _touching(rules_of_page):
        grid = _Grid(rules)
        if len(grid.columns) > FEWEST_COLUMNS and len(grid.lines) > FEWEST_ROWS:
            found.append(_table(page, grid))
    return [table for table in found if table.rows]


def joined(tables: Sequence[Table]) -> list[Table]:
    """Tables in order, without the heads repeated on later pages and with rows that a page parted put together."""
    done: list[Table] = []
    for table in tables:
        above = done[-1] if done else None
        rows = list(table.rows)
        goes_on = above is not None and table.page == above.page + 1 and len(rows[0]) == len(above.rows[0])
        if above is not None and goes_on:
            if rows[0] == _head(done, len(rows[0])):
                rows = rows[1:]
            if rows and _goes_on(rows[0]):
                done[-1] = _with_last_row(above, rows.pop(0))
        done.append(Table(table.page, table.top, table.words, tuple(rows)))
    return done


def _head(tables: Sequence[Table], width: int) -> tuple[str, ...]:
    """The first row of the table that goes on over the pages."""
    first = tables[-1]
    for table in reversed(tables):
        if table.page not in {first.page, first.page - 1} or not table.rows or len(table.rows[0]) != width:
            break
        first = table
    return first.rows[0]


def _goes_on(row: tuple[str, ...]) -> bool:
    """Whether a row begins in the middle of a sentence."""
    longest = max(row, key=len)
    return not row[0] and longest[:1].islower()


def _with_last_row(table: Table, rest: tuple[str, ...]) -> Table:
    last = tuple(f"{upper} {lower}".strip() for upper, lower in zip(table.rows[-1], rest, strict=True))
    return Table(table.page, table.top, table.words, (*table.rows[:-1], last))


def _joined_rules(rules: Sequence[Rule]) -> list[Rule]:
    """Rules that go on each other in one direction as one: many programs draw each side of each cell."""
    done: list[Rule] = []
    for rule in sorted(set(rules), key=lambda rule: (rule.is_vertical, *_line_and_start(rule))):
        last = done[-1] if done else rule
        (line, start), (last_line, _) = _line_and_start(rule), _line_and_start(last)
        last_end = last.bottom if last.is_vertical else last.right
        if done and rule.is_vertical is last.is_vertical and line == last_line and start <= last_end + TOUCH:
            done[-1] = Rule(
                min(last.left, rule.left),
                max(last.right, rule.right),
                min(last.top, rule.top),
                max(last.bottom, rule.bottom),
            )
        else:
            done.append(rule)
    return done


def _line_and_start(rule: Rule) -> tuple[int, float]:
    """The line that a rule lies on, in whole points, and where on it the rule begins."""
    return (round(rule.left), rule.top) if rule.is_vertical else (round(rule.top), rule.left)


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Groups of rules that hang together."""
    groups: list[list[Rule]] = []
    for rule in rules:
        meeting = [group for group in groups if any(_meet(rule, other) for other in group)]
        merged = [rule, *(other for group in meeting for other in group)]
        groups = [group for group in groups if not any(group is one for one in meeting)]
        groups.append(merged)
    return groups


def _meet(one: Rule, other: Rule) -> bool:
    return (
        one.left - TOUCH <= other.right
        and other.left - TOUCH <= one.right
        and one.top - TOUCH <= other.bottom
        and other.top - TOUCH <= one.bottom
    )


def _places(middles: Iterable[float]) -> list[float]:
    """Where rules lie, those that lie together taken as one."""
    places: list[float] = []
    for place in sorted(middles):
        if not places or place - places[-1] > TOUCH:
            places.append(place)
    return places


class _Grid:
    """Where the rules of a table lie, and which of its places they part."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        upright = [rule for rule in rules if rule.is_vertical]
        flat = [rule for rule in rules if not rule.is_vertical]
        self.columns = _places((rule.left + rule.right) / 2 for rule in upright)
        self.lines = _places((rule.top + rule.bottom) / 2 for rule in flat)
        self._upright = [
            [rule for rule in upright if abs((rule.left + rule.right) / 2 - x) <= TOUCH] for x in self.columns
        ]
        self._flat = [[rule for rule in flat if abs((rule.top + rule.bottom) / 2 - y) <= TOUCH] for y in self.lines]

    def parted_sideways(self, line: int, column: int) -> bool:
        """Whether a rule parts a place from the one to its right."""
        middle = (self.lines[line] + self.lines[line + 1]) / 2
        return any(rule.top <= middle <= rule.bottom for rule in self._upright[column + 1])

    def parted_downwards(self, line: int, column: int) -> bool:
        """Whether a rule parts a place from the one below it."""
        middle = (self.columns[column] + self.columns[column + 1]) / 2
        return any(rule.left <= middle <= rule.right for rule in self._flat[line + 1])


def _table(page: Page, grid: _Grid) -> Table:
    words = [word for word in page.words if _place(word, grid) is not None]
    rows = tuple(filled(_cells(grid, words)))
    return Table(page.number, grid.lines[0], frozenset(words), rows)


def _place(word: Word, grid: _Grid) -> tuple[int, int] | None:
    """Line and column of the grid that the middle of a word lies in."""
    x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    if not (grid.columns[0] <= x <= grid.columns[-1] and grid.lines[0] <= y <= grid.lines[-1]):
        return None
    column = sum(border <= x for border in grid.columns[1:-1])
    line = sum(border <= y for border in grid.lines[1:-1])
    return line, column


def _cells(grid: _Grid, words: Sequence[Word]) -> list[list[Cell]]:
    owners = _owners(grid)
    texts: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        place = _place(word, grid)
        if place is not None:
            texts.setdefault(owners[place], []).append(word)
    cells: list[list[Cell]] = []
    for line in range(len(grid.lines) - 1):
        row: list[Cell] = []
        for column in range(len(grid.columns) - 1):
            owner = owners[line, column]
            if row and owners[line, row[-1].column] == owner:
                row[-1] = Cell(row[-1].column, row[-1].span + 1, row[-1].text, row[-1].goes_on)
                continue
            goes_on = owner[0] < line
            row.append(Cell(column, 1, "" if goes_on else _text(to_rows(texts.get(owner, []))), goes_on))
        cells.append(row)
    return cells


def _owners(grid: _Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """For each place of the grid the first place of the cell that it belongs to."""
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for line in range(len(grid.lines) - 1):
        for column in range(len(grid.columns) - 1):
            if line and not grid.parted_downwards(line - 1, column):
                owners[line, column] = owners[line - 1, column]
            elif column and not grid.parted_sideways(line, column - 1):
                owners[line, column] = owners[line, column - 1]
            else:
                owners[line, column] = (line, column)
    return owners


def _text(rows: Sequence[Row]) -> str:
    return " ".join(row.text for row in rows)
