"""Telephone and identity numbers, addresses of mail, and names of persons in a text. Pure.

A rule that points at places and never changes a letter: it misses some and takes other things for numbers of people.
Identity numbers have twelve digits (căn cước) or nine (chứng minh nhân dân), written together or in groups; amounts of
money in the same groups are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from app.core.text import N_, fold, nfc

TraceKind = Literal["phone", "identity", "mail", "name"]
TRACES: Mapping[TraceKind, str] = {
    "phone": N_("số điện thoại"),
    "identity": N_("số căn cước, chứng minh"),
    "mail": N_("địa chỉ thư điện tử"),
    "name": N_("tên người"),
}
NUMBERS: frozenset[TraceKind] = frozenset({"phone", "identity", "mail"})
"""What is hardly ever meant to be read by everybody."""

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DIGITS = re.compile(r"(?<![\w/])\+?\d+(?:[ .\-\u00a0]\d+)*(?![\w/])")
_AMOUNT = re.compile(r"\s*(?:đồng|đ|vnđ|vnd|usd|triệu|tỷ|m2|m²|ha|%)(?!\w)", re.IGNORECASE)
_BREAK = re.compile(r"[ .\-\u00a0]")
_TITLE = re.compile(
    r"(?<!\w)(?:(?P<before>\w+)\s+)?(?:ông|bà|anh|chị|cô|chú|bác|cụ|em|cháu|thầy|đồng chí|đ/c)\s+", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")
_PLACES = frozenset(
    {"đường", "phố", "cầu", "chợ", "núi", "đền", "chùa", "làng", "thôn", "ấp", "tổ", "xã", "phường", "tỉnh", "ngõ"}
)
_NO_NAMES = frozenset({"ria", "na", "den", "trieu", "trung", "diem"})
"""Bà Rịa, Bà Nà, Bà Đen, Bà Triệu, Bà Trưng, Bà Điểm: folded."""
_LONGEST_NAME = 5


@dataclass(frozen=True, slots=True)
class Trace:
    """One place in a text, with the words as they stand there."""

    kind: TraceKind
    text: str


def traces_in(text: str, known: Collection[str] = ()) -> list[Trace]:
    """What in ``text`` looks as if it led to a person, each once, in the order of kinds.

    ``known`` are names that may stand there: the officials of the office.

    >>> [trace.text for trace in traces_in("Ông Nguyễn Văn A, 0912 345 678, được đền 120.000.000 đồng.")]
    ['0912 345 678', 'Nguyễn Văn A']
    """
    text = nfc(text)
    found = [Trace("mail", match[0]) for match in _MAIL.finditer(text)]
    found += _numbers(_MAIL.sub(" ", text))
    told = {tuple(fold(name).split()) for name in known}
    found += [Trace("name", name) for name in _names(text) if not _is_known(name, told)]
    return sorted(dict.fromkeys(found), key=lambda trace: list(TRACES).index(trace.kind))


def _numbers(text: str) -> Iterator[Trace]:
    for match in _DIGITS.finditer(text):
        if _AMOUNT.match(text, match.end()):
            continue
        whole = _kind_of(match[0])
        pieces = [match[0]] if whole else match[0].split(" ")
        for piece in pieces:
            kind = whole or _kind_of(piece)
            if kind:
                yield Trace(kind, piece)


def _kind_of(written: str) -> TraceKind | None:
    """What a row of digits is by its length and its groups; ``20.11.2026`` and ``15 30`` are nothing."""
    groups = _BREAK.split(written.lstrip("+"))
    digits = "".join(groups)
    abroad = digits.startswith("84") and len(digits) in {11, 12}
    if (abroad and (written.startswith("+") or len(groups) == 1)) or (
        digits.startswith("0") and len(digits) in {10, 11} and len(groups[0]) >= 3 and min(map(len, groups)) >= 2
    ):
        return "phone"
    return "identity" if len(digits) in {9, 12} and min(map(len, groups)) >= 3 else None


def _names(text: str) -> Iterator[str]:
    """Capitalised words behind a form of address."""
    for match in _TITLE.finditer(text):
        if (match["before"] or "").casefold() in _PLACES:
            continue
        words: list[str] = []
        at = match.end()
        while len(words) < _LONGEST_NAME and (word := _WORD.match(text, at)) and word[0][0].isupper():
            words.append(word[0])
            at = word.end()
            if text[at : at + 1] != " ":
                break
            at += 1
        if words and fold(words[0]) not in _NO_NAMES:
            yield " ".join(words)


def _is_known(name: str, told: Collection[tuple[str, ...]]) -> bool:
    """Whether it is one of these names, or the end of one: ông Thu is Trần Văn Thu."""
    words = tuple(fold(name).split())
    return any(known[-len(words) :] == words for known in told)
