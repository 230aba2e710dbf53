"""Changing one's own password."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.accounts.actions import set_password
from app.accounts.models import Official
from tests.cast import Cast
from tests.client import Browser

PASSWORD = "mua xuan ve tren ban"
NEW = "mua thu la vang roi"


@pytest.fixture
def lan(browser: Browser, cast: Cast, session: Session) -> Official:
    set_password(session, cast.lan, PASSWORD)
    session.commit()
    browser.post("/sign-in", {"sign_in_name": cast.lan.sign_in_name, "password": PASSWORD})
    return cast.lan


def test_it_works(browser: Browser, lan: Official) -> None:
    page = browser.post("/account/password", {"present": PASSWORD, "new": NEW, "again": NEW}, follow=True)
    assert "Đã đổi mật khẩu" in page.text
    assert browser.get("/").status == 302
    assert browser.post("/sign-in", {"sign_in_name": lan.sign_in_name, "password": NEW}).status == 302


def test_a_wrong_present_password_changes_nothing(browser: Browser, lan: Official) -> None:
    page = browser.post("/account/password", {"present": "sai mat khau roi", "new": NEW, "again": NEW})
    assert page.status == 422
    assert "Mật khẩu hiện tại không đúng" in page.text
    assert browser.get("/").status == 200


def test_two_different_new_passwords_are_refused(browser: Browser, lan: Official) -> None:
    page = browser.post("/account/password", {"present": PASSWORD, "new": NEW, "again": NEW + "?"})
    assert page.status == 422
    assert "không giống nhau" in page.text


def test_a_weak_new_password_is_refused(browser: Browser, lan: Official) -> None:
    page = browser.post("/account/password", {"present": PASSWORD, "new": "ngan", "again": "ngan"})
    assert page.status == 422
    assert "ít nhất 12 ký tự" in page.text


def test_a_stranger_has_to_sign_in(browser: Browser) -> None:
    assert browser.get("/account/password").status == 302
