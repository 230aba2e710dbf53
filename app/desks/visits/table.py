"""The rows of a table that somebody uploads: CSV, or the first sheet of a workbook (.xlsx), opened with suspicion.

No formula is worked out: its last value is read. Pure: bytes in, cells out.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lxml import etree

from app.core.archives import ArchiveRefused, Limits, Reason, opened, parse_part, read_part
from app.core.errors import Problem
from app.core.text import N_

MOST_ROWS = 5_000
MOST_COLUMNS = 50
MOST_BYTES = 32 * 1024 * 1024
"""What all parts of a workbook together may declare."""
LIMITS = Limits(entries=500, bytes=MOST_BYTES, bytes_of_xml=12 * 1024 * 1024)
REFUSALS: Mapping[Reason, str] = {
    "large": N_("Tệp nén này khi mở ra quá lớn nên không được mở. Hãy chép riêng ba cột cần nhập sang một tệp mới."),
    "locked": N_("Tệp có mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi tải lên lại."),
    "long": N_("Trang tính quá lớn. Hãy chép riêng ba cột cần nhập sang một tệp mới."),
    "unsafe": N_("Tệp Excel này chứa khai báo không an toàn nên không được mở. Hãy lưu thành tệp mới."),
    "damaged": N_("Tệp Excel bị hỏng hoặc không phải tệp .xlsx. Hãy mở bằng Excel, lưu thành tệp mới rồi tải lên lại."),
}
DELIMITERS = ";,\t"
NUMBERS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
Cell = str | float
"""Text as it was typed, or a number of a workbook, which may also be a day."""


class TableUnreadable(Problem):
    """The file is no table that can be read; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its number in the file, counted from 1 as spreadsheets do."""

    number: int
    cells: Sequence[Cell]

    def cell(self, at: int) -> Cell:
        """The cell in a column, empty where the row is shorter."""
        return self.cells[at] if at < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Rows:
    """What stands in a table; ``first_day`` is what a workbook counts its days from."""

    rows: tuple[Row, ...]
    first_day: date = date(1899, 12, 30)

    def day(self, number: float) -> date:
        """The day that a workbook stores as a number; ``ValueError`` for one that is none."""
        if number != int(number) or not 0 < number < 200_000:
            raise ValueError(number)
        return self.first_day + timedelta(days=int(number))


def read_table(content: bytes) -> Rows:
    """The rows that hold anything. Raises :class:`TableUnreadable`."""
    if not content.strip():
        raise TableUnreadable(N_("Tệp trống. Hãy chọn tệp có số liệu."))
    if content.startswith(b"PK"):
        return _workbook(content)
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        raise TableUnreadable(
            N_("Không đọc được loại tệp này. Hãy mở bằng Excel, lưu thành “Excel Workbook (*.xlsx)” rồi tải lên lại.")
        )
    return Rows(tuple(_kept(_text_rows(_text(content)))))


def _kept(rows: Iterator[Row]) -> Iterator[Row]:
    """Rows that hold anything, as long as there are not too many."""
    kept = 0
    for row in rows:
        if any(str(cell).strip() for cell in row.cells):
            kept += 1
            if kept > MOST_ROWS + 1:
                raise TableUnreadable(
                    N_("Tệp có hơn %(most)d dòng. Hãy chia thành nhiều tệp rồi nhập từng tệp."), most=MOST_ROWS
                )
            yield row


def _text(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as problem:
        raise TableUnreadable(
            N_(
                "Chữ trong tệp không theo bảng mã Unicode nên tiếng Việt sẽ sai. Hãy lưu lại bằng Excel theo kiểu "
                "“CSV UTF-8” hoặc .xlsx rồi tải lên lại."
            )
        ) from problem
    if "\0" in text:
        raise TableUnreadable(N_("Đây không phải tệp CSV. Hãy chọn tệp .csv hoặc .xlsx."))
    return text


def _text_rows(text: str) -> Iterator[Row]:
    first = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield Row(reader.line_num, cells[:MOST_COLUMNS])
    except csv.Error as problem:
        raise TableUnreadable(
            N_("Dòng %(row)d của tệp CSV không đọc được (có thể thiếu một dấu ngoặc kép)."), row=reader.line_num
        ) from problem


def _workbook(content: bytes) -> Rows:
    try:
        with opened(content, LIMITS) as archive:
            return _sheet(archive)
    except ArchiveRefused as problem:
        raise TableUnreadable(REFUSALS[problem.reason]) from problem


def _sheet(archive: zipfile.ZipFile) -> Rows:
    """The first sheet."""
    book = _parse(archive, "xl/workbook.xml")
    relations = {item.get("Id"): item.get("Target", "") for item in _parse(archive, "xl/_rels/workbook.xml.rels")}
    sheet = book.find(f"{NUMBERS}sheets/{NUMBERS}sheet")
    if sheet is None:
        raise TableUnreadable(N_("Tệp này không có trang tính nào."))
    target = relations[sheet.get(RELATION)]
    path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    shared = _shared(archive)
    options = book.find(f"{NUMBERS}workbookPr")
    counts_from_1904 = options is not None and options.get("date1904") in {"1", "true"}
    rows = tuple(_kept(_sheet_rows(_parse(archive, path), shared)))
    return Rows(rows, date(1904, 1, 1)) if counts_from_1904 else Rows(rows)


def _sheet_rows(sheet: etree._Element, shared: Sequence[str]) -> Iterator[Row]:
    number = 0
    for row in sheet.iterfind(f"{NUMBERS}sheetData/{NUMBERS}row"):
        number = int(row.get("r") or number + 1)
        cells: list[Cell] = []
        for cell in row.iterfind(f"{NUMBERS}c"):
            at = _column(cell.get("r"), len(cells))
            if at >= MOST_COLUMNS:
                break
            cells += [""] * (at - len(cells))
            cells.append(_value(cell, shared))
        yield Row(number, cells)


def _column(reference: str | None, following: int) -> int:
    """``C7`` is column 2; a cell without a reference follows the one before."""
    letters = re.match(r"[A-Z]{1,3}", reference or "")
    if letters is None:
        return following
    column = 0
    for letter in letters[0]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return max(column - 1, following)


def _value(cell: etree._Element, shared: Sequence[str]) -> Cell:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(cell.itertext(f"{NUMBERS}t"))
    value = cell.findtext(f"{NUMBERS}v") or ""
    if kind == "s":
        return shared[int(value)]
    return float(value) if kind == "n" and value else value


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    items = _parse(archive, "xl/sharedStrings.xml").iterfind(f"{NUMBERS}si")
    return ["".join(item.itertext(f"{NUMBERS}t")) for item in items]


def _parse(archive: zipfile.ZipFile, name: str) -> etree._Element:
    return parse_part(read_part(archive, name, LIMITS))
