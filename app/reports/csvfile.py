"""A table as CSV: UTF-8 with BOM for Excel, RFC 4180, and nothing that a spreadsheet would run.

A text cell or header that begins like a formula gets an apostrophe. Numbers stay numbers, ``-1`` included. With the
semicolon that Excel expects under Vietnamese settings goes the decimal comma that it expects as well.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import IO, Literal

from app.core.cells import guarded
from app.reports.tables import Cell, Table

Delimiter = Literal[",", ";"]
DELIMITERS: tuple[Delimiter, ...] = (",", ";")
_PLACES = 6
_SHORT, _MANY = 200, 10_000


def write_csv(file: IO[bytes], table: Table, *, delimiter: Delimiter = ",") -> int:
    """Write one table; returns the number of rows below the header."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    try:
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow([guarded(column.header) for column in table.columns])
        show = _shower(delimiter)
        written = 0
        for row in table.rows:
            writer.writerow(show(row))
            written += 1
        text.flush()
    finally:
        text.detach()  # the file belongs to the caller
    return written


def _shower(delimiter: Delimiter) -> Callable[[Sequence[Cell]], list[Cell]]:
    """A function that makes a row safe. Labels come again and again, so what was made of them is kept."""
    known: dict[str, str] = {}

    def show(value: Cell) -> Cell:
        if isinstance(value, float):
            shown = f"{value:.{_PLACES}f}".rstrip("0").rstrip(".")
            return shown.replace(".", ",") if delimiter == ";" else shown
        return value.isoformat() if isinstance(value, date) else value

    def safe(text: str) -> str:
        found = guarded(text)
        if len(text) <= _SHORT and len(known) < _MANY:
            known[text] = found
        return found

    def row_shown(row: Sequence[Cell]) -> list[Cell]:
        return [
            (known.get(value) or safe(value)) if type(value) is str else value if type(value) is int else show(value)
            for value in row
        ]

    return row_shown
