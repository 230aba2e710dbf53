"""Opinions on paper and at meetings: the sheet, typing it in for its writer, mending a slip, and what is told of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.core import clock
from app.feedback.consultations.models import Consultation, Contribution, Opinion, OpinionGroup
from app.feedback.consultations.page import typing_key
from app.feedback.consultations.sheets.models import OpinionSheet
from app.responses.paper.rules import noon_of
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import SECRET, Make


@pytest.fixture
def asked(make: Make, cast: Cast) -> Consultation:
    return make.consultation(cast.hoa_sen)


def opened(browser: Browser, asked: Consultation, **query: Any) -> dict[str, Any]:
    return browser.get(path(asked), **query).fields(path(asked))


def type_in(browser: Browser, asked: Consultation, fields: dict[str, Any] | None = None, **typed: str) -> Page:
    fields = opened(browser, asked) if fields is None else fields
    return browser.post_plain(path(asked), {**fields, "mode": "paper", **typed})


def path(asked: Consultation) -> str:
    return f"/consultations/{asked.id}/entry"


def said(session: Session) -> set[tuple[int | None, str, str]]:
    found = session.scalars(select(Opinion).execution_options(populate_existing=True))
    return {(one.article.position if one.article else None, one.stance, one.text) for one in found}


def test_it_works(minh: Browser, session: Session, asked: Consultation) -> None:
    """Printed, filled in by hand, typed in; the number goes onto the paper, the hour of typing nowhere."""
    page = minh.get(f"/consultations/{asked.id}")
    assert path(asked) in page.links
    sheet = minh.get(f"/consultations/{asked.id}/sheet.pdf")
    assert sheet.answer.get_data().startswith(b"%PDF")
    fields, day = opened(minh, asked), clock.today() - timedelta(days=1)
    assert "mode" not in fields, "nothing is chosen beforehand"
    for _twice in range(2):
        done = type_in(minh, asked, fields, s1="change", a1="Quét cả ngõ.", received_on=day.isoformat())
        assert done.status == 303
    assert said(session) == {(1, "change", "Quét cả ngõ.")}
    sent = session.scalars(select(Contribution)).one()
    assert (sent.mode, sent.hour, sent.locale) == ("paper", noon_of(day), "vi")
    page = minh.get(done.answer.headers["Location"])
    assert "Đã ghi tờ số 1. Hãy viết số 1 lên góc tờ giấy." in page.text
    kept = page.fields(path(asked))
    assert (kept["mode"], kept["received_on"]) == (["paper"], [day.isoformat()])
    assert type_in(minh, asked, kept, mode="meeting", whole="Chữ to hơn.").status == 303
    numbers = session.execute(select(OpinionSheet.number, OpinionSheet.mode).order_by(OpinionSheet.number)).all()
    assert [tuple(row) for row in numbers] == [(1, "paper"), (2, "meeting")]
    assert "Minh: 2 tờ" in minh.get(path(asked)).text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"mode": ""}, "ghi trên giấy hay nói tại cuộc họp"),
        ({"received_on": "2020-01-01"}, "Ngày nhận phải từ"),
        ({"received_on": ""}, "Hãy ghi ngày cơ quan nhận"),
        ({"a1": "", "s1": ""}, "chưa có ý kiến nào"),
        ({"s2": "change"}, "Điều 2. Tiếng ồn: xin viết muốn sửa thế nào"),
        ({"whole": "x" * 2001}, "dài 2001 ký tự"),
        ({"key": "forged"}, "Trang nhập bị hỏng"),
    ],
)
def test_a_refusal_loses_nothing(
    minh: Browser, session: Session, asked: Consultation, typed: dict[str, str], words: str
) -> None:
    page = type_in(minh, asked, None, **({"a1": "Giữ lại.", "s1": "agree"} | typed))
    assert page.status == 422
    assert words in page.text
    again = page.fields(path(asked))
    assert again["a1"] == typed.get("a1", "Giữ lại.")
    assert again["s1"] == [typed.get("s1", "agree")]
    assert session.scalars(select(OpinionSheet)).all() == []
    mended = {"received_on": clock.today().isoformat(), "whole": "", "s2": "", "a1": "Được."}
    assert type_in(minh, asked, again, **mended).status == 303


@pytest.mark.parametrize(
    ("state", "over_for", "words"),
    [
        ("draft", 0, "chưa mở lấy ý kiến"),
        ("coming", 0, "nhận ý kiến từ ngày"),
        ("ended", 6, "Đã hết thời gian nhập"),
        ("published", 1, "Kết quả đã công bố"),
    ],
)
def test_outside_its_days_nothing_is_typed_in_and_the_words_come_back(
    minh: Browser, make: Make, cast: Cast, session: Session, state: Any, over_for: int, words: str
) -> None:
    asked = make.consultation(cast.hoa_sen, state)
    if over_for:
        asked.closes_on = clock.today() - timedelta(days=over_for)
        session.commit()
    page = minh.get(path(asked))
    assert words in page.text
    assert not list(page.tree.iter("textarea"))
    late = too_late(minh, asked)
    assert late.status == 410
    assert "Muộn rồi." in late.text
    assert session.scalars(select(Contribution)).all() == []


def too_late(browser: Browser, asked: Consultation) -> Page:
    """A page that was open before is sent."""
    fields = {"csrf_token": browser.get("/consultations/new").csrf, "key": typing_key(asked).signed(SECRET)}
    return type_in(browser, asked, fields, a1="Muộn rồi.", received_on=asked.closes_on.isoformat())


def test_what_came_in_time_is_typed_in_some_days_longer(
    minh: Browser, make: Make, cast: Cast, session: Session
) -> None:
    asked = make.consultation(cast.hoa_sen, "ended")
    fields = opened(minh, asked)
    assert fields["received_on"] == [asked.closes_on.isoformat()]
    refused = type_in(minh, asked, fields, s1="agree", received_on=clock.today().isoformat())
    assert "đến ngoài thời gian lấy ý kiến" in refused.text
    assert type_in(minh, asked, fields, s1="agree").status == 303
    asked.closes_on -= timedelta(days=9)
    asked.opens_on -= timedelta(days=9)
    session.commit()
    late = too_late(minh, asked)
    assert late.status == 410
    assert "được nhập đến hết ngày" in late.text


def test_a_slip_is_typed_anew_or_taken_back_by_who_typed_it(
    minh: Browser, lan: Browser, session: Session, asked: Consultation, cast: Cast
) -> None:
    type_in(minh, asked, s1="disagree", a1="Nhầm.")
    group = OpinionGroup(consultation_id=asked.id, summary="Nhầm", changed_at=clock.now())
    group.article_id = asked.articles[0].id
    session.add(group)
    session.flush()
    session.scalars(select(Opinion)).one().group_id = group.id
    session.commit()
    assert "Nhập lại tờ số 1" in minh.get(path(asked), sheet=1).text
    again = opened(minh, asked, sheet=1)
    assert (again["a1"], again["mode"], again["number"]) == ("", ["paper"], ["1"])
    assert said(session) == {(1, "disagree", "Nhầm.")}, "until it is typed anew, the old one stands"
    assert type_in(minh, asked, again, a2="Đúng.").status == 303
    assert said(session) == {(2, "comment", "Đúng.")}
    assert session.scalars(select(OpinionGroup)).all() == [], "a group without opinions does not stay"
    for number in (1, 2, 10**30, "x"):
        refused = lan.get(path(asked), sheet=number)
        assert refused.status == 409
        assert "do người khác nhập" in refused.text
    assert lan.post(f"{path(asked)}/removal", {"sheet": 1}, page=path(asked)).status == 409
    page = minh.post(f"{path(asked)}/removal", {"sheet": 1}, page=path(asked), follow=True)
    assert "Đã bỏ tờ số 1" in page.text
    assert said(session) == set()
    type_in(minh, asked, s1="agree")
    assert [one.number for one in session.scalars(select(OpinionSheet)) if not one.undone] == [2]
    verbs = session.scalars(select(AuditEntry.verb).where(AuditEntry.verb.contains("tờ ý kiến"))).all()
    assert set(verbs) == {"Nhập lại tờ ý kiến về dự thảo", "Bỏ tờ ý kiến về dự thảo"}


def test_once_typing_is_over_no_number_leads_to_what_was_said(
    minh: Browser, thu: Browser, make: Make, cast: Cast, session: Session
) -> None:
    asked = make.consultation(cast.hoa_sen, "ended")
    type_in(minh, asked, s1="agree")
    page = f"/consultations/{asked.id}"
    assert "Đã công bố" in thu.post(f"{page}/publication", page=page, follow=True).text
    assert session.scalars(select(OpinionSheet.contribution_id)).all() == [None]
    assert session.scalars(select(Contribution.mode)).all() == ["paper"], "that it came on paper stays"


def test_answering_after_the_last_day_for_typing_forgets_too(
    minh: Browser, make: Make, cast: Cast, session: Session
) -> None:
    asked = make.consultation(cast.hoa_sen, "ended")
    type_in(minh, asked, s1="change", a1="Một.")
    asked.closes_on -= timedelta(days=5)
    session.commit()
    opinion = session.scalars(select(Opinion.id)).one()
    page = f"/consultations/{asked.id}/opinions"
    minh.post(f"/consultations/{asked.id}/groups", {"opinion": opinion, "summary": "Một"}, page=page)
    assert session.scalars(select(OpinionSheet.contribution_id)).all() == [None]


def test_the_published_table_tells_the_ways_apart_and_no_small_number(browser: Browser, make: Make, cast: Cast) -> None:
    asked = make.consultation(cast.hoa_sen, "published")
    for mode, times in (("phone", 6), ("paper", 5), ("meeting", 1)):
        make.contribution(asked, times=times, mode=mode, a1=("agree", ""))
    page = browser.get(f"/L/{asked.code}")
    told = next(box for box in page.tree.iter("dl") if box.get("class") == "counts")
    assert [cell.text for cell in told.iter("dd")] == ["6", "không nêu", "không nêu"]
    table = browser.get(f"/L/{asked.code}/table.csv").html
    assert '"Ghi trên giấy, cán bộ nhập hộ",không nêu' in table
    assert "Số lượt gửi ý kiến,12" in table


def test_who_may_not_type_does_not_find_the_page(
    thu: Browser, hoa: Browser, stranger: Browser, asked: Consultation
) -> None:
    assert path(asked) not in hoa.get(f"/consultations/{asked.id}").links
    for browser in (thu, hoa, stranger):
        token = browser.get("/consultations").csrf
        assert browser.get(path(asked)).status == 404
        assert browser.post_plain(path(asked), {"csrf_token": token}).status == 404
        assert browser.post_plain(f"{path(asked)}/removal", {"csrf_token": token, "sheet": 1}).status == 404
    assert stranger.get(f"/consultations/{asked.id}/sheet.pdf").status == 404
