"""The cells of a Word table in their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from app.plans.reading.tables import Cell, filled
from app.plans.reading.word.styles import W, number, value

MOST_COLUMNS = 40


def rows(table: etree._Element, text_of: Callable[[etree._Element], str]) -> Iterator[tuple[str, ...]]:
    """The rows that hold words, each with one text per column; rows that a tracked change deletes are left out."""
    kept = [row for row in _rows(table) if row.find(f"{W}trPr/{W}del") is None]
    yield from filled([_placed(row, text_of) for row in kept])


def cells(table: etree._Element) -> list[etree._Element]:
    """The cells of a table, row by row."""
    return [cell for row in _rows(table) for cell in _cells(row)]


def frames_text(table: etree._Element) -> bool:
    """Whether the table has a single column: a frame around text."""
    return all(len(_cells(row)) <= 1 for row in _rows(table))


def _placed(row: etree._Element, text_of: Callable[[etree._Element], str]) -> list[Cell]:
    column = number(value(row.find(f"{W}trPr/{W}gridBefore")))
    column = min(max(column, 0), MOST_COLUMNS)
    placed: list[Cell] = []
    for element in _cells(row):
        if column >= MOST_COLUMNS:
            break
        span = min(max(1, number(value(element.find(f"{W}tcPr/{W}gridSpan")), 1)), MOST_COLUMNS - column)
        merged = element.find(f"{W}tcPr/{W}vMerge")
        goes_on = merged is not None and value(merged) != "restart"
        placed.append(Cell(column, span, "" if goes_on else text_of(element), goes_on))
        column += span
    return placed


def _rows(table: etree._Element) -> list[etree._Element]:
    return list(_children(table, W + "tr"))


def _cells(row: etree._Element) -> list[etree._Element]:
    return list(_children(row, W + "tc"))


def _children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of a kind, also inside content controls."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins"):
            yield from _children(child, tag)
