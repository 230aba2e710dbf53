"""The two places of a plan where text stands side by side: its letterhead and its foot.

Read row by row, "ỦY BAN NHÂN DÂN" and the national motto, or the recipients and the signature, would run into each
other. Both are recognised by their words and by the free strip between them, and read column after column.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.plans.reading.header import level_of
from app.plans.reading.lexicon import small
from app.plans.reading.pdf.page import Row, Word
from app.plans.reading.zones import APPENDIX, DATE_LINE, MOTTO, NUMBER_LINE, ON_BEHALF, ROLE

ALIGNED = 5.0
"""Points by which the beginnings or ends of lines of one column may miss each other."""
CENTRED = 14.0
"""The same for their middles, where blanks to be filled in by hand may stand at an end."""
STRIP = 0.5
"""Free space between columns, in letter heights; blanks between words have about half of it."""
RECIPIENTS = re.compile(r"^\W*nơi nhận")
TITLE = "kếhoạch"
BROKEN_COMMITTEE = "ban nhân dân"
COMMITTEES = ("ubnd", "ủy ban nhân dân", "hđnd", "hội đồng nhân dân", "đảng")
MOST_ROWS = 60
MOST_ROWS_ABOVE = 8


@dataclass(frozen=True)
class Columns:
    """Rows that were parted into a left and a right column, each from top to bottom."""

    left: tuple[Row, ...]
    right: tuple[Row, ...]

    @property
    def top(self) -> float:
        return min(self.left[0].top, self.right[0].top)

    @property
    def texts(self) -> tuple[str, str]:
        """The lines of each column; in a letterhead, lines that go on a long name are put behind it."""
        left, right = ([row.text for row in column] for column in (self.left, self.right))
        if _is_letterhead(self):
            left, right = _unbroken(left), _unbroken(right)
        return "\n".join(left), "\n".join(right)

    def with_row(self, row: Row, *, above: bool = False) -> Columns | None:
        """The columns with one more row; None where the row is not parted as they are."""
        halves = self._halves(row)
        if halves is None:
            return None
        sides = [self.left, self.right]
        for at, half in enumerate(halves):
            if half is not None:
                sides[at] = (half, *sides[at]) if above else (*sides[at], half)
        return Columns(sides[0], sides[1])

    def _halves(self, row: Row) -> tuple[Row | None, Row | None] | None:
        """What of a row stands in each column, in line with what stands there already; None where it does not."""
        if row.text.replace(" ", "").casefold() == TITLE:
            return None
        for words in self._ways_to_part(row):
            left, right = (Row(tuple(half)) if half else None for half in words)
            if (left is None or _in_line(left, self.left)) and (right is None or _in_line(right, self.right)):
                return left, right
        return None

    def _ways_to_part(self, row: Row) -> Iterator[tuple[Sequence[Word], Sequence[Word]]]:
        """At the middle of the strip, at the widest gap between the columns, or not at all if it is centred in one."""
        border = (max(one.right for one in self.left) + min(one.left for one in self.right)) / 2
        left, right = _middle(self.left), _middle(self.right)
        gaps = [
            (after.left - before.right, at)
            for at, (before, after) in enumerate(itertools.pairwise(row.words), start=1)
            if left < (before.right + after.left) / 2 < right
        ]
        at_border = sum((word.left + word.right) / 2 < border for word in row.words)
        widest, at_widest = max(gaps, default=(0.0, 0))
        if at_border in {0, len(row.words)} or _gap(row, at_border) >= STRIP * row.height:
            yield row.words[:at_border], row.words[at_border:]
        if widest >= STRIP * row.height:
            yield row.words[:at_widest], row.words[at_widest:]
        elif abs((row.left + row.right) / 2 - right) <= CENTRED:
            yield (), row.words
        elif abs((row.left + row.right) / 2 - left) <= CENTRED:
            yield row.words, ()


def parted(pages: Iterable[Sequence[Row]]) -> list[list[Row | Columns]]:
    """The rows of each page, with letterhead and foot as columns; a foot may go on over the page."""
    done: list[list[Row | Columns]] = []
    for rows in pages:
        last = done[-1][-1] if done and done[-1] else None
        index = 0
        while isinstance(last, Columns) and _is_foot(last) and index < len(rows) and not _begins_anew(rows[index]):
            longer = last.with_row(rows[index])
            if longer is None:
                break
            last, index = longer, index + 1
            done[-1][-1] = longer
        done.append(_parted(rows[index:]))
    return done


def _begins_anew(row: Row) -> bool:
    """Whether a row heads an appendix, with or without a letterhead of its own."""
    plain = small(row.text)
    return APPENDIX.match(plain) is not None or MOTTO.search(plain) is not None


def _parted(rows: Sequence[Row]) -> list[Row | Columns]:
    done: list[Row | Columns] = []
    index = tried = 0
    while index < len(rows):
        columns, end = None, index + 1
        if index >= tried or _begins_foot(rows[index].pieces()):  # else it stands in a block that was none of both
            columns, end = _block(rows, index)
        if columns is None:
            done.append(rows[index])
            tried = max(tried, end)
            index += 1
        else:
            done.append(_with_rows_above(done, columns))
            index = end
    return done


def _block(rows: Sequence[Row], start: int) -> tuple[Columns | None, int]:
    """The letterhead or foot that begins with the row at ``start``, and where it ends."""
    pieces = rows[start].pieces()
    if len(pieces) != 2:
        return None, start + 1
    columns = Columns((pieces[0],), (pieces[1],))
    end = start + 1
    while end < min(len(rows), start + MOST_ROWS):
        longer = columns.with_row(rows[end])
        if longer is None:
            break
        columns, end = longer, end + 1
    if not (_is_letterhead(columns) or _is_foot(columns)):
        return None, end
    return columns, end


def _with_rows_above(done: list[Row | Columns], columns: Columns) -> Columns:
    """Take into a block what stands above its first row of two pieces: a narrow strip, an office over a long name."""
    for _ in range(MOST_ROWS_ABOVE):
        row = done[-1] if done else None
        longer = columns.with_row(row, above=True) if isinstance(row, Row) else None
        if longer is None:
            break
        only_left = len(longer.right) == len(columns.right)
        if only_left and not (_is_letterhead(columns) or RECIPIENTS.search(small(longer.left[0].text))):
            break  # the end of the text above a foot stands at its left too
        columns = longer
        done.pop()
    return columns


def _is_letterhead(columns: Columns) -> bool:
    """Whether the right column has the motto, or number and date stand side by side."""
    left, right = (small("\n".join(row.text for row in column)) for column in (columns.left, columns.right))
    return MOTTO.search(right) is not None or (
        NUMBER_LINE.search(left) is not None and DATE_LINE.search(right) is not None
    )


def _unbroken(lines: Sequence[str]) -> list[str]:
    """A line that begins neither the name of an office nor anything else of a letterhead goes on the one above."""
    done: list[str] = []
    for line in lines:
        plain = small(line)
        named = level_of(line) is not None and " " in line and not plain.startswith(BROKEN_COMMITTEE)
        other = any(pattern.search(plain) for pattern in (MOTTO, NUMBER_LINE, DATE_LINE))
        if named or other or plain.startswith(COMMITTEES) or not done:
            done.append(line)
        elif any(map(str.isalnum, line)):
            done[-1] = f"{done[-1]} {line}"
    return done


def _is_foot(columns: Columns) -> bool:
    """Whether recipients stand on the left, or the office of a signer on the right."""
    return _begins_foot([columns.left[0], columns.right[0]])


def _begins_foot(pieces: Sequence[Row]) -> bool:
    if len(pieces) != 2:
        return False
    recipients, signed = small(pieces[0].text), pieces[1].text
    return RECIPIENTS.search(recipients) is not None or ON_BEHALF.match(signed) is not None or bool(ROLE.match(signed))


def _gap(row: Row, at: int) -> float:
    return row.words[at].left - row.words[at - 1].right


def _middle(column: Sequence[Row]) -> float:
    return sum(row.left + row.right for row in column) / (2 * len(column))


def _in_line(half: Row, column: Sequence[Row]) -> bool:
    """Whether a line begins, ends or has its middle where lines of the column have theirs."""
    return any(
        abs(half.left - row.left) <= ALIGNED
        or abs(half.right - row.right) <= ALIGNED
        or abs(half.left + half.right - row.left - row.right) <= 2 * CENTRED
        for row in column
    )
