"""Which kind of file was uploaded, told by its first bytes and never by its name; and the way from each to lines."""

from __future__ import annotations

import re
from dataclasses import replace

from app.core.text import N_, nfc
from app.plans.reading import text
from app.plans.reading.document import Document
from app.plans.reading.legacy import recognise
from app.plans.reading.lines import Line, to_lines
from app.plans.reading.pdf import read_pdf
from app.plans.reading.problems import PlanTooLarge, PlanUnreadable
from app.plans.reading.word import read_word

LIMIT = 5 * 1024 * 1024
"""Bytes that a document may have unless the caller says otherwise; pictures in it weigh most. A text may have less."""
MOST_LINES = 20_000
"""Lines that a document may have; 300 pages have some 12,000."""
MOST_LETTERS = text.LIMIT
BEGINNING = 1024
"""A PDF may have a few bytes of something else in front of its mark."""

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
WEB_PAGE = re.compile(rb"\s*(?:<!doctype html|<html|mime-version:)", re.IGNORECASE)


def read_document(content: bytes, *, limit: int = LIMIT) -> Document:
    """The lines of an uploaded document of at most ``limit`` bytes (.docx, .pdf, .txt or .md), and what was left out.

    Raises :class:`PlanUnreadable` with a sentence that says what to do for everything else.
    """
    if len(content) > limit:
        raise PlanTooLarge(
            N_(
                "Tệp lớn hơn %(limit)s MB; một kế hoạch thường chỉ vài trăm KB. Hãy kiểm tra lại tệp đã chọn, "
                "bỏ bớt hình ảnh trong tệp, hoặc chép phần chữ thành tệp .txt rồi tải lên."
            ),
            limit=max(1, limit // (1024 * 1024)),
        )
    if b"%PDF-" in content[:BEGINNING]:
        document = _tidy(read_pdf(content))
    elif content.startswith(b"PK\x03\x04"):
        document = _tidy(read_word(content))
    else:
        _refuse_other_files(content)
        document = Document(lines_of(text.to_text(content, limit=min(limit, text.LIMIT))))
    lines = document.lines
    if len(lines) > MOST_LINES or sum(len(line.text) for line in lines) > MOST_LETTERS:
        raise PlanTooLarge(N_("Văn bản quá dài so với một kế hoạch. Hãy tách riêng phần kế hoạch rồi tải lên."))
    if not lines:
        raise PlanUnreadable(N_("Tệp trống, không có nội dung để đọc. Hãy chọn lại tệp kế hoạch."))
    return document


def lines_of(tidy: text.Tidy) -> list[Line]:
    """The lines of a text."""
    lines = to_lines(tidy.text)
    return [replace(line, converted=True) for line in lines] if tidy.converted else lines


def _tidy(document: Document) -> Document:
    """The lines in Unicode, cleaned and numbered, as a text file becomes them all at once."""
    recognised = recognise(nfc("\n".join(line.text for line in document.lines)))
    convert = recognised or str
    done: list[Line] = []
    for line in document.lines:
        words = " ".join(text.clean(convert(line.text)).split())
        if words:
            cells = tuple(text.clean(convert(cell)) for cell in line.cells)
            converted = line.converted or recognised is not None
            done.append(replace(line, number=len(done) + 1, text=words, cells=cells, converted=converted))
    return replace(document, lines=done)


def _refuse_other_files(content: bytes) -> None:
    if content.startswith(OLD_OFFICE):
        raise PlanUnreadable(_old_office(content))
    if content.startswith(b"{\\rtf"):
        raise PlanUnreadable(N_("Tệp này ở dạng RTF. Hãy mở bằng Word, lưu thành .docx rồi tải lên."))
    if content.startswith(PICTURES):
        raise PlanUnreadable(
            N_(
                "Tệp này là ảnh chụp, không có chữ để đọc. Hãy tải lên tệp Word (.docx) của kế hoạch, "
                "hoặc quét có nhận dạng chữ (OCR) tiếng Việt."
            )
        )
    if content.startswith(ARCHIVES):
        raise PlanUnreadable(N_("Tệp này là tệp nén. Hãy giải nén rồi tải lên đúng tệp kế hoạch."))
    if WEB_PAGE.match(content):
        raise PlanUnreadable(N_("Tệp này là trang web. Hãy mở bằng Word, lưu thành .docx rồi tải lên."))


def _old_office(content: bytes) -> str:
    """The container of Word 97 also wraps documents with a password; what it holds is named inside in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return N_("Tệp có mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi tải lên lại.")
    if "WordDocument".encode("utf-16-le") in content:
        return N_("Tệp này ở dạng Word cũ (.doc). Hãy mở bằng Word, chọn Lưu thành .docx rồi tải lên.")
    return N_("Tệp này không phải văn bản Word. Hãy lưu kế hoạch thành .docx hoặc .pdf rồi tải lên.")
