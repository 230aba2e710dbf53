"""From a time limit as written to the days on which it falls. Pure.

A deadline gives one occurrence (``once``) or one for each period of the plan's years. The key of an occurrence
(``2026-H1``, ``2026-M03``) says which one, whatever its day: what people set and do is kept under it. "Trước ngày
20/10" means that the nineteenth is the last day; see ``docs/decisions``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.core.text import N_

ONCE = "once"
KEY = re.compile(r"once|20\d\d-(?:M(?:0[1-9]|1[0-2])|Q[1-4]|H[12]|9M|Y)")
LONGEST_PLAN = 5
"""So many years a plan may cover; "giai đoạn 2021-2030" in a title names a programme, not the plan's own span."""

NAMED_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
SPAN = re.compile(
    r"(?P<lead>năm|giai đoạn|nhiệm kỳ|thời kỳ)\s+(?P<first>20\d\d)\s*(?:[-–—]|và|,|đến)\s*(?:năm\s+)?(?P<last>20\d\d)",
    re.IGNORECASE,
)
HOUR = r"\d{1,2}\s?(?:h|g|giờ)(?:\s?\d\d)?(?:\s?phút)?"
STRICTLY_BEFORE = re.compile(r"\btrước\s+(?:ngày\s+|hết\s+)?(?=\d|tháng|quý)", re.IGNORECASE)
BY_THE_HOUR = re.compile(rf"\btrước\s+{HOUR}", re.IGNORECASE)
UNTIL = re.compile(
    r"\b(?:chậm nhất|muộn nhất|không quá|hết|hạn cuối|xong|đến|hoàn thành|vào|trong|cuối)\b", re.IGNORECASE
)
DAY_AND_MONTH = re.compile(r"(?<![\d/.])(\d{1,2})\s*(?:/|\s+tháng\s+)\s*(\d{1,2})(?![\d/])", re.IGNORECASE)
DAY_ALONE = re.compile(r"\bngày\s+(\d{1,2})(?!\s*[/.-]?\d)(?!\s+tháng\s+\d)", re.IGNORECASE)
FOLLOWING = re.compile(
    r"tháng\s+(?:sau|kế tiếp|tiếp theo|liền kề)|đầu\s+(?:tháng|quý|kỳ|năm)\s+sau|quý\s+sau|năm\s+sau", re.IGNORECASE
)
EVERY_YEAR = re.compile(r"(?:hằng|hàng|mỗi)\s+năm", re.IGNORECASE)
QUARTER = re.compile(r"\bquý\s+(IV|I{1,3}|[1-4])\b", re.IGNORECASE)
HALF = re.compile(r"(?:6|06|sáu)\s+tháng\s+(đầu|cuối)", re.IGNORECASE)
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}

PERIOD_MONTHS = {"tháng": 1, "quý": 3, "6 tháng": 6, "9 tháng": 9, "năm": 12}
"""The periods of reports, with their length in months."""

PLAUSIBLE = {"6 tháng": (5, 6, 7, 8, 11, 12, 1), "9 tháng": (8, 9, 10, 11), "năm": (9, 10, 11, 12, 1, 2)}
"""The months in which a report on such a period may well be due; any other is kept as written and asked about."""

SUGGESTED_DAY = 20

ODD_MONTH = N_(
    "Văn bản ghi hạn %(day)s cho báo cáo %(period)s, không gần cuối kỳ báo cáo. Cơ quan giữ ngày này hay đặt ngày khác?"
)
NO_DAY_EACH = N_("Văn bản chỉ ghi kỳ hạn “%(words)s”. Cơ quan muốn đặt ngày nào trong tháng cuối kỳ?")
NO_DAY = N_("Văn bản ghi “%(words)s”. Cơ quan có muốn đặt ngày không?")


@dataclass(frozen=True, slots=True)
class Written:
    """What a document says about one time limit."""

    words: str
    period: str | None = None
    due_on: date | None = None
    due_month: str | None = None
    before: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month that an office chose for what recurs; ``following`` the month after the period."""

    day: int
    following: bool = False


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time at which something is due. ``last_on`` is the last day that is still in time; None while unknown.

    ``whole`` is ``month`` or ``quarter`` where the document names no finer time; ``question`` is what the office is
    asked about it, marked for translation, with ``words``, ``day`` and ``period`` for its places.
    """

    key: str
    last_on: date | None = None
    whole: str | None = None
    question: str | None = None


def years_of(title: str, year: int | None) -> tuple[int, ...]:
    """The years that a plan covers: a span that its title names, else its year."""
    for span in SPAN.finditer(title):
        first, last = int(span["first"]), int(span["last"])
        alone = span["lead"].casefold() != "năm" and year is not None and f"năm {year}" in title.casefold()
        if first < last < first + LONGEST_PLAN and not alone and (year is None or first <= year <= last):
            return tuple(range(first, last + 1))
    return (year,) if year else ()


def occurrences(
    written: Written, years: Sequence[int], *, chosen: Day | None = None, yearly_beside: bool = False
) -> list[Occurrence]:
    """Every time at which ``written`` falls due in ``years``, in order.

    ``chosen`` is the office's day where the document gives none. ``yearly_beside``: the same unit also reports at the
    end of the year, so "định kỳ 6 tháng" means the first half only.
    """
    if written.due_on:
        return _dated(written, written.due_on, years)
    if written.due_month and len(written.due_month) == 7:
        return [_whole(written, *map(int, written.due_month.split("-")))]
    quarter = QUARTER.search(written.words)
    if quarter and years and not (written.period and _day_of(written)):
        named = NAMED_YEAR.search(written.words)
        return [_in_quarter(written, int(named[0]) if named else years[0], quarter[1])]
    day = _day_of(written) or chosen
    return list(_recurring(written, years, day, yearly_beside=yearly_beside)) or [_undated(written)]


def key_span(key: str) -> tuple[date, date] | None:
    """First and last day of the period that a key names; None for ``once``."""
    if not KEY.fullmatch(key) or key == ONCE:
        return None
    return _span(key)


def name_of(key: str) -> tuple[str, dict[str, object]]:
    """What people call the period of a key: words for the translators, and what fills their places."""
    if not KEY.fullmatch(key) or key == ONCE:
        return N_("một lần"), {}
    year, part = int(key[:4]), key[5:]
    named = {
        "Y": N_("năm %(year)d"),
        "9M": N_("9 tháng năm %(year)d"),
        "H1": N_("6 tháng đầu năm %(year)d"),
        "H2": N_("6 tháng cuối năm %(year)d"),
    }.get(part)
    if named:
        return named, {"year": year}
    if part[0] == "Q":
        return N_("quý %(quarter)s năm %(year)d"), {"quarter": ("I", "II", "III", "IV")[int(part[1]) - 1], "year": year}
    return N_("tháng %(month)d/%(year)d"), {"month": int(part[1:]), "year": year}


def suggested_on(key: str) -> date | None:
    """The day that an office may set for a period without one: the twentieth of its last month."""
    span = key_span(key)
    return span[1].replace(day=SUGGESTED_DAY) if span else None


def _dated(written: Written, due_on: date, years: Sequence[int]) -> list[Occurrence]:
    """A day that the document names; without a year of its own and with a period, it comes in each of the years."""
    if written.period not in PERIOD_MONTHS:
        return [Occurrence(ONCE, _last_day(written, due_on))]
    again = not NAMED_YEAR.search(written.words) and len(years) > 1
    return [
        Occurrence(_key_of_due(written, day), _last_day(written, day), question=_odd(written.period, day))
        for day in ([_in_year(due_on, year) for year in years] if again else [due_on])
    ]


def _span(key: str) -> tuple[date, date]:
    year, part = int(key[:4]), key[5:]
    named = {"Y": (1, 12), "9M": (1, 9), "H1": (1, 6), "H2": (7, 12)}
    number = int(part[1:]) if part[1:].isdecimal() else 1
    first, last = named.get(part) or ((3 * number - 2, 3 * number) if part[0] == "Q" else (number, number))
    return date(year, first, 1), _month_end(year, last)


def _odd(period: str, due_on: date) -> str | None:
    plausible = PLAUSIBLE.get(period)
    return ODD_MONTH if plausible and due_on.month not in plausible else None


def _key_of_due(written: Written, day: date) -> str:
    """Which period a report due on ``day`` is about; what is due in January is about the year before."""
    year = day.year - 1 if day.month == 1 else day.year
    half, quarter = HALF.search(written.words), QUARTER.search(written.words)
    match written.period:
        case "6 tháng":
            second = half[1].casefold() == "cuối" if half else day.month > 9 or day.month == 1
            return f"{year}-H{2 if second else 1}"
        case "quý":
            number = _number(quarter[1]) if quarter else (day.month - 2) // 3 + 1 if day.month > 1 else 4
            return f"{year}-Q{number}"
        case "tháng":
            return f"{day.year}-M{day.month:02}"
        case "9 tháng":
            return f"{day.year}-9M"
    return f"{year}-Y"


def _recurring(
    written: Written, years: Sequence[int], day: Day | tuple[int, int] | None, *, yearly_beside: bool
) -> Iterator[Occurrence]:
    """What comes back in each period of the years, on ``day`` of it where one is known."""
    period = written.period or ("năm" if isinstance(day, tuple) and EVERY_YEAR.search(written.words) else None)
    if period not in PERIOD_MONTHS:
        return
    for year in years:
        if isinstance(day, tuple):
            named = _clamped(year, day[1], day[0])
            again = replace(written, period=period)
            yield Occurrence(_key_of_due(again, named), _last_day(written, named), question=_odd(period, named))
        else:
            for key in _keys(written, period, year, yearly_beside=yearly_beside):
                yield _on_chosen_day(written, key, day)


def _keys(written: Written, period: str, year: int, *, yearly_beside: bool) -> Sequence[str]:
    if period == "6 tháng":
        half = HALF.search(written.words)
        if half:
            return (f"{year}-H{2 if half[1].casefold() == 'cuối' else 1}",)
        return (f"{year}-H1",) if yearly_beside else (f"{year}-H1", f"{year}-H2")
    if period == "tháng":
        return [f"{year}-M{month:02}" for month in range(1, 13)]
    if period == "quý":
        return [f"{year}-Q{quarter}" for quarter in range(1, 5)]
    return (f"{year}-9M",) if period == "9 tháng" else (f"{year}-Y",)


def _on_chosen_day(written: Written, key: str, day: Day | None) -> Occurrence:
    if day is None:
        return Occurrence(key, question=NO_DAY_EACH)
    end = _span(key)[1]
    month = end + timedelta(days=1) if day.following else end
    on = _clamped(month.year, month.month, day.day)
    said = _day_of(written) is not None
    return Occurrence(key, _last_day(written, on) if said else on)


def _day_of(written: Written) -> Day | tuple[int, int] | None:
    """The day that the words give to what recurs: of each period, or (day, month) of each year."""
    both = DAY_AND_MONTH.search(written.words)
    if both and 1 <= int(both[1]) <= 31 and 1 <= int(both[2]) <= 12:
        return int(both[1]), int(both[2])
    alone = DAY_ALONE.search(written.words)
    if alone and 1 <= int(alone[1]) <= 31:
        return Day(int(alone[1]), FOLLOWING.search(written.words) is not None)
    return None


def _whole(written: Written, year: int, month: int) -> Occurrence:
    """A month without a day: its last day counts, and "trước tháng 10" ends with September."""
    first = date(year, month, 1)
    if STRICTLY_BEFORE.search(written.words):
        return Occurrence(_whole_key(written, first), first - timedelta(days=1))
    return Occurrence(_whole_key(written, first), _month_end(year, month), whole="month")


def _whole_key(written: Written, first: date) -> str:
    return _key_of_due(written, first) if written.period in PERIOD_MONTHS else ONCE


def _in_quarter(written: Written, year: int, quarter: str) -> Occurrence:
    """A quarter without a day: its last day counts, and "trước quý IV" ends with September."""
    number = _number(quarter)
    key = f"{year}-Q{number}" if written.period == "quý" else ONCE
    if STRICTLY_BEFORE.search(written.words):
        return Occurrence(key, date(year, 3 * number - 2, 1) - timedelta(days=1))
    return Occurrence(key, _month_end(year, 3 * number), whole="quarter")


def _undated(written: Written) -> Occurrence:
    return Occurrence(ONCE, question=NO_DAY)


def _last_day(written: Written, day: date) -> date:
    """The last day in time: the day before where "trước ngày" is written, the day itself for every other word."""
    words = written.words
    if BY_THE_HOUR.search(words):
        return day
    strictly = STRICTLY_BEFORE.search(words) or (written.before and not UNTIL.search(words))
    return day - timedelta(days=1) if strictly else day


def _in_year(day: date, year: int) -> date:
    return _clamped(year, day.month, day.day)


def _clamped(year: int, month: int, day: int) -> date:
    """The day of that month, or its last one where the month is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _number(quarter: str) -> int:
    return ROMAN.get(quarter.upper()) or int(quarter)
