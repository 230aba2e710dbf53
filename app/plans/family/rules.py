"""Pure decisions about the family of plans: whether a cited symbol is a stored plan, and which plan came before.

A symbol alone proves little: every commune issues a plan number 12 each year. It has to fit in all that is known of
both sides: the day, the year, and the level and name of who issued it. What is missing on one side contradicts nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.text import fold
from app.plans.family.matching import likeness_of_words

LEVELS = (
    "thi xa",
    "thi tran",
    "thanh pho",
    "dac khu",
    "tinh",
    "quan",
    "huyen",
    "phuong",
    "xa",
    "so",
    "phong",
    "bo",
    "chinh phu",
    "thu tuong",
)
"""Words that tell the level of a body, folded; the longer of two that begin alike stands first."""

_SHORT = (("ubnd", "uy ban nhan dan"), ("hdnd", "hoi dong nhan dan"), ("tp.", "thanh pho "), ("tp ", "thanh pho "))
_LEVEL = re.compile(rf"\b({'|'.join(LEVELS)})\b\s*(.*)")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\uff0d]")
_DAY = re.compile(r"(\d{1,2})\s*(?:[/.-]|th[aá]ng)\s*(\d{1,2})\s*(?:[/.-]|n[aă]m)\s*(\d{4})", re.IGNORECASE)
SAME_KIND = 0.45
"""How alike two plans of an office must be for the older one to be suggested as the one before."""


@dataclass(frozen=True, slots=True)
class Named:
    """A document as far as it is named: by a citation, by a person, or by a stored plan itself.

    ``year`` is a plan's own year, for a cited document the year of the plan that cites it.
    """

    symbol: str
    issuer: str | None = None
    issued_on: date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class PlanWords:
    """What tells which of an office's plans is which."""

    title: str
    year: int | None
    themes: tuple[str, ...] = ()


def symbol_key(symbol: str | None) -> str:
    """A symbol as it is compared: ``Số: 07 / KH–UBND`` and ``7/kh-ubnd`` are one; empty without a number.

    Blanks, capitals, marks (QĐ, QD), the kind of dash, the word "số" and zeros before the number do not count.
    """
    plain = fold(_DASHES.sub("-", unicodedata.normalize("NFKC", symbol or "")))
    plain = re.sub(r"\s+", "", plain).removeprefix("so").lstrip(":.")
    number, slash, rest = plain.partition("/")
    number = number.lstrip("0")
    return f"{number}/{rest}" if slash and rest and number[:1].isdigit() else ""


def is_plan_symbol(symbol: str) -> bool:
    """Whether a symbol is that of a plan: ``07/KH-UBND``, ``36-KH/TU``, and not ``16575/UBND-THKH``."""
    return re.search(r"[-/]kh(?:[-/]|$)", symbol_key(symbol)) is not None


def day_written(text: str | None) -> date | None:
    """The day in ``ngày 12 tháng 01 năm 2026`` or ``12/01/2026``; nothing where a part of it is missing."""
    found = _DAY.search(text or "")
    if found is None:
        return None
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def contradicts(cited: Named, stored: Named) -> bool:
    """Whether what is known of the two shows that they are different documents."""
    if symbol_key(cited.symbol) != symbol_key(stored.symbol) or not symbol_key(cited.symbol):
        return True
    if cited.issued_on and stored.issued_on and cited.issued_on != stored.issued_on:
        return True
    other = stored.issued_on.year if stored.issued_on else stored.year
    if cited.issued_on and other and abs(cited.issued_on.year - other) > 1:
        return True  # a plan for a year may be issued in the December before
    if not cited.issued_on and cited.year and other and other > cited.year:
        return True  # nobody carries out what was decided in a later year
    return not _may_be_one(cited.issuer, stored.issuer)


def proves(cited: Named, stored: Named) -> bool:
    """Whether the two are one document without anybody being asked: issuer and time agree.

    An issuer agrees when its level and name are written on both sides; "UBND tỉnh" alone could be any province's.
    """
    here, there = body(cited.issuer), body(stored.issuer)
    return same_time(cited, stored) and bool(here and there and here[1] and here == there)


def same_time(cited: Named, stored: Named) -> bool:
    """Whether nothing contradicts and the day agrees, or the year where a day is not known on both sides."""
    if contradicts(cited, stored):
        return False
    if cited.issued_on and stored.issued_on:
        return True
    year = cited.issued_on.year if cited.issued_on else cited.year
    return year is not None and year == (stored.issued_on.year if stored.issued_on else stored.year)


def body(issuer: str | None) -> tuple[str, str] | None:
    """Level and name of who issued: ``UBND tỉnh Đông Sơn`` is ``("tinh", "dong son")``; nothing where no level is."""
    plain = fold(issuer or "")
    for short, full in _SHORT:
        plain = plain.replace(short, full)
    found = _LEVEL.search(re.sub(r"[^\w\s]", " ", plain))
    if found is None:
        return None
    return found[1], " ".join(found[2].split())


def is_own(cited: Named, plan: Named) -> bool:
    """Whether a cited document comes from the office of the plan itself, which is seldom the plan above."""
    here, there = body(cited.issuer), body(plan.issuer)
    return here is not None and here == there


def closes_a_circle(plan_id: int, parent_id: int, parents: Mapping[int, int]) -> bool:
    """Whether ``plan_id`` already stands above ``parent_id``; ``parents`` holds the plan above each plan."""
    seen: set[int] = set()
    at: int | None = parent_id
    while at is not None and at not in seen:
        if at == plan_id:
            return True
        seen.add(at)
        at = parents.get(at)
    return False


def earlier_likeness(plan: PlanWords, before: PlanWords) -> float:
    """How likely ``before`` is the plan that ``plan`` follows, between 0 and 1: title, themes of the tasks, and years.

    Seven tenths for the words of the title without its years, three tenths for the themes that both have; a tenth
    less for each year more than one between them.
    """
    title = likeness_of_words(plan.title, before.title)
    mine, its = set(plan.themes), set(before.themes)
    themes = len(mine & its) / len(mine | its) if mine | its else title
    gap = (plan.year - before.year) if plan.year and before.year else 1
    return max(0.0, 0.7 * title + 0.3 * themes - 0.1 * max(0, gap - 1))


def comes_before(plan: PlanWords, before: PlanWords, *, same_office: bool) -> bool:
    """Whether the years allow it; an office that went into another may have had a plan for the very same year."""
    if plan.year is None or before.year is None:
        return plan.year is None and before.year is None
    return before.year < plan.year or (not same_office and before.year == plan.year)


def most_alike(likenesses: Iterable[tuple[int, float]]) -> int | None:
    """The key with the highest likeness, if it reaches :data:`SAME_KIND`; of equals the later import."""
    best = max(((score, key) for key, score in likenesses), default=None)
    return best[1] if best and best[0] >= SAME_KIND else None


def _may_be_one(cited: str | None, stored: str | None) -> bool:
    here, there = body(cited), body(stored)
    if here is None or there is None:
        return True
    if here[0] != there[0]:
        return False
    return not (here[1] and there[1]) or _begins(here[1].split(), there[1].split())


def _begins(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the shorter name is the beginning of the longer: "xa binh minh" and "xa binh minh tinh dong son"."""
    short, long = sorted((list(one), list(other)), key=len)
    return long[: len(short)] == short
