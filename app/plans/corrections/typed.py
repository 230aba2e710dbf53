"""What somebody typed on the review page, as corrections: one for each field that says something else than the sheet.

Fields are called ``key.field``. What cannot be understood stays as it was typed, with the reason beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.errors import Problem
from app.core.text import N_, one_line
from app.plans.corrections.sheet import HEAD, Sheet, SheetTask, Thing
from app.plans.corrections.verbs import FIELDS, Change, CorrectionRefused, Value, kind_of
from app.plans.reading.dates import IN_DIGITS, read_day
from app.plans.reading.lexicon import small

DAY = re.compile(r"(?:(\d{1,2})\s*[/.-]\s*)?(\d{1,2})\s*[/.-]\s*(\d{4})")

TICKED = {"before": "due_text", "basis": "symbol"}
"""Boxes to tick, and the box beside each that tells whether the page had it at all."""
DAY_OF_ISSUE = re.compile(r"(?:[^,\d]{1,80},\s*)?(?:ngày\s+)?(?P<day>\d.*)", re.IGNORECASE)
"""``Hoa Sen, ngày 12 tháng 02 năm 2026``: the place in front belongs to a box of its own and does no harm."""
MONTH_OF_ISSUE = re.compile(r"(?:[^,\d]{1,80},\s*)?(?:ngày[\s.…_]*)?tháng\s+(?:0?[1-9]|1[0-2])\s+năm\s+20\d\d")
PERIOD_CODES = {"tháng": "month", "quý": "quarter", "6 tháng": "half-year", "năm": "year"}
"""What a period is called in its box; the page shows it in words."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The changes in the order of the sheet, and by field name what was refused."""

    changes: tuple[Change, ...]
    refused: Mapping[str, Problem]


def typed_on(sheet: Sheet, form: Mapping[str, str]) -> Typed:
    """What was typed over ``sheet``; a field that is not in the form is left alone."""
    changes: list[Change] = []
    refused: dict[str, Problem] = {}
    for key, thing in _things(sheet):
        for field in FIELDS[kind_of(key)]:
            name = f"{key}.{field}"
            try:
                value = _value(name, field, thing, form)
                if value is not _SAME:
                    FIELDS[kind_of(key)][field].check(value)
                    changes.append(Change(key, field, value))
            except CorrectionRefused as problem:
                refused[name] = problem
    return Typed(tuple(changes), refused)


def shown(thing: Thing, field: str) -> str:
    """A field as it stands in its box on the page."""
    value = getattr(thing, field)
    if value is None or value is False:
        return ""
    if field == "period":
        return PERIOD_CODES.get(str(value), "")
    if field == "target":
        return f"{value * 100:g}".replace(".", ",")
    if field in {"due", "day"}:
        return "/".join(reversed(str(value).split("-")))
    if field == "coordinating":
        return "; ".join(value)
    if field == "texts":
        return "\n".join(value)
    return str(value)


_SAME: Any = object()


def _things(sheet: Sheet) -> Iterator[tuple[str, Thing]]:
    yield HEAD, sheet.head
    for thing in sheet.things():
        if not (isinstance(thing, SheetTask) and sheet.is_gone(thing)) and not thing.removed:
            yield thing.key, thing


def _value(name: str, field: str, thing: Thing, form: Mapping[str, str]) -> Any:
    """The new value, or ``_SAME`` where the box says what the sheet says."""
    if field in TICKED:
        key = name.partition(".")[0]
        ticked = name in form
        return _SAME if f"{key}.{TICKED[field]}" not in form or ticked == getattr(thing, field) else ticked
    if name not in form:
        return _SAME
    if field == "reason":
        surveyed = f"{name.partition('.')[0]}.surveyed" in form
        written = None if surveyed else form[name].strip()
        return _SAME if written == getattr(thing, field) else written
    if _plain(form[name]) == _plain(shown(thing, field)):
        return _SAME
    return READ.get(field, str)(form[name])


def _plain(text: str) -> str:
    return "\n".join(line for line in (one_line(part) for part in text.splitlines()) if line)


def _year(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal():
        raise CorrectionRefused(N_("Năm phải từ 2000 đến 2100."))
    return int(text)


def _target(text: str) -> float | None:
    written = text.replace("%", "").replace(",", ".").strip()
    if not written:
        return None
    try:
        return round(float(written) / 100, 6)
    except ValueError:
        return -1


def _period(text: str) -> str | None:
    return next((period for period, code in PERIOD_CODES.items() if code == text), None)


def _due(text: str) -> str | None:
    if not text.strip():
        return None
    found = DAY.fullmatch(text.strip())
    if found is None:
        return text.strip()  # refused by the field itself, with an example
    day, month, year = found.groups()
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")


def _issued(text: str) -> str | None:
    """The day of issue as offices write it; digits alone become ``ngày 12/02/2026``. The day may still be open."""
    written = one_line(text)
    if not written:
        return None
    if MONTH_OF_ISSUE.fullmatch(small(written)):
        return written
    words = DAY_OF_ISSUE.fullmatch(written)
    day, end = read_day(words["day"], 0) if words else (None, 0)
    if words is None or day is None or day.year is None or end != len(words["day"]):
        raise CorrectionRefused(
            N_("Hãy ghi ngày ban hành như 12/02/2026 hoặc “ngày 12 tháng 02 năm 2026”; chưa có ngày thì để trống.")
        )
    return f"ngày {day.day:02}/{day.month:02}/{day.year}" if IN_DIGITS.fullmatch(words["day"]) else written


def _names(text: str) -> list[str]:
    return [name for name in (one_line(part) for part in re.split(r"[;\n]", text)) if name]


READ: Mapping[str, Callable[[str], Value]] = {
    "year": _year,
    "issued_text": _issued,
    "target": _target,
    "period": _period,
    "due": _due,
    "day": _due,
    "coordinating": _names,
    "texts": str.splitlines,
}
