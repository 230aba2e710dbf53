"""What a printer puts on every page and no reader takes for text: page numbers, running heads and feet.

They are known by their place: the outermost rows of a page whose words stand at the same height on other pages too,
that hold nothing but the number of the page, or that are small print in the margin. Taken away before lines are joined,
they cannot fall into a sentence.
Browsers also print tall letters twice where a page ends inside them; these shadows go too.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Sequence

from app.plans.reading.lexicon import small
from app.plans.reading.pdf.page import Row, Word
from app.plans.reading.zones import MOTTO

MOST_ROWS = 4
"""Rows that a running head or foot may have."""
SAME_HEIGHT = 4.0
"""Points; the same head stands at the same height on each page."""
FEWEST_PAGES = 2
SHARE_OF_PAGES = 0.4
"""Left and right pages may have heads of their own, and the first page none."""
PAGE, SOMETHING = "#", ""
MOST_SHADOWS = 3
SMALL_PRINT = 0.85
"""Of the usual letter height: what is smaller and stands in the margin is no text, even on a single page."""
SMALL_MARGIN = 0.06
PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–—|\[(]?\s*(\d{1,3})(?:\s*/\s*\d{1,3})?\s*[-–—|\])]?", re.IGNORECASE)

Key = tuple[str, str, int]
"""Top or bottom, the words, and the height at which they stand."""


def without_furniture(pages: Sequence[Sequence[Row]], heights: Sequence[float]) -> list[list[Row]]:
    """The rows of each page that belong to the text; ``heights`` are those of the pages."""
    seen = Counter(key for number, rows in enumerate(pages, start=1) for key in _outer_keys(rows, number))
    usual = statistics.median([row.height for rows in pages for row in rows] or [0.0])
    inner = []
    for number, (rows, height) in enumerate(zip(pages, heights, strict=True), start=1):
        inner.append(_inner(rows, number, seen, _small_print(rows, height, usual)))
    return _without_shadows(inner)


def _small_print(rows: Sequence[Row], height: float, usual: float) -> set[Row]:
    """Smaller rows in the margin of a page, apart from the text."""
    found: set[Row] = set()
    for outermost, neighbours in ((rows[:1], rows[1:2]), (rows[-1:], rows[-2:-1])):
        for row, neighbour in zip(outermost, neighbours, strict=False):
            in_margin = row.bottom < SMALL_MARGIN * height or row.top > (1 - SMALL_MARGIN) * height
            apart = max(neighbour.top - row.bottom, row.top - neighbour.bottom) > usual
            if in_margin and apart and row.height < SMALL_PRINT * usual:
                found.add(row)
    return found


def _inner(rows: Sequence[Row], number: int, seen: Counter[Key], small_print: set[Row]) -> list[Row]:
    """Rows from the outside in are taken away until one of them is text."""
    taken: set[int] = set()
    for where, side in (("top", range(len(rows))), ("bottom", range(len(rows) - 1, -1, -1))):
        for index in side[:MOST_ROWS]:
            row = rows[index]
            repeats = _repeats(row, number, where, seen) and not _is_motto(row)
            if not (repeats or _is_number_of_page(row, number) or row in small_print):
                break
            taken.add(index)
    return [row for index, row in enumerate(rows) if index not in taken]


def _outer_keys(rows: Sequence[Row], number: int) -> set[Key]:
    """What stands at the border of a page, each once, also as "something stands here"."""
    keys: set[Key] = set()
    for where, outermost in (("top", rows[:MOST_ROWS]), ("bottom", rows[-MOST_ROWS:])):
        for row in outermost:
            height = round(row.bottom / SAME_HEIGHT)
            keys |= {(where, words, height) for words in (*_as_furniture(row, number), SOMETHING)}
    return keys


def _as_furniture(row: Row, number: int) -> set[str]:
    """The words of a row, as they are and with a sign in place of the number of the page."""
    words = small(row.text)
    if PAGE_NUMBER.fullmatch(words):
        return {PAGE}
    return {words, re.sub(rf"(?<!\d){number}(?!\d)", PAGE, words, count=1)}


def _repeats(row: Row, number: int, where: str, seen: Counter[Key]) -> bool:
    """Whether the same words stand there on other pages, and not only on a few of those that have text there."""
    heights = [round(row.bottom / SAME_HEIGHT) + shift for shift in (-1, 0, 1)]
    alike = max(sum(seen[where, words, height] for height in heights) for words in _as_furniture(row, number))
    return alike >= max(FEWEST_PAGES, SHARE_OF_PAGES * seen[where, SOMETHING, heights[1]])


def _is_number_of_page(row: Row, number: int) -> bool:
    found = PAGE_NUMBER.fullmatch(row.text.strip())
    return found is not None and int(found[1]) == number


def _is_motto(row: Row) -> bool:
    """The letterhead of an appendix stands where that of the plan stood, and is text in both places."""
    return MOTTO.search(small(row.text)) is not None


def _without_shadows(pages: list[list[Row]]) -> list[list[Row]]:
    """The pages without last rows whose few letters stand in the first row of the next page at the same place."""
    for page, following in itertools.pairwise(pages):
        if not page or not following or len(page[-1].words) > MOST_SHADOWS:
            continue
        if all(any(_same_place(word, other) for other in following[0].words) for word in page[-1].words):
            page.pop()
    return pages


def _same_place(shadow: Word, word: Word) -> bool:
    inside = word.left - 1 <= shadow.left and shadow.right <= word.right + 1
    return inside and shadow.text in word.text
