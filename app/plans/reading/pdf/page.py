"""Words of a PDF page with their places, and the rows that they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

SAME_ROW = 0.5
"""Share of their height that words of one row have in common."""
ROWS_TO_TRY = 3
LEAST_HEIGHT = 1.0
"""Points; some fonts do not say how tall their letters are."""
WIDE_GAP = 1.6
"""A gap of so many letter heights parts columns; blanks of justified lines stay below it."""


@dataclass(eq=False, slots=True)
class Word:
    """A word and its box, in points from the top left corner of the page. Making one is cheap: there are thousands."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    bold: bool
    height: float = field(init=False)

    def __post_init__(self) -> None:
        self.height = max(self.bottom - self.top, LEAST_HEIGHT)


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, horizontal or vertical."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def is_vertical(self) -> bool:
        return self.bottom - self.top > self.right - self.left


@dataclass(frozen=True)
class Row:
    """Words side by side, from left to right."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def left(self) -> float:
        return self.words[0].left

    @cached_property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @cached_property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @cached_property
    def height(self) -> float:
        return max(word.height for word in self.words)

    @cached_property
    def strong(self) -> bool:
        """Whether all of it is bold."""
        return all(word.bold for word in self.words if any(map(str.isalnum, word.text)))

    def pieces(self) -> list[Row]:
        """The parts that wide gaps set apart."""
        parts: list[list[Word]] = [[self.words[0]]]
        for word in self.words[1:]:
            before = parts[-1][-1]
            if word.left - before.right > WIDE_GAP * min(word.height, before.height):
                parts.append([])
            parts[-1].append(word)
        return [Row(tuple(part)) for part in parts]


@dataclass(frozen=True)
class Page:
    """One page as it is shown; ``number`` counts from 1.

    ``pictures`` are all of them, ``figures`` those that may hold words of their own; ``notes`` were written onto it.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    pictures: int = 0
    figures: int = 0
    notes: int = 0


def to_rows(words: Iterable[Word]) -> list[Row]:
    """The rows of words, from top to bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.left)):
        row = next((row for row in rows[-ROWS_TO_TRY:] if _beside(row[0], word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    found = [Row(tuple(sorted(row, key=lambda word: word.left))) for row in rows]
    return sorted(found, key=lambda row: row.bottom)


def _beside(upper: Word, word: Word) -> bool:
    """Whether a word shares the height of the first word of a row, which ends no lower."""
    shared = upper.bottom - max(upper.top, word.top)
    return shared > SAME_ROW * min(upper.height, word.height)
