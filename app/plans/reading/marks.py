"""List marks: what stands in front of a heading, a numbered paragraph or a bullet.

One small pattern per manner of marking. A mark is read from the line alone; whether it really opens a paragraph
(``4. Nội dung``) or only happened to come first on a wrapped line (``2025 và``, ``- xã hội``) is decided in
:mod:`app.plans.reading.blocks`, which sees the line above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from app.plans.reading.lexicon import LOWER, UPPER


class Kind(IntEnum):
    """Manners of marking, from those that usually stand outermost to those innermost."""

    PART = 1  # Phần I
    CAPITAL = 2  # A.
    ROMAN = 3  # I.
    NUMBER = 4  # 1.  1/
    DECIMAL = 5  # 1.1
    NUMBER_PAREN = 6  # 1)  (1)
    LETTER = 7  # a)  a.
    DASH = 8  # -
    DOT = 9  # • *
    PLUS = 10  # +


BULLETS = {Kind.DASH, Kind.DOT, Kind.PLUS}
NUMBERED = set(Kind) - BULLETS


@dataclass(frozen=True)
class Mark:
    """``label`` is the bare number or letter (``1.2``, ``a``; ``II`` also for ``Phần thứ hai``), ``written`` what stood
    there, ``value`` its place."""

    kind: Kind
    label: str
    written: str
    value: int


LETTERS = "abcdđefghijklmnopqrstuvxy"
ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
ORDINALS = {"nhất": "I", "hai": "II", "ba": "III", "tư": "IV", "bốn": "IV", "năm": "V", "sáu": "VI", "bảy": "VII"}
PART = rf"phần\s+(?P<label>(?-i:[IVX]{{1,5}})\b|\d\b|thứ\s+(?:(?-i:[IVX]{{1,5}})|\d|{'|'.join(ORDINALS)})\b)"
LONE_PART = re.compile(rf"{PART}\s*[.:]?", re.IGNORECASE)
"""A line that says which part begins; the title stands on the next one."""

PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.PART, re.compile(rf"(?=(?-i:P)){PART}\s*[.:)/-]?\s*", re.IGNORECASE)),
    (Kind.ROMAN, re.compile(r"(?P<label>[IVX]{1,5})\s?[.)/:]\s*(?=\S)")),
    (Kind.ROMAN, re.compile(r"(?P<label>[IVX]{1,5})\s?[-–]\s+(?=\S)")),
    (Kind.CAPITAL, re.compile(r"(?P<label>[A-HĐ])[.)/]\s+")),
    (Kind.DECIMAL, re.compile(r"(?P<label>\d{1,2}(?:\.\d{1,2}){1,3})(?:\s?[.)/:]\s*|\s+)(?=\D)")),
    (Kind.NUMBER, re.compile(r"(?P<label>\d{1,2})\s?\.\s*(?=[^\d\s.])")),
    (Kind.NUMBER, re.compile(rf"(?P<label>\d{{1,2}})\s?[/:-](?:\s+|(?=[{UPPER}][{LOWER}]))(?=[^\d\s])")),
    (Kind.NUMBER_PAREN, re.compile(r"\(?(?P<label>\d{1,2})\)\s*")),
    (Kind.LETTER, re.compile(r"\(?(?P<label>[a-yđ])\)\s*")),
    (Kind.LETTER, re.compile(r"(?P<label>[a-yđ])\s?[./]\s+(?=\S)")),
    (Kind.DASH, re.compile(r"(?P<label>[-–—−])(?![-–—−\d])\s*(?=\S)")),
    (Kind.DOT, re.compile(r"(?P<label>[•▪◦●■□✓➢❖*·])\s*(?=\S)")),
    (Kind.PLUS, re.compile(r"(?P<label>\+)\s*(?=\S)")),
)
MAY_BE_A_MARK = re.compile(r"\(?(?:[^\w\s]|\d|[IVX]{1,5}\W|[A-HĐa-yđ]\W|P)")
"""What every mark begins with; spares the other lines the whole row of patterns."""
NO_MARK_BEFORE = re.compile(r"[A-ZĐ]\.|v\b|[A-ZĐ]{2}[\w-]*/")
"""Initials (``V.I.``), "v.v." and symbols broken after their number (``01- KL/TW``) look like marks and are none."""


def read_mark(text: str) -> tuple[Mark | None, str]:
    """The mark in front of ``text``, if any, and the words after it."""
    if not MAY_BE_A_MARK.match(text):
        return None, text
    for kind, pattern in PATTERNS:
        found = pattern.match(text)
        if found is None:
            continue
        label, rest = _label(kind, found["label"]), text[found.end() :]
        value = _value(kind, label)
        if not value or not rest or NO_MARK_BEFORE.match(rest):
            continue
        return Mark(kind, label, found.group().strip(), value), rest
    return None, text


def _label(kind: Kind, label: str) -> str:
    if kind is not Kind.PART:
        return label
    number = label.split()[-1]
    return ORDINALS.get(number.casefold(), number.upper())


def _value(kind: Kind, label: str) -> int:
    """The place that a label claims in its list; 0 where it is no label after all."""
    if kind in BULLETS:
        return 1
    if kind is Kind.LETTER:
        return LETTERS.find(label) + 1
    if kind is Kind.CAPITAL:
        return "ABCDĐEFGH".find(label) + 1
    if label.isdecimal():
        return int(label)
    if kind is Kind.DECIMAL:
        return int(label.rsplit(".", 1)[1])
    return _roman(label)


def _roman(label: str) -> int:
    total = 0
    for digit, following in zip(label, [*label[1:], ""], strict=True):
        worth = ROMAN_DIGITS[digit]
        total += -worth if following and ROMAN_DIGITS[following] > worth else worth
    return total if _as_roman(total) == label else 0


def _as_roman(number: int) -> str:
    """Numbers up to 39 written as Roman ones; a label that differs (``IIV``) is none."""
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
