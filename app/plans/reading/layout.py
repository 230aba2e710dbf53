"""What the page of this document looked like: where its lines broke, and what set paragraphs apart.

Nothing is assumed; it is learned from pairs of lines whose relation is certain. A line that begins with a small letter
continues the line above. From all such pairs follows how much room a line had: the next word did not fit any more.
Where that word *would* have fitted and the next line begins with a capital, a paragraph ended. Free lines and indents
are believed only in documents where they never fall inside a sentence: text taken from a PDF is full of them.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.plans.reading.lexicon import DANGLING
from app.plans.reading.lines import Line
from app.plans.reading.marks import read_mark

ENOUGH_PAIRS = 3
SHARE_OF_WRAPPED = 0.08
"""From this share of certain continuations on, lines were broken by a printer or converter, not by the writer."""
STRAY = 0.05
"""Pairs that may disagree: page breaks, headings in bold, words that could not be divided."""
BELIEVED = 0.6
FULL = 0.97
"""Of the widest line: where a finished sentence leaves more room than this, the paragraph is finished too."""
UNBROKEN = 1.15
"""A line that is this much wider than the page was not broken at all."""

# Widths of a common serif type in thousandths of the type size; composed letters are as wide as their base letter.
NARROW, WIDE, CAPITAL, ORDINARY, BLANK = 290, 760, 690, 480, 250
NARROW_LETTERS = frozenset("ijlrtfIìíỉĩị.,;:'’‘!()[]/|-–\"“”")
WIDE_LETTERS = frozenset("mwMW")


def by_count(text: str) -> float:
    """Width of text whose lines were broken after a number of letters."""
    return float(len(text))


class _Widths(dict[str, int]):
    """Width of each letter, worked out once."""

    def __missing__(self, letter: str) -> int:
        if letter == " ":
            width = BLANK
        elif letter in NARROW_LETTERS:
            width = NARROW
        elif letter in WIDE_LETTERS:
            width = WIDE
        else:
            width = CAPITAL if letter.isupper() else ORDINARY
        self[letter] = width
        return width


WIDTHS = _Widths()


def by_type(text: str) -> float:
    """Width of text whose lines were broken on a printed page."""
    return float(sum(map(WIDTHS.__getitem__, text)))


Measure = Callable[[str], float]
Pair = tuple[Line, Line]


@dataclass(frozen=True)
class Layout:
    """How to tell that a line ended a paragraph."""

    measure: Measure = by_count
    room: float = 0.0
    widest: float = 0.0
    usual_gap: float = 0.0
    usual_indent: float = 0.0
    gaps_tell: bool = False
    indents_tell: bool = False

    @property
    def wrapped(self) -> bool:
        """Whether lines were broken at a right edge; otherwise every line is a paragraph."""
        return self.room > 0

    def ended_early(self, line: Line, following: Line) -> bool:
        """Whether the first word of ``following`` would still have fitted on ``line``."""
        if line.full is not None:
            return not line.full
        if not self.wrapped or self.measure(line.text) > self.widest * UNBROKEN:
            return True
        needed = self.measure(_with_next_word(line, following))
        return needed < self.room and (self.measure is not by_count or needed <= self.widest)

    def had_room(self, line: Line, following: Line) -> bool:
        """The same, and surely so: a short word such as a dash often fitted just not."""
        if not self.wrapped or self.measure(line.text) > self.widest * UNBROKEN:
            return True
        return self.measure(_with_next_word(line, following)) <= min(self.room, self.widest)

    def ended_with_sentence(self, line: Line, following: Line) -> bool:
        """The same for a line that ends with a full stop: here little room is enough to tell."""
        if line.full is not None:
            return not line.full
        return self.measure(_with_next_word(line, following)) < max(self.room, self.widest * FULL)

    def fills_a_line(self, text: str) -> bool:
        """Whether ``text`` is about as wide as the page."""
        return self.wrapped and self.measure(text) > min(self.room, self.widest) * FULL

    def set_apart(self, following: Line) -> bool:
        """Whether a free line or an indent says that a paragraph begins, in a document where these are true."""
        wide = self.gaps_tell and following.gap > self.usual_gap
        return wide or (self.indents_tell and following.indent > self.usual_indent)


def learn(lines: Sequence[Line]) -> Layout:
    """The layout of the lines of one document."""
    pairs = list(itertools.pairwise(lines))
    certain = [pair for pair in pairs if _continues(pair)]
    if len(certain) < ENOUGH_PAIRS:
        return Layout()
    if len(certain) < SHARE_OF_WRAPPED * len(pairs) and not _end_at_one_edge(lines, certain):
        return Layout()
    starts = [below for _, below in pairs if read_mark(below.text)[0]]
    usual_gap = statistics.median(below.gap for _, below in certain)
    usual_indent = statistics.median(below.indent for _, below in certain)
    measure, room, widest = max((_edge(certain, measure) for measure in (by_type, by_count)), key=_sharpness)
    return Layout(
        measure=measure,
        room=room,
        widest=widest,
        usual_gap=usual_gap,
        usual_indent=usual_indent,
        gaps_tell=_tells([below.gap > usual_gap for _, below in certain], [start.gap > usual_gap for start in starts]),
        indents_tell=_tells(
            [below.indent > usual_indent for _, below in certain], [start.indent > usual_indent for start in starts]
        ),
    )


def _continues(pair: Pair) -> bool:
    above, below = pair[0].text, pair[1].text
    goes_on = below[0].islower() or above.rsplit(" ", 1)[-1].casefold() in DANGLING
    return goes_on and read_mark(below)[0] is None


def _end_at_one_edge(lines: Sequence[Line], certain: Sequence[Pair]) -> bool:
    """Whether the few lines that surely go on are all about as long as the longest line of the document.

    Lines that were never broken differ in length as their paragraphs do.
    """
    longest = max(by_count(line.text) for line in lines)
    return all(by_count(_with_next_word(*pair)) > longest for pair in certain)


def _edge(certain: Sequence[Pair], measure: Measure) -> tuple[Measure, float, float]:
    """The measure, the width at which the next word no longer fitted, and the widest line."""
    needed = sorted(measure(_with_next_word(*pair)) for pair in certain)
    widths = sorted(measure(above.text) for above, _ in certain)
    stray = int(len(certain) * STRAY)
    return measure, needed[stray], widths[-1 - stray]


def _sharpness(edge: tuple[Measure, float, float]) -> float:
    """How close the shortest full line comes to the widest one: near 1 for the measure the lines were broken by."""
    _, room, widest = edge
    return room / widest


def _with_next_word(line: Line, following: Line) -> str:
    return f"{line.text} {following.text.split(' ', 1)[0]}"


def _tells(inside: Sequence[bool], at_starts: Sequence[bool]) -> bool:
    """A sign that paragraphs begin: seldom inside sentences, mostly there where a list mark begins one."""
    if len(at_starts) < ENOUGH_PAIRS:
        return False
    return sum(inside) <= STRAY * len(inside) and sum(at_starts) >= BELIEVED * len(at_starts)
