"""The file itself is opened by :mod:`worker`, in a process of its own with limits; here its words come back.

Whatever the worker does (end early, hang, answer nonsense), the person who uploaded gets a sentence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from typing import Any

from app.core.text import N_
from app.plans.reading.document import Document
from app.plans.reading.findings import Message, message
from app.plans.reading.pdf.lines import to_lines
from app.plans.reading.pdf.page import Page, Rule, Word
from app.plans.reading.pdf.workers import WORKERS, Failed, TooMuch, Workers
from app.plans.reading.problems import PlanTooLarge, PlanUnreadable
from app.plans.reading.text import PICTURE_BULLETS

FEWEST_LETTERS = 30
"""Letters per page on average below which a PDF is a stack of pictures."""

NO_WORDS = N_(
    "Tệp PDF này là bản chụp (scan), không có chữ để đọc. Hãy tải lên tệp Word (.docx) của kế hoạch, "
    "hoặc quét lại có nhận dạng chữ (OCR) tiếng Việt rồi tải lên."
)
SCANNED = N_(
    "Trang %(pages)s của tệp PDF là ảnh chụp nên chưa được đọc. "
    "Nếu trang đó có nội dung của kế hoạch, hãy tải lên tệp Word hoặc nhận dạng chữ (OCR) rồi tải lên lại."
)
FIGURES = N_(
    "Trang %(pages)s của tệp PDF có hình; chữ trong hình không đọc được. "
    "Nếu có bảng hoặc phụ lục dán dạng ảnh, hãy đối chiếu với văn bản."
)
NOTES = N_("Ghi chú viết thêm ở trang %(pages)s của tệp PDF không được đọc. Hãy xem các ghi chú này trong tệp gốc.")
ATTACHED = N_(
    "Tệp PDF có %(count)d tệp đính kèm không được mở. "
    "Nếu trong đó có phụ lục của kế hoạch, hãy chép thành chữ vào văn bản rồi tải lên lại."
)
TOO_HEAVY = N_(
    "Tệp PDF này quá nặng nên không đọc hết được trong thời gian cho phép. "
    "Hãy tải lên tệp Word (.docx) của kế hoạch, hoặc xuất lại PDF từ Word."
)
PROBLEMS = {
    "password": N_("Tệp PDF có mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi tải lên lại, hoặc tải lên tệp Word."),
    "damaged": N_("Tệp PDF bị hỏng hoặc không đầy đủ. Hãy xuất lại PDF từ Word, hoặc tải lên tệp Word (.docx)."),
}


def read_pdf(content: bytes, *, workers: Workers = WORKERS) -> Document:
    """The words of a PDF; raises :class:`PlanUnreadable` for one that has no text, too many pages or a password."""
    pages, attachments = _pages(content, workers)
    letters = sum(letter.isalpha() for page in pages for word in page.words for letter in word.text)
    scanned = [page for page in pages if not page.words and page.pictures > 0]
    if letters < FEWEST_LETTERS * len(pages) or len(scanned) > len(pages) / 2:
        raise PlanUnreadable(NO_WORDS)
    return Document(to_lines(pages), tuple(_left_out(pages, scanned, attachments)))


def _left_out(pages: Sequence[Page], scanned: Sequence[Page], attachments: int) -> Iterator[Message]:
    figures = [page for page in pages if page.figures and page not in scanned]
    notes = [page for page in pages if page.notes]
    for found, words in ((scanned, SCANNED), (figures, FIGURES), (notes, NOTES)):
        if found:
            yield message(words, pages=", ".join(str(page.number) for page in found))
    if attachments:
        yield message(ATTACHED, count=attachments)


def _pages(content: bytes, workers: Workers) -> tuple[list[Page], int]:
    """The pages and the number of attached files, taken over with care: a worker found them in anybody's file."""
    try:
        found: dict[str, Any] = json.loads(workers.extract(content))
        _refuse(found)
        pages = [_page(number, page) for number, page in enumerate(found["pages"], start=1)]
        return pages, int(found["attachments"])
    except TooMuch as problem:
        raise PlanTooLarge(TOO_HEAVY) from problem
    except (Failed, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise PlanUnreadable(PROBLEMS["damaged"]) from problem


def _refuse(found: dict[str, Any]) -> None:
    """Say why there are no pages."""
    name = found.get("problem")
    if name == "pages":
        raise PlanTooLarge(
            N_(
                "Tệp PDF có %(pages)d trang, nhiều hơn mức %(limit)d trang đọc được. "
                "Hãy tách riêng phần kế hoạch rồi tải lên."
            ),
            pages=int(found["pages"]),
            limit=int(found["most"]),
        )
    if name == "words":
        raise PlanTooLarge(TOO_HEAVY)
    if name is not None or not found["pages"]:
        raise PlanUnreadable(PROBLEMS.get(str(name), PROBLEMS["damaged"]))


def _page(number: int, found: dict[str, Any]) -> Page:
    words = (
        Word(PICTURE_BULLETS.get(text, text), left, right, top, bottom, bool(bold))
        for text, left, right, top, bottom, bold in found["words"]
        if math.isfinite(left + right + top + bottom)
    )
    width, height = found["size"]
    return Page(
        number=number,
        width=float(width),
        height=float(height),
        words=tuple(words),
        rules=tuple(Rule(*sides) for sides in found["rules"] if math.isfinite(sum(sides))),
        pictures=int(found["pictures"]),
        figures=int(found["figures"]),
        notes=int(found["notes"]),
    )
