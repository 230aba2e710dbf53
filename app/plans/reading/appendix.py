"""A table of duties after the signature (Phụ lục), as far as plain text keeps it: columns by bar, tab, wide blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.plans.reading.dates import read_day
from app.plans.reading.findings import Sureness
from app.plans.reading.lexicon import small
from app.plans.reading.lines import Line

COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("stt", re.compile(r"^(?:stt|tt|số tt|số thứ tự)$")),
    ("lead", re.compile(r"chủ trì|đơn vị thực hiện|cơ quan thực hiện|người thực hiện|phụ trách")),
    ("coop", re.compile(r"phối hợp")),
    ("due_text", re.compile(r"thời gian|thời hạn|tiến độ|hoàn thành")),
    ("content", re.compile(r"nội dung|nhiệm vụ|công việc|hoạt động|tên việc")),
)
FEWEST_COLUMNS = 3
MONTH = re.compile(r"tháng\s+(\d{1,2})\s?(?:/|năm\s)\s?(20\d\d)", re.IGNORECASE)
BARE_MONTH = re.compile(r"^(\d{1,2})/(20\d\d)$")
DAY = re.compile(r"\d{1,2}\s?(?:[/.-]\s?\d|\s+tháng)")


@dataclass(frozen=True)
class Row:
    """One line of the table; ``group`` is the full-width row above it, ``task`` the task it belongs to, from zero."""

    stt: str
    content: str
    lead: str | None
    coop: str | None
    due_text: str | None
    due_date: str | None
    group: str | None
    line: int
    task: int | None = None
    task_sureness: Sureness = "missing"


@dataclass(frozen=True)
class Appendix:
    """Title, caption in brackets, column heads and rows."""

    title: str
    caption: str | None
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_appendix(lines: Sequence[Line]) -> Appendix | None:
    """The table of the appendix; None where there is no appendix or its columns were lost."""
    if not lines:
        return None
    head = next((index for index, line in enumerate(lines) if _columns(line)), None)
    if head is None:
        return None
    columns = _columns(lines[head])
    rows: list[Row] = []
    group: str | None = None
    for line in lines[head + 1 :]:
        row = _row(line, columns, group)
        if row and not row.stt.isdecimal() and not (row.lead or row.coop or row.due_text):
            group = row.content
        elif row:
            rows.append(row)
    title, caption = _title_and_caption([line.text for line in lines[:head]])
    return Appendix(title, caption, tuple(lines[head].cells), tuple(rows)) if rows else None


def _title_and_caption(above: Sequence[str]) -> tuple[str, str | None]:
    """The lines over the table; the caption stands in brackets, over as many lines as it needs."""
    begin = next((index for index, text in enumerate(above) if text.startswith("(")), len(above))
    end = next((index for index, text in enumerate(above) if index >= begin and text.endswith(")")), begin)
    caption = " ".join(above[begin : end + 1]) or None
    return " ".join((*above[:begin], *above[end + 1 :])), caption


def _columns(line: Line) -> dict[str, int]:
    """Which column holds what; empty where the line is no head of a table of duties."""
    found: dict[str, int] = {}
    for index, cell in enumerate(line.cells):
        plain = small(cell)
        name = next((name for name, words in COLUMNS if words.search(plain) and name not in found), None)
        if name:
            found[name] = index
    return found if len(found) >= FEWEST_COLUMNS and "content" in found else {}


def _row(line: Line, columns: dict[str, int], group: str | None) -> Row | None:
    def cell(name: str) -> str | None:
        at = columns.get(name)
        return (" ".join(line.cells[at].split()) or None) if at is not None and at < len(line.cells) else None

    content = cell("content") or (line.text if len(line.columns) == 1 else None)
    if content is None:
        return None
    due_text = cell("due_text")
    return Row(
        cell("stt") or "", content, cell("lead"), cell("coop"), due_text, _due_date(due_text), group, line.number
    )


def _due_date(text: str | None) -> str | None:
    if not text:
        return None
    for hit in DAY.finditer(text):
        day, _ = read_day(text, hit.start())
        if day and day.iso:
            return day.iso
    month = MONTH.search(text) or BARE_MONTH.match(text.strip())
    return f"{month[2]}-{int(month[1]):02}" if month and 1 <= int(month[1]) <= 12 else None
