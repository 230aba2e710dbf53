"""Tables as rows of texts, whether Word described them or a PDF only drew them.

A cell merged downwards speaks for each of its rows. A cell merged sideways stands in its first column, the others are
empty. A head of two rows ("Đơn vị thực hiện" over "Chủ trì" and "Phối hợp") becomes one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """A cell with the column it begins in, how many it spans, and whether it goes on a cell of the row above."""

    column: int
    span: int
    text: str
    goes_on: bool


def filled(grid: Sequence[Sequence[Cell]]) -> Iterator[tuple[str, ...]]:
    """The rows that hold words, each with one text per column."""
    width = max((cell.column + cell.span for row in grid for cell in row), default=0)
    head_is_double = len(grid) > 1 and _divides(grid[0], grid[1])
    above = [""] * width
    for index, row in enumerate(grid):
        texts = [""] * width
        for cell in row:
            texts[cell.column] = above[cell.column] if cell.goes_on else cell.text
        above = texts
        if any(texts) and not (head_is_double and index == 0):
            yield tuple(texts)


def _divides(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether ``lower`` divides a wide cell of ``upper`` while the others of it go on: a head of two rows."""
    wide = [cell for cell in upper if cell.span > 1]
    divided = [cell for cell in lower if not cell.goes_on]
    going_on = [cell for cell in lower if cell.goes_on]
    return bool(going_on and divided) and all(
        any(top.column <= cell.column < top.column + top.span for top in wide) for cell in divided
    )
