"""The citizens' page of a consultation: what it takes, what it refuses without losing a word, what it shows later."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.feedback.consultations.models import Consultation, Contribution, Opinion
from app.feedback.doors.page import MOST_SENT
from app.responses.integrity.rules import TRAP
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def asked(make: Make, cast: Cast) -> Consultation:
    return make.consultation(cast.hoa_sen)


def opened(browser: Browser, asked: Consultation) -> dict[str, Any]:
    """The fields of the page as it was opened; no radio is chosen."""
    return browser.get(f"/L/{asked.code}").fields(f"/L/{asked.code}/opinions")


def send(browser: Browser, asked: Consultation, **typed: str) -> Page:
    return browser.post_plain(f"/L/{asked.code}/opinions", {**opened(browser, asked), **typed})


def said(session: Session) -> set[tuple[int | None, str, str]]:
    return {
        (opinion.article.position if opinion.article else None, opinion.stance, opinion.text)
        for opinion in session.scalars(select(Opinion))
    }


def test_it_works(browser: Browser, session: Session, asked: Consultation) -> None:
    """Chosen and written opinions arrive, skipped articles leave nothing, and nothing tells who sent them."""
    answer = send(browser, asked, s1="change", a1="Quét cả ngõ.", whole="Chữ to hơn.")
    assert answer.status == 303
    assert said(session) == {(1, "change", "Quét cả ngõ."), (None, "comment", "Chữ to hơn.")}
    sent = session.scalars(select(Contribution)).one()
    assert (sent.hour.minute, sent.hour.second) == (0, 0)
    assert "Set-Cookie" not in answer.answer.headers
    receipt = browser.get(answer.answer.headers["Location"])
    assert "Đã nhận ý kiến" in receipt.text
    assert "không phải bỏ phiếu" in receipt.text


def test_nothing_is_chosen_beforehand_and_it_says_that_it_is_no_vote(browser: Browser, asked: Consultation) -> None:
    page = browser.get(f"/l/{asked.code.lower()}")
    assert not [box for box in page.tree.iter("input") if box.get("checked") is not None and box.get("type") == "radio"]
    assert "Đây không phải bỏ phiếu, không phải quyết định" in page.text
    assert "Mỗi nhà tự quét đoạn đường trước cổng." in page.text
    assert "Set-Cookie" not in page.answer.headers


def test_sent_twice_it_counts_once(browser: Browser, session: Session, asked: Consultation) -> None:
    fields = {**opened(browser, asked), "s1": "agree"}
    for text in ("", "Lần sau khác."):
        assert browser.post_plain(f"/L/{asked.code}/opinions", {**fields, "a1": text}).status == 303
    assert said(session) == {(1, "agree", "")}


def test_sent_by_many_hands_at_once_it_counts_once(live: Flask) -> None:
    with live.extensions["thuocdo.sessions"]() as own:
        made = Make(own)
        asked = made.consultation(Cast(made).hoa_sen)
        code = asked.code
    fields = {**opened(Browser(live), asked), "s1": "disagree", "a2": "Nên 21 giờ."}
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda _n: Browser(live).post_plain(f"/L/{code}/opinions", fields).status, range(4)))
    assert statuses == [303] * 4
    with live.extensions["thuocdo.sessions"]() as own:
        assert own.scalar(select(func.count()).select_from(Contribution)) == 1
        assert own.scalar(select(func.count()).select_from(Opinion)) == 2


def test_a_text_without_a_choice_is_no_choice(browser: Browser, session: Session, asked: Consultation) -> None:
    send(browser, asked, a2="Hát đến 21 giờ thôi.", s1="forged")
    assert said(session) == {(2, "comment", "Hát đến 21 giờ thôi.")}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "chưa có ý kiến nào"),
        ({"s2": "change", "a1": "Giữ lại."}, "Điều 2. Tiếng ồn: xin viết muốn sửa thế nào"),
        ({"a1": "Giữ lại.", "whole": "x" * 100_000}, "dài 100000 ký tự"),
        ({"a1": "Giữ lại.", "key": "forged"}, "Mã của trang bị thiếu hoặc bị sửa"),
        ({"a1": "Giữ lại.", TRAP: "bot"}, "Máy đã tự điền một ô ẩn"),
    ],
)
def test_a_refusal_loses_nothing(
    browser: Browser, session: Session, asked: Consultation, typed: dict[str, str], words: str
) -> None:
    page = send(browser, asked, **typed)
    assert page.status == 422
    assert words in page.text
    again = page.fields(f"/L/{asked.code}/opinions")
    assert again["a1"] == typed.get("a1", "")
    assert again["whole"] == typed.get("whole", "")
    assert again.get("s2") == ([typed["s2"]] if "s2" in typed else None)
    assert said(session) == set()
    assert browser.post_plain(f"/L/{asked.code}/opinions", {**again, "a2": "Được.", "whole": ""}).status == 303


def test_the_key_of_another_consultation_is_none(browser: Browser, asked: Consultation, make: Make) -> None:
    other = make.consultation(asked.office)
    assert send(browser, asked, s1="agree", key=opened(browser, other)["key"][0]).status == 422


def test_a_body_beyond_every_limit_is_refused(browser: Browser, asked: Consultation) -> None:
    assert send(browser, asked, whole="x" * 400_000).status == 413


def test_a_flood_waits_with_everything_typed(app: Flask, browser: Browser, asked: Consultation) -> None:
    for _time in range(MOST_SENT):
        browser.post_plain(f"/L/{asked.code}/opinions", {**opened(browser, asked), "s1": "agree"})
    page = send(browser, asked, a1="Còn đây.")
    assert page.status == 429
    assert page.fields(f"/L/{asked.code}/opinions")["a1"] == "Còn đây."


def test_another_language_keeps_what_was_typed(browser: Browser, session: Session, asked: Consultation) -> None:
    asked.office.citizen_locales = ["vi", "en"]
    session.commit()
    fields = {**opened(browser, asked), "a1": "Giữ lại.", "s1": "disagree", "language": "en"}
    page = browser.post_plain(f"/L/{asked.code}/opinions?lang=en", fields)
    assert "This is not a vote" in page.text
    assert page.fields(f"/L/{asked.code}/opinions?lang=en")["a1"] == "Giữ lại."
    assert said(session) == set()


def test_titles_and_opinions_are_only_text(browser: Browser, make: Make, cast: Cast, lan: Browser) -> None:
    asked = make.consultation(cast.hoa_sen, title=SCRIPT, articles=((SCRIPT, SCRIPT),))
    make.contribution(asked, SCRIPT)
    for page in (browser.get(f"/L/{asked.code}"), lan.get(f"/consultations/{asked.id}/opinions")):
        assert SCRIPT in page.text
        assert SCRIPT not in page.html


@pytest.mark.parametrize(("state", "words"), [("coming", "nhận ý kiến từ ngày"), ("ended", "Đã hết thời gian")])
def test_before_and_after_its_days_it_is_only_read(
    browser: Browser, make: Make, cast: Cast, state: Any, words: str
) -> None:
    asked = make.consultation(cast.hoa_sen, state)
    page = browser.get(f"/L/{asked.code}")
    assert words in page.text
    assert not list(page.tree.iter("textarea"))


def test_who_comes_too_late_gets_the_words_back(browser: Browser, session: Session, make: Make, cast: Cast) -> None:
    asked = make.consultation(cast.hoa_sen, "ended")
    page = browser.post_plain(f"/L/{asked.code}/opinions", {"a1": "Muộn rồi."})
    assert page.status == 410
    assert "Muộn rồi." in page.text
    assert said(session) == set()


def test_the_office_page_leads_to_what_is_asked_now(browser: Browser, make: Make, cast: Cast) -> None:
    asked, over = (make.consultation(cast.hoa_sen, state) for state in ("open", "ended"))
    links = browser.get(f"/C/{cast.hoa_sen.code}").links
    assert f"/L/{asked.code}" in links
    assert f"/L/{over.code}" not in links


def test_a_draft_is_nobodys_to_see(browser: Browser, make: Make, cast: Cast) -> None:
    assert browser.get(f"/L/{make.consultation(cast.hoa_sen, 'draft').code}").status == 404
    assert browser.get("/L/khong-co").status == 404


def test_the_published_table_tells_what_was_taken_up_and_why_not(browser: Browser, make: Make, cast: Cast) -> None:
    asked = make.consultation(cast.hoa_sen, "published")
    make.group(make.contribution(asked, a1=("change", "=1+1")), "not_taken").summary = "=SUM(A1)"
    make.session.commit()
    make.contribution(asked, times=6, a1=("agree", ""))
    page = browser.get(f"/L/{asked.code}")
    assert "Giải trình, không tiếp thu" in page.text
    assert "không phải mẫu chọn ngẫu nhiên" in page.text
    assert "Có 7 lượt gửi ý kiến." in page.text
    assert "dưới 5 ý kiến" in page.text
    counts = [cell.text for box in page.tree.iter("dl") if box.get("class") == "counts" for cell in box.iter("dd")]
    assert counts[:7] == ["7", *["không nêu"] * 6], (
        "nobody and one person look the same, and the total gives neither away"
    )
    assert "=1+1" not in page.text
    table = browser.get(f"/L/{asked.code}/table.csv")
    assert table.answer.get_data().startswith(b"\xef\xbb\xbf")
    assert "'=SUM(A1)" in table.html
    assert ",=SUM" not in table.html
    assert "Điều 1. Vệ sinh,7,không nêu,không nêu,không nêu,không nêu" in table.html


def test_a_table_that_is_not_published_is_not_given_out(browser: Browser, make: Make, cast: Cast) -> None:
    asked = make.consultation(cast.hoa_sen, "ended")
    assert browser.get(f"/L/{asked.code}/table.csv").status == 302
