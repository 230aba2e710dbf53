"""Text without Flask: marking words for translation, composed letters, search without marks, numbers as written.

Where neither the web nor a locale is known (rules, queries, actions), text is only marked with :func:`N_`; the edge
translates it when a page or a terminal shows it.
"""

from __future__ import annotations

import unicodedata
from decimal import ROUND_HALF_UP, Decimal

SOURCE = "vi"
LOCALES = {"vi": "Tiếng Việt", "en": "English", "km": "ភាសាខ្មែរ", "zh": "中文"}
STAFF_LOCALES = ("vi", "en")
"""The languages that the screens of officials are translated into; the others have only what everybody may read."""
_TAGS = {"zh": "zh-Hans"}
_POINT = frozenset({"en", "km", "zh"})  # a point before the decimals, as CLDR 47 has it


def N_(text: str) -> str:  # noqa: N802  the name that gettext's tools look for
    """Mark ``text`` for the translators and give it back unchanged."""
    return text


def nfc(text: str) -> str:
    """The composed form that everything is stored in."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Without marks and capitals, for search: "Đánh giá" and "danh gia" meet."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def one_line(text: str) -> str:
    """``text`` without line breaks, doubled blanks and what no database takes."""
    return " ".join(nfc(text).replace("\0", "").split())


def decimal(value: float, places: int = 1, locale: str = SOURCE) -> str:
    """``1.234,5`` in Vietnamese, ``1,234.5`` in English; halves are rounded up, as on paper."""
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:,.{places}f}"
    return text if locale in _POINT else text.translate(str.maketrans(",.", ".,"))


def percent(value: float, places: int = 1, locale: str = SOURCE) -> str:
    """A share between 0 and 1 as ``84,1 %``; only Vietnamese puts a blank before the sign."""
    return f"{decimal(value * 100, places, locale)}{'' if locale in _POINT else ' '}%"


def language_tag(locale: str) -> str:
    """What a page says its language is (BCP 47): our Chinese is written in simplified characters.

    >>> language_tag("zh"), language_tag("km")
    ('zh-Hans', 'km')
    """
    return _TAGS.get(locale, locale)
