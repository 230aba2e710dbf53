"""Where words stand in the document: the lines that hold them, however they were broken or spaced."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from app.plans.reading.lexicon import small
from app.plans.reading.lines import Line

Lines = tuple[int, int]
FEWEST_LETTERS = 3
"""A piece of a name in another column must have at least these to be recognised."""


class Places:
    """The letters of some lines, row after row, and where each line begins among them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._numbers = [line.number for line in lines]
        squeezed = [letters(line.text) for line in lines]
        self._text = "".join(squeezed)
        self._starts = [0, *accumulate(len(part) for part in squeezed)]

    def find(self, words: str | None, *, after: int = 0) -> Lines | None:
        """First and last line of ``words``, not before line ``after``; None where they are not written so."""
        wanted = letters(words or "")
        if not wanted:
            return None
        line = bisect_left(self._numbers, after)
        at = self._text.find(wanted, self._starts[line] if line < len(self._lines) else 0)
        return (self._line_at(at), self._line_at(at + len(wanted) - 1)) if at >= 0 else None

    def find_in_columns(self, words: str | None, *, after: int = 0) -> Lines | None:
        """The same where words stand on several lines of one column, beside another column."""
        whole = self.find(words, after=after)
        wanted = letters(words or "")
        if whole or not wanted:
            return whole
        return span(
            (line.number, line.number)
            for line in self._lines
            if line.number >= after
            and any(len(piece) >= FEWEST_LETTERS and piece in wanted for piece in map(letters, line.columns))
        )

    def _line_at(self, at: int) -> int:
        return self._lines[bisect_right(self._starts, at) - 1].number


def letters(text: str) -> str:
    """Letters and digits alone, small, with one way to set the tone."""
    return "".join(filter(str.isalnum, small(text)))


def span(places: Iterable[Lines | None]) -> Lines | None:
    """From the first to the last of several places."""
    known = [place for place in places if place is not None]
    return (min(first for first, _ in known), max(last for _, last in known)) if known else None
