"""Text from before Unicode: TCVN3 (".VnTime" fonts, also called ABC) and VNI ("VNI-Times" fonts).

Both put Vietnamese letters in the places of Western ones and leave it to the font to draw them. TCVN3 has one sign per
letter (``ho¹ch``), VNI a plain letter and a sign for its marks (``hoaïch``). A document in them is recognised by its
syllables (:mod:`syllables`) and converted; text that makes sense in no reading is refused, never shown garbled.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from app.core.text import N_
from app.plans.reading.problems import PlanUnreadable
from app.plans.reading.syllables import weigh

Convert = Callable[[str], str]

CONVINCING = 0.92
"""Share of possible syllables from which a conversion is believed; right ones reach 0.98, wrong ones stay under 0.5."""
SENSIBLE = 0.8
GARBLED = 0.5
MARKED = 0.45
"""Share of words with marks from which a text wants to be Vietnamese: real ones have 0.7, French has under 0.4."""
ENOUGH_WORDS = 8
"""Marked words below which nothing can be told: a page has hundreds."""

# TCVN 5712:1993, the set VN3: one sign for each small letter with marks; capitals with tones have fonts of their own.
TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)

# VNI for Windows: a tone, or a hat or breve with or without a tone, follows its letter.
VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
VNI_HATS = {"â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309", "ã": "\u0302\u0303",
            "ä": "\u0302\u0323"}  # fmt: skip
VNI_BREVES = {"ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309", "ü": "\u0306\u0303",
              "ë": "\u0306\u0323"}  # fmt: skip
VNI_ALONE = dict(zip("ñôöìíæóòîÑÔÖÌÍÆÓÒÎ", "đơưìíỉĩịỵĐƠƯÌÍỈĨỊỴ", strict=True))
VNI_MARKED = re.compile(
    "([ôöÔÖuUyY])([øùûõïØÙÛÕÏ])"
    "|([eEoO])([øùûõïØÙÛÕÏâàáåãäÂÀÁÅÃÄ])"
    "|([aA])([øùûõïØÙÛÕÏâàáåãäÂÀÁÅÃÄêèéúüëÊÈÉÚÜË])"
    "|([ñôöìíæóòîÑÔÖÌÍÆÓÒÎ])"
)

TCVN3_FONT = re.compile(r"\.Vn[A-Z]")
TCVN3_CAPITALS_FONT = re.compile(r"\.Vn\w+H$")
VNI_FONT = re.compile(r"VNI[ -]", re.IGNORECASE)
EIGHT_BIT = ("cp1258", "cp1252", "latin-1")


def from_tcvn3(text: str) -> str:
    """``KÕ ho¹ch`` as ``Kế hoạch``."""
    return "".join(TCVN3.get(letter, letter) for letter in text)


def from_vni(text: str) -> str:
    """``Keá hoaïch`` as ``Kế hoạch``."""
    return unicodedata.normalize("NFC", VNI_MARKED.sub(_from_vni, text))


def _from_vni(hit: re.Match[str]) -> str:
    if hit[7]:
        return VNI_ALONE[hit[7]]
    letter, mark = next((hit[at], hit[at + 1]) for at in (1, 3, 5) if hit[at])
    marks = {**VNI_TONES, **VNI_HATS, **VNI_BREVES}[mark.casefold()]
    return VNI_ALONE.get(letter, letter) + marks


def by_font(name: str) -> Convert | None:
    """How to convert text set in the font ``name``; None for a font that needs it not."""
    if TCVN3_CAPITALS_FONT.match(name):
        return lambda text: from_tcvn3(text).upper()
    if TCVN3_FONT.match(name):
        return from_tcvn3
    return from_vni if VNI_FONT.match(name) else None


def recognise(text: str) -> Convert | None:
    """How to convert ``text`` to Unicode; None where it already is.

    Raises :class:`PlanUnreadable` where most words make no sense, neither as they are nor converted.
    """
    as_it_is = weigh(text)
    if as_it_is.marked < ENOUGH_WORDS or as_it_is.share >= SENSIBLE:
        return None
    readings = {convert: weigh(convert(text)) for convert in (from_tcvn3, from_vni)}
    best = max(readings, key=lambda convert: readings[convert].share)
    if readings[best].share >= CONVINCING and readings[best].marked >= ENOUGH_WORDS:
        return best
    if as_it_is.share >= GARBLED or as_it_is.marked < MARKED * as_it_is.words:
        return None
    raise PlanUnreadable(
        N_(
            "Chữ trong tệp này bị lỗi mã: phần lớn không phải là chữ tiếng Việt, có thể do gõ bằng phông chữ cũ "
            "(TCVN3, VNI) hoặc do sao chép. Hãy mở bằng Word, chuyển sang bảng mã Unicode rồi tải lên lại."
        )
    )


def from_eight_bits(content: bytes) -> tuple[str | None, bool]:
    """Text of an 8-bit Vietnamese encoding (cp1258, TCVN3, VNI), in Unicode; None where no reading makes sense.

    Also says whether it was typed for old fonts (TCVN3, VNI), which cp1258 is not.
    """
    best, by_font, share = None, False, CONVINCING
    for encoding in EIGHT_BIT:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        for convert in (str, from_tcvn3, from_vni):
            found = weigh(unicodedata.normalize("NFC", convert(text)))
            if found.marked >= ENOUGH_WORDS and found.share > share:
                best, by_font, share = unicodedata.normalize("NFC", convert(text)), convert is not str, found.share
    return best, by_font
