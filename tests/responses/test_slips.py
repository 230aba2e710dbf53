"""A citizen with a slip: opens it, answers once, and is never left standing when it is worth nothing any more."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.clock import show_day
from app.core.limiter import Limiter
from app.core.tokens import new_checked_code
from app.desks.actions import retire_placement
from app.desks.models import Desk, Placement
from app.desks.slips.actions import make_slips, revoke_slips
from app.desks.slips.models import SlipBatch, UnusedSlip
from app.desks.slips.rules import VALID_DAYS
from app.responses.models import Response
from app.responses.views import slips as views
from tests.client import Browser, Page
from tests.conftest import SECRET
from tests.make import Make
from tests.responses.citizen import key_in


@pytest.fixture
def placement(make: Make) -> Placement:
    return make.placement()


@pytest.fixture
def desk(placement: Placement) -> Desk:
    return placement.desk


@pytest.fixture
def codes(session: Session, desk: Desk) -> list[str]:
    made = make_slips(session, desk, count=6, secret=SECRET, by=None)
    session.commit()
    return made


def modes(session: Session) -> list[str]:
    session.rollback()
    return sorted(session.scalars(select(Response.mode)))


def unused(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(UnusedSlip)) or 0


def send(browser: Browser, code: str, placement: Placement, key: str, **answers: str) -> Page:
    given = answers or {"q_de_tim": "4"}
    return browser.post_plain(f"/V/{code}/{placement.code}", {"key": key, **given})


def test_it_works(browser: Browser, session: Session, codes: list[str], placement: Placement) -> None:
    page = browser.get(f"/V/{codes[0]}")
    assert "dùng một lần" in page.text
    answer = send(browser, codes[0], placement, key_in(page.html))
    assert answer.status == 303
    assert codes[0] not in str(answer.answer.location)
    assert "Cảm ơn Ông/Bà" in browser.get(str(answer.answer.location)).text
    assert modes(session) == ["slip"]
    assert unused(session) == 5


@pytest.mark.parametrize("wrong", ["", "-", " "])
def test_a_code_may_be_typed_as_people_type(browser: Browser, codes: list[str], wrong: str) -> None:
    typed = wrong.join(codes[0]).lower().replace("0", "o").replace("1", "l")
    answer = browser.post_plain("/V", {"code": f"  {typed} "})
    assert (answer.status, answer.answer.location) == (303, f"/V/{codes[0]}")
    assert browser.get(f"/v/{typed}").status == 200


def test_a_mistyped_code_is_noticed_before_anything_is_looked_up(browser: Browser, codes: list[str]) -> None:
    wrong = ("1" if codes[0][0] != "1" else "2") + codes[0][1:]
    page = browser.post_plain("/V", {"code": wrong})
    assert page.status == 422
    assert "nhầm một chữ" in page.text
    assert f'value="{wrong}"' in page.html


@pytest.mark.parametrize("typed", ["", "x", "<script>alert(1)</script>", "\x00\ud800" * 9, "7" * 5000])
def test_nonsense_gets_a_sentence(browser: Browser, typed: str) -> None:
    page = browser.post_plain("/V", {"code": typed.encode("utf-8", "replace")})
    assert page.status == 422
    assert "<script>" not in page.html


def test_a_code_that_was_never_printed_is_told_so(browser: Browser, codes: list[str]) -> None:
    other = new_checked_code()
    assert "Không có phiếu hẹn nào mang mã này" in browser.post_plain("/V", {"code": other}).text
    page = browser.get(f"/V/{other}")
    assert page.status == 404
    assert "quét mã QR" in page.text
    assert "Thước Đo:" not in page.text  # a citizen's page, not the staff's


def test_a_used_slip_says_so_and_still_offers_the_form(
    browser: Browser, session: Session, codes: list[str], placement: Placement
) -> None:
    send(browser, codes[0], placement, key_in(browser.get(f"/V/{codes[0]}").html))
    page = browser.get(f"/V/{codes[0]}")
    assert page.status == 410
    assert "Phiếu hẹn này đã được dùng" in page.text
    assert f"/P/{placement.code}" in page.links


def test_a_double_tap_spends_one_slip_and_gets_the_same_receipt(
    browser: Browser, session: Session, codes: list[str], placement: Placement
) -> None:
    key = key_in(browser.get(f"/V/{codes[0]}").html)
    first, second = (send(browser, codes[0], placement, key) for _ in range(2))
    assert first.answer.location == second.answer.location
    assert modes(session) == ["slip"]
    assert unused(session) == 5


def test_two_forms_with_one_slip_keep_the_second_ones_answers(
    browser: Browser, session: Session, codes: list[str], placement: Placement
) -> None:
    """The second is told, loses nothing, and one more tap sends it as an answer without a slip."""
    keys = [key_in(browser.get(f"/V/{codes[0]}").html) for _ in range(2)]
    send(browser, codes[0], placement, keys[0])
    page = send(browser, codes[0], placement, keys[1], q_de_tim="2", q_y_kien="Chờ lâu")
    assert page.status == 409
    assert "không còn dùng được" in page.text
    assert "Chờ lâu" in page.html
    (action,) = re.findall(r'<form id="answers" method="post" action="([^"]+)"', page.html)
    assert action == f"/P/{placement.code}/responses"
    assert key_in(page.html) == keys[1]
    assert browser.post_plain(action, {"key": keys[1], "q_de_tim": "2"}).status == 303
    assert modes(session) == ["phone", "slip"]
    assert unused(session) == 5


def test_a_wrong_answer_spends_nothing(
    browser: Browser, session: Session, codes: list[str], placement: Placement
) -> None:
    key = key_in(browser.get(f"/V/{codes[0]}").html)
    page = send(browser, codes[0], placement, key, q_de_tim="77", q_y_kien="Tốt")
    assert page.status == 422
    assert f'action="/V/{codes[0]}/{placement.code}"' in page.html
    assert "Tốt" in page.html
    assert unused(session) == 6
    assert send(browser, codes[0], placement, key).status == 303


def test_a_revoked_slip_leads_to_the_form_without_one(
    browser: Browser, session: Session, codes: list[str], placement: Placement
) -> None:
    key = key_in(browser.get(f"/V/{codes[0]}").html)
    revoke_slips(session, session.scalars(select(SlipBatch)).one(), by=None)
    session.commit()
    page = browser.get(f"/V/{codes[0]}")
    assert page.status == 410
    assert "đã hủy đợt" in page.text
    assert send(browser, codes[0], placement, key).status == 409
    assert modes(session) == []


def test_an_old_slip_says_until_when_it_was_good(
    browser: Browser, session: Session, codes: list[str], placement: Placement
) -> None:
    key = key_in(browser.get(f"/V/{codes[0]}").html)
    batch = session.scalars(select(SlipBatch)).one()
    batch.made_on -= timedelta(days=VALID_DAYS + 1)
    session.commit()
    page = browser.get(f"/V/{codes[0]}")
    assert page.status == 410
    assert f"dùng được đến hết ngày {show_day(batch.last_day)}" in page.text
    assert f"/P/{placement.code}" in page.links
    assert send(browser, codes[0], placement, key).status == 409
    assert modes(session) == []


def test_a_desk_with_several_forms_lets_choose(
    browser: Browser, session: Session, make: Make, codes: list[str], placement: Placement, desk: Desk
) -> None:
    other = make.placement(desk)
    page = browser.get(f"/V/{codes[0]}")
    assert {f"/V/{codes[0]}/{found.code}" for found in (placement, other)} <= set(page.links)
    key = key_in(browser.get(f"/V/{codes[0]}/{other.code}").html)
    assert send(browser, codes[0], other, key).status == 303
    assert modes(session) == ["slip"]


def test_a_slip_is_good_at_its_own_desk_only(
    browser: Browser, session: Session, make: Make, codes: list[str], placement: Placement
) -> None:
    elsewhere = make.placement()
    key = key_in(browser.get(f"/P/{elsewhere.code}").html)
    assert send(browser, codes[0], elsewhere, key).status == 404
    assert modes(session) == []
    assert unused(session) == 6


def test_a_slip_for_a_retired_form_leads_to_what_is_open(
    browser: Browser, session: Session, make: Make, placement: Placement, desk: Desk
) -> None:
    other = make.placement(desk)
    (code,) = make_slips(session, desk, count=1, secret=SECRET, placement=placement, by=None)
    retire_placement(session, placement)
    session.commit()
    assert f"/V/{code}/{other.code}" in browser.get(f"/V/{code}").html


def test_a_guesser_is_told_to_wait_and_right_codes_still_open(
    browser: Browser, codes: list[str], placement: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "wrong_codes", Limiter(3, 600))
    for _ in range(3):
        assert browser.get(f"/V/{new_checked_code()}").status == 404
    page = browser.get(f"/V/{new_checked_code()}")
    assert page.status == 429
    assert "quét mã QR" in page.text
    typed = browser.post_plain("/V", {"code": new_checked_code()})
    assert typed.status == 429
    assert "quét mã QR" in typed.text
    assert {browser.get(f"/V/{code}").status for code in codes} == {200}
    assert browser.post_plain("/V", {"code": codes[0]}).status == 303
    assert send(browser, codes[0], placement, key_in(browser.get(f"/V/{codes[0]}").html)).status == 303
    assert browser.get(f"/P/{placement.code}").status == 200


def test_right_codes_of_a_whole_hall_are_never_counted(
    browser: Browser, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "wrong_codes", Limiter(3, 600))
    assert {browser.get(f"/V/{code}").status for code in codes * 3} == {200}


def test_a_span_ends() -> None:
    at = [0.0]
    limiter = Limiter(2, 10, clock=lambda: at[0])
    for _ in range(2):
        limiter.mistake("a")
    assert limiter.is_spent("a")
    assert not limiter.is_spent("b")
    at[0] = 10.0
    assert not limiter.is_spent("a")


def test_a_limiter_keeps_no_name() -> None:
    limiter = Limiter(2, 10)
    limiter.mistake("203.0.113.0/24")
    assert "203.0.113" not in str(vars(limiter))


def test_the_pages_leave_no_cookie(app: Flask, codes: list[str]) -> None:
    for path in ("/V", f"/V/{codes[0]}"):
        assert "Set-Cookie" not in app.test_client().get(path).headers
