"""What opens a list, and what only looks so."""

from __future__ import annotations

import pytest

from app.plans.reading.marks import Kind, read_mark


@pytest.mark.parametrize(
    ("text", "kind", "label", "rest"),
    [
        ("PHẦN II. NỘI DUNG", Kind.PART, "II", "NỘI DUNG"),
        ("Phần thứ nhất: Mục đích", Kind.PART, "I", "Mục đích"),
        ("PHẦN THỨ TƯ TỔ CHỨC", Kind.PART, "IV", "TỔ CHỨC"),
        ("Phần thứ 3. Nhiệm vụ", Kind.PART, "3", "Nhiệm vụ"),
        ("A. MỤC TIÊU", Kind.CAPITAL, "A", "MỤC TIÊU"),
        ("I. MỤC ĐÍCH", Kind.ROMAN, "I", "MỤC ĐÍCH"),
        ("IV/ TỔ CHỨC", Kind.ROMAN, "IV", "TỔ CHỨC"),
        ("II - NỘI DUNG", Kind.ROMAN, "II", "NỘI DUNG"),
        ("1. Tuyên truyền", Kind.NUMBER, "1", "Tuyên truyền"),
        ("12.Tuyên truyền", Kind.NUMBER, "12", "Tuyên truyền"),
        ("2/ Tuyên truyền", Kind.NUMBER, "2", "Tuyên truyền"),
        ("1.2. Tuyên truyền", Kind.DECIMAL, "1.2", "Tuyên truyền"),
        ("2.10 Tuyên truyền", Kind.DECIMAL, "2.10", "Tuyên truyền"),
        ("3) Tuyên truyền", Kind.NUMBER_PAREN, "3", "Tuyên truyền"),
        ("(3) Tuyên truyền", Kind.NUMBER_PAREN, "3", "Tuyên truyền"),
        ("đ) Tuyên truyền", Kind.LETTER, "đ", "Tuyên truyền"),
        ("b. Tuyên truyền", Kind.LETTER, "b", "Tuyên truyền"),
        ("- Tuyên truyền", Kind.DASH, "-", "Tuyên truyền"),
        ("–Tuyên truyền", Kind.DASH, "–", "Tuyên truyền"),
        ("+ Tuyên truyền", Kind.PLUS, "+", "Tuyên truyền"),
        ("* Tuyên truyền", Kind.DOT, "*", "Tuyên truyền"),
    ],
)
def test_it_works(text: str, kind: Kind, label: str, rest: str) -> None:
    mark, words = read_mark(text)
    assert mark is not None
    assert (mark.kind, mark.label, words) == (kind, label, rest)


@pytest.mark.parametrize(
    "text",
    [
        "33/CT-TTg ngày 26/11/2021",
        "1432/BNV-CTTN ngày 03/4/2023",
        "01- KL/TW ngày 18/5/2021",
        "30/7/2021 của Bộ Chính trị",
        "2025 và định hướng đến năm 2030",
        "2027: trước ngày 12 tháng 9",
        "1.000 hộ dân",
        "V.I. Lê-nin",
        "IIV. không phải số La Mã",
        "v.v. và các việc khác",
        "XIII của Đảng",
        "-5 độ",
        "1.",
        "Phần lớn người dân",
        "Các cơ quan",
    ],
)
def test_numbers_and_signs_of_a_sentence_are_no_marks(text: str) -> None:
    assert read_mark(text) == (None, text)


def test_labels_know_their_place_in_the_list() -> None:
    places = [read_mark(f"{label} x")[0] for label in ("IX.", "đ)", "Đ.", "1.4.")]
    assert [mark.value for mark in places if mark] == [9, 5, 5, 4]
