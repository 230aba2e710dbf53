"""Who issued the plan, under what number, when, and for which year.

Taken from the letterhead where there is one; otherwise inferred from the sentence that leads into the plan, and marked
as inferred. What the document does not say stays None: a plan whose number was never filled in has none.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.plans.reading.blocks import is_caps
from app.plans.reading.citations import Citation
from app.plans.reading.lexicon import LOWER, UPPER, small, starts_with_any
from app.plans.reading.lines import Line
from app.plans.reading.zones import DATE_LINE, MOTTO

RECEIVERS = "receivers"
"""The basis of an office above that was found among those who receive the reports."""
COMMITTEE = "Ủy ban nhân dân"
LEVELS = (
    "đặc khu",
    "phường",
    "thị trấn",
    "thị xã",
    "xã",
    "quận",
    "huyện",
    "thành phố",
    "tỉnh",
    "sở",
    "phòng",
    "chi cục",
    "cục",
    "ban",
    "bộ",
    "trung tâm",
    "văn phòng",
    "chi nhánh",
    "trường",
)
RANK = {
    "thôn": 0, "xã": 1, "phường": 1, "thị trấn": 1, "đặc khu": 1, "phòng": 2, "trung tâm": 2, "huyện": 3, "quận": 3,
    "thị xã": 3, "thành phố": 3, "sở": 4, "ban": 4, "chi cục": 3, "cục": 4, "trường": 2, "tỉnh": 5, "bộ": 6,
}  # fmt: skip
NUMBER = re.compile(
    r"[Ss][Ốố]\s*:?\s*(?P<number>[\d.…_]*)\s*(?P<rest>[/-]\s?[A-ZĐ][A-Za-zĐđ]*(?:\s?[-–/]\s?[A-ZĐ][A-Za-zĐđ]*)*)"
)
PLACE_AND_DATE = re.compile(
    rf"(?:(?P<place>[{UPPER}][^,\d]{{1,60}}?),\s*)?ngày\s*(?P<day>[\d.…_]*)\s*tháng\s*(?P<month>[\d.…_]*)\s*năm\s*(?P<year>[\d.…_]*)",
    re.IGNORECASE,
)
ISSUES = re.compile(
    r"(?P<who>(?:UBND|Ủy ban|Uỷ ban|Sở|Phòng|Ban|Bộ|Cục|Chi cục|Văn phòng|Trung tâm|Đảng ủy|Hội|Trường|Công an)\b"
    r"[^;.:“”]{2,140}?)"
    r"\s+(?:xây dựng|ban hành|triển khai|lập|đề ra)\s+(?:và ban hành\s+|thực hiện\s+)?(?:nội dung\s+)?kế hoạch",
    re.IGNORECASE,
)
LONGEST_SENTENCE = 4000
NAME_OF_TWO = rf"[{UPPER}][{LOWER}]+\s[{UPPER}][{LOWER}]+"
NAMED_PROVINCE = re.compile(rf"\b[Tt]ỉnh\s+(?P<name>Thừa Thiên Huế|{NAME_OF_TWO}(?:\s?[-–]\s?{NAME_OF_TWO})?)")
NO_PROVINCE = frozenset({"ủy", "uỷ", "đoàn", "hội"})
CENTRAL_CITIES = ("Hà Nội", "Hồ Chí Minh", "Đà Nẵng", "Hải Phòng", "Cần Thơ", "Huế")
YEAR = re.compile(r"(?<![\d/.-])(?P<year>20\d\d)(?![\d/])")
NOT_THIS_YEAR = re.compile(
    r"(?:giai đoạn|nhiệm kỳ|đến năm|tháng \d{1,2} năm|luật|hiến pháp|từ năm|[-–]\s*|20\d\d (?:và|đến)\s*)\s*"
    r"(?:năm\s*)?$"
)
RANGE_FOLLOWS = re.compile(r"\s*(?:[-–]|và|đến)\s*(?:năm\s+)?20\d\d")
YEARS = re.compile(r"(?<![\d/.-])(?P<first>20\d\d)\s*(?:[-–]|và|đến)\s*(?:năm\s+)?(?P<last>20\d\d)(?![\d/])")
SHORT_PERIOD = 2
"""A plan of its own covers two years or three; a longer period is that of the programme it carries out."""


@dataclass(frozen=True)
class Inferred:
    """A name and how it was found: ``inferred`` where no letterhead says so, ``basis`` then names the place."""

    name: str
    as_written: str
    inferred: bool
    basis: str | None = None


@dataclass(frozen=True)
class Header:
    """The head of the plan; None marks what the document does not say. ``year_to`` ends a plan for a few years."""

    issuer: str | None = None
    issuer_as_written: str | None = None
    issuer_level: str | None = None
    issuer_inferred: bool = False
    parent: Inferred | None = None
    province: Inferred | None = None
    number: str | None = None
    number_as_written: str | None = None
    date: str | None = None
    date_as_written: str | None = None
    place: str | None = None
    year: int | None = None
    year_inferred: bool = False
    year_basis: str | None = None
    year_to: int | None = None


@dataclass(frozen=True)
class Sources:
    """The parts of a plan that the header is read from."""

    letterhead: Sequence[Line]
    title: str | None
    preamble: Sequence[str]
    closing: Sequence[str]
    body: Sequence[str]
    bases: Sequence[Citation]
    last_lines: Sequence[Line] = ()
    due_years: Sequence[int] = ()


def read_header(sources: Sources) -> Header:
    """Everything above the first section, and what has to be inferred because it is missing there."""
    offices = _letterhead_offices(sources.letterhead, sources)
    issuer, inferred = (offices[-1], False) if offices else (_issuer_from_text(sources), True)
    level = level_of(issuer) if issuer else None
    number, number_as_written = _number(sources.letterhead)
    day, day_as_written, place = _place_and_date([*sources.letterhead, *sources.last_lines])
    year, year_inferred, basis = _year(sources, day_as_written)
    return Header(
        issuer=expand(issuer) if issuer else None,
        issuer_as_written=issuer,
        issuer_level=level,
        issuer_inferred=inferred and issuer is not None,
        parent=_parent(offices, level, sources.bases),
        province=_province(issuer, offices, sources),
        number=number,
        number_as_written=number_as_written,
        date=day,
        date_as_written=day_as_written,
        place=place,
        year=year,
        year_inferred=year_inferred,
        year_basis=basis,
        year_to=_last_year(sources.title or "", year),
    )


def expand(name: str) -> str:
    """``UBND phường X`` as ``Ủy ban nhân dân phường X``."""
    return re.sub(r"^(?:UBND|Uỷ ban nhân dân|ủy ban nhân dân)\b", COMMITTEE, name)


def level_of(name: str) -> str | None:
    """``xã``, ``phường`` ... ``sở``: the level that an office name carries."""
    plain = small(name).removeprefix("ubnd ").removeprefix("ủy ban nhân dân ").strip()
    plain = re.sub(r"^tp\.?\s", "thành phố ", plain)
    return starts_with_any(plain, LEVELS)


def _letterhead_offices(letterhead: Sequence[Line], sources: Sources) -> list[str]:
    """The offices in the left column, the highest first. One name may stand on two lines."""
    names: list[str] = []
    for line in letterhead:
        for cell in line.columns:
            plain = small(cell)
            if MOTTO.search(plain) or DATE_LINE.search(plain) or re.match(r"số\b", plain) or not is_caps(cell):
                continue
            if names and _goes_on(names[-1], cell):
                names[-1] = f"{names[-1]} {cell}"
            else:
                names.append(cell)
    known = [_as_in_text(name, sources) for name in names]
    return [name for name in known if level_of(name)]


def _goes_on(above: str, cell: str) -> bool:
    """``ỦY BAN NHÂN DÂN`` / ``XÃ BÌNH LÂM``, or ``SỞ VĂN HÓA, THỂ THAO`` / ``VÀ DU LỊCH``."""
    plain, below = small(above), small(cell)
    if re.fullmatch(rf"(?:ủy ban nhân dân|ubnd|hội đồng nhân dân)(?: (?:{'|'.join(LEVELS)}))?", plain):
        return True
    return below.startswith(("và ", "- ")) or plain.endswith((",", " và"))


def _as_in_text(name: str, sources: Sources) -> str:
    """A name in capitals, written the way the body writes it; else with the capitals that grammar asks for."""
    wanted = small(expand(re.sub(r"^(?:UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN)", "UBND", name)))
    text = " ".join([sources.title or "", *sources.preamble, *sources.closing, *sources.body])
    plain = text.casefold()
    for spelling in (name.casefold(), wanted.casefold(), wanted.casefold().replace("ủy ban nhân dân", "ubnd")):
        at = plain.find(spelling)
        if at >= 0 and len(plain) == len(text):
            return text[at : at + len(spelling)]
    return _with_grammar(name)


def _with_grammar(name: str) -> str:
    plain = small(re.sub(r"^(?:UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN)\s*", "", name))
    committee = f"{COMMITTEE} " if small(name).startswith(("ubnd", "ủy ban nhân dân")) else ""
    level = next((level for level in LEVELS if plain.startswith(level + " ")), "")
    rest = plain[len(level) :].strip()
    if committee:
        return f"{committee}{level} {rest.title()}".replace("  ", " ").strip()
    return f"{level.capitalize()} {rest[:1].upper()}{rest[1:]}".strip()


def _issuer_from_text(sources: Sources) -> str | None:
    """The subject of "... xây dựng kế hoạch ... như sau", else of the closing sentence, else of the title."""
    for paragraph in reversed(sources.preamble):
        found = None
        for found in ISSUES.finditer(paragraph[-LONGEST_SENTENCE:]):  # noqa: B007  the last one is wanted
            pass
        if found:
            return last_office(found["who"])
    for text in (*sources.closing, sources.title or ""):
        found = re.search(
            r"(?:của|trên địa bàn)\s+((?:UBND|Ủy ban|Sở|Phòng|xã|phường|thị trấn|thị xã)\s[^.;,/]{2,80})", text
        )
        if found and level_of(found[1]):
            name = re.sub(r"\s(?:năm|giai đoạn)\s.*$", "", found[1]).strip()
            return name if small(name).startswith(("ubnd", "ủy ban", "sở", "phòng")) else f"UBND {name}"
    return None


def last_office(who: str) -> str:
    """The office nearest to the verb, where the sentence names others before it."""
    starts = [hit.start() for hit in re.finditer(r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Sở|Phòng|Đảng ủy)\s", who)]
    name = who[starts[-1] :] if starts else who
    return re.sub(r"\s+(?:đã|sẽ|tiếp tục|căn cứ)$", "", name.strip(" ,"))


def _parent(offices: Sequence[str], level: str | None, bases: Iterable[Citation]) -> Inferred | None:
    """The office above: first line of the letterhead, else the lowest higher office whose document is carried out."""
    if len(offices) > 1:
        return Inferred(expand(offices[0]), offices[0], inferred=False)
    if level is None:
        return None
    higher: list[tuple[int, str, str]] = []
    for base in bases:
        issuer = re.sub(r"^Chủ tịch\s+", "", base.issuer or "")
        rank = RANK.get(level_of(issuer) or "", 0)
        if small(issuer).startswith(("ubnd", "ủy ban nhân dân")) and rank > RANK.get(level, 0):
            higher.append((rank, issuer, base.symbol))
    if not higher:
        return None
    _, issuer, symbol = min(higher)
    return Inferred(expand(issuer), issuer, inferred=True, basis=symbol)


def with_superior(header: Header, receivers: Iterable[str]) -> Header:
    """Where neither letterhead nor legal bases name the office above: the committee that reports are sent to."""
    if header.parent or header.issuer_level is None:
        return header
    for written in receivers:
        level = level_of(written)
        if small(written).startswith(("ubnd", "ủy ban nhân dân")) and RANK.get(level or "", 0) > RANK.get(
            header.issuer_level, 0
        ):
            name = expand(written)
            if header.province and small(name).endswith(" tỉnh"):
                name = f"{name} {header.province.name}"
            return replace(header, parent=Inferred(name, written, inferred=True, basis=RECEIVERS))
    return header


def _province(issuer: str | None, offices: Sequence[str], sources: Sources) -> Inferred | None:
    texts = [*offices, sources.title or "", *sources.preamble, *sources.body, *sources.closing]
    names: Counter[str] = Counter()
    written: dict[str, str] = {}
    for text in texts:
        for found in NAMED_PROVINCE.finditer(text):
            name = found["name"].strip()
            if small(name).split()[0] not in NO_PROVINCE:
                names[small(name)] += 1
                written.setdefault(small(name), name)
    if names:
        name = written[names.most_common(1)[0][0]]
        return Inferred(_new_tone(name), name, inferred=False)
    everything = " ".join([issuer or "", *texts])
    city = next((city for city in CENTRAL_CITIES if re.search(rf"(?:thành phố|TP\.?)\s*{city}", everything)), None)
    return Inferred(city, city, inferred=True, basis="thành phố trực thuộc Trung ương") if city else None


def _new_tone(name: str) -> str:
    return " ".join(word[0] + small(word)[1:] if small(word) != word.casefold() else word for word in name.split())


def _number(letterhead: Sequence[Line]) -> tuple[str | None, str | None]:
    """The number of the plan, and how it stands there; a number without digits was never filled in."""
    for line in letterhead:
        for cell in (*line.columns, line.text):
            found = NUMBER.search(cell)
            if not found:
                continue
            digits = re.sub(r"\D", "", found["number"])
            rest = re.sub(r"\s+", "", found["rest"]).replace("–", "-")
            return (f"{digits}{rest}" if digits else None), " ".join(found.group().split())
    return None, None


def _place_and_date(lines: Sequence[Line]) -> tuple[str | None, str | None, str | None]:
    broken = [f"{line.text} {below.text}" for line, below in itertools.pairwise(lines)]
    for pieces in (*(line.columns for line in lines), [line.text for line in lines], broken):
        for cell in pieces:
            found = PLACE_AND_DATE.search(cell)
            if found is None:
                continue
            day, month, year = (re.sub(r"\D", "", found[part]) for part in ("day", "month", "year"))
            place = found["place"].strip() if found["place"] else None
            written = found.group()[found.group().casefold().index("ngày") :]
            return _iso(day, month, year), " ".join(written.split()), place
    return None, None, None


def _iso(day: str, month: str, year: str) -> str | None:
    """As much of the date as was filled in: ``2024-02-19``, ``2023-06``, or nothing without a month."""
    if len(year) != 4 or not month or not 1 <= int(month) <= 12:
        return None
    return f"{year}-{int(month):02}-{int(day):02}" if day and 1 <= int(day) <= 31 else f"{year}-{int(month):02}"


def _year(sources: Sources, date_as_written: str | None) -> tuple[int | None, bool, str | None]:
    """The year that the plan covers, whether it was inferred, and from where."""
    for year in reversed(_years(sources.title or "")):
        return year, False, "title"
    found = YEAR.search(date_as_written or "")
    first = _first_year(sources.title or "")
    if first and (found is None or int(found["year"]) <= first):
        return first, True, "period in the title"
    for text in sources.closing:
        for year in reversed(_years(text)):
            return year, False, "closing"
    if found:
        return int(found["year"]), True, "date"
    for text in sources.preamble:
        for year in reversed(_years(text)):
            return year, True, "preamble"
    if sources.due_years:
        return Counter(sources.due_years).most_common(1)[0][0], True, "deadlines"
    cited = [int(base.date[:4]) for base in sources.bases if base.date]
    return (max(cited), True, "legal bases") if cited else (None, False, None)


def _first_year(title: str) -> int | None:
    """The first year of a plan for a few years ("năm 2026 - 2027"), often issued in the year before."""
    for found in YEARS.finditer(title):
        first, last = int(found["first"]), int(found["last"])
        if first < last <= first + SHORT_PERIOD:
            return first
    return None


def _last_year(title: str, first: int | None) -> int | None:
    """The last year of a plan for a few years that begins with ``first``; None for a plan for one year."""
    lasts = [int(found["last"]) for found in YEARS.finditer(title) if int(found["first"]) == first]
    return next((last for last in lasts if first and first < last <= first + SHORT_PERIOD), None)


def _years(text: str) -> list[int]:
    """Years named for their own sake: neither in a date or symbol, nor as the border of a period."""
    years = []
    for found in YEAR.finditer(text):
        before = small(text[max(0, found.start() - 30) : found.start()]) + (
            " " if text[: found.start()].endswith(" ") else ""
        )
        if NOT_THIS_YEAR.search(before) or RANGE_FOLLOWS.match(text, found.end()):
            continue
        years.append(int(found["year"]))
    return years
