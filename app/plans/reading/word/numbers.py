"""The numbers of Word's own lists, which stand nowhere in the text: ``1.``, ``a)`` are counted here as Word does.

A list (``w:num``) is one use of a pattern (``w:abstractNum``) of up to nine levels. All lists of a pattern count on
together, unless one says where it starts. A deeper level begins again after each entry of a higher one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from app.plans.reading.word.styles import Styles, W, number, value

LEVELS = 9
PLACE = re.compile(r"%([1-9])")
KNOWN_BULLETS = "-–—+*•▪◦●■□➢❖·"
BULLETS_BY_LEVEL = ("-", "+", "•")
BARE = re.compile(r"[\w]+")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
MOST_ROMAN = 200


@dataclass(frozen=True)
class Level:
    """One level of a pattern. ``restarts`` is false where Word counts through."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restarts: bool = True
    plain: bool = False


@dataclass
class Pattern:
    """A pattern with its levels and how far each has been counted."""

    levels: dict[int, Level]
    counted: dict[int, int] = field(default_factory=dict)


@dataclass
class List:
    """One use of a pattern; ``starts`` holds the places where it begins anew, each until it was used."""

    pattern: Pattern
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbers:
    """Counts the lists of one document while it is read from top to bottom."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._patterns: dict[str | None, etree._Element] = {}
        self._uses: dict[str | None, etree._Element] = {}
        self._counters: dict[str | None, Pattern] = {}
        self._lists: dict[str, List | None] = {}
        if root is not None:
            self._patterns = {value(one, "abstractNumId"): one for one in root.iter(W + "abstractNum")}
            self._uses = {value(one, "numId"): one for one in root.iter(W + "num")}

    def next(self, list_id: str, level: int) -> str:
        """What Word prints in front of the next paragraph of a list; empty for a list without numbers."""
        found = self._list(list_id)
        if found is None:
            return ""
        level = max(0, min(level, LEVELS - 1))
        self._count(found, level)
        form = found.levels.get(level, Level())
        if form.format == "none":
            return ""
        if form.format == "bullet":
            return _bullet(form.text, level)
        label = PLACE.sub(lambda place: self._place(found, int(place[1]) - 1, plain=form.plain), form.text)
        return f"{label}." if BARE.fullmatch(label) else label.strip()

    def level_of_style(self, list_id: str, style_id: str | None) -> int:
        """The level that a paragraph style is tied to; 0 where none is."""
        use = self._uses.get(list_id)
        pattern = self._patterns.get(value(use.find(W + "abstractNumId"))) if use is not None else None
        for level in pattern.iter(W + "lvl") if pattern is not None else ():
            if style_id is not None and value(level.find(W + "pStyle")) == style_id:
                return number(value(level, "ilvl"))
        return 0

    def _count(self, used: List, level: int) -> None:
        counted = used.pattern.counted
        if level in used.starts:
            counted[level] = used.starts.pop(level)
        elif level in counted:
            counted[level] += 1
        else:
            counted[level] = used.levels.get(level, Level()).start
        for deeper in range(level + 1, LEVELS):
            if used.levels.get(deeper, Level()).restarts:
                counted.pop(deeper, None)

    def _place(self, used: List, level: int, *, plain: bool) -> str:
        form = used.levels.get(level, Level())
        count = used.pattern.counted.get(level, form.start)
        return str(count) if plain else written(count, form.format)

    def _list(self, list_id: str) -> List | None:
        if list_id not in self._lists:
            use = self._uses.get(list_id)
            self._lists[list_id] = self._use(use) if use is not None else None
        return self._lists[list_id]

    def _use(self, use: etree._Element) -> List | None:
        name = value(use.find(W + "abstractNumId"))
        pattern = self._pattern(name)
        if pattern is None:
            return None
        starts: dict[int, int] = {}
        levels = dict(pattern.levels)
        for override in use.iter(W + "lvlOverride"):
            at = number(value(override, "ilvl"))
            start, own = override.find(W + "startOverride"), override.find(W + "lvl")
            if own is not None:
                levels[at] = _level(own)
            if start is not None:
                starts[at] = number(value(start), 1)
        return List(pattern, levels, starts)

    def _pattern(self, name: str | None) -> Pattern | None:
        if name not in self._counters:
            element = self._patterns.get(name)
            linked = value(element.find(W + "numStyleLink")) if element is not None else None
            if linked:  # the levels stand in another pattern, which a style of lists points to
                use = self._uses.get(self._styles.list_of_style(linked))
                element = self._patterns.get(value(use.find(W + "abstractNumId"))) if use is not None else None
            if element is None:
                return None
            levels = {number(value(level, "ilvl")): _level(level) for level in element.iter(W + "lvl")}
            self._counters[name] = Pattern(levels)
        return self._counters[name]


def _level(element: etree._Element) -> Level:
    start, restart = element.find(W + "start"), element.find(W + "lvlRestart")
    legal = element.find(W + "isLgl")
    return Level(
        format=value(element.find(W + "numFmt")) or "decimal",
        text=value(element.find(W + "lvlText")) or "",
        start=number(value(start), 1) if start is not None else 1,
        restarts=restart is None or value(restart) != "0",
        plain=legal is not None and value(legal) not in {"0", "false"},
    )


def _bullet(text: str, level: int) -> str:
    """The bullet as a reader knows it; drawn ones (``o``, signs of picture fonts) by their depth."""
    if text and text in KNOWN_BULLETS:
        return text
    return BULLETS_BY_LEVEL[level % len(BULLETS_BY_LEVEL)]


def written(count: int, form: str) -> str:
    """``4`` as ``4``, ``04``, ``d``, ``D``, ``iv`` or ``IV``."""
    match form:
        case "decimalZero":
            return f"{count:02}"
        case "lowerLetter":
            return _letters(count)
        case "upperLetter":
            return _letters(count).upper()
        case "lowerRoman":
            return _roman(count)
        case "upperRoman":
            return _roman(count).upper()
        case _:
            return str(count)


def _letters(count: int) -> str:
    """``a`` to ``z``, then ``aa``, as Word goes on."""
    if count < 1:
        return str(count)
    return LETTERS[(count - 1) % len(LETTERS)] * min(1 + (count - 1) // len(LETTERS), LEVELS)


def _roman(count: int) -> str:
    if not 0 < count <= MOST_ROMAN:
        return str(count)
    text = ""
    for worth, digits in ROMAN:
        text += digits * (count // worth)
        count %= worth
    return text
