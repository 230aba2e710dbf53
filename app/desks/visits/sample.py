"""The file that shows how visits are written down: the office's own desks and days, with the numbers left blank."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date

import xlsxwriter

from app.core.cells import guarded
from app.core.clock import show_day
from app.desks.visits.importing import DAY, DESK, VISITS

Say = Callable[[str], str]


def sample_rows(desks: Sequence[str], days: Iterable[date]) -> list[tuple[str, date]]:
    """Every desk on every day, day by day."""
    return [(desk, day) for day in days for desk in desks]


def sample_csv(rows: Sequence[tuple[str, date]], say: Say) -> bytes:
    """With semicolons and a byte order mark, as Excel under Vietnamese settings opens it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([say(header) for header in (DESK, DAY, VISITS)])
    for desk, day in rows:
        writer.writerow([guarded(desk), show_day(day), ""])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def sample_workbook(rows: Sequence[tuple[str, date]], say: Say) -> bytes:
    """With real days, so that Excel sorts and fills them."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(say(VISITS)[:31])
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF0"})
    days = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    for column, (header, width) in enumerate(((DESK, 48), (DAY, 14), (VISITS, 18))):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, say(header), head)
    for line, (desk, day) in enumerate(rows, start=1):
        sheet.write_string(line, 0, desk)
        sheet.write_datetime(line, 1, day, days)
    sheet.freeze_panes(1, 0)
    sheet.data_validation(1, 2, max(1, len(rows)), 2, {"validate": "integer", "criteria": ">=", "value": 0})
    book.close()
    return file.getvalue()
