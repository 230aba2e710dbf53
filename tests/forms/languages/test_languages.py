"""The languages in which citizens of an office may read its forms."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.forms.languages.actions import (
    LanguageIncomplete,
    NobodyAnswers,
    SourceStays,
    UnknownLanguage,
    offer_language,
    withdraw_language,
)
from app.forms.languages.queries import languages_of
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make


def switch_on(browser: Browser, cast: Cast, **fields: str) -> str:
    path = f"/offices/{cast.hoa_sen.id}/languages"
    return browser.post(path, {"locale": "en", **fields}, page="/languages", follow=True).text


def test_it_works(lan: Browser, browser: Browser, make: Make, cast: Cast, session: Session) -> None:
    """From Vietnamese alone to a page that citizens may read in English."""
    placement = make.placement(make.desk(cast.hoa_sen))
    assert "English" not in browser.get(f"/P/{placement.code}").text
    assert "đủ, chưa có người duyệt" in lan.get("/languages").text
    assert "Đã bật tiếng Anh cho người dân." in switch_on(lan, cast, answered_for="y")
    assert "English" in browser.get(f"/P/{placement.code}").text
    session.expire_all()
    assert cast.hoa_sen.citizen_locales == ["vi", "en"]


def test_a_translation_that_nobody_answers_for_is_refused(lan: Browser, cast: Cast, session: Session) -> None:
    path = f"/offices/{cast.hoa_sen.id}/languages"
    page = lan.post(path, {"locale": "en"}, page="/languages")
    assert page.status == 422
    assert "Bản dịch này chưa có người duyệt." in page.text
    session.expire_all()
    assert cast.hoa_sen.citizen_locales == ["vi"]


def test_it_is_written_into_the_record_in_words(lan: Browser, cast: Cast, session: Session) -> None:
    switch_on(lan, cast, answered_for="y")
    text = lan.get("/audit").text
    assert "Bật ngôn ngữ cho người dân" in text
    assert "Ngôn ngữ cho người dân: Tiếng Việt, English" in text
    switch_on(lan, cast, answered_for="y")
    assert len(session.scalars(select(AuditEntry)).all()) == 1


def test_a_language_can_be_taken_back(lan: Browser, cast: Cast, session: Session) -> None:
    switch_on(lan, cast, answered_for="y")
    path = f"/offices/{cast.hoa_sen.id}/languages/removal"
    assert "Đã tắt tiếng Anh." in lan.post(path, {"locale": "en"}, page="/languages", follow=True).text
    session.expire_all()
    assert cast.hoa_sen.citizen_locales == ["vi"]
    page = lan.post(path, {"locale": "vi"}, page="/languages")
    assert page.status == 409
    assert "Tiếng Việt luôn có trên phiếu" in page.text


def test_an_incomplete_translation_is_never_offered(cast: Cast, session: Session, tmp_path: Path) -> None:
    assert {one.locale: one.state for one in languages_of(["vi"], tmp_path)}["km"] == "incomplete"
    with pytest.raises(LanguageIncomplete, match="chưa đủ nên chưa bật được"):
        offer_language(session, cast.hoa_sen, "km", answered_for=True, by=None, folder=tmp_path)


def test_an_unknown_language_is_refused(cast: Cast, session: Session) -> None:
    with pytest.raises(UnknownLanguage):
        offer_language(session, cast.hoa_sen, "xx", answered_for=True, by=None)


def test_who_only_calls_the_action_is_refused_as_well(cast: Cast, session: Session) -> None:
    with pytest.raises(NobodyAnswers):
        offer_language(session, cast.hoa_sen, "en", answered_for=False, by=None)
    with pytest.raises(SourceStays):
        withdraw_language(session, cast.hoa_sen, "vi", by=None)


def test_another_office_is_not_found(stranger: Browser, cast: Cast) -> None:
    assert "phường Hoa Sen" not in stranger.get("/languages").text
    for path in ("", "/removal"):
        page = stranger.post(f"/offices/{cast.hoa_sen.id}/languages{path}", {"locale": "en"}, page="/languages")
        assert page.status == 404


def test_only_administrators_find_the_page(minh: Browser, thu: Browser, hoa: Browser) -> None:
    for browser in (minh, thu, hoa):
        assert browser.get("/languages").status == 404
