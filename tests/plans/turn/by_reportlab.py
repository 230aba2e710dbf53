"""A manuscript as a PDF by ReportLab: words placed one by one, a running head, page numbers at the foot."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from typing import Any

import fontpkg_be_vietnam_pro
from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from tests.plans.turn.manuscript import COLUMNS, Manuscript

FONTS = fontpkg_be_vietnam_pro.ROOT / "files"
PLAIN, STRONG = "Be Vietnam Pro", "Be Vietnam Pro Bold"


def register_fonts() -> None:
    """Make both cuts known to ReportLab; doing it again is harmless."""
    for name, file in ((PLAIN, "BeVietnamPro-Regular.ttf"), (STRONG, "BeVietnamPro-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))


def reportlab_pdf(plan: Manuscript) -> bytes:
    """The bytes of the PDF."""
    register_fonts()
    story = [
        _beside(
            (_stack([*plan.office, plan.number], bold=len(plan.office)), 62 * mm),
            (_stack([*plan.motto, plan.place_and_day], bold=2), 103 * mm),
        ),
        Spacer(1, 8 * mm),
        *_stack([plan.kind, plan.title], bold=2, size=14),
        Spacer(1, 4 * mm),
        *(_paragraph(part.written, bold=part.bold, align=TA_JUSTIFY, size=13, indent=10 * mm) for part in plan.parts),
        _beside(
            (_stack(["Nơi nhận:", *plan.recipients], bold=1, align=TA_LEFT, size=11), 82 * mm),
            ([*_stack(plan.signature, bold=9), Spacer(1, 20 * mm), *_stack([plan.signer], bold=1)], 83 * mm),
        ),
        *_appendix(plan),
    ]
    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream, pagesize=A4, leftMargin=30 * mm, rightMargin=15 * mm, topMargin=20 * mm, bottomMargin=20 * mm
    )

    def furniture(canvas: Any, on: Any) -> None:
        canvas.setFont(PLAIN, 9)
        canvas.drawString(30 * mm, 285 * mm, plan.running_head)
        canvas.drawRightString(195 * mm, 10 * mm, f"Trang {on.page}")

    document.build(story, onFirstPage=furniture, onLaterPages=furniture)
    return stream.getvalue()


def _appendix(plan: Manuscript) -> list[Any]:
    if not plan.appendix:
        return []
    rows = [list(COLUMNS), *plan.duties]
    look: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    look += [("SPAN", (0, at), (-1, at)) for at, row in enumerate(rows) if len(row) == 1]
    cells = [
        [_paragraph(text, bold=False, align=TA_LEFT, size=10) for text in [*row, *[""] * (len(COLUMNS) - len(row))]]
        for row in rows
    ]
    heads = _stack([plan.appendix["title"], plan.appendix.get("caption") or ""], bold=1)
    return [PageBreak(), *heads, Table(cells, colWidths=[36, 175, 85, 95, 80], style=look, repeatRows=1)]


def _beside(left: tuple[list[Any], float], right: tuple[list[Any], float]) -> Any:
    look = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    return Table([[left[0], right[0]]], colWidths=[left[1], right[1]], style=look)


def _stack(lines: Sequence[str], *, bold: int, align: int = TA_CENTER, size: float = 12) -> list[Any]:
    return [_paragraph(line, bold=index < bold, align=align, size=size) for index, line in enumerate(lines) if line]


def _paragraph(text: str, *, bold: bool, align: int, size: float, indent: float = 0) -> Any:
    style = ParagraphStyle(
        "",
        fontName=STRONG if bold else PLAIN,
        fontSize=size,
        leading=size * 1.35,
        alignment=align,
        firstLineIndent=indent,
        spaceAfter=6,
    )
    return Paragraph(html.escape(text), style)
