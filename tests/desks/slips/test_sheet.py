"""The printed sheet: every code can be scanned, read and typed, and whatever people name things fits on a slip."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.core.tokens import new_checked_code
from app.core.typeset import GlyphMissing
from app.desks.qr import AddressTooLong
from app.desks.slips.sheet import SlipWords, draw_slips, grouped
from tests.desks.test_posters import LONG, assert_within_margins, pages_of, scanned, texts

LAST = date(2027, 5, 20)
WORDS = SlipWords(
    office="Ủy ban nhân dân xã Bình Minh", desk="Quầy số 3 – Đất đai", until=LAST, about="Làm thủ tục tại Một cửa"
)
HOST = "https://danvan.binhminh.gov.vn"

pytestmark = pytest.mark.usefixtures("app")


def codes_of(count: int) -> list[str]:
    return [new_checked_code() for _ in range(count)]


def test_it_works(app: Flask) -> None:
    codes = codes_of(12)
    with app.test_request_context():
        pdf = draw_slips(WORDS, codes, HOST)
    first, second = texts(pdf)
    for words in (
        WORDS.office.upper(),
        WORDS.desk,
        WORDS.about,
        "danvan.binhminh.gov.vn/V",
        "Dùng 1 lần, đến 20/05/2027",
    ):
        assert first.count(words) == 10
        assert second.count(words) == 2
    assert all(grouped(code) in first for code in codes[:10])
    found = [code for page in scanned(pdf) for code in page]
    assert sorted(found) == sorted(f"HTTPS://DANVAN.BINHMINH.GOV.VN/V/{code}" for code in codes)
    for page in pages_of(pdf):
        assert_within_margins(page)


def test_without_a_task_the_slip_says_that_there_is_a_choice(app: Flask) -> None:
    with app.test_request_context():
        (text,) = texts(draw_slips(SlipWords(office="Xã", until=LAST, desk="Quầy"), codes_of(1), HOST))
    assert "Xin chọn việc Ông/Bà vừa làm" in text


@pytest.mark.parametrize("name", [LONG, "W" * 200, "Ẫ " * 100])
def test_long_names_stay_on_their_slip(app: Flask, name: str) -> None:
    codes = codes_of(10)
    with app.test_request_context():
        pdf = draw_slips(SlipWords(office=name, desk=name, until=LAST, about=name), codes, HOST)
    (page,) = pages_of(pdf)
    assert_within_margins(page)
    assert len(scanned(pdf)[0]) == 10
    assert all(grouped(code) in texts(pdf)[0] for code in codes)


def test_marks_of_the_typesetter_print_as_what_they_are(app: Flask) -> None:
    hostile = '#panic("x") <script> $x$'
    with app.test_request_context():
        (text,) = texts(draw_slips(SlipWords(office="Xã", until=LAST, desk=hostile, about=hostile), codes_of(1), HOST))
    assert text.count(hostile) == 2


def test_a_letter_that_no_font_has_is_refused(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(GlyphMissing, match="“中”"):
        draw_slips(SlipWords(office="Xã", until=LAST, desk="中"), codes_of(1), HOST)


def test_an_address_too_long_to_scan_is_refused(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(AddressTooLong):
        draw_slips(WORDS, codes_of(1), "https://" + "a" * 300 + ".vn")
