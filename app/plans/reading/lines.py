"""Second stage: text becomes numbered lines without the marks that are no words.

Taken away: marks of Markdown, rules drawn with dashes, lines that hold nothing but a page number or a web address, and
running heads, that is lines that come back where pages end.
Kept for the stages that follow: the number of the line in the file, the free lines above it, its indent, its columns,
and whether Markdown made it a heading or bold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.core.text import fold


@dataclass(frozen=True)
class Line:
    """One line of words. ``number`` counts from 1 in the file; ``gap`` counts the lines without words above it.

    ``cells`` are the columns that stand side by side on it; an empty cell is an empty string. What only some formats
    know: the ``page``; whether the line was broken because it was ``full`` (None: nobody knows); whether its place says
    that it ``opens`` a paragraph (None: the place says nothing); how deep its list stands among the lists of a Word
    document (``level``, from 0). ``converted``: the document was typed for fonts from before Unicode.
    """

    number: int
    text: str
    cells: tuple[str, ...] = ()
    gap: int = 0
    indent: int = 0
    heading: bool = False
    strong: bool = False
    page: int | None = None
    full: bool | None = None
    opens: bool | None = None
    level: int | None = None
    converted: bool = field(default=False, compare=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """Each piece of text that stands on its own: the filled cells, and the lines inside them."""
        pieces = (piece for cell in self.cells for piece in cell.split("\n"))
        return tuple(piece for piece in pieces if piece) or (self.text,)


HEADING = re.compile(r"#{1,6}\s+")
TABLE_RULE = re.compile(r"[\s|:+=-]+")
RULE = re.compile(r"[\s_=~*.·•…–—-]{3,}")
PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–—|\[(]?\s*\d{1,3}(?:\s*/\s*\d{1,3})?\s*[-–—|\])]?", re.IGNORECASE)
ADDRESS = re.compile(r"(?:<?(?:https?://|www\.)\S+\s*)+")
ADDRESS_TAIL = re.compile(r"[\x21-\x7e]{12,}")
ASKS_FOR_ADDRESS = re.compile(r"(?::|địa chỉ|website|trang|cổng)$", re.IGNORECASE)
ESCAPED = re.compile(r"\\([-\\.*_#+()>|])")
SINGLE_EMPHASIS = re.compile(r"(?<!\w)([*_])(?=\S)([^*_\n]{1,300}?)(?<=\S)\1(?!\w)")
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
LONE_MARK = re.compile(r"[-–+•▪*]|\d{1,2}[.)/]|[a-zđ][.)]|[IVX]{1,5}[./)]")
LETTERS_OF_APPENDIX = 14
"""Enough to see the word, even where each mark is a sign of its own."""
FORM_FEED = "\f"
MOST_HEAD_ROWS = 2
FEWEST_PAGES = 2
SHARE_OF_PAGES = 0.4
"""Left and right pages may have heads of their own."""
FREE_AROUND_HEAD = 4
COUNTED = re.compile(r"\b(?:ngày|tháng|năm|quý|số|điểm|mục|khoản|điều)$", re.IGNORECASE)
"""What a number that ends a sentence follows."""
COLUMN_GAP = re.compile(r"\t+ *| {2,}")


def to_lines(text: str) -> list[Line]:
    """The lines of ``text`` that hold words, in order."""
    markdown = "**" in text or re.search(r"^#{1,6}\s+\S", text, re.MULTILINE) is not None
    raws = _without_running_heads(text.split("\n"))
    lines: list[Line] = []
    gap = 0
    bold = False
    in_appendix = after_address = between_pages = False
    for number, raw in enumerate(raws, start=1):
        bare = raw.strip()
        address = _is_address(bare, lines, after_address=after_address)
        after_address = address
        page_ended = (PAGE_NUMBER.fullmatch(bare) is not None and not in_appendix) or raw == FORM_FEED
        between_pages = page_ended or (between_pages and not bare)
        if not bare or address or page_ended or RULE.fullmatch(bare):
            gap = 0 if between_pages else gap + 1  # where a page ends, free lines say nothing
            continue
        line, bold = _line(number, raw, gap=gap, markdown=markdown, bold=bold)
        if line is None:
            gap += 1
            continue
        in_appendix = in_appendix or _begins_appendix(line.text)
        if lines and not in_appendix and _is_lone_mark(lines):
            line = _after_lone_mark(lines.pop(), line)
        lines.append(line)
        gap = 0
    return lines


def _without_running_heads(raws: list[str]) -> list[str]:
    """The lines with a form feed in place of what stands beside page ends again and again; no line is left out.

    Only in front of an appendix: the numbers of its rows look like those of pages.
    """
    body = next((at for at, raw in enumerate(raws) if _begins_appendix(raw.strip())), len(raws))
    for _ in range(MOST_HEAD_ROWS):
        ends = [at for at in range(body) if "\f" in raws[at] or PAGE_NUMBER.fullmatch(raws[at].strip())]
        beside = [at for end in ends for at in _neighbours(raws[:body], end)]
        seen = Counter(_as_head(raws[at]) for at in set(beside))
        heads = {at for at in beside if seen[_as_head(raws[at])] >= max(FEWEST_PAGES, len(ends) * SHARE_OF_PAGES)}
        if not heads:
            break
        raws = [FORM_FEED if at in heads else raw for at, raw in enumerate(raws)]
    return raws


def _begins_appendix(text: str) -> bool:
    return fold(text[:LETTERS_OF_APPENDIX]).startswith("phu luc")


def _neighbours(raws: Sequence[str], end: int) -> Iterator[int]:
    """The filled lines right above and right below the end of a page."""
    for step in (-1, 1):
        at = end if raws[end].strip() and "\f" in raws[end] and step == 1 else end + step
        while 0 <= at < len(raws) and abs(at - end) <= FREE_AROUND_HEAD and not raws[at].strip():
            at += step
        if 0 <= at < len(raws) and raws[at].strip() and not PAGE_NUMBER.fullmatch(raws[at].strip()):
            yield at


def _as_head(raw: str) -> str:
    return re.sub(r"\d+", "#", fold(raw.strip()))


def _is_lone_mark(lines: Sequence[Line]) -> bool:
    """Whether the last line is a list mark alone, and not the end of a sentence (``trước ngày`` / ``25.``)."""
    if not LONE_MARK.fullmatch(lines[-1].text):
        return False
    return len(lines) < 2 or not COUNTED.search(lines[-2].text)


def _after_lone_mark(mark: Line, line: Line) -> Line:
    """A list mark that a converter left alone belongs to the line below."""
    text = f"{mark.text} {line.text}"
    return replace(line, number=mark.number, text=text, cells=(text,), gap=mark.gap, indent=mark.indent)


def _line(number: int, raw: str, *, gap: int, markdown: bool, bold: bool) -> tuple[Line | None, bool]:
    """The line, and whether bold runs on into the next one. None where only marks stood."""
    indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
    bare = raw.strip()
    heading = strong = False
    if markdown:
        mark = HEADING.match(bare)
        heading = mark is not None
        bare = bare[mark.end() :] if mark else bare.removeprefix("> ")
        bare, strong, bold = _without_emphasis(bare, bold=bold and not heading)
    cells = _cells(bare)
    text = " ".join(BREAK.sub(" ", " ".join(cells)).split())
    if not text:
        return None, bold
    return Line(number, text, cells, gap, indent, heading, strong), bold


def _cells(bare: str) -> tuple[str, ...]:
    """What stands side by side: columns of a table (one may hold several lines), or words set far apart."""
    if bare.startswith("|"):
        if TABLE_RULE.fullmatch(bare):
            return ()
        parts = BREAK.sub("\n", bare.strip("|")).split("|")
        return tuple("\n".join(" ".join(piece.split()) for piece in part.split("\n")) for part in parts)
    if bare.count("\t") > 1:
        return tuple(" ".join(part.split()) for part in bare.split("\t"))
    return tuple(part.strip() for part in COLUMN_GAP.split(bare) if part.strip())


def _without_emphasis(bare: str, *, bold: bool) -> tuple[str, bool, bool]:
    """The words, whether all of them were bold, and whether bold goes on."""
    parts = bare.split("**")
    outside = parts[1::2] if bold else parts[0::2]
    strong = len(parts) > 1 and not any(letter.isalnum() for part in outside for letter in part)
    strong = strong or (bold and len(parts) == 1)
    goes_on = bold ^ (len(parts) % 2 == 0)
    words = SINGLE_EMPHASIS.sub(r"\2", "".join(parts))
    return ESCAPED.sub(r"\1", words).strip(), strong, goes_on


def _is_address(bare: str, above: list[Line], *, after_address: bool) -> bool:
    """Whether the line is a link target left over from a converter, and no address that a sentence announces."""
    if after_address and ADDRESS_TAIL.fullmatch(bare) and ("/" in bare or "-" in bare):
        return True
    if not ADDRESS.fullmatch(bare):
        return False
    return not (above and ASKS_FOR_ADDRESS.search(above[-1].text))
