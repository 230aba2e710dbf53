"""Signing in and out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.actions import WeakPassword, add_official, set_password
from app.accounts.models import Credential, Official, SignIn
from app.accounts.views import SEEN
from app.core import clock
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make

PASSWORD = "mua xuan ve tren ban"


@pytest.fixture
def lan(cast: Cast, session: Session) -> Official:
    set_password(session, cast.lan, PASSWORD)
    session.commit()
    return cast.lan


def sign_in(browser: Browser, official: Official, password: str = PASSWORD) -> int:
    return browser.post("/sign-in", {"sign_in_name": official.sign_in_name, "password": password}).status


def test_it_works(browser: Browser, lan: Official) -> None:
    assert browser.get("/").status == 302
    assert sign_in(browser, lan) == 302
    assert browser.get("/").status == 200


def test_the_password_is_stored_as_an_argon2_hash_only(session: Session, lan: Official) -> None:
    stored = session.get_one(Credential, lan.id).secret_hash
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored


def test_the_token_of_the_browser_is_not_in_the_database(browser: Browser, lan: Official, session: Session) -> None:
    sign_in(browser, lan)
    token = browser.client.get_cookie("thuocdo_signin")
    assert token is not None
    assert token.value not in session.scalars(select(SignIn.token_hash)).all()


def test_a_wrong_password_is_refused_with_a_sentence(browser: Browser, lan: Official) -> None:
    page = browser.post("/sign-in", {"sign_in_name": lan.sign_in_name, "password": "sai mat khau roi"})
    assert page.status == 401
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in page.text


def test_a_name_that_does_not_exist_gets_the_same_answer(browser: Browser, lan: Official) -> None:
    wrong = browser.post("/sign-in", {"sign_in_name": lan.sign_in_name, "password": "sai mat khau roi"})
    unknown = browser.post("/sign-in", {"sign_in_name": "khong-co-ai", "password": "sai mat khau roi"})
    without_names_and_tokens = [re.sub(r'value="[^"]*"', "", page.html) for page in (wrong, unknown)]
    assert wrong.status == unknown.status == 401
    assert without_names_and_tokens[0] == without_names_and_tokens[1]


def test_five_failures_lock_the_account_even_for_the_right_password(
    browser: Browser, lan: Official, session: Session
) -> None:
    for _attempt in range(5):
        assert sign_in(browser, lan, "sai mat khau roi") == 401
    assert sign_in(browser, lan) == 401
    credential = session.get_one(Credential, lan.id, populate_existing=True)
    assert credential.locked_until is not None
    credential.locked_until = clock.now() - timedelta(seconds=1)
    session.commit()
    assert sign_in(browser, lan) == 302


def test_an_empty_form_says_what_is_missing(browser: Browser) -> None:
    page = browser.post("/sign-in", {})
    assert "Hãy nhập tên đăng nhập." in page.text
    assert "Hãy nhập mật khẩu." in page.text


def test_a_post_without_a_token_is_refused(browser: Browser, lan: Official) -> None:
    page = browser.post_plain("/sign-in", {"sign_in_name": lan.sign_in_name, "password": PASSWORD})
    assert page.status == 400
    assert "Phiên làm việc đã hết hạn" in page.text


def test_it_goes_on_to_the_page_that_was_asked_for(browser: Browser, lan: Official) -> None:
    answer = browser.post(
        "/sign-in", {"sign_in_name": lan.sign_in_name, "password": PASSWORD, "next": "/health"}
    ).answer
    assert answer.location == "/health"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "evil"])
def test_it_never_leads_to_another_site(browser: Browser, lan: Official, elsewhere: str) -> None:
    answer = browser.post(
        "/sign-in", {"sign_in_name": lan.sign_in_name, "password": PASSWORD, "next": elsewhere}
    ).answer
    assert answer.location == "/"


def test_signing_out_ends_the_sign_in_on_the_server(browser: Browser, lan: Official, session: Session) -> None:
    sign_in(browser, lan)
    token = browser.client.get_cookie("thuocdo_signin")
    assert token is not None
    browser.post("/sign-out", page="/")
    browser.client.set_cookie("thuocdo_signin", token.value)
    assert browser.get("/").status == 302


def test_an_idle_official_has_to_sign_in_again(browser: Browser, lan: Official) -> None:
    sign_in(browser, lan)
    with browser.client.session_transaction() as cookie:
        cookie[SEEN] = int((clock.now() - timedelta(hours=2)).timestamp())
    assert browser.get("/").status == 302


def test_a_new_password_ends_every_open_sign_in(browser: Browser, lan: Official, session: Session) -> None:
    sign_in(browser, lan)
    set_password(session, lan, "mot cau khac de nho")
    session.commit()
    assert browser.get("/").status == 302


def test_a_deactivated_official_is_out_at_once(browser: Browser, lan: Official, session: Session) -> None:
    sign_in(browser, lan)
    session.merge(lan).active = False
    session.commit()
    assert browser.get("/").status == 302


@pytest.mark.parametrize("weak", ["ngan", "aaaaaaaaaaaaaaaa"])
def test_a_weak_password_is_refused(make: Make, session: Session, weak: str) -> None:
    with pytest.raises(WeakPassword):
        add_official(session, sign_in_name="moi", name="Mới", password=weak)


def test_the_same_name_cannot_be_taken_twice(session: Session) -> None:
    add_official(session, sign_in_name="Moi", name="Mới", password=PASSWORD)
    with pytest.raises(Exception, match="đã được sử dụng"):
        add_official(session, sign_in_name=" moi ", name="Khác", password=PASSWORD)
    assert session.scalar(select(func.count()).select_from(Official)) == 1
