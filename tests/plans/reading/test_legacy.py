"""Text typed for fonts from before Unicode is converted where that makes sense of it, and refused otherwise."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plans.reading import PlanUnreadable, read_plan, read_text
from app.plans.reading.legacy import (
    TCVN3,
    VNI_ALONE,
    VNI_BREVES,
    VNI_HATS,
    VNI_TONES,
    by_font,
    from_tcvn3,
    from_vni,
    recognise,
)
from app.plans.reading.syllables import is_syllable, weigh

SAMPLE = Path(__file__).resolve().parents[3] / "app" / "cli" / "demo" / "ke-hoach-mau.txt"
TEXT = unicodedata.normalize("NFC", SAMPLE.read_text(encoding="utf-8"))
HORN = "\u031b"
VNI_MARKS = {frozenset(marks): sign for signs in (VNI_TONES, VNI_HATS, VNI_BREVES) for sign, marks in signs.items()}
TO_TCVN3 = {letter: sign for sign, letter in TCVN3.items()}
TO_VNI_ALONE = {letter: sign for sign, letter in VNI_ALONE.items()}
LETTERS = "".join(sorted(set(TCVN3.values()) - set("ĂÂĐÊÔƠƯ")))


def in_tcvn3(text: str) -> str:
    """As typed with a .VnTime font; capitals with tones have no place there and lose their size."""
    return "".join(TO_TCVN3.get(letter) or TO_TCVN3.get(letter.lower(), letter) for letter in text)


def in_vni(text: str) -> str:
    """As typed with a VNI font."""
    return "".join(TO_VNI_ALONE.get(letter) or _vni_letter(letter) for letter in text)


def _vni_letter(letter: str) -> str:
    base, marks = unicodedata.normalize("NFD", letter)[0], unicodedata.normalize("NFD", letter)[1:]
    if not marks:
        return letter
    if HORN in marks:
        base = TO_VNI_ALONE[unicodedata.normalize("NFC", base + HORN)]
    sign = VNI_MARKS[frozenset(marks) - {HORN}]
    return base + (sign.upper() if letter.isupper() else sign)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        ("Uû ban nh©n d©n huyÖn Th¹ch Hµ", "Uỷ ban nhân dân huyện Thạch Hà"),
        ("quy\xad íc, n¨m, quÇn ¸o", "quyư ớc, năm, quần áo"),
    ],
)
def test_tcvn3_becomes_unicode(typed: str, meant: str) -> None:
    assert from_tcvn3(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
        ("ÔÛ ÑAÂU COÙ NGÖÔØI, Aùp duïng, kyõ", "Ở ĐÂU CÓ NGƯỜI, Áp dụng, kỹ"),
        ("ñaëc bieät, naêm, aét, taåy, aûnh", "đặc biệt, năm, ắt, tẩy, ảnh"),
    ],
)
def test_vni_becomes_unicode(typed: str, meant: str) -> None:
    assert from_vni(typed) == meant


@given(st.text(alphabet=LETTERS + "abc xyz,.-0123", max_size=60))
def test_what_was_typed_in_tcvn3_comes_back(text: str) -> None:
    assert from_tcvn3(in_tcvn3(text)) == text


@given(st.text(alphabet=LETTERS + "bcd xyz,.-", max_size=60))
def test_what_was_typed_in_vni_comes_back(text: str) -> None:
    assert from_vni(in_vni(text)) == text


@pytest.mark.parametrize("encode", [in_tcvn3, in_vni])
def test_a_plan_in_an_old_encoding_reads_like_the_same_plan_in_unicode(encode: Callable[[str], str]) -> None:
    expected = read_text(TEXT)
    for encoding in ("utf-8", "cp1252", "utf-16"):
        plan = read_plan(encode(TEXT).encode(encoding), "ke-hoach.txt")
        assert [task.title.casefold() for task in plan.tasks] == [task.title.casefold() for task in expected.tasks]
        assert [item.text.casefold() for task in plan.tasks for item in task.items] == [
            item.text.casefold() for task in expected.tasks for item in task.items
        ]
        assert plan.header.number == expected.header.number


def test_unicode_is_left_alone() -> None:
    assert recognise(TEXT) is None


def test_a_text_in_another_language_is_not_taken_for_a_broken_one() -> None:
    french = "Le comité a décidé que la durée des réunions sera limitée à une heure et demie pour tous les élus. "
    assert recognise(french * 5) is None


def test_a_few_odd_words_in_a_unicode_text_change_nothing() -> None:
    assert recognise(TEXT + " Krông Búk, Đắk Lắk, Ê Đê, KÕ ho¹ch, Ñoäc laäp, H’Mông") is None


def test_text_that_makes_sense_in_no_reading_is_refused() -> None:
    garbled = TEXT.encode("utf-8").decode("latin-1")
    with pytest.raises(PlanUnreadable, match="lỗi mã"):
        read_text(garbled)


def test_bytes_that_make_sense_in_no_reading_are_refused() -> None:
    with pytest.raises(PlanUnreadable):
        read_plan(bytes(range(128, 256)) * 40, "ke-hoach.txt")


@pytest.mark.parametrize(
    ("font", "typed", "meant"),
    [
        (".VnTime", "ñy ban", "ủy ban"),
        (".VnTimeH", "ñy ban", "ỦY BAN"),
        (".VnArial Narrow", "x·", "xã"),
        ("VNI-Times", "xaõ", "xã"),
        ("VNI Times", "xaõ", "xã"),
    ],
)
def test_a_font_tells_how_to_convert(font: str, typed: str, meant: str) -> None:
    convert = by_font(font)
    assert convert is not None
    assert convert(typed) == meant


@pytest.mark.parametrize("font", ["Times New Roman", "Vni", "", "Arial", "Wingdings"])
def test_other_fonts_need_no_conversion(font: str) -> None:
    assert by_font(font) is None


@pytest.mark.parametrize(
    "word", ["nghiêng", "quyển", "gì", "giếng", "Đắc", "UBND", "khuỷu", "yêu", "ỦY", "hoá", "hóa", "quốc"]
)
def test_these_are_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ho¹ch", "nh©n", "hoaïch", "cãp", "été", "straße", "ñy", "fải", "ọọ"])
def test_these_are_none(word: str) -> None:
    assert not is_syllable(word)


def test_only_words_with_marks_are_weighed() -> None:
    found = weigh("Ban Chỉ đạo Robert Müller 2026")
    assert (found.marked, found.possible) == (3, 2)
    assert found.words == 5
    assert weigh("plain ASCII only").share == 1.0
