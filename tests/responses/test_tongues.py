"""Khmer and Chinese pages: one language from top to bottom, names aside; off until the office switches them on."""

from __future__ import annotations

import gzip
import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.core.tokens import new_checked_code
from app.desks.actions import retire_desk, retire_placement
from app.desks.slips.actions import make_slips
from app.forms.definition import form_files, load
from tests.architecture.test_words import VIETNAMESE
from tests.cast import Cast
from tests.client import Browser, Page
from tests.conftest import SECRET
from tests.forms.sample import sample
from tests.make import Make
from tests.responses.citizen import key_in
from tests.responses.scene import Scene, set_up

LANGUAGES = ["km", "zh"]
TAGS = {"km": "km", "zh": "zh-Hans"}
SCRIPT = {"km": re.compile("[\u1780-\u17ff]"), "zh": re.compile("[\u4e00-\u9fff]")}
OWN = {"Tiếng Việt", "Thước Đo"}
"""What every page says in Vietnamese: the name of that language, and ours."""


@pytest.fixture
def scene(make: Make, cast: Cast) -> Scene:
    made = set_up(make, form=make.form(make.task(make.plan(cast.hoa_sen))))
    cast.hoa_sen.citizen_locales = ["vi", "en", "km", "zh"]
    make.session.commit()
    return made


def names_of(scene: Scene) -> set[str]:
    desks = [place.desk for place in scene.placements]
    return OWN | {desks[0].office.name} | {desk.name for desk in desks} | {desk.location for desk in desks}


def assert_speaks(page: Page, locale: str, names: set[str]) -> None:
    """Every text and every label of the page is in the language, but for ``names``."""
    assert f'<html lang="{TAGS[locale]}">' in page.html
    assert SCRIPT[locale].search(page.text)
    texts = [text for element in page.tree.iter() for text in (element.text, element.tail) if text]
    texts += [value for element in page.tree.iter() for name, value in element.items() if name not in {"value", "href"}]
    for text in texts:
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(name, "")
        assert not VIETNAMESE.search(text), text


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("path", form_files(), ids=lambda path: path.stem)
def test_it_works(browser: Browser, make: Make, path: object, locale: str) -> None:
    """The form of every template, sent empty, and its receipt."""
    scene = set_up(make, load(path))  # type: ignore[arg-type]
    scene.placement.desk.office.citizen_locales = ["vi", locale]
    make.session.commit()
    address, names = f"/P/{scene.placement.code}?lang={locale}", names_of(scene)
    page = browser.get(address)
    assert_speaks(page, locale, names)
    empty = browser.post_plain(address, {"key": key_in(page.html)})
    assert empty.status == 422
    assert_speaks(empty, locale, names)
    sent = browser.post_plain(address, {"key": key_in(page.html), "q_nhin_chung": "5"}, follow=True)
    assert sent.status == 200
    assert_speaks(sent, locale, names)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_pages_around_the_form_speak_it(
    browser: Browser, session: Session, make: Make, scene: Scene, locale: str
) -> None:
    place, names = scene.placement, names_of(scene)
    make.placement(place.desk, make.form(make.task(place.form.task.plan), "m3_thai_do_cong_vu"))
    used, good = make_slips(session, place.desk, count=2, secret=SECRET, by=None)
    session.commit()
    key = key_in(browser.get(f"/V/{used}/{place.code}").html)
    browser.post_plain(f"/V/{used}/{place.code}", {"key": key, "q_nhin_chung": "4"})
    wrong = new_checked_code()
    pages = [
        browser.get(f"/D/{place.desk.code}", lang=locale),
        browser.get("/V", lang=locale),
        browser.post_plain(f"/V?lang={locale}", {"code": "ABC"}),
        browser.post_plain(f"/V?lang={locale}", {"code": wrong}),
        browser.get(f"/V/{good}", lang=locale),
        browser.get(f"/V/{used}", lang=locale),
        browser.get("/P/0000", lang=locale),
        browser.get(f"/P/{place.code}/nowhere", lang=locale),
        browser.post_plain(f"/D/{place.desk.code}?lang={locale}"),
    ]
    for page in pages:
        assert_speaks(page, locale, names)
    retire_placement(session, place)
    session.commit()
    assert_speaks(browser.get(f"/P/{place.code}", lang=locale), locale, names)
    retire_desk(session, place.desk)
    session.commit()
    assert_speaks(browser.get(f"/D/{place.desk.code}", lang=locale), locale, names)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_tablet_speaks_it(app: Flask, lan: Browser, scene: Scene, locale: str) -> None:
    shown = lan.post(f"/desks/{scene.placement.desk_id}/kiosks", {"name": "Máy ở cửa"})
    address, code = ["".join(item.itertext()) for item in shown.tree.iter("dd")][:2]
    browser, path = Browser(app), address.removeprefix("http://localhost")
    names = names_of(scene) | {"Máy ở cửa"}
    assert_speaks(browser.get(path, lang=locale), locale, names)
    assert browser.post_plain(path, {"code": code}).status == 303
    for page in (browser.get(path, lang=locale), browser.get(f"{path}/thanks", lang=locale)):
        assert_speaks(page, locale, names)


@pytest.mark.parametrize("path", ["/P/0000", "/V", "/D/0000"])
def test_no_page_speaks_what_no_office_has_switched_on(browser: Browser, path: str) -> None:
    for locale in LANGUAGES:
        assert '<html lang="vi">' in browser.get(path, lang=locale).html


def test_screens_of_officials_stay_in_their_own_languages(lan: Browser, cast: Cast) -> None:
    for locale in LANGUAGES:
        lan.client.set_cookie("lang", locale)
        assert '<html lang="vi">' in lan.get("/languages", lang=locale).html
    assert "ភាសាខ្មែរ" not in lan.get("/").text
    assert "Tiếng Khmer" in lan.get("/languages").text


def test_both_are_complete_flagged_and_off(lan: Browser, cast: Cast, session: Session) -> None:
    assert lan.get("/languages").text.count("đủ, chưa có người duyệt") == 3
    address = f"/offices/{cast.hoa_sen.id}/languages"
    assert lan.post(address, {"locale": "km"}, page="/languages").status == 422
    assert lan.post(address, {"locale": "km", "answered_for": "y"}, page="/languages").status == 302
    session.expire_all()
    assert cast.hoa_sen.citizen_locales == ["vi", "km"]


def test_an_edition_from_before_a_language_stays_vietnamese_and_says_so(
    browser: Browser, session: Session, make: Make, cast: Cast
) -> None:
    """Its page is Vietnamese throughout; in a list of tasks its title is marked as Vietnamese."""
    old = make.placement(
        make.desk(cast.hoa_sen), make.form(make.task(make.plan(cast.hoa_sen)), definition=sample("every_kind"))
    )
    make.placement(old.desk, make.form(make.task(old.form.task.plan), "m3_thai_do_cong_vu"))
    cast.hoa_sen.citizen_locales = ["vi", "km"]
    session.commit()
    page = browser.get(f"/P/{old.code}", lang="km")
    assert '<html lang="vi">' in page.html
    assert "ភាសាខ្មែរ" not in page.text
    chooser = browser.get(f"/D/{old.desk.code}", lang="km")
    assert f'<span lang="vi">{old.edition.title}' in chooser.html


def test_the_khmer_font_is_there_for_devices_without_one(browser: Browser) -> None:
    answer = browser.client.get("/fonts/khmer.ttf", headers={"Accept-Encoding": "gzip"})
    assert answer.mimetype == "font/ttf"
    assert gzip.decompress(answer.data).startswith(b"\x00\x01\x00\x00")
    assert "immutable" in answer.headers["Cache-Control"]
