"""From the pages of a PDF to lines, with what only the page knows: page, bold, indents, free space, full lines."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.plans.reading.lines import Line
from app.plans.reading.pdf.columns import Columns, parted
from app.plans.reading.pdf.furniture import without_furniture
from app.plans.reading.pdf.page import Page, Row, to_rows
from app.plans.reading.pdf.setting import Setting, learn
from app.plans.reading.pdf.tables import Table, find_tables, joined

Item = tuple[int, Row | Columns | tuple[str, ...]]
"""A page number, and what stands there next: a row, two columns, or a row of a table."""


def to_lines(pages: Sequence[Page]) -> list[Line]:
    """The lines of a document, in reading order, not yet numbered."""
    tables = joined([table for page in pages for table in find_tables(page)])
    in_tables = [_words_of(tables, page) for page in pages]
    rows = without_furniture(
        [
            to_rows(word for word in page.words if word not in taken)
            for page, taken in zip(pages, in_tables, strict=True)
        ],
        [page.height for page in pages],
    )
    items: list[Item] = []
    for page, blocks in zip(pages, parted(rows), strict=True):
        items += _in_order(page, blocks, tables)
    return _lines(items, _settings(pages, items))


def _words_of(tables: Iterable[Table], page: Page) -> frozenset[object]:
    return frozenset(word for table in tables if table.page == page.number for word in table.words)


def _in_order(page: Page, blocks: Sequence[Row | Columns], tables: Iterable[Table]) -> list[Item]:
    """Rows, columns and tables of a page from top to bottom."""
    placed: list[tuple[float, Row | Columns | Table]] = [(block.top, block) for block in blocks]
    placed += [(table.top, table) for table in tables if table.page == page.number]
    items: list[Item] = []
    for _, block in sorted(placed, key=lambda pair: pair[0]):
        if isinstance(block, Table):
            items += [(page.number, row) for row in block.rows]
        else:
            items.append((page.number, block))
    return items


def _settings(pages: Sequence[Page], items: Sequence[Item]) -> dict[int, Setting]:
    """How each page is set, learned from all pages of its width: an appendix may lie across."""
    widths = {page.number: round(page.width) for page in pages}
    rows = [(page, block) if isinstance(block, Row) else None for page, block in items]
    pairs = [(upper, lower) for upper, lower in itertools.pairwise(rows) if upper is not None and lower is not None]
    found = {
        width: learn([pair for pair in pairs if widths[pair[0][0]] == width == widths[pair[1][0]]])
        for width in set(widths.values())
    }
    return {page: found[width] for page, width in widths.items()}


def _lines(items: Sequence[Item], settings: dict[int, Setting]) -> list[Line]:
    lines: list[Line] = []
    above: tuple[int, Row] | None = None
    for (page, block), following in itertools.zip_longest(items, items[1:]):
        if isinstance(block, Row):
            below = following[1] if following is not None and isinstance(following[1], Row) else None
            lines.append(_line((page, block), above, below, settings[page]))
            _take_back_bold(lines, block)
            above = page, block
        else:
            cells = block.texts if isinstance(block, Columns) else block
            lines.append(Line(0, " ".join(" ".join(cells).split()), cells, gap=1, page=page, full=False))
            above = None
    return lines


def _line(placed: tuple[int, Row], above: tuple[int, Row] | None, below: Row | None, setting: Setting) -> Line:
    page, row = placed
    cells = tuple(piece.text for piece in row.pieces())
    return Line(
        number=0,
        text=" ".join(" ".join(cells).split()),
        cells=cells,
        gap=int(setting.is_apart(placed, above)),
        indent=setting.indent(row),
        strong=row.strong,
        page=page,
        full=setting.is_full(row, below),
        opens=setting.opens(placed, above),
    )


def _take_back_bold(lines: list[Line], row: Row) -> None:
    """Where bold ends inside a row, the full rows above it were no heading but the bold beginning of a paragraph."""
    if not row.words[0].bold or row.strong:
        return
    for index in range(len(lines) - 2, -1, -1):
        if not (lines[index].strong and lines[index].full):
            return
        lines[index] = replace(lines[index], strong=False)
