"""Initiatives: nominated once, named persons only with their consent, recognised, replicated, ended."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.feedback.initiatives.models import Initiative
from app.feedback.initiatives.queries import recognised_initiatives
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make

SCRIPT = "<script>alert(1)</script>"
NEW = "/initiatives/new"


def fields(browser: Browser, query: str = "", **other: Any) -> dict[str, Any]:
    given = {"name": "Ngõ xanh", "unit": "Thôn Đông", "description": "Mỗi nhà trồng một gốc hoa."}
    return browser.get(NEW + query).fields(NEW + query) | given | other


def nominate(browser: Browser, **other: Any) -> Page:
    return browser.post_plain(NEW, fields(browser, **other), follow=True)


def do(browser: Browser, initiative: Initiative, noun: str, **typed: Any) -> Page:
    path = f"/initiatives/{initiative.id}"
    return browser.post(f"{path}/{noun}", typed, page=path, follow=True)


def test_it_works(hoa: Browser, thu: Browser, session: Session, cast: Cast) -> None:
    """The Front nominates, the head recognises, another village follows, and the public may know."""
    assert "Ngõ xanh" in nominate(hoa).text
    made = session.scalars(select(Initiative)).one()
    assert recognised_initiatives(session, cast.hoa_sen.id) == []
    assert "Quyết định 12" in do(thu, made, "recognition", text="Quyết định 12/QĐ-UBND").text
    day = clock.today().isoformat()
    assert "Thôn Tây" in do(thu, made, "replications", unit="Thôn Tây", since=day, note="").text
    session.expire_all()
    assert [(one.state, len(one.replications)) for one in recognised_initiatives(session, cast.hoa_sen.id)] == [
        ("replicated", 1)
    ]
    again = do(thu, made, "replications", unit="thôn tây", since=day)
    assert again.status == 409
    assert "Hết kinh phí." in do(thu, made, "ending", text="Hết kinh phí.").text
    late = thu.post_plain(
        f"/initiatives/{made.id}/ending", {"csrf_token": thu.get("/initiatives").csrf, "text": "Lần nữa."}
    )
    assert late.status == 409
    assert "Lần nữa." in late.text


def test_a_person_is_named_only_with_consent(minh: Browser, session: Session) -> None:
    page = nominate(minh, person="Lê Thị Bé")
    assert page.status == 422
    assert "hãy hỏi người đó" in page.text
    assert "Lê Thị Bé" in nominate(minh, person="Lê Thị Bé", consented="y").text


def test_one_page_sent_twice_is_one_nomination(minh: Browser, session: Session) -> None:
    once = fields(minh)
    for _time in range(2):
        minh.post_plain(NEW, once)
    assert len(session.scalars(select(Initiative)).all()) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Hãy điền ô này."),
        ({"name": " ", "unit": " "}, "Hãy điền đủ các ô bắt buộc."),
        ({"name": "x" * 400}, "dài nhất 300 ký tự"),
        ({"description": "x" * 100_000}, "dài nhất 4000 ký tự"),
        ({"year": "26"}, "ghi đúng năm"),
    ],
)
def test_what_does_not_fit_comes_back(minh: Browser, wrong: dict[str, str], words: str) -> None:
    page = nominate(minh, **wrong)
    assert page.status == 422
    assert words in page.text
    assert page.fields(NEW)["result"] == ""


def test_filters_have_stable_addresses_and_search_knows_no_marks(minh: Browser) -> None:
    nominate(minh, name="Ngõ xanh", field="society")
    nominate(minh, name="Chợ sạch", field="economy")
    page = minh.get("/initiatives", q="cho sach")
    assert "Chợ sạch" in page.text
    assert "Ngõ xanh" not in page.text
    assert "Ngõ xanh" in minh.get("/initiatives?field=society&state=nominated").text
    assert "Không có sáng kiến" in minh.get("/initiatives?year=2001").text


def test_a_citizens_suggestion_becomes_a_nomination(minh: Browser, make: Make, cast: Cast, session: Session) -> None:
    task = make.task(make.plan(cast.hoa_sen), holder=cast.minh)
    case = make.case(cast.hoa_sen, "Xóm tôi đổi rác lấy cây.", kind="suggestion", task=task)
    assert f"{NEW}?case={case.id}" in minh.get(f"/cases/{case.id}").links
    typed = fields(minh, f"?case={case.id}")
    assert minh.post_plain(f"{NEW}?case={case.id}", typed).status == 303
    assert session.scalars(select(Initiative.case_id)).one() == case.id


def test_a_name_is_only_text(minh: Browser) -> None:
    page = nominate(minh, name=SCRIPT)
    assert SCRIPT in page.text
    assert SCRIPT not in page.html


def test_who_may_only_nominate_does_not_recognise(minh: Browser, stranger: Browser, session: Session) -> None:
    nominate(minh)
    made = session.scalars(select(Initiative)).one()
    token = minh.get("/initiatives").csrf
    refused = minh.post_plain(f"/initiatives/{made.id}/recognition", {"csrf_token": token, "text": "x"})
    assert refused.status == 404
    assert stranger.get(f"/initiatives/{made.id}").status == 404
