"""PDFs written word by word, so that a test says where things stand on a page. Points, from the top left corner."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.plans.turn.by_reportlab import PLAIN, STRONG, register_fonts

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP = 85.0, 550.0, 60.0
SIZE, LEADING = 12.0, 18.0


@dataclass(frozen=True)
class Text:
    """Words at a place; ``align`` says whether ``x`` is their beginning, middle or end."""

    x: float
    y: float
    text: str
    bold: bool = False
    size: float = SIZE
    align: str = "left"


@dataclass(frozen=True)
class Stroke:
    """A straight line."""

    x0: float
    y0: float
    x1: float
    y1: float


Mark = Text | Stroke


def pdf_of(
    pages: Sequence[Sequence[Mark]],
    *,
    password: str = "",
    turned: int = 0,
    picture: bool = False,
    pictures_on: Collection[int] = (),
    size: tuple[float, float] = (WIDTH, HEIGHT),
    notes_on: Collection[int] = (),
) -> bytes:
    """A PDF with these pages; ``turned`` degrees are how far a viewer turns each of them.

    A ``picture`` of this ``size`` covers each page, or those with the numbers in ``pictures_on``; ``notes_on`` are the
    pages onto which a reader wrote something.
    """
    register_fonts()
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), encrypt=StandardEncryption(password) if password else None)
    for number, marks in enumerate(pages, start=1):
        if turned:
            canvas.setPageRotation(turned)
            _turn(canvas, turned)
        for mark in marks:
            _draw(canvas, mark)
        if picture or number in pictures_on:
            _picture(canvas, size)
        if number in notes_on:
            canvas.textAnnotation("Xem lại", Rect=[40, 40, 60, 60])
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _turn(canvas: Canvas, degrees: int) -> None:
    """Draw so that the page reads upright once it is turned."""
    canvas.translate(*{90: (WIDTH, 0.0), 180: (WIDTH, HEIGHT), 270: (0.0, HEIGHT)}[degrees])
    canvas.rotate(degrees)
    if degrees != 180:
        canvas.translate(0, WIDTH - HEIGHT)


def _draw(canvas: Canvas, mark: Mark) -> None:
    if isinstance(mark, Stroke):
        canvas.line(mark.x0, HEIGHT - mark.y0, mark.x1, HEIGHT - mark.y1)
        return
    canvas.setFont(STRONG if mark.bold else PLAIN, mark.size)
    draw: Any = {"left": canvas.drawString, "middle": canvas.drawCentredString, "right": canvas.drawRightString}[
        mark.align
    ]
    draw(mark.x, HEIGHT - mark.y, mark.text)


def _picture(canvas: Canvas, size: tuple[float, float]) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 0, 0, *size)


def width_of(text: str) -> float:
    """How wide a text is in the ordinary size."""
    register_fonts()
    return float(stringWidth(text, PLAIN, SIZE))


def body(*paragraphs: str, top: float = TOP, indent: float = 28.0, bold: bool = False) -> list[Mark]:
    """Paragraphs broken at the right edge, one below the other."""
    register_fonts()
    marks: list[Mark] = []
    y = top
    for text in paragraphs:
        x = LEFT + indent
        line = ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if x + stringWidth(longer, STRONG if bold else PLAIN, SIZE) > RIGHT:
                marks.append(Text(x, y, line, bold=bold))
                x, y, line = LEFT, y + LEADING, word
            else:
                line = longer
        marks.append(Text(x, y, line, bold=bold))
        y += LEADING
    return marks


def grid(xs: Sequence[float], ys: Sequence[float], *, without: Sequence[Stroke] = ()) -> list[Mark]:
    """The sides of all cells between these places, except those ``without``."""
    sides = [Stroke(x0, y, x1, y) for y in ys for x0, x1 in pairwise(xs)]
    sides += [Stroke(x, y0, x, y1) for x in xs for y0, y1 in pairwise(ys)]
    return [side for side in sides if side not in without]
