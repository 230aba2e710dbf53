"""The fonts print every Vietnamese letter, and say which letters they cannot print."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from app.core import fonts

VOWELS = "aăâeêioôơuưy"
MARKS = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
VIETNAMESE = "".join(unicodedata.normalize("NFC", vowel + mark) for vowel in VOWELS for mark in MARKS) + "đ₫"
EDE = "ăâêôơưđčñĕĭŏŭƀ"


def test_it_works() -> None:
    assert fonts.missing("Ủy ban nhân dân xã Bình Minh – “Dân vận khéo” 2026 · 84,1 %") == []


def test_every_vietnamese_letter_can_be_printed() -> None:
    assert fonts.missing(VIETNAMESE + VIETNAMESE.upper()) == []


def test_letters_of_ede_names_can_be_printed() -> None:
    assert fonts.missing(EDE + EDE.upper()) == []


def test_every_khmer_letter_can_be_printed() -> None:
    assert (
        fonts.missing("".join(map(chr, [*range(0x1780, 0x17A3), *range(0x17A5, 0x17DE), *range(0x17E0, 0x17EA)]))) == []
    )


def test_letters_of_other_scripts_are_named_once_and_in_order() -> None:
    assert fonts.missing("Phường 中文 ཀ 中") == ["中", "文", "ཀ"]


def test_blanks_and_invisible_letters_never_count_as_missing() -> None:
    assert fonts.missing("a\u200bb\u00a0c\td\n\u2028") == []


@pytest.mark.parametrize("path", sorted(path for folder in fonts.FOLDERS for path in folder.glob("*.ttf")))
def test_the_own_reader_agrees_with_fonttools(path: Path) -> None:
    assert fonts.code_points(path.read_bytes()) | {0} == set(TTFont(path).getBestCmap()) | {0}


def test_every_weight_that_is_printed_has_the_letters_of_the_regular_one() -> None:
    regular = fonts.code_points((fonts.FOLDERS[0] / "BeVietnamPro-Regular.ttf").read_bytes())
    for weight in ("SemiBold", "Bold"):
        assert fonts.code_points((fonts.FOLDERS[0] / f"BeVietnamPro-{weight}.ttf").read_bytes()) == regular


def test_a_file_without_a_character_map_is_refused() -> None:
    with pytest.raises(fonts.UnreadableFont):
        fonts.code_points(b"\x00\x01\x00\x00" + bytes(8))
