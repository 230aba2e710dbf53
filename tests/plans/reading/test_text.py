"""Bytes of every kind become the same tidy text, or a sentence that says what to do."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plans.reading.problems import PlanTooLarge, PlanUnreadable
from app.plans.reading.text import tidy, to_text

WORDS = "KẾ HOẠCH\nThực hiện công tác dân vận của Ủy ban nhân dân xã Bình Lâm, huyện Đông Hải\n"
TONES = "\u0300\u0301\u0303\u0309\u0323"


def in_cp1258(text: str) -> bytes:
    """The way Windows wrote Vietnamese before Unicode: base letter and tone apart."""
    letters = []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
        letters.append(base + "".join(part for part in parts if part in TONES))
    return "".join(letters).encode("cp1258")


def test_it_works() -> None:
    assert to_text(WORDS.encode()).text == WORDS


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_in_any_form_is_read(encoding: str) -> None:
    assert to_text((WORDS * 5).encode(encoding)).text == WORDS * 5


def test_the_old_windows_encoding_is_read() -> None:
    assert to_text(in_cp1258(WORDS * 5)).text == WORDS * 5


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u2028"])
def test_line_ends_become_one_kind(line_end: str) -> None:
    assert to_text(WORDS.replace("\n", line_end).encode()).text == WORDS


def test_letters_are_composed_and_invisible_ones_taken_away() -> None:
    assert tidy(unicodedata.normalize("NFD", "Nghị\u200b quyết\u00a0số\u00ad 5\ufeff")).text == "Nghị quyết số 5"


def test_the_icelandic_letter_of_old_typing_programs_becomes_vietnamese() -> None:
    assert tidy("Ðảng ủy").text == "Đảng ủy"


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\x00" * 40, "\u200b\n".encode()])
def test_it_refuses_an_empty_file(content: bytes) -> None:
    with pytest.raises(PlanUnreadable, match="Tệp trống"):
        to_text(content)


def test_it_refuses_a_file_above_the_limit_with_its_own_status() -> None:
    with pytest.raises(PlanTooLarge, match="lớn hơn 2 MB") as caught:
        to_text(b"a" * (2 * 1024 * 1024 + 1), limit=2 * 1024 * 1024)
    assert caught.value.status == 413


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, b"\x7fELF" + b"\x00\x01\x02\x03" * 300, b"\xff\xfeA\x00B"],
)
def test_it_refuses_a_picture_or_program_renamed_to_txt(content: bytes) -> None:
    with pytest.raises(PlanUnreadable, match="không phải là văn bản"):
        to_text(content)


@given(st.binary(max_size=300))
def test_any_bytes_become_text_or_a_refusal(content: bytes) -> None:
    try:
        text = to_text(content).text
    except PlanUnreadable as problem:
        text = str(problem)
    assert text == unicodedata.normalize("NFC", text)
