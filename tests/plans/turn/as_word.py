"""A manuscript as a Word document: head and foot as tables, bold headings without heading styles, Word's own lists."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from tests.plans.turn.manuscript import COLUMNS, Manuscript, Part

CENTRE, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
FORMATS = {
    "roman": ("upperRoman", "%1."),
    "number": ("decimal", "%1."),
    "letter": ("lowerLetter", "%1)"),
    "dash": ("bullet", "-"),
    "plus": ("bullet", "+"),
}
FIRST_ID = 60


class Lists:
    """Word lists of a document: one pattern per manner, a new use of it wherever the numbers begin again."""

    def __init__(self, document: Document) -> None:
        self._root = document.part.numbering_part.element
        self._next = FIRST_ID
        self._use: dict[str, int] = {}
        self._count: dict[str, int] = {}
        for pattern, (form, text) in enumerate(FORMATS.values(), start=FIRST_ID):
            self._root.insert(0, self._pattern(pattern, form, text))

    def number(self, paragraph: Paragraph, part: Part) -> bool:
        """Let Word number ``paragraph``; false where its number is not the one that Word would count."""
        manner = _manner(part)
        if manner is None:
            return False
        place = _place(part)
        if place == 1 or manner not in self._use:
            if place != 1:
                return False
            self._begin(manner)
        elif manner not in {"dash", "plus"} and place != self._count[manner] + 1:
            return False
        self._count[manner] = place
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = self._use[manner]
        return True

    def _begin(self, manner: str) -> None:
        if manner in {"dash", "plus"} and manner in self._use:
            return
        pattern = FIRST_ID + list(FORMATS).index(manner)
        self._next += 1
        use = parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{self._next}"><w:abstractNumId w:val="{pattern}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
        self._root.append(use)
        self._use[manner] = self._next

    def _pattern(self, pattern: int, form: str, text: str) -> object:
        return parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{pattern}"><w:multiLevelType w:val="singleLevel"/>'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            "</w:abstractNum>"
        )


def _manner(part: Part) -> str | None:
    if part.mark in {"-", "+"}:
        return "dash" if part.mark == "-" else "plus"
    if part.mark.endswith("."):
        return "number" if part.label.isdecimal() else "roman" if set(part.label) <= set("IVX") and part.label else None
    return "letter" if part.mark.endswith(")") and part.label.isascii() and part.label.isalpha() else None


def _place(part: Part) -> int:
    if not part.label:
        return 1
    if part.label.isdecimal():
        return int(part.label)
    roman = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
    return roman.index(part.label) + 1 if part.label in roman else ord(part.label[0]) - ord("a") + 1


def docx_of(plan: Manuscript) -> bytes:
    """The bytes of the document."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    _running_head(document, plan.running_head)
    left, right = _two_columns(document)
    _fill(left, [*plan.office, plan.number], bold=len(plan.office), align=CENTRE)
    _fill(right, [*plan.motto, plan.place_and_day], bold=2, align=CENTRE)
    for text in (plan.kind, plan.title):
        _paragraph(document.add_paragraph(), text, bold=True, align=CENTRE)
    document.add_paragraph()
    lists = Lists(document)
    for part in plan.parts:
        paragraph = document.add_paragraph()
        text = part.text if lists.number(paragraph, part) else part.written
        _paragraph(paragraph, text, bold=part.bold, align=BOTH)
    left, right = _two_columns(document)
    _fill(left, ["Nơi nhận:", *plan.recipients], bold=1, align=None)
    _fill(right, [*plan.signature, "", "", "", plan.signer], bold=9, align=CENTRE)
    if plan.appendix:
        _appendix(document, plan)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _appendix(document: Document, plan: Manuscript) -> None:
    """The table of duties on a new page, its groups as merged rows."""
    appendix = plan.appendix or {}
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    _paragraph(document.add_paragraph(), appendix["title"], bold=True, align=CENTRE)
    if appendix["caption"]:
        _paragraph(document.add_paragraph(), appendix["caption"], bold=False, align=CENTRE)
    table = document.add_table(rows=1, cols=len(COLUMNS))
    for cell, name in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.text = name
    for row in plan.duties:
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[-1]).text = row[0]
            continue
        for cell, text in zip(cells, row, strict=True):
            cell.text = text


def _running_head(document: Document, text: str) -> None:
    head = document.sections[0].header.paragraphs[0]
    head.add_run(f"{text} - trang ")
    for kind, content in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = content
        head.add_run()._r.append(element)


def _two_columns(document: Document) -> tuple[_Cell, _Cell]:
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    left.width, right.width = Cm(6.5), Cm(10)
    return left, right


def _fill(cell: _Cell, lines: list[str], *, bold: int, align: WD_ALIGN_PARAGRAPH | None) -> None:
    for index, text in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        _paragraph(paragraph, text, bold=index < bold, align=align)


def _paragraph(paragraph: Paragraph, text: str, *, bold: bool, align: WD_ALIGN_PARAGRAPH | None) -> None:
    run = paragraph.add_run(text)
    run.bold = bold
    if align is not None:
        paragraph.alignment = align
