"""Letters and numbers as they are written here."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text import N_, decimal, fold, nfc, percent


def test_marking_gives_the_text_back() -> None:
    assert N_("Không tìm thấy.") == "Không tìm thấy."


@given(st.text())
def test_composing_twice_changes_nothing(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text) == unicodedata.normalize("NFC", text)


def test_decomposed_vietnamese_becomes_composed() -> None:
    assert nfc(unicodedata.normalize("NFD", "Nguyễn Thị Hường")) == "Nguyễn Thị Hường"


@pytest.mark.parametrize("written", ["Đánh giá", "đánh giá", "DANH GIA", "Danh giá", "đÁnh gIá"])
def test_search_does_not_look_at_marks_and_capitals(written: str) -> None:
    assert fold(written) == "danh gia"
    assert fold(unicodedata.normalize("NFD", written)) == "danh gia"


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặ "))
def test_folding_keeps_the_number_of_letters(text: str) -> None:
    assert len(fold(text)) == len(nfc(text))
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("value", "places", "locale", "shown"),
    [
        (1234.5, 1, "vi", "1.234,5"),
        (1234.5, 1, "en", "1,234.5"),
        (1234567, 0, "km", "1,234,567"),
        (1234.5, 1, "zh", "1,234.5"),
        (0.05, 1, "vi", "0,1"),
        (0.25, 1, "vi", "0,3"),
        (2.675, 2, "vi", "2,68"),
        (-0.04, 1, "vi", "-0,0"),
    ],
)
def test_numbers_are_written_with_a_comma_and_halves_go_up(value: float, places: int, locale: str, shown: str) -> None:
    assert decimal(value, places, locale) == shown


def test_a_share_is_shown_as_per_cent() -> None:
    assert percent(0.8405) == "84,1 %"
    assert percent(1, 0) == "100 %"
    assert percent(0.8405, 2, "en") == "84.05%"
    assert percent(0.8405, 1, "km") == "84.1%"
