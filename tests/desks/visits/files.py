"""Files as offices have them: CSV in every make, and workbooks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

HEAD = ("Điểm tiếp nhận", "Ngày", "Số lượt phục vụ")


def csv_of(
    *rows: Sequence[object], head: Sequence[str] = HEAD, delimiter: str = ";", encoding: str = "utf-8-sig"
) -> bytes:
    lines = [delimiter.join(str(cell) for cell in row) for row in (head, *rows)]
    return "\r\n".join(lines).encode(encoding)


def workbook_of(*rows: Sequence[object], head: Sequence[str] = HEAD, **options: Any) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, **options})
    sheet = book.add_worksheet()
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    for line, row in enumerate((head, *rows)):
        for place, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, place, value, days)
            else:
                sheet.write(line, place, value)
    book.close()
    return file.getvalue()


def changed(content: bytes, name: str, part: bytes) -> bytes:
    """A workbook with another content in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            new.writestr(item, part if item == name else old.read(item))
    return out.getvalue()
