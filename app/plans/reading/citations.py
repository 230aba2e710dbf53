"""Documents that a plan names by their symbol: ``Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ``.

The symbol is the anchor, because it is the one part that is always there. The kind is looked for in front of it, the
date and the issuer behind it. Symbols broken by blanks and line ends are mended: ``23- QĐ/TW``, ``25 NQ/TW``,
``11QĐ/TW``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.plans.reading.dates import Day, read_day
from app.plans.reading.lexicon import DOCUMENT_KINDS, LOWER, UPPER, small

# A group of letters in a symbol: at least two capitals (CT, TTg, BCSĐCP, QyĐ, UBTVQH11).
GROUP = r"[A-ZĐƯ](?:[a-zđ]{0,2}[A-ZĐƯ])+[a-zđ]{0,2}\d{0,2}(?!\w)"
SYMBOL = re.compile(
    rf"(?<![\w/.-])(?P<number>\d{{1,5}})(?P<year>\s?/\s?(?:19|20)\d\d)?"
    rf"(?P<letters>(?:\s?[-–/]\s?|\s?){GROUP}(?:\s?[-–/]\s?{GROUP})*)"
)
BEFORE = 60
LABEL = re.compile(r"\s*\bsố\s*:?\s*$|\s+$", re.IGNORECASE)
DATED = re.compile(r"\s*[,(]?\s*(?:ngày\s+)?(?=\d{1,2}\s?(?:[/.-]\s?\d|tháng\b))", re.IGNORECASE)
ISSUED_BY = re.compile(r"\s*[,)]?\s*(?P<word>của|giữa|do)\s+", re.IGNORECASE)
CONFERENCE = re.compile(r"\s*(?=(?:hội nghị|đại hội) lần thứ)", re.IGNORECASE)
SYMBOL_KINDS = {
    "CT": "Chỉ thị",
    "QĐ": "Quyết định",
    "KL": "Kết luận",
    "NQ": "Nghị quyết",
    "NĐ": "Nghị định",
    "KH": "Kế hoạch",
    "CTr": "Chương trình",
    "CTR": "Chương trình",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "CV": "Công văn",
    "HD": "Hướng dẫn",
    "TB": "Thông báo",
    "BC": "Báo cáo",
    "PL": "Pháp lệnh",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "CĐ": "Công điện",
    "TTr": "Tờ trình",
}
KIND = re.compile(rf"(?<!\w)(?:{'|'.join(DOCUMENT_KINDS)})(?!\w)", re.IGNORECASE)
KIND_NAMES = {small(name): name for name in DOCUMENT_KINDS}
FEW_WORDS = re.compile(r"(?:\s+[^\s.,;:()“”\"]+){0,3}\s*")

# Where the name of the issuer is over: a word that begins what the document is about, or the next clause.
ISSUER_ENDS = re.compile(
    rf"[;:,“”\"\n]|(?<!TP)\.|\((?!khóa)|(?<=\s)và (?=[{LOWER}])|(?<=\s)(?:về|v/v|ban hành|quy định|phê duyệt|"
    r"triển khai|thực hiện|đã|đến|tới|đối với|gắn|theo|tại|nhằm|để|là|được|hướng dẫn|sửa đổi|giao|yêu cầu|kèm|"
    r"đẩy mạnh|tăng cường|tiếp tục|hoặc|ngày|trong|trên|khi|cho|nêu|như sau)(?!\w)"
)
KIND_NEXT = re.compile(rf"(?:và\s+|;\s*|,\s*)?(?:các\s+)?(?:{'|'.join(DOCUMENT_KINDS)})(?!\w)")
OFFICE_WITH_COMMAS = re.compile(r"(?:Bộ|Sở|Phòng|Ban)\s[^,]*$")
CAPITAL_VERB = re.compile(
    r"\s(?=(?:Triển khai|Thực hiện|Ban hành|Phê duyệt|Quy định|Về|Tăng cường|Đẩy mạnh|Tiếp tục)\s)"
)
LONGEST_ISSUER = 160


@dataclass(frozen=True)
class Mention:
    """One place where a document is named; ``start`` and ``end`` are positions in the text that was searched."""

    kind: str
    symbol: str
    symbol_as_written: str
    day: Day | None
    issuer: str | None
    as_written: str
    start: int
    end: int
    where: str = ""


@dataclass(frozen=True)
class Citation:
    """A document named once or more: what the mentions together say of it."""

    kind: str
    symbol: str
    date: str | None
    issuer: str | None
    as_written: str
    where: tuple[str, ...]
    mentions: int
    symbol_as_written: str | None = None
    subject: str | None = None
    nested: bool = False


def find_mentions(text: str, where: str = "") -> list[Mention]:
    """Every document named by symbol in ``text``, in order."""
    found = []
    for hit in SYMBOL.finditer(text):
        mention = _mention(text, hit, where)
        if mention:
            found.append(mention)
    return found


def _mention(text: str, hit: re.Match[str], where: str) -> Mention | None:
    if hit["letters"].lstrip()[0] not in "-–/" and "/" not in hit["letters"]:
        return None  # "năm 2023 UBND xã": a number and an abbreviation that do not belong together
    kind, start, named = _kind_before(text, hit)
    if kind is None:
        return None
    end = hit.end()
    day, end = _day_after(text, end)
    issuer, end = _issuer_after(text, end, dated=day is not None)
    if day is None and issuer:
        day, end = _day_after(text, end)
    return Mention(
        kind=kind,
        symbol=mended(hit.group()),
        symbol_as_written=hit.group(),
        day=day,
        issuer=issuer,
        as_written=text[start:end].strip(" ,("),
        start=start if named else hit.start(),
        end=end,
        where=where,
    )


def mended(symbol: str) -> str:
    """A symbol without blanks, with the hyphen that the writer or the line end lost: ``25 NQ/TW`` -> ``25-NQ/TW``."""
    tight = re.sub(r"\s*([-–/])\s*", lambda hit: hit.group(1).replace("–", "-"), symbol.strip())
    return re.sub(r"^(\d+)\s*(?=[A-ZĐ])", r"\1-", tight)


def _kind_before(text: str, hit: re.Match[str]) -> tuple[str | None, int, bool]:
    """The kind of document, where its name begins, and whether it was named; else derived from the symbol."""
    before = text[max(0, hit.start() - BEFORE) : hit.start()]
    labelled = LABEL.sub("", before)
    named = _nearest_kind(labelled, _kind_of_symbol(hit["letters"]))
    if named:
        return KIND_NAMES[small(named.group())], hit.start() - len(before) + named.start(), True
    return _kind_of_symbol(hit["letters"]), hit.start(), False


def _nearest_kind(before: str, symbol_kind: str | None) -> re.Match[str] | None:
    """The kind named right before the symbol; of several ("Thông báo kết luận số 5/TB-UBND") the one it agrees with."""
    kinds = list(KIND.finditer(before))
    if not kinds or not FEW_WORDS.fullmatch(before, kinds[-1].end()):
        return None
    if len(kinds) > 1 and not before[kinds[-2].end() : kinds[-1].start()].strip():
        return next((kind for kind in kinds[-2:] if small(kind.group()) == small(symbol_kind or "")), kinds[-1])
    return kinds[-1]


def _kind_of_symbol(letters: str) -> str | None:
    for group in re.findall(r"[A-ZĐa-zđ]+", letters):
        if group in SYMBOL_KINDS:
            return SYMBOL_KINDS[group]
    return "Luật" if re.search(r"/\s?QH\d", letters) else None


def _day_after(text: str, at: int) -> tuple[Day | None, int]:
    lead = DATED.match(text, at)
    if lead is None:
        return None, at
    day, end = read_day(text, lead.end())
    return (day, end) if day else (None, at)


def _issuer_after(text: str, at: int, *, dated: bool) -> tuple[str | None, int]:
    lead = ISSUED_BY.match(text, at)
    both = lead is not None and lead["word"].casefold() == "giữa"
    if lead is None and dated:
        lead = CONFERENCE.match(text, at)
    if lead is None:
        return None, at
    rest = text[lead.end() : lead.end() + LONGEST_ISSUER]
    length = _issuer_length(rest, both=both)
    issuer = rest[:length].strip()
    if issuer.count(")") > issuer.count("("):
        length = issuer.index(")")
        issuer = issuer[:length].strip()
    return (issuer, lead.end() + len(rest[:length].rstrip())) if issuer else (None, at)


def _issuer_length(rest: str, *, both: bool) -> int:
    """How many letters of ``rest`` are the name of the issuer."""
    at = 0
    while True:
        stop = ISSUER_ENDS.search(rest, at)
        end = stop.start() if stop else len(rest)
        verb = CAPITAL_VERB.search(rest, at, end)
        if verb and not re.search(r"(?:Bộ|Sở|Phòng|Ban)$", rest[: verb.start()]):
            return verb.start()
        if stop is None:
            return end
        if stop.group() == "," and _name_goes_on(rest, stop.end()):
            at = stop.end()
            continue
        return _before_next_kind(rest, end, both=both)


def _name_goes_on(rest: str, at: int) -> bool:
    """``Bộ Văn hóa, Thể thao và Du lịch``: a comma inside a name."""
    following = rest[at:].lstrip()
    return (
        OFFICE_WITH_COMMAS.search(rest[: at - 1]) is not None
        and following[:1].isupper()
        and not KIND_NEXT.match(following)
    )


def _before_next_kind(rest: str, end: int, *, both: bool) -> int:
    """``của Chính phủ và Thông tư ...``: the next document is no part of the name. ``giữa A và B`` has two issuers."""
    joined = re.search(r"\svà\s+(?=(?:các\s+)?(?:" + "|".join(DOCUMENT_KINDS) + r")\s)", rest[:end])
    if joined and not both and not re.search(r"(?:Bộ|Sở)\s*$", rest[: joined.start()]):
        return joined.start()
    return end


def merge(mentions: Iterable[Mention]) -> list[Citation]:
    """One citation per document, in order of first mention; gaps of one mention are filled from the others.

    Two documents may bear the same symbol (every commune has a 12/KH-UBND); different days tell them apart.
    """
    groups: list[list[Mention]] = []
    by_symbol: dict[str, dict[str | None, list[Mention]]] = {}
    for mention in mentions:
        known = by_symbol.setdefault(mention.symbol.casefold(), {})
        day = mention.day.iso if mention.day else None
        anyone = next(iter(known.values()), None)
        group = anyone if day is None else known.get(day) or known.pop(None, None)
        if group is None:
            group = []
            groups.append(group)
        if day is not None or not known:
            known[day] = group
        group.append(mention)
    return [_citation(group) for group in groups]


def _citation(group: Sequence[Mention]) -> Citation:
    first = group[0]
    written = {one.symbol_as_written for one in group if one.symbol_as_written != one.symbol}
    named = next((one for one in group if one.as_written != one.symbol_as_written), first)
    return Citation(
        kind=named.kind,
        symbol=first.symbol,
        date=next((one.day.iso for one in group if one.day and one.day.iso), None),
        issuer=next((one.issuer for one in group if one.issuer), None),
        as_written=max((one.as_written for one in group), key=len),
        where=tuple(dict.fromkeys(one.where for one in group if one.where)),
        mentions=len(group),
        symbol_as_written=min(written, default=None),
    )


CLAUSE_END = re.compile(rf";|\.\s+(?=[{UPPER}])|\n")
ONLY_JOINED = re.compile(r"\s*(?:,|và|;|\(.*?\))*\s*(?:các\s+)?")
ANNOUNCEMENT = re.compile(r"(?:ban hành|xây dựng|triển khai|lập)\s+kế hoạch(?=.*\bsau\s*:)", re.IGNORECASE | re.DOTALL)


def legal_bases(paragraphs: Iterable[str]) -> list[Citation]:
    """What the plan rests on: the documents of its preamble. Documents inside the name of another are ``nested``."""
    own: list[Citation] = []
    nested: list[Citation] = []
    for paragraph in paragraphs:
        for clause in CLAUSE_END.split(paragraph):
            mentions = _before_announcement(clause)
            stands_alone = True
            for index, mention in enumerate(mentions):
                stands_alone = index == 0 or _stands_alone(clause, mentions[index - 1], mention, stands_alone)
                base = replace(merge([mention])[0], nested=not stands_alone, subject=_subject(clause, mention))
                (own if stands_alone else nested).append(base)
    symbols: set[str] = set()
    bases = []
    for base in [*own, *nested]:
        if base.symbol not in symbols:
            symbols.add(base.symbol)
            bases.append(base)
    return bases


def _stands_alone(clause: str, above: Mention, mention: Mention, above_stands_alone: bool) -> bool:
    """A document beside another, or after "và", if that other one is not itself inside the name of a third."""
    joined = ONLY_JOINED.fullmatch(clause, above.end, mention.start) is not None
    return above_stands_alone and (joined or clause[above.end : mention.start].endswith(" và "))


def _before_announcement(clause: str) -> list[Mention]:
    """What the plan rests on stands before "... xây dựng kế hoạch ... như sau:"; what it carries out, behind."""
    announced = ANNOUNCEMENT.search(clause)
    end = announced.start() if announced else len(clause)
    return [mention for mention in find_mentions(clause) if mention.start < end]


def _subject(clause: str, mention: Mention) -> str | None:
    rest = clause[mention.end :].strip(" ,;.")
    return rest or None
