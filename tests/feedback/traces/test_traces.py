"""What looks as if it led to a person, and what only looks a little like it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.feedback.traces.rules import TRACES, traces_in


def found(text: str, *known: str) -> list[tuple[str, str]]:
    return [(trace.kind, trace.text) for trace in traces_in(text, known)]


def test_it_works() -> None:
    text = "Ông Nguyễn Văn A (0912.345.678, a.nguyen@vidu.vn, CCCD 001 089 012 345) được đền 120.000.000 đồng."
    assert found(text) == [
        ("phone", "0912.345.678"),
        ("identity", "001 089 012 345"),
        ("mail", "a.nguyen@vidu.vn"),
        ("name", "Nguyễn Văn A"),
    ]


@pytest.mark.parametrize(
    "number", ["0912345678", "0912 345 678", "0912-345-678", "+84912345678", "+84 912 345 678", "028 3822 2333"]
)
def test_telephone_numbers_are_found_however_they_are_written(number: str) -> None:
    assert found(f"Gọi {number}, hỏi chị trực ban.") == [("phone", number)]


@pytest.mark.parametrize("number", ["001089012345", "001 089 012 345", "001.089.012.345", "123456789", "123.456.789"])
def test_identity_numbers_are_found_together_and_in_groups(number: str) -> None:
    assert found(f"Số {number}.") == [("identity", number)]


@pytest.mark.parametrize(
    "text",
    [
        "Từ 15 giờ 30 ngày 20.11.2026, theo Kế hoạch số 12/2026.",
        "Tổng 120.000.000 đồng, 250.000.000đ và 1.200 m2.",
        "Gọi tổng đài 1022 hoặc 1900 1234.",
        "Kính gửi Ông/Bà. Về việc nạo vét cống.",
        "Đường Bà Triệu, chợ Bà Chiểu, Bà Rịa.",
        "Ông bà và các cháu.",
        "",
    ],
)
def test_what_leads_to_nobody_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_names_of_the_offices_own_people_may_stand_there() -> None:
    text = "Ông Thu và bà Nguyễn Thị Lan đã đến xem; bà Lan hẹn ông Tám."
    assert found(text, "Trần Văn Thu", "Nguyễn Thị Lan") == [("name", "Tám")]


@pytest.mark.parametrize("title", ["ông", "Bà", "thầy", "đồng chí", "Đ/c"])
def test_a_form_of_address_leads_to_a_name(title: str) -> None:
    assert found(f"Nhờ {title} Trần Thị Bé xem lại.") == [("name", "Trần Thị Bé")]


def test_each_is_told_once() -> None:
    assert found("Bà Lê Thị Hoa, 0912345678. Bà Lê Thị Hoa, 0912345678.") == [
        ("phone", "0912345678"),
        ("name", "Lê Thị Hoa"),
    ]


@settings(max_examples=60)
@given(st.text(alphabet="0123456789 .-+@aÔôngBàNguyễn,\n", max_size=60))
def test_whatever_is_told_stands_in_the_text(text: str) -> None:
    for trace in traces_in(text):
        assert trace.kind in TRACES
        assert trace.text in text
