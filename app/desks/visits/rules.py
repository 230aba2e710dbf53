"""How a number of visits and its day are written, and what is refused. Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from app.core.clock import show_day
from app.core.errors import Problem
from app.core.text import N_

PERMISSION = "visits.enter"
FIRST_DAY = date(2020, 1, 1)
"""Nothing before is taken: it is a slip of the finger in the year."""
MOST_VISITS = 20_000
"""More than any desk can serve on a day."""

Cell = tuple[int, date]
"""A desk by its id, and a day."""
Visits = Mapping[Cell, int | None]
"""None where nobody knows."""

_WHOLE = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:[. \u00a0][0-9]{3}){1,4}")
_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")


class NotANumberOfVisits(Problem):
    """Something else than a whole number of visits that a desk can serve on a day."""


class NotADay(Problem):
    """Something else than a day, or one on which nothing can be said yet."""


def read_visits(written: str) -> int | None:
    """``1.234`` or ``1234``; None for nothing. Raises :class:`NotANumberOfVisits`."""
    text = written.strip()
    if not text:
        return None
    if text.startswith("-"):
        raise NotANumberOfVisits(N_("Số lượt không thể là số âm (“%(text)s”)."), text=text[:30])
    if not _WHOLE.fullmatch(text):
        raise NotANumberOfVisits(N_("“%(text)s” không phải là số nguyên. Hãy ghi số lượt, ví dụ 125."), text=text[:30])
    number = int(re.sub(r"[^0-9]", "", text))
    if number > MOST_VISITS:
        raise NotANumberOfVisits(
            N_("%(text)s lượt trong một ngày tại một điểm là quá nhiều (tối đa %(most)d). Hãy xem lại."),
            text=text[:30],
            most=MOST_VISITS,
        )
    return number


def read_day(written: str) -> date:
    """``20/11/2026``. Raises :class:`NotADay`."""
    found = _DAY.fullmatch(written.strip())
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    raise NotADay(N_("“%(text)s” không phải là ngày. Hãy ghi ngày/tháng/năm, ví dụ 20/11/2026."), text=written[:30])


def refuse_day(day: date, today: date) -> None:
    """Raise :class:`NotADay` for a day that has not come, or lies too far back."""
    if day > today:
        raise NotADay(N_("Ngày %(day)s chưa đến nên chưa có số lượt phục vụ."), day=show_day(day))
    if day < FIRST_DAY:
        raise NotADay(
            N_("Ngày %(day)s xa quá: chỉ nhận từ %(first)s. Hãy xem lại năm."),
            day=show_day(day),
            first=show_day(FIRST_DAY),
        )


def days_of(span: str, day: date) -> list[date]:
    """The days of the week, or of the month, that ``day`` lies in."""
    if span == "month":
        first = day.replace(day=1)
        return [first + timedelta(days=at) for at in range(calendar.monthrange(day.year, day.month)[1])]
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=at) for at in range(7)]


def write_cells(visits: Visits) -> str:
    """Numbers as one line of text: what a page showed, to be compared when it comes back."""
    known = sorted((cell, number) for cell, number in visits.items() if number is not None)
    return " ".join(f"{desk}-{day:%Y%m%d}={number}" for (desk, day), number in known)


def read_cells(written: str) -> dict[Cell, int]:
    """The numbers that :func:`write_cells` wrote; what has another shape is left out."""
    return {cell: int(number) for part in written.split() for cell, number in _parts(part)}


def read_cell(name: str) -> Cell | None:
    """``12-20261120`` as a cell."""
    found = re.fullmatch(r"([0-9]{1,9})-([0-9]{4})([0-9]{2})([0-9]{2})", name, re.ASCII)
    try:
        return (int(found[1]), date(int(found[2]), int(found[3]), int(found[4]))) if found else None
    except ValueError:
        return None


def _parts(part: str) -> Iterator[tuple[Cell, str]]:
    name, _equals, number = part.partition("=")
    cell = read_cell(name)
    if cell is not None and re.fullmatch(r"[0-9]{1,9}", number, re.ASCII):
        yield cell, number
