"""Where an official's letters go, in which language, and whether any are wanted."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Official
from tests.cast import Cast
from tests.client import Browser

GOOD = {"email": " minh@hoa-sen.gov.vn ", "wanted": "y", "locale": "en"}


def kept(session: Session, cast: Cast) -> tuple[str | None, bool, str]:
    session.expire_all()
    official = session.get_one(Official, cast.minh.id)
    return official.email, official.mail_wanted, official.mail_locale


def test_it_works(minh: Browser, session: Session, cast: Cast) -> None:
    page = minh.post("/account/mail", GOOD, follow=True)
    assert "Đã lưu lựa chọn nhận thư." in page.text
    assert kept(session, cast) == ("minh@hoa-sen.gov.vn", True, "en")


def test_letters_can_be_declined(minh: Browser, session: Session, cast: Cast) -> None:
    minh.post("/account/mail", {"email": "", "locale": "vi"})
    assert kept(session, cast) == (None, False, "vi")


@pytest.mark.parametrize(
    "email",
    ["minh", "minh@", "@x.vn", "minh@x", "a b@x.vn", "đ@x.vn", "a@x.vn, b@x.vn", "a..b@x.vn", "a@" + "x" * 300 + ".vn"],
)
def test_what_is_no_address_is_refused(minh: Browser, session: Session, cast: Cast, email: str) -> None:
    page = minh.post("/account/mail", {**GOOD, "email": email})
    assert page.status == 422
    assert kept(session, cast) == (None, True, "vi")


def test_a_language_without_letters_is_refused(minh: Browser, session: Session, cast: Cast) -> None:
    assert minh.post("/account/mail", {**GOOD, "locale": "fr"}).status == 422


def test_who_is_not_signed_in_is_asked_to(browser: Browser) -> None:
    assert browser.get("/account/mail").status == 302
