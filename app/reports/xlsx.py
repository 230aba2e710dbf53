"""A workbook with one sheet for each table: typed cells, frozen header, filters; memory stays flat.

Text is always written as text: a cell that begins with ``=`` is what somebody typed, not a formula. Excel cells know no
time zone, so the headers and the method sheet name it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO

import xlsxwriter

from app.core.errors import Problem
from app.core.text import N_
from app.reports.tables import LONGEST_TITLE, Cell, Column, Table

LAST_ROW = 1_048_576
"""Excel's limit, the header among them; what does not fit goes to a further sheet."""
LONGEST_TEXT = 32_767
SENTENCE = 80
"""From this width on a column holds sentences."""
_FORMATS = {"share": "0.0%", "day": "dd/mm/yyyy", "whole": "#,##0", "number": "#,##0.00"}


class CellRefused(Problem):
    """The workbook did not take a cell: the file would lack it."""


def write_workbook(file: IO[bytes], tables: Iterable[Table], *, title: str, rows_per_sheet: int = LAST_ROW) -> int:
    """Write ``tables`` into ``file``, one sheet each; returns the number of rows below headers.

    ``title`` is printed at the head of every page. A table longer than ``rows_per_sheet`` goes on in a further sheet.
    """
    with tempfile.TemporaryDirectory(prefix="thuocdo-xlsx-") as folder:
        options = {"constant_memory": True, "tmpdir": folder, "strings_to_urls": False, "strings_to_formulas": False}
        book = xlsxwriter.Workbook(file, options)
        book.set_properties({"title": title})
        writer = _Writer(book, title, rows_per_sheet)
        try:
            written = sum(writer.write(table) for table in tables)
        except BaseException:
            book.fileclosed = True  # nothing half-written is put together
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
            raise
        book.close()
    return written


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, title: str, rows_per_sheet: int) -> None:
        self.book, self.title, self.rows_per_sheet = book, title, rows_per_sheet
        self.formats = {kind: book.add_format({"num_format": shape}) for kind, shape in _FORMATS.items()}
        self.sentence = book.add_format({"text_wrap": True, "valign": "top"})
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EEF0"}
        )

    def write(self, table: Table) -> int:
        """Write one table, over as many sheets as it needs."""
        sheet, number, line, written = self._begin(table, 1), 1, 0, 0
        cells = [(column.kind, self._shape(column)) for column in table.columns]
        for row in table.rows:
            if line + 1 >= self.rows_per_sheet:
                self._end(sheet, table.columns, line)
                number += 1
                sheet, line = self._begin(table, number), 0
            line += 1
            written += 1
            _write_row(sheet, line, row, cells)
        self._end(sheet, table.columns, line)
        return written

    def _shape(self, column: Column) -> object:
        """The format of a column's cells: short text needs none, whole sentences are wrapped."""
        if column.kind != "text":
            return self.formats[column.kind]
        return self.sentence if column.width >= SENTENCE else None

    def _begin(self, table: Table, number: int) -> xlsxwriter.worksheet.Worksheet:
        suffix = f" ({number})" if number > 1 else ""
        sheet = self.book.add_worksheet(table.title[: LONGEST_TITLE - len(suffix)] + suffix)
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, column.width)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_header(f"&L{self.title[:200].replace('&', '&&')}&R&A")
        sheet.set_footer("&R&P/&N")
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.header[:LONGEST_TEXT], self.head)
        return sheet

    @staticmethod
    def _end(sheet: xlsxwriter.worksheet.Worksheet, columns: Sequence[Column], last: int) -> None:
        sheet.autofilter(0, 0, last, len(columns) - 1)


def _write_row(
    sheet: xlsxwriter.worksheet.Worksheet, line: int, row: Sequence[Cell], cells: Sequence[tuple[str, object]]
) -> None:
    for place, value in enumerate(row):
        if value is None:
            continue
        kind, shape = cells[place]
        if isinstance(value, str):
            refused = sheet.write_string(line, place, value[:LONGEST_TEXT], shape if kind == "text" else None)
        elif isinstance(value, date):
            refused = sheet.write_datetime(line, place, value, shape)
        else:
            refused = sheet.write_number(line, place, value, shape)
        if refused:
            raise CellRefused(
                N_("Không ghi được ô ở dòng %(line)d, cột %(column)d của tệp Excel. Hãy xuất dạng CSV."),
                line=line + 1,
                column=place + 1,
            )
