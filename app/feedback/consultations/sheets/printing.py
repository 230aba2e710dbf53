"""The sheet on which somebody writes an opinion by hand: every article with three boxes and lines, A4, to be copied.

It is in Vietnamese like everything that is printed of a consultation. The text of a short article stands on it; a long
one is read where the draft hangs, or behind the QR code.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.core import clock, fonts
from app.core.text import SOURCE
from app.core.typeset import breakable, pdf, printable
from app.core.words import _, in_language
from app.desks import qr
from app.desks.posters import printed_address
from app.feedback.consultations.models import Article, Consultation
from app.feedback.consultations.rules import CHOICES, STANCES

TEMPLATE = Path(__file__).with_name("sheet.typ").read_bytes()
SHORT = 700
"""Letters of an article that is printed with its text."""
MANY = 8
"""From so many articles on, each has fewer lines to write on."""


def draw_sheet(consultation: Consultation, address: str) -> bytes:
    """The PDF of one sheet; ``address`` is where the same is answered on a telephone.

    Raises :class:`app.core.typeset.GlyphMissing`.
    """
    with in_language(SOURCE):
        return pdf(TEMPLATE, "opinion", _content(consultation, address))


def _content(consultation: Consultation, address: str) -> dict[str, Any]:
    return {
        "fonts": fonts.families(),
        "locale": SOURCE,
        "office": printable(consultation.office.name),
        "heading": _("Phiếu ý kiến về dự thảo"),
        "title": _line(consultation.title),
        "purpose": _paragraphs(consultation.purpose),
        "days": _(
            "Nhận ý kiến từ %(first)s đến hết %(last)s.",
            first=clock.show_day(consultation.opens_on),
            last=clock.show_day(consultation.closes_on),
        ),
        "how": _(
            "Mỗi phần đánh dấu X vào một ô, hoặc để trống. Chọn “Đồng ý, nhưng cần sửa” thì xin ghi sửa thế nào. Không "
            "ghi tên, số điện thoại. Ý kiến để cơ quan tham khảo, không phải bỏ phiếu."
        ),
        "back": _("Xin gửi lại cơ quan, trực tiếp hoặc qua bưu chính, trong thời gian trên."),
        "qr": qr.svg(address),
        "alt": _("Mã QR mở địa chỉ %(url)s", url=address),
        "phone": _("Đọc toàn văn, hoặc góp ý trên điện thoại"),
        "address": printed_address(address, consultation.code),
        "choices": [_(STANCES[choice]) for choice in CHOICES],
        "articles": [_article(article) for article in consultation.articles],
        "lines": 3 if len(consultation.articles) < MANY else 2,
        "why": _("Sửa thế nào, hoặc vì sao:"),
        "whole": _("Ý kiến khác về cả dự thảo:"),
        "code": _("Mã dự thảo"),
        "number": consultation.code,
        "sheet": _("Tờ số (cán bộ ghi khi nhập):"),
        "page": _("trang"),
    }


def _article(article: Article) -> dict[str, Any]:
    is_short = len(article.text) <= SHORT
    return {
        "heading": _line(article.heading),
        "paragraphs": _paragraphs(article.text) if is_short else [_("(Xem nội dung ở nơi niêm yết, hoặc quét mã QR.)")],
    }


def _paragraphs(text: str) -> list[str]:
    return [_line(line) for line in text.split("\n") if line.strip()]


def _line(text: str) -> str:
    return " ".join(breakable(word) for word in printable(text).split(" "))
