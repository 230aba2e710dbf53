"""Sheets of slips to be cut apart: ten on a page of A4, each with its code as QR and in letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.core import fonts
from app.core.clock import show_day
from app.core.text import SOURCE
from app.core.typeset import clean, pdf
from app.core.words import _, _n, in_language
from app.desks import qr
from app.desks.posters import GROUP, printed_address
from app.desks.rules import in_locale
from app.desks.slips.rules import ENTRY_PATH, slip_url

TEMPLATE = Path(__file__).with_name("sheet.typ").read_bytes()


@dataclass(frozen=True, kw_only=True)
class SlipWords:
    """What all slips of a batch say, and in which language: ``until`` is the last day on which they are good; ``about``
    is empty where the citizen chooses among several tasks.
    """

    office: str
    desk: str
    until: date
    about: str = ""
    locale: str = SOURCE


def draw_slips(words: SlipWords, codes: Sequence[str], public_url: str) -> bytes:
    """The PDF of a batch, the codes in the given order. Raises :class:`app.core.typeset.GlyphMissing`."""
    with in_language(words.locale):
        return pdf(TEMPLATE, "sheet", _content(words, codes, public_url))


def _content(words: SlipWords, codes: Sequence[str], public_url: str) -> dict[str, Any]:
    return {
        "fonts": fonts.families(),
        "locale": words.locale,
        "title": _n("Phiếu hẹn có mã", "%(num)s phiếu hẹn có mã", len(codes)),
        "office": clean(words.office),
        "desk": clean(words.desk),
        "about": clean(words.about) if words.about else _("Xin chọn việc Ông/Bà vừa làm rồi cho biết ý kiến."),
        "question": _("Ông/Bà có hài lòng không?"),
        "scan": _("Quét mã bằng camera hoặc Zalo. Hoặc mở địa chỉ"),
        "entry": clean(printed_address(public_url.lower() + ENTRY_PATH, "")),
        "type": _("rồi gõ mã này:"),
        "until": _("Dùng 1 lần, đến %(day)s", day=show_day(words.until)),
        "promise": _("Ẩn danh · khoảng 1 phút"),
        "slips": [
            {
                "code": grouped(code),
                "qr": qr.svg(in_locale(slip_url(public_url, code), words.locale)),
                "alt": _("Mã QR mở địa chỉ %(url)s", url=in_locale(slip_url(public_url, code), words.locale)),
            }
            for code in codes
        ],
    }


def grouped(code: str) -> str:
    """A code as it is read out and typed: in groups of four.

    >>> grouped("7K3M9PQR2XYZ")
    '7K3M-9PQR-2XYZ'
    """
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
