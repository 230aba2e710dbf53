"""Words: which language, and how numbers and days are written in it.

Vietnamese is the source language. ``_`` and ``_l`` mark text of the interface; text of the questionnaires comes from
its own catalog and is frozen when it is published.
"""

from __future__ import annotations

import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from flask import has_request_context, request
from flask_babel import gettext, lazy_gettext, ngettext

SOURCE = "vi"
LOCALES = {"vi": "Tiếng Việt", "en": "English", "km": "ភាសាខ្មែរ", "zh": "中文"}
LANGUAGE_COOKIE = "lang"

_ = gettext
_l = lazy_gettext
_n = ngettext

__all__ = ["LOCALES", "SOURCE", "_", "_l", "_n", "choose_locale", "decimal", "fold", "nfc", "percent"]


def choose_locale() -> str:
    """The locale of this request: ``?lang=``, then the staff's language cookie, then Vietnamese."""
    if has_request_context():
        for wanted in (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
            if wanted in LOCALES:
                return str(wanted)
    return SOURCE


def nfc(text: str) -> str:
    """The composed form that everything is stored in."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Without marks and capitals, for search: "Đánh giá" and "danh gia" meet."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def decimal(value: float, places: int = 1, locale: str = SOURCE) -> str:
    """``1.234,5`` in Vietnamese, ``1,234.5`` in English; halves are rounded up, as on paper."""
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:,.{places}f}"
    return text if locale in {"en", "zh"} else text.translate(str.maketrans(",.", ".,"))


def percent(value: float, places: int = 1, locale: str = SOURCE) -> str:
    """A share between 0 and 1 as ``84,1 %``."""
    return f"{decimal(value * 100, places, locale)} %"
