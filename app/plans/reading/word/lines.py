"""From a .docx to lines: paragraphs in the order of the document, with the numbers that Word only draws.

One paragraph is one line, and more where a soft break divides it; a table stands where it stood, a row to a line, with
its columns in ``cells``. Tracked insertions are kept and deletions left out: the plan as it is meant to be. Headers,
footers, footnotes and comments are no part of it. What the look says (bold, heading) goes along on the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from lxml import etree

from app.plans.reading.document import Document
from app.plans.reading.legacy import by_font
from app.plans.reading.lines import Line
from app.plans.reading.text import PICTURE_BULLETS
from app.plans.reading.word import tables
from app.plans.reading.word.numbers import Numbers
from app.plans.reading.word.package import open_package
from app.plans.reading.word.styles import BODY_TEXT, Look, Styles, W, look_of, number, value
from app.plans.reading.word.unread import left_out

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DROPPED = {W + name for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText",
                                 "footnoteReference", "endnoteReference", "commentReference")}  # fmt: skip
SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
NO_LIST = "0"
COLUMN_GAP = re.compile("\t|[ \u00a0]{3,}")
"""What typists set columns apart with who do not know tables."""
PICTURES = 0xF000
"""Picture fonts have their signs from here on; the text stage knows the bullets among them."""


class Run(NamedTuple):
    """A stretch of text in one look."""

    text: str
    bold: bool


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: the number Word draws in front of it, its runs, and what hangs on it in text boxes."""

    label: str
    runs: tuple[Run, ...]
    heading: bool
    level: int | None
    boxes: tuple[etree._Element, ...]

    def lines(self) -> Iterator[tuple[str, bool]]:
        """Each line with whether all of it is bold; a paragraph without words has none."""
        label = f"{self.label} " if self.label else ""
        for pieces in _split(self.runs):
            text = "".join(piece.text for piece in pieces).strip()
            if text:
                looks = {piece.bold for piece in pieces if any(map(str.isalnum, piece.text))}
                yield label + text, looks == {True}
                label = ""


def _split(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """The runs of each line."""
    line: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\n")
        line.append(Run(first, run.bold))
        for part in others:
            yield line
            line = [Run(part, run.bold)]
    yield line


def read_word(content: bytes) -> Document:
    """A Word document, its lines as they stand; raises :class:`PlanUnreadable` for an unsafe or damaged file."""
    package = open_package(content)
    reader = _Reader(Styles(package.styles), package.numbering)
    body = package.document.find(W + "body")
    lines = reader.lines(body) if body is not None else []
    return Document(lines, tuple(left_out(package.document, package.names, package.outside)))


class _Reader:
    def __init__(self, styles: Styles, numbering: etree._Element | None) -> None:
        self._styles = styles
        self._numbers = Numbers(numbering, styles)
        self._lines: list[Line] = []
        self._gap = 0
        self._carried: list[Run] = []
        self._converted = False

    def lines(self, body: etree._Element) -> list[Line]:
        self._blocks(body)
        return [replace(line, converted=True) for line in self._lines] if self._converted else self._lines

    def _blocks(self, container: etree._Element) -> None:
        for block in blocks(container):
            if block.tag == W + "p":
                self._add_paragraph(block)
            elif not tables.frames_text(block):
                self._add_rows(block)
            else:
                for cell in tables.cells(block):
                    self._blocks(cell)

    def _add_paragraph(self, element: etree._Element) -> None:
        paragraph = self._paragraph(element)
        lines = list(paragraph.lines())
        for text, strong in lines:
            cells = tuple(part.strip() for part in COLUMN_GAP.split(text) if part.strip())
            self._add(Line(0, text, cells, heading=paragraph.heading, strong=strong, level=paragraph.level))
        self._gap += not lines
        for box in paragraph.boxes:
            self._blocks(box)

    def _add_rows(self, table: etree._Element) -> None:
        for row in tables.rows(table, self._cell_text):
            self._add(Line(0, " ".join(row), row))

    def _add(self, line: Line) -> None:
        words = " ".join(line.text.split())
        if words:
            self._lines.append(replace(line, number=len(self._lines) + 1, text=words, gap=self._gap))
            self._gap = 0

    def _cell_text(self, cell: etree._Element) -> str:
        """The paragraphs of a cell, one below the other; tables inside it lose their columns."""
        texts: list[str] = []
        for block in blocks(cell):
            if block.tag == W + "p":
                paragraph = self._paragraph(block)
                lines = [" ".join(text.split()) for text, _ in paragraph.lines()]
                texts += lines or ([paragraph.label.rstrip(".)")] if paragraph.label else [])
                texts += [self._cell_text(box) for box in paragraph.boxes]
            else:
                texts += [self._cell_text(inner) for inner in tables.cells(block)]
        return "\n".join(text for text in texts if text)

    def _paragraph(self, element: etree._Element) -> Paragraph:
        properties = element.find(W + "pPr")
        style = value(properties.find(W + "pStyle")) if properties is not None else None
        look = look_of(properties).over(self._styles.paragraph(style))
        runs: list[Run] = []
        boxes: list[etree._Element] = []
        self._collect(element, look, runs, boxes)
        runs, self._carried = [*self._carried, *runs], []
        if _mark_is_deleted(element):  # its text goes on in the next paragraph
            self._carried, runs = runs, []
            return Paragraph("", (), heading=False, level=None, boxes=tuple(boxes))
        heading = look.outline is not None and look.outline < BODY_TEXT
        label, level = self._label(look, style)
        return Paragraph(label, tuple(runs), heading, level, tuple(boxes))

    def _label(self, look: Look, style: str | None) -> tuple[str, int | None]:
        """The number in front and the level of the list; Word counts empty paragraphs too."""
        if look.list_id is None or look.list_id == NO_LIST:
            return "", None
        level = look.list_level
        if level is None:
            level = self._numbers.level_of_style(look.list_id, style)
        return self._numbers.next(look.list_id, level), level

    def _collect(self, element: etree._Element, look: Look, runs: list[Run], boxes: list[etree._Element]) -> None:
        """The runs below ``element``, in order, however they are wrapped (links, insertions, fields, controls)."""
        for child in element:
            if child.tag == W + "r":
                self._run(child, look, runs, boxes)
            elif child.tag not in DROPPED:
                self._collect(_chosen(child), look, runs, boxes)

    def _run(self, element: etree._Element, around: Look, runs: list[Run], boxes: list[etree._Element]) -> None:
        properties = element.find(W + "rPr")
        style = value(properties.find(W + "rStyle")) if properties is not None else None
        look = look_of(properties).over(self._styles.run(style)).over(around)
        text = "".join(_letters(child, boxes) for child in element)
        if look.hidden or not text:
            return
        convert = by_font(look.font or "")
        self._converted = self._converted or convert is not None
        text = convert(text) if convert else text
        runs.append(Run(text.upper() if look.capitals else text, bool(look.bold)))


def blocks(container: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables directly in a body, cell or text box, out of any wrapping."""
    for child in container:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "moveTo", W + "customXml", W + "smartTag"):
            yield from blocks(child)


def _letters(element: etree._Element, boxes: list[etree._Element]) -> str:
    """What one element of a run shows; text boxes are put aside."""
    if element.tag == W + "t":
        return element.text or ""
    if element.tag in SIGNS:
        return "" if value(element, "type") in {"page", "column"} else SIGNS[element.tag]
    if element.tag == W + "sym":
        code = number(value(element, "char"), base=16) | PICTURES
        return PICTURE_BULLETS.get(chr(code), "") if code < 0x110000 else ""
    if element.tag in (MC + "AlternateContent", W + "drawing", W + "pict", W + "object"):
        boxes += [box for box in _chosen(element).iter(W + "txbxContent") if not _inside_box(box, element)]
    return ""


def _chosen(element: etree._Element) -> etree._Element:
    """Of two ways to say the same thing (for new and old programs), the first."""
    if element.tag != MC + "AlternateContent":
        return element
    choice = element.find(MC + "Choice")
    return choice if choice is not None else element


def _inside_box(box: etree._Element, top: etree._Element) -> bool:
    above = box.getparent()
    while above is not None and above is not top:
        if above.tag == W + "txbxContent":
            return True
        above = above.getparent()
    return False


def _mark_is_deleted(paragraph: etree._Element) -> bool:
    return any(paragraph.find(f"{W}pPr/{W}rPr/{W}{change}") is not None for change in ("del", "moveFrom"))
