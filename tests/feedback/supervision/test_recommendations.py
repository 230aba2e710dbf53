"""Recommendations: proposed, answered by the leader, agreed with or insisted on once, then closed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry, Membership
from app.core import clock
from app.feedback.cases.steps import RightLost
from app.feedback.supervision.models import Recommendation
from app.feedback.supervision.recommending import take
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make

SOON = (clock.today() + timedelta(days=9)).isoformat()


@pytest.fixture
def made(make: Make, cast: Cast) -> Recommendation:
    return make.recommendation(cast.hoa_sen, by=cast.hoa)


def path_of(made: Recommendation) -> str:
    return f"/recommendations/{made.id}"


def step(browser: Browser, made: Recommendation, noun: str, text: str = "", **other: Any) -> Page:
    path = path_of(made)
    fields = browser.get(path).fields(f"{path}/{noun}") | {"text": text, **other}
    return browser.post_plain(f"{path}/{noun}", fields, follow=True)


def state_of(session: Session, made: Recommendation) -> str:
    session.refresh(made)
    return made.state


def recommend(browser: Browser, cast: Cast, query: str = "", **other: Any) -> Page:
    action = f"/recommendations/new{query or f'?office={cast.hoa_sen.id}'}"
    fields = browser.get(f"/recommendations/new{query}").fields(action)
    written = {"body": "Mặt trận Tổ quốc", "text": "Sửa cổng.", "due_on": SOON, "unit": "Văn phòng"}
    return browser.post_plain(action, fields | written | other, follow=True)


def test_it_works(hoa: Browser, minh: Browser, thu: Browser, make: Make, cast: Cast, session: Session) -> None:
    """From a filed sheet to the second answer and the end without agreement."""
    sheet = make.sheet(cast.hoa_sen, by=cast.hoa)
    page = recommend(hoa, cast, f"?sheet={sheet.id}", official=cast.minh.id)
    made = session.scalars(select(Recommendation)).one()
    assert (made.sheet_id, made.body, made.official_id) == (sheet.id, "Ban Thanh tra nhân dân", cast.minh.id)
    assert "Sửa cổng." in minh.get("/supervision?pile=mine").text
    step(minh, made, "proposal", "Sẽ sửa trong tuần.")
    assert "Sẽ sửa trong tuần." in thu.get(path_of(made)).fields(f"{path_of(made)}/answer")["text"]
    assert "Sẽ sửa trong tuần." not in hoa.get(path_of(made)).text
    step(thu, made, "answer", "Đã sửa xong.")
    page = hoa.get(path_of(made))
    assert "Đã sửa xong." in page.text
    assert "1 đã có trả lời, chờ bạn cho ý kiến" in hoa.get("/").text
    assert "Bản lề còn hỏng." in step(hoa, made, "insistence", "Bản lề còn hỏng.", due_on=SOON).text
    step(thu, made, "answer", "Đã thay bản lề.")
    assert f"{path_of(made)}/insistence" not in hoa.get(path_of(made)).html
    page = step(hoa, made, "disagreement", "Vẫn còn hỏng.")
    assert "chưa thống nhất" in page.text
    assert state_of(session, made) == "disagreed"
    kept = select(AuditEntry.verb).where(AuditEntry.target.startswith("recommendation:"))
    assert len(session.scalars(kept).all()) == 6


def test_the_observer_agrees_at_once(hoa: Browser, thu: Browser, made: Recommendation, session: Session) -> None:
    step(thu, made, "answer", "Sẽ niêm yết trước 7 ngày.")
    assert "đã thống nhất" in step(hoa, made, "acceptance").text
    assert state_of(session, made) == "agreed"
    assert "Niêm yết mức thu" in hoa.get("/supervision?pile=closed").text


def test_it_stands_alone_and_is_sent_once(hoa: Browser, cast: Cast, session: Session) -> None:
    action = f"/recommendations/new?office={cast.hoa_sen.id}"
    fields = hoa.get("/recommendations/new").fields(action)
    fields |= {"body": "Mặt trận Tổ quốc", "text": "Sửa cổng.", "due_on": SOON}
    for _time in range(2):
        assert hoa.post_plain(action, fields).status == 303
    assert session.scalars(select(Recommendation)).one().sheet_id is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": ""}, "Hãy điền ô này."),
        ({"body": " "}, "Hãy ghi bên kiến nghị"),
        ({"text": "x" * 100_000}, "nhiều nhất 5000 ký tự"),
        ({"due_on": "2020-01-01"}, "từ hôm nay trở đi"),
        ({"due_on": "mai"}, "Hãy ghi một ngày"),
        ({"official": "999999"}, "Hãy chọn một mục"),
    ],
)
def test_what_does_not_fit_comes_back(hoa: Browser, cast: Cast, wrong: dict[str, Any], words: str) -> None:
    page = recommend(hoa, cast, **wrong)
    assert page.status == 422
    assert words in page.text
    typed = page.fields(f"/recommendations/new?office={cast.hoa_sen.id}")
    assert typed["unit"] == ["Văn phòng"]
    assert typed["text"] == wrong.get("text", "Sửa cổng.")


def test_a_draft_and_somebody_elses_sheet_carry_none(app: Flask, hoa: Browser, make: Make, cast: Cast) -> None:
    draft = make.sheet(cast.hoa_sen, filed=False, by=cast.hoa)
    page = recommend(hoa, cast, f"?sheet={draft.id}")
    assert page.status == 409
    assert "Phiếu giám sát chưa gửi" in page.text
    other = Browser(app).signed_in_as(make.official("Tâm", cast.hoa_sen, "observer"))
    filed = make.sheet(cast.hoa_sen, by=cast.hoa)
    assert other.get(f"/recommendations/new?sheet={filed.id}").status == 404


def test_of_two_who_answer_at_once_the_second_is_told(
    minh: Browser, thu: Browser, made: Recommendation, session: Session
) -> None:
    path = path_of(made)
    stale = thu.get(path).fields(f"{path}/answer") | {"text": "Câu của lãnh đạo."}
    step(minh, made, "proposal", "Câu của công chức.")
    page = thu.post_plain(f"{path}/answer", stale)
    assert page.status == 409
    assert "vừa ghi thêm" in page.text
    assert page.fields(f"{path}/answer")["text"] == "Câu của lãnh đạo."
    fresh = page.fields(f"{path}/answer")
    assert thu.post_plain(f"{path}/answer", fresh).status == 303
    again = thu.post_plain(f"{path}/answer", fresh)
    assert again.status == 409
    assert "đã được trả lời" in again.text
    assert "Câu của lãnh đạo." in again.text
    assert len(made.steps) == 2


def test_what_does_not_fit_the_state_is_refused(hoa: Browser, made: Recommendation, session: Session) -> None:
    token = {"csrf_token": hoa.get("/").csrf, "seen": "0", "text": "Sớm quá.", "due_on": SOON}
    for noun in ("acceptance", "insistence", "disagreement"):
        page = hoa.post_plain(f"{path_of(made)}/{noun}", token)
        assert page.status == 409
        assert "chưa trả lời kiến nghị này" in page.text
    assert state_of(session, made) == "open"


@pytest.mark.parametrize("noun", ["answer", "proposal"])
def test_an_answer_needs_words_and_not_too_many(thu: Browser, made: Recommendation, noun: str) -> None:
    assert "Hãy viết nội dung." in step(thu, made, noun, " ").text
    page = step(thu, made, noun, "x" * 100_000)
    assert page.status == 422
    assert "nhiều nhất 5000 ký tự" in page.text
    assert page.fields(f"{path_of(made)}/{noun}")["text"] == "x" * 100_000


def test_insisting_needs_a_reason_and_a_day_to_come(hoa: Browser, thu: Browser, made: Recommendation) -> None:
    step(thu, made, "answer", "Rồi.")
    assert "Hãy viết nội dung." in step(hoa, made, "insistence", "", due_on=SOON).text
    assert "Hãy chọn hạn trả lời lại" in step(hoa, made, "insistence", "Chưa đủ.").text
    assert "từ hôm nay trở đi" in step(hoa, made, "insistence", "Chưa đủ.", due_on="2020-01-01").text


def test_who_lost_the_right_a_second_ago_writes_nothing(cast: Cast, made: Recommendation, session: Session) -> None:
    """The gate had let the answer in when the role ended."""
    membership = session.scalars(select(Membership).where(Membership.official_id == cast.thu.id)).one()
    membership.valid_to = clock.today() - timedelta(days=1)
    session.flush()
    with pytest.raises(RightLost, match="Nội dung bạn viết vẫn còn đây"):
        take(session, made, "answer", "Vừa kịp.", seen=0, by=cast.thu.id)
    assert state_of(session, made) == "open"


def test_only_the_leader_sends_and_only_the_author_judges(
    app: Flask, hoa: Browser, minh: Browser, lan: Browser, thu: Browser, make: Make, cast: Cast, made: Recommendation
) -> None:
    path = path_of(made)
    for inside in (minh, lan, hoa):
        sent = {"csrf_token": inside.get(path).csrf, "seen": "0", "text": "Xong."}
        assert inside.post_plain(f"{path}/answer", sent).status == 404
    step(thu, made, "answer", "Rồi.")
    other = Browser(app).signed_in_as(make.official("Tâm", cast.hoa_sen, "observer"))
    for outside in (other, thu, minh):
        sent = {"csrf_token": outside.get(path).csrf, "seen": "1"}
        assert outside.post_plain(f"{path}/acceptance", sent).status == 404


def test_what_is_late_stands_first_and_on_the_first_page(
    thu: Browser, hoa: Browser, minh: Browser, make: Make, cast: Cast
) -> None:
    make.recommendation(cast.hoa_sen, "Việc sau.", by=cast.hoa)
    make.recommendation(cast.hoa_sen, "Việc muộn.", due_in=-3, by=cast.hoa)
    page = thu.get("/supervision")
    assert page.text.index("Việc muộn.") < page.text.index("Việc sau.")
    assert "Việc sau." not in thu.get("/supervision?pile=late").text
    assert "Việc sau." in thu.get("/supervision?pile=mine").text
    assert "Việc sau." not in minh.get("/supervision?pile=mine").text
    for who in (thu, minh):
        assert "1 quá hạn trả lời" in who.get("/").text
        assert "2 chờ trả lời" in who.get("/").text
    assert "chờ trả lời" not in hoa.get("/").text


def test_the_level_above_reads_what_is_filed_and_changes_nothing(
    app: Flask, make: Make, cast: Cast, session: Session
) -> None:
    province = make.office("Ủy ban nhân dân tỉnh", "tinh")
    cast.hoa_sen.superior_id = province.id
    sheet = make.sheet(cast.hoa_sen, by=cast.hoa)
    draft = make.sheet(cast.hoa_sen, filed=False, by=cast.hoa)
    made = make.recommendation(cast.hoa_sen, sheet=sheet, by=cast.hoa)
    session.commit()
    above = Browser(app).signed_in_as(make.official("Mai", province, "leader"))
    assert "Niêm yết mức thu" in above.get("/supervision").text
    assert above.get(f"/supervision/sheets/{sheet.id}").status == 200
    assert above.get(f"/supervision/sheets/{draft.id}").status == 404
    page = above.get(path_of(made))
    assert page.status == 200
    assert f"{path_of(made)}/answer" not in page.html
    sent = {"csrf_token": page.csrf, "seen": "0", "text": "Thay xã trả lời."}
    assert above.post_plain(f"{path_of(made)}/answer", sent).status == 404


def test_a_stranger_does_not_learn_it_exists(stranger: Browser, made: Recommendation) -> None:
    assert stranger.get(path_of(made)).status == 404
    assert "Niêm yết mức thu" not in stranger.get("/supervision").text


def test_an_empty_list_teaches(hoa: Browser, thu: Browser, cast: Cast) -> None:
    assert "hãy lập phiếu" in hoa.get("/supervision").text
    assert "lãnh đạo gửi trả lời" in thu.get("/supervision").text
    assert "Chưa có phiếu giám sát nào" in thu.get("/supervision/sheets").text
