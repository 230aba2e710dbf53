"""The public reply: proposed by an officer, looked through for persons, approved by a head, read by everybody."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry, Membership
from app.core import clock
from app.feedback.cases import actions
from app.feedback.cases.models import Case
from app.feedback.codes.actions import withdraw
from app.feedback.codes.rules import code_of
from app.feedback.replies.models import PublicReply
from app.feedback.replies.queries import PublishedReply, published_replies
from app.feedback.restricted.actions import Flag, box_case
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import SECRET, Make

CODE = code_of(SECRET, UUID(int=21), "0" * 32)
SAID, DONE = "Cống trước chợ bị tắc.", "Đã nạo vét ngày 20/11."


@pytest.fixture
def case(make: Make, cast: Cast, session: Session) -> Case:
    """An answered case of a task that Minh answers for."""
    made = make.case(
        cast.hoa_sen, "Cống tắc, ông Tám 0912345678.", task=make.task(make.plan(cast.hoa_sen), holder=cast.minh)
    )
    actions.answer(session, made, "Đã nạo vét.", by=cast.minh.id, seen=None)
    session.commit()
    return made


def path(case: Case, noun: str = "") -> str:
    return f"/cases/{case.id}/public-reply{noun}"


def propose(browser: Browser, case: Case, said: str = SAID, done: str = DONE) -> Page:
    fields = browser.get(path(case)).fields(path(case))
    return browser.post_plain(path(case), {**fields, "proposal-said": said, "proposal-done": done})


def approve(browser: Browser, case: Case, **more: str) -> Page:
    fields = browser.get(path(case)).fields(path(case, "/approval"))
    return browser.post_plain(path(case, "/approval"), {**fields, **more})


def published(session: Session, case: Case) -> list[PublishedReply]:
    session.expire_all()
    today = clock.today()
    return published_replies(session, case.office_id, today - timedelta(days=1), today)


def row(session: Session) -> PublicReply:
    return session.scalars(select(PublicReply).execution_options(populate_existing=True)).one()


def test_it_works(minh: Browser, thu: Browser, case: Case, session: Session) -> None:
    assert propose(minh, case).status == 303
    assert published(session, case) == []
    assert "Lãnh đạo cơ quan duyệt ở trang này." in minh.get(path(case)).text
    assert approve(thu, case).status == 303
    (told,) = published(session, case)
    assert (told.said, told.done, told.on, told.task) == (SAID, DONE, clock.today(), case.task)
    verbs = session.scalars(
        select(AuditEntry.verb).where(AuditEntry.target == f"case:{case.id}").order_by(AuditEntry.id)
    )
    assert list(verbs) == ["Đề xuất trả lời công khai", "Duyệt trả lời công khai"]
    assert "đã duyệt" in minh.get(f"/cases/{case.id}").text


def test_who_is_no_head_does_not_approve(minh: Browser, lan: Browser, case: Case, session: Session) -> None:
    propose(minh, case)
    for browser in (minh, lan):
        page = browser.get(path(case))
        assert path(case, "/approval") not in page.html
        token = {"csrf_token": page.csrf, "approval-seen": "1"}
        assert browser.post_plain(path(case, "/approval"), token).status == 404
    assert published(session, case) == []


def test_a_text_that_changed_in_between_is_not_approved(
    minh: Browser, thu: Browser, case: Case, session: Session
) -> None:
    propose(minh, case)
    opened = thu.get(path(case)).fields(path(case, "/approval"))
    propose(minh, case, done="Đã nạo vét, đền ông Tám.")
    page = thu.post_plain(path(case, "/approval"), opened)
    assert page.status == 409
    assert "đã được sửa sau khi bạn mở trang" in page.text
    assert "đền ông Tám" in page.text
    assert published(session, case) == []


def test_of_two_who_write_the_second_sees_both_texts(minh: Browser, lan: Browser, case: Case, session: Session) -> None:
    opened = lan.get(path(case)).fields(path(case))
    propose(minh, case)
    page = lan.post_plain(path(case), {**opened, "proposal-said": "Bản của Lan.", "proposal-done": "Lan làm."})
    assert page.status == 409
    assert SAID in page.text
    back = page.fields(path(case))
    assert (back["proposal-said"], back["proposal-done"]) == ("Bản của Lan.", "Lan làm.")
    assert lan.post_plain(path(case), back).status == 303
    assert row(session).said == "Bản của Lan."


def test_what_may_lead_to_a_person_is_shown_and_needs_a_tick(
    minh: Browser, thu: Browser, case: Case, session: Session
) -> None:
    propose(minh, case, done="Ông Lê Tám, 0912 345 678, CCCD 001.089.012.345, đã đồng ý với bà Minh.")
    page = thu.get(path(case))
    for trace in ("Lê Tám", "0912 345 678", "001.089.012.345"):
        assert trace in [element.text for element in page.tree.iter("strong")]
    assert approve(thu, case).status == 422
    assert published(session, case) == []
    assert approve(thu, case, **{"approval-traces_seen": "y"}).status == 303
    assert len(published(session, case)) == 1


def test_a_change_ends_the_approval_and_a_head_takes_it_down(
    minh: Browser, thu: Browser, case: Case, session: Session
) -> None:
    propose(minh, case)
    approve(thu, case)
    propose(minh, case, done="Đã nạo vét lần hai.")
    assert published(session, case) == []
    approve(thu, case)
    assert thu.post(path(case, "/removal"), page=path(case)).status == 303
    assert published(session, case) == []
    assert thu.post(path(case, "/removal"), page=path(case)).status == 409


@pytest.mark.parametrize(
    ("said", "done", "says"),
    [("", DONE, "cả hai phần"), (SAID, " ", "cả hai phần"), (SAID, "x" * 3001, "dài 3001 ký tự")],
)
def test_a_text_that_does_not_fit_comes_back(
    minh: Browser, case: Case, session: Session, said: str, done: str, says: str
) -> None:
    page = propose(minh, case, said, done)
    assert page.status == 422
    assert says in page.text
    assert page.fields(path(case))["proposal-done"] == done
    assert session.scalars(select(PublicReply)).all() == []


def test_nothing_is_published_of_what_is_open_or_withdrawn(
    minh: Browser, thu: Browser, case: Case, session: Session, cast: Cast
) -> None:
    propose(minh, case)
    approve(thu, case)
    actions.reopen(session, case, "Lại tắc.", by=cast.minh.id, seen=None)
    session.commit()
    assert published(session, case) == []
    assert approve_again(thu, case).status == 409
    actions.answer(session, case, "Đã nạo vét lại.", by=cast.minh.id, seen=None)
    session.commit()
    assert len(published(session, case)) == 1
    withdraw(session, case)
    session.commit()
    assert published(session, case) == []


def test_nothing_is_published_of_what_lies_in_the_restricted_box(
    minh: Browser, thu: Browser, case: Case, session: Session, cast: Cast
) -> None:
    propose(minh, case)
    approve(thu, case)
    box_case(session, case, Flag("denunciation", "Có tố cáo."), by=cast.minh.id, seen=None)
    session.commit()
    assert published(session, case) == []
    assert minh.get(path(case)).status == 404


def approve_again(browser: Browser, case: Case) -> Page:
    token = browser.get(path(case)).csrf
    return browser.post_plain(path(case, "/approval"), {"csrf_token": token, "approval-seen": "1"})


def test_who_lost_the_right_a_second_ago_gets_the_words_back(live: Flask) -> None:
    """Between the gate, which still knows the role, and the writing the role ends."""
    with live.extensions["thuocdo.sessions"]() as own:
        cast = Cast(Make(own))
        made = cast.make.case(cast.hoa_sen)
        actions.assign(own, made, holder_id=cast.minh.id, unit="", by=cast.minh.id, seen=None)
        actions.answer(own, made, "Đã sửa.", by=cast.minh.id, seen=None)
        own.commit()
        address, official_id = path(made), cast.minh.id
        minh = Browser(live).signed_in_as(cast.minh)
    opened = minh.get(address).fields(address)

    def just_then() -> None:
        with live.extensions["thuocdo.sessions"]() as other:
            held = other.scalars(select(Membership).where(Membership.official_id == official_id)).one()
            held.valid_to = clock.today()
            other.commit()

    live.before_request_funcs[None].append(just_then)
    page = minh.post_plain(address, {**opened, "proposal-said": "Đèn hỏng.", "proposal-done": "Đã thay."})
    assert page.status == 403
    assert [(box.text or "").strip() for box in page.tree.iter("textarea")] == ["Đèn hỏng.", "Đã thay."]


def test_strangers_find_nothing(stranger: Browser, hoa: Browser, case: Case) -> None:
    for browser in (stranger, hoa):
        assert browser.get(path(case)).status == 404


def test_the_code_of_a_repetition_shows_the_public_words_alone(
    browser: Browser, minh: Browser, thu: Browser, case: Case, session: Session, make: Make, cast: Cast
) -> None:
    again = make.case(cast.hoa_sen, "Cống hôi.", code=CODE)
    actions.mark_duplicate(session, again, case, by=cast.lan.id, seen=None)
    session.commit()
    assert DONE not in browser.get(f"/T/{CODE}").text
    propose(minh, case)
    approve(thu, case)
    page = browser.get(f"/T/{CODE}").text
    assert DONE in page
    assert "Cơ quan đã trả lời" in page
    for inner in ("ông Tám", "0912345678", case.reference, "Đã nạo vét.\n"):
        assert inner not in page
