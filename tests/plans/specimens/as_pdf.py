"""A sheet as a PDF with a running head and the number of the page at the foot of each."""

from __future__ import annotations

from tests.plans.specimens.sheet import Sheet
from tests.plans.turn.by_reportlab import reportlab_pdf
from tests.plans.turn.manuscript import Manuscript, Part


def pdf_of(sheet: Sheet) -> bytes:
    """The bytes of the PDF."""
    (number,), (day,), (signer,) = (sheet.texts(kind) for kind in ("number", "day", "signer"))
    office = sheet.texts("left")
    return reportlab_pdf(
        Manuscript(
            office=tuple(office),
            number=number,
            place_and_day=day,
            title=" ".join(sheet.texts("title")),
            parts=tuple(Part(piece.text, bold=piece.bold) for piece in sheet.of("plain", "bold")),
            recipients=tuple(sheet.texts("recipient")),
            signature=tuple(sheet.texts("signed")),
            signer=signer,
            running_head=f"Kế hoạch {number.replace('Số:', 'số')}",
        )
    )
