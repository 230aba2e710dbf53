"""A sheet as a Word document in the manner of offices: tables for head and foot, bold instead of heading styles, words
cut into runs, a change that somebody tracked, a running head, a table of duties with merged cells."""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from tests.plans.specimens.sheet import Piece, Sheet

CENTRE, BOTH, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
LEVELS = {"I": ("upperRoman", "%1."), "1": ("decimal", "%2."), "a": ("lowerLetter", "%3)"), "-": ("bullet", "-")}
LIST = 70
RUN_LENGTH = 37
"""Letters after which Word, for reasons of its own, begins a new run, be it inside a word."""
BODY = ("plain", "bold", *LEVELS)


def docx_of(sheet: Sheet) -> bytes:
    """The bytes of the document."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin = Cm(3), Cm(1.5), Cm(2)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    _letterhead(document, sheet)
    for text in ("KẾ HOẠCH", *sheet.texts("title")):
        _write(document.add_paragraph(), text, bold=True, align=CENTRE)
    _add_list(document)
    for piece in sheet.of(*BODY):
        _body(document, piece)
    _foot(document, sheet)
    if sheet.rows():
        _appendix(document, sheet)
    _track_a_change(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _letterhead(document: Document, sheet: Sheet) -> None:
    """Names above, number and day below: a table of two rows without lines."""
    table = _columns(document, 2)
    for at, kind in enumerate(("left", "right")):
        _fill(table.cell(0, at), sheet.of(kind), align=CENTRE)
    for at, kind in enumerate(("number", "day")):
        _fill(table.cell(1, at), sheet.of(kind), align=CENTRE)
    document.add_paragraph()


def _body(document: Document, piece: Piece) -> None:
    paragraph = document.add_paragraph()
    _write(paragraph, piece.text, bold=piece.bold, align=BOTH)
    if piece.kind in LEVELS:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = list(LEVELS).index(piece.kind)
        properties.get_or_add_numId().val = LIST


def _foot(document: Document, sheet: Sheet) -> None:
    document.add_paragraph()
    table = _columns(document, 1)
    recipients = [Piece("", "Nơi nhận:", bold=True), *sheet.of("recipient")]
    _fill(table.cell(0, 0), recipients, align=LEFT)
    signature = [*sheet.of("signed"), *[Piece("", "", bold=False)] * 4, *sheet.of("signer")]
    _fill(table.cell(0, 1), [piece._replace(bold=True) for piece in signature], align=CENTRE)


def _appendix(document: Document, sheet: Sheet) -> None:
    """The duties on a page turned sideways."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for piece in sheet.of("annex"):
        _write(document.add_paragraph(), piece.text, bold=piece.bold, align=CENTRE)
    rows = sheet.rows()
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for line, row in enumerate(rows):
        for column, text in enumerate(row):
            if text not in {"^", "<", "."}:
                _write(table.cell(line, column).paragraphs[0], text, bold=line < 2, align=LEFT)
    for line, row in enumerate(rows):
        for column, text in enumerate(row):
            if text == "<":
                _without_empty(table.cell(line, column - 1).merge(table.cell(line, column)))
            elif text == "^":
                _without_empty(table.cell(line - 1, column).merge(table.cell(line, column)))


def _without_empty(cell: _Cell) -> None:
    """Merging leaves the empty paragraphs of both cells."""
    for paragraph in cell.paragraphs[1:]:
        if not paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)


def _columns(document: Document, rows: int) -> Table:
    table: Table = document.add_table(rows=rows, cols=2)
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Cm(6.5), Cm(10)
    return table


def _fill(cell: _Cell, pieces: Sequence[Piece], *, align: WD_ALIGN_PARAGRAPH) -> None:
    for at, piece in enumerate(pieces):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        _write(paragraph, piece.text, bold=piece.bold, align=align)


def _write(paragraph: Paragraph, text: str, *, bold: bool, align: WD_ALIGN_PARAGRAPH) -> None:
    for start in range(0, len(text), RUN_LENGTH):
        paragraph.add_run(text[start : start + RUN_LENGTH]).bold = bold
    paragraph.alignment = align


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = CENTRE
    for kind in ("begin", "", "end"):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = "PAGE"
        paragraph.add_run()._r.append(element)


def _add_list(document: Document) -> None:
    """One list of four levels: I. / 1. / a) / - , each beginning again below the one above it."""
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(LEVELS.values())
    )
    root = document.part.numbering_part.element
    root.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{LIST}"><w:multiLevelType w:val="multilevel"/>{levels}'
            "</w:abstractNum>"
        ),
    )
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{LIST}"><w:abstractNumId w:val="{LIST}"/></w:num>'))


def _track_a_change(document: Document) -> None:
    """The first run of the last paragraph was typed anew by a colleague; what stood there before is marked deleted."""
    body = [paragraph for paragraph in document.paragraphs if len(paragraph.runs) > 1]
    run: Any = body[-1].runs[0]._r
    marks = f'{nsdecls("w")} w:author="Văn thư" w:date="2026-01-15T08:00:00Z"'
    inserted = parse_xml(f'<w:ins {marks} w:id="901"/>')
    deleted = parse_xml(
        f'<w:del {marks} w:id="902"><w:r><w:delText xml:space="preserve">Bản cũ: </w:delText></w:r></w:del>'
    )
    run.addprevious(deleted)
    run.addprevious(inserted)
    inserted.append(deepcopy(run))
    run.getparent().remove(run)
