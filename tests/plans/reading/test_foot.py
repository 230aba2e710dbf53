"""Recipients and signature."""

from __future__ import annotations

import pytest

from app.plans.reading.foot import Recipient, Signer, read_foot
from app.plans.reading.lines import to_lines


def recipients(text: str) -> list[tuple[str, str | None]]:
    return [(one.text, one.note) for one in read_foot(to_lines(text))[0]]


def signer(text: str) -> Signer | None:
    return read_foot(to_lines(text))[1]


def test_it_works() -> None:
    found, signed = read_foot(to_lines("Nơi nhận:\n- UBND huyện (b/c);\n- Lưu: VT.\nCHỦ TỊCH\nLê Văn An"))
    assert found[0] == Recipient("UBND huyện", "b/c", "- UBND huyện (b/c);", 2)
    assert signed == Signer("Lê Văn An", "CHỦ TỊCH", None)


@pytest.mark.parametrize(
    ("line", "text", "note"),
    [
        ("- Thường trực Đảng ủy;   (B/cáo)", "Thường trực Đảng ủy", "B/cáo"),
        ("- Khối Dân vận- để phối hợp;", "Khối Dân vận", "để phối hợp"),
        ("- MTTQ và các đoàn thể (P/hợp);", "MTTQ và các đoàn thể", "P/hợp"),
        ("- Lưu VP.", "Lưu VP", None),
    ],
)
def test_a_note_is_told_from_the_addressee(line: str, text: str, note: str | None) -> None:
    assert recipients("Nơi nhận:\n" + line) == [(text, note)]


def test_an_addressee_on_two_lines_is_one() -> None:
    assert recipients("Nơi nhận:\n- Ủy ban Mặt trận Tổ quốc Việt Nam\nvà các đoàn thể xã;\n- Lưu: VT.") == [
        ("Ủy ban Mặt trận Tổ quốc Việt Nam và các đoàn thể xã", None),
        ("Lưu: VT", None),
    ]


def test_addressees_behind_the_heading_are_read() -> None:
    assert recipients("Nơi nhận: UBND huyện; các thôn; lưu VT.") == [
        ("UBND huyện", None),
        ("các thôn", None),
        ("lưu VT", None),
    ]


@pytest.mark.parametrize(
    ("text", "name", "role", "on_behalf"),
    [
        ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", None, "PHÓ GIÁM ĐỐC", "KT. GIÁM ĐỐC"),
        ("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC\nLê Văn An", "Lê Văn An", "PHÓ GIÁM ĐỐC", "KT. GIÁM ĐỐC"),
        (
            "TM. ỦY BAN NHÂN DÂN\nQUYỀN CHỦ TỊCH\n(đã ký)\nLê Văn An",
            "Lê Văn An",
            "QUYỀN CHỦ TỊCH",
            "TM. ỦY BAN NHÂN DÂN",
        ),
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLÊ VĂN AN", "Lê Văn An", "CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN"),
        ("CHỦ TỊCH\nThS. Lê Văn An", "ThS. Lê Văn An", "CHỦ TỊCH", None),
    ],
)
def test_the_lines_of_a_signature_are_told_apart(text: str, name: str | None, role: str, on_behalf: str | None) -> None:
    assert signer(text) == Signer(name, role, on_behalf)


def test_nobody_signed() -> None:
    assert read_foot([]) == ([], None)
