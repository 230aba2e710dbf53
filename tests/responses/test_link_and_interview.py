"""Answers by the link of a portal, and those that an official asks for and writes down."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.desks.actions import retire_placement
from app.desks.links.models import WebLink
from app.desks.models import Placement
from app.responses.models import Response
from tests.client import Browser
from tests.desks.slips.test_slip_screens import placement as placement
from tests.responses.citizen import key_in

FILLED = {"q_de_tim": "4", "q_y_kien": "Tốt"}


def modes(session: Session) -> list[str]:
    session.commit()
    return list(session.scalars(select(Response.mode)))


@pytest.fixture
def link(lan: Browser, session: Session, placement: Placement) -> str:
    assert lan.post(f"/placements/{placement.id}/link", page=f"/desks/{placement.desk_id}").status == 302
    address = f"/W/{session.scalars(select(WebLink.code)).one()}"
    session.commit()
    return address


def test_a_link_works(
    app: Flask, lan: Browser, session: Session, placement: Placement, link: str, browser: Browser
) -> None:
    assert link in lan.get(f"/desks/{placement.desk_id}").text
    page = browser.get(link)
    assert f'action="{link}/responses"' in page.html
    assert browser.post_plain(f"{link}/responses", {"key": key_in(page.html), **FILLED}).status == 303
    assert modes(session) == ["web"]
    assert "Set-Cookie" not in page.answer.headers


def test_sending_twice_by_a_link_counts_once(session: Session, link: str, browser: Browser) -> None:
    key = key_in(browser.get(link).html)
    assert {browser.post_plain(f"{link}/responses", {"key": key, **FILLED}).status for _ in range(2)} == {303}
    assert modes(session) == ["web"]


def test_an_interview_answers_the_script_that_keeps_forms_in_its_own_way(
    minh: Browser, session: Session, placement: Placement
) -> None:
    address = f"/placements/{placement.id}/interview"
    page = minh.get(address)
    data = {"csrf_token": page.csrf, "key": key_in(page.html), **FILLED}
    answer = minh.client.post(address, data=data, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.location) == (201, f"{address}?stored=1")
    assert modes(session) == ["assisted"]


def test_what_is_wrong_comes_back_by_the_same_door(session: Session, link: str, browser: Browser) -> None:
    page = browser.post_plain(
        f"{link}/responses", {"key": key_in(browser.get(link).html), "q_de_tim": "8", "q_y_kien": "Tốt"}
    )
    assert page.status == 422
    assert f'action="{link}/responses"' in page.html
    assert "Tốt" in page.html


def test_a_closed_link_leads_to_the_poster_and_opens_again(
    lan: Browser, placement: Placement, link: str, browser: Browser
) -> None:
    desk = f"/desks/{placement.desk_id}"
    assert lan.post(f"/placements/{placement.id}/link/closing", page=desk).status == 302
    assert browser.get(link).answer.location == f"/P/{placement.code}"
    assert lan.post(f"/placements/{placement.id}/link/closing", page=desk).status == 409
    lan.post(f"/placements/{placement.id}/link", page=desk)
    assert browser.get(link).status == 200


def test_a_link_to_a_retired_form_says_where_to_go(
    lan: Browser, session: Session, placement: Placement, link: str, browser: Browser
) -> None:
    retire_placement(session, placement)
    session.commit()
    assert browser.get(link, follow=True).status == 410
    assert lan.post(f"/placements/{placement.id}/link", page="/desks").status == 409


def test_only_who_changes_desks_makes_links(
    hoa: Browser, minh: Browser, stranger: Browser, placement: Placement, session: Session
) -> None:
    for who in (hoa, minh, stranger):
        assert who.post(f"/placements/{placement.id}/link", page="/").status == 404
        assert who.post(f"/placements/{placement.id}/link/closing", page="/").status == 404
    assert session.scalars(select(WebLink)).all() == []


def test_an_interview_works(minh: Browser, session: Session, placement: Placement) -> None:
    address = f"/placements/{placement.id}/interview"
    assert address in minh.get(f"/desks/{placement.desk_id}").links
    page = minh.get(address)
    assert "Cán bộ hỏi và ghi hộ" in page.text
    assert "Đọc trước khi hỏi" in page.text
    assert page.answer.headers["Cache-Control"] == "no-store"
    answer = minh.post(address, {"key": key_in(page.html), **FILLED})
    assert answer.answer.location == f"{address}?stored=1"
    assert "Đã ghi phiếu vừa rồi" in minh.get(str(answer.answer.location)).text
    assert modes(session) == ["assisted"]


def test_a_wrong_answer_in_an_interview_comes_back_with_its_banner(
    minh: Browser, session: Session, placement: Placement
) -> None:
    address = f"/placements/{placement.id}/interview"
    page = minh.post(address, {"key": key_in(minh.get(address).html), "q_de_tim": "8", "q_y_kien": "Tốt"})
    assert page.status == 422
    assert "Cán bộ hỏi và ghi hộ" in page.text
    assert "Tốt" in page.html


def test_nobody_interviews_from_outside(
    hoa: Browser, thu: Browser, stranger: Browser, browser: Browser, session: Session, placement: Placement
) -> None:
    address = f"/placements/{placement.id}/interview"
    key = key_in(browser.get(f"/P/{placement.code}").html)
    for who in (hoa, thu, stranger):
        assert who.get(address).status == 404
        assert who.post(address, {"key": key, **FILLED}, page="/").status == 404
    assert browser.get(address).status == 302
    assert modes(session) == []


def test_an_interview_is_not_sent_from_another_site(minh: Browser, session: Session, placement: Placement) -> None:
    """The submission key is no protection here: anybody gets one from the poster's page."""
    address = f"/placements/{placement.id}/interview"
    assert minh.post_plain(address, {"key": key_in(minh.get(address).html), **FILLED}).status == 400
    assert modes(session) == []


def test_a_retired_form_is_not_asked_any_more(minh: Browser, session: Session, placement: Placement) -> None:
    retire_placement(session, placement)
    session.commit()
    assert minh.get(f"/placements/{placement.id}/interview").status == 410
