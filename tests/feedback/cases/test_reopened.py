"""Who answered first sees that a case was reopened and by which steps it ends, and nothing of what is said in it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from app.feedback.cases import actions
from app.feedback.cases.models import Case
from app.feedback.cases.rules import show_reference
from app.feedback.codes.actions import ask_again, withdraw
from app.feedback.ratings.actions import rate
from app.feedback.ratings.rules import ITEMS
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make

WORDS = ("Cán bộ Minh nói sai.", "Lãnh đạo: đã nạo vét lại cả ngõ.", "Chỉ để nội bộ biết.")


@pytest.fixture
def case(make: Make, cast: Cast, session: Session) -> Case:
    """Minh has answered, the sender was dissatisfied, and Thu, who leads the office, has it now."""
    assert cast.thu
    made = make.case(cast.hoa_sen, "Cống tắc trước chợ.")
    actions.assign(session, made, holder_id=cast.minh.id, unit="", by=cast.lan.id, seen=None)
    actions.answer(session, made, "Đã nạo vét.", by=cast.minh.id, seen=None)
    _have_reopened(session, made)
    return made


def _have_reopened(session: Session, case: Case) -> None:
    rate(session, case, dict.fromkeys(ITEMS, "1"))
    ask_again(session, case, WORDS[0], key=uuid4())
    session.commit()


def test_it_works(minh: Browser, thu: Browser, case: Case, cast: Cast, session: Session) -> None:
    number = show_reference(case.reference)
    assert minh.get(f"/cases/{case.id}").status == 404
    assert "1 đang xem lại" in minh.get("/cases").text
    page = minh.get("/cases/reopened")
    assert number in page.text
    assert "lãnh đạo cơ quan xem lại và trả lời" in page.text
    assert f"/cases/{case.id}" not in page.links
    actions.note(session, case, WORDS[2], by=cast.thu.id)
    actions.answer(session, case, WORDS[1], by=cast.thu.id, seen=None)
    actions.close(session, case, proof="explained", text="Xong.", by=cast.thu.id, seen=None)
    session.commit()
    page = minh.get("/cases/reopened")
    steps = [line.findtext("strong") for line in page.tree.iter("li") if line.find("strong") is not None]
    assert steps == ["Mở lại", "Trả lời", "Đóng"], "what only the office sees is not told"
    assert not any(words in page.html for words in (*WORDS, case.text))
    assert "đang xem lại" not in minh.get("/cases").text
    assert number not in thu.get("/cases/reopened").text, "who answers now did not answer first"


def test_what_is_restricted_or_elsewhere_is_not_told(
    minh: Browser, stranger: Browser, hoa: Browser, case: Case, session: Session
) -> None:
    assert "Không có phản ánh nào bạn đã trả lời" in stranger.get("/cases/reopened").text
    assert hoa.get("/cases/reopened").status == 404
    case.restricted = True
    session.commit()
    assert show_reference(case.reference) not in minh.get("/cases/reopened").text
    assert "/cases/reopened" not in minh.get("/cases").links


def test_it_is_told_where_it_went_to_the_office_above_and_when_it_was_withdrawn(
    minh: Browser, make: Make, cast: Cast, session: Session
) -> None:
    cast.hoa_sen.superior = cast.an_binh
    make.official("Sáu", cast.an_binh, "leader")
    made = make.case(cast.hoa_sen, "Đèn tắt.")
    actions.answer(session, made, "Đã thay đèn.", by=cast.minh.id, seen=None)
    _have_reopened(session, made)
    assert made.office_id == cast.an_binh.id
    page = minh.get("/cases/reopened")
    assert "cơ quan cấp trên xem lại và trả lời" in page.text
    assert cast.an_binh.name in page.text
    withdraw(session, made)
    session.commit()
    assert "Người gửi đã rút" in minh.get("/cases/reopened").text
