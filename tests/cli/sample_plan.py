"""Writes the sample plan again as .docx and .pdf from its .txt, in the layout of Nghị định 30/2020/NĐ-CP.

Run by ``make sample-plan`` after the text was changed. It stands with the tests because only they need python-docx; the
three files themselves belong to the demo. ``test_sample_plan.py`` fails when they no longer say the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import docx
import typst
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

FOLDER = Path(__file__).parents[2] / "app" / "cli" / "demo"
TEXT = FOLDER / "ke-hoach-mau.txt"
WRITTEN_AT = datetime(2026, 1, 22, 8, 0)  # noqa: DTZ001  Word keeps times without a zone
CENTRE, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
RULE = ""  # in a list of lines: a short rule, with its indent in centimetres for a look


@dataclass(frozen=True)
class SamplePlan:
    """The parts of the text that a letter of an office sets differently."""

    issuer: list[str]
    motto: list[str]
    number: str
    place_and_day: str
    kind: str
    title: str
    body: list[str]
    recipients: list[str]
    signature: list[str]
    signer: str
    note: str


def read(path: Path = TEXT) -> SamplePlan:
    """The sample plan, cut where its blank lines are."""
    note, head, (kind, title), *body, recipients, signature, signer = (
        block.splitlines() for block in path.read_text(encoding="utf-8").strip().split("\n\n")
    )
    return SamplePlan(
        issuer=head[:2],
        motto=head[2:4],
        number=head[4],
        place_and_day=head[5],
        kind=kind,
        title=title,
        body=[line for block in body for line in block],
        recipients=recipients,
        signature=signature,
        signer=signer[0],
        note=note[0].strip("()"),
    )


def is_heading(line: str) -> bool:
    """``I. MỤC ĐÍCH`` and ``1. Mục đích`` are headings, ``- việc`` and ``a) việc`` are not."""
    label = line.split(" ", 1)[0]
    return label.endswith(".") and (label[:-1].isdigit() or set(label[:-1]) <= set("IVX"))


def write_docx(plan: SamplePlan, path: Path) -> None:
    """A Word document as offices send them: borderless tables at head and foot, bold headings, Word's own lists."""
    document = docx.Document()
    _set_up_page(document, plan.note)
    left, right = _two_columns(document, Cm(6.2), Cm(10.3))
    _lines(left, [(plan.issuer[0], "bold"), (plan.issuer[1], "bold"), (RULE, "2"), (plan.number, "")], size=13)
    _lines(right, [(plan.motto[0], "bold"), (plan.motto[1], "bold"), (RULE, "2"), (plan.place_and_day, "italic")], 13)
    _paragraph(document.add_paragraph, plan.kind, "bold", align=CENTRE, before=14)
    _paragraph(document.add_paragraph, plan.title, "bold", align=CENTRE)
    _rule(document.add_paragraph(), Cm(5.7))
    for line in plan.body:
        _body_line(document, line)
    left, right = _two_columns(document, Cm(8.5), Cm(8))
    _lines(left, [(plan.recipients[0], "bold italic"), *((line, "") for line in plan.recipients[1:])], 11, None)
    left.paragraphs[0].runs[0].font.size = Pt(12)
    _lines(right, [(line, "bold") for line in plan.signature], size=14)
    _paragraph(right.add_paragraph, plan.signer, "bold", align=CENTRE, before=72)
    document.save(str(path))


def write_pdf(plan: SamplePlan, path: Path) -> None:
    """The same as a PDF with page numbers, set by the typesetter in its own serif."""
    content = {
        "plan": plan.__dict__,
        "headings": [is_heading(line) for line in plan.body],
    }
    compiler = typst.Compiler(
        Path(__file__).with_name("sample_plan.typ").read_bytes(),
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
    )
    compiler.compile(output=str(path), format="pdf", timestamp=int(WRITTEN_AT.timestamp()))


def _set_up_page(document: Document, note: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    for footer in (section.footer, section.first_page_footer):
        _styled(footer.paragraphs[0], note, "italic", 9, CENTRE)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    for level in document.part.numbering_part.element.iter(qn("w:lvlText")):
        if level.get(qn("w:val")) == "\uf0b7":
            level.set(qn("w:val"), "-")
    for font in document.part.numbering_part.element.iter(qn("w:rFonts")):
        font.set(qn("w:ascii"), "Times New Roman")
        font.set(qn("w:hAnsi"), "Times New Roman")
    properties = document.core_properties
    properties.title, properties.author, properties.language = "Kế hoạch mẫu", "Thước Đo", "vi-VN"
    properties.comments = note
    properties.created = properties.modified = WRITTEN_AT


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = CENTRE
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _two_columns(document: Document, first: Cm, second: Cm) -> tuple[_Cell, _Cell]:
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    cells = table.rows[0].cells
    for cell, width in zip(cells, (first, second), strict=True):
        cell.width = width
    return cells[0], cells[1]


def _lines(cell: _Cell, lines: list[tuple[str, str]], size: int, align: WD_ALIGN_PARAGRAPH | None = CENTRE) -> None:
    """The lines of a cell; a new cell brings one empty paragraph, which the first line takes."""
    for index, (text, look) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        if text == RULE:
            _rule(paragraph, Cm(float(look)))
            continue
        _styled(paragraph, text, look, size, align)
        paragraph.paragraph_format.space_after = Pt(0)


def _paragraph(
    add: Callable[[], Paragraph], text: str, look: str, *, align: WD_ALIGN_PARAGRAPH, before: int = 0, after: int = 0
) -> None:
    paragraph = add()
    _styled(paragraph, text, look, 14, align)
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)


def _styled(paragraph: Paragraph, text: str, look: str, size: int, align: WD_ALIGN_PARAGRAPH | None) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = "bold" in look, "italic" in look, Pt(size)
    if align is not None:
        paragraph.alignment = align


def _rule(paragraph: Paragraph, indent: Cm) -> None:
    """The short line under a letterhead or title: an empty paragraph with a border, narrowed from both sides."""
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = indent
    form.space_after, form.line_spacing = Pt(8), Pt(3)
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _body_line(document: Document, line: str) -> None:
    """A heading, an item of Word's own list (its dash is the list's), or a paragraph with a first-line indent."""
    is_item = line.startswith("- ")
    paragraph = document.add_paragraph(style="List Bullet" if is_item else None)
    paragraph.add_run(line.removeprefix("- ")).bold = is_heading(line)
    form = paragraph.paragraph_format
    paragraph.alignment = BOTH
    form.space_after, form.line_spacing = Pt(6), 1.15
    form.keep_with_next = is_heading(line)
    form.left_indent, form.first_line_indent = Cm(0), Cm(1.27)


def main() -> None:
    """Write both files beside the text."""
    plan = read()
    write_docx(plan, TEXT.with_suffix(".docx"))
    write_pdf(plan, TEXT.with_suffix(".pdf"))


if __name__ == "__main__":
    main()
