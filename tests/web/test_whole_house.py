"""A walk along every address of an office that has something behind each of them.

Strangers do not learn that anything exists, reading changes nothing, and every page can be used: its controls have
names, its links lead somewhere.
"""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.core.guards import PUBLIC, SIGNED_IN
from app.web.endpoints import ENDPOINTS
from tests.architecture.test_get_is_safe import left_behind, written  # noqa: F401  fixtures
from tests.architecture.test_templates import inline, radios_alone, unlabelled, without_legend
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make
from tests.web.house import KIOSK, House, addresses, build

MISSING = {404, 410}
BEGINS = {"supervision.new_sheet", "supervision.recommend"}
"""Where an observer begins something of his own; sent empty, nothing comes of it."""


@pytest.fixture
def house(make: Make, cast: Cast, session: Session) -> House:
    return build(make, cast, session)


def is_protected(endpoint: str) -> bool:
    return ENDPOINTS[endpoint] not in {PUBLIC, SIGNED_IN}


def carry_the_tablets_cookie(house: House, browser: Browser) -> None:
    """What stands at the desk's tablet opens on that tablet only."""
    browser.client.set_cookie("kiosk", KIOSK, path=f"/K/{house.kiosk.code}")


def pages(app: Flask, house: House, browser: Browser) -> list[tuple[str, Page]]:
    """Every page in HTML that this browser gets to see."""
    carry_the_tablets_cookie(house, browser)
    found = [(path, browser.get(path)) for _endpoint, path in addresses(app, house)]
    return [(path, page) for path, page in found if page.answer.mimetype == "text/html" and page.status == 200]


def test_every_address_opens_for_the_administrator(app: Flask, house: House, lan: Browser) -> None:
    """Otherwise the walks below would pass by closed doors and prove nothing."""
    carry_the_tablets_cookie(house, lan)
    opened = {(endpoint, path): lan.get(path).status for endpoint, path in addresses(app, house)}
    assert {place: status for place, status in opened.items() if status != 200} == {}


def test_a_stranger_does_not_learn_what_exists(app: Flask, house: House, stranger: Browser) -> None:
    named = {place for place, path in addresses(app, house) if is_protected(place) and any(map(str.isdigit, path))}
    assert named
    for endpoint, path in addresses(app, house):
        if endpoint in named:
            page = stranger.get(path)
            assert page.status == 404, endpoint
            assert house.plan.title not in page.html
            assert house.task.title not in page.html


def test_a_stranger_sees_nothing_of_it_in_lists(app: Flask, house: House, stranger: Browser) -> None:
    for path, page in pages(app, house, stranger):
        if not path.lower().startswith(("/p/", "/d/", "/v/", "/k/", "/w/", "/c/", "/t/", "/o/", "/verify/")):
            for secret in (house.plan.title, house.task.title, house.desk.name, "Cần thêm ghế ngồi."):
                assert secret not in page.html, path


def test_a_stranger_can_change_nothing(
    app: Flask,
    house: House,
    stranger: Browser,
    written: list[str],  # noqa: F811  the fixture
) -> None:
    token = stranger.get("/").csrf
    written.clear()
    for endpoint, path in addresses(app, house, "POST"):
        if is_protected(endpoint) and any(map(str.isdigit, path)):
            assert stranger.post_plain(path, {"csrf_token": token}).status == 404, endpoint
            assert (endpoint, written) == (endpoint, [])


def test_an_observer_can_change_nothing_of_others(
    app: Flask,
    house: House,
    hoa: Browser,
    written: list[str],  # noqa: F811  the fixture
) -> None:
    token = hoa.get("/").csrf
    written.clear()
    for endpoint, path in addresses(app, house, "POST"):
        if is_protected(endpoint) and endpoint != "initiatives.new":  # to nominate is what observers are asked to do
            refused = 422 if endpoint in BEGINS else 404
            assert hoa.post_plain(path, {"csrf_token": token}).status == refused, endpoint
            assert (endpoint, written) == (endpoint, [])


def test_reading_changes_nothing(
    app: Flask,
    house: House,
    lan: Browser,
    written: list[str],  # noqa: F811  the fixture
    left_behind: list[object],  # noqa: F811  the fixture
) -> None:
    lan.get("/")
    written.clear()
    for endpoint, path in addresses(app, house):
        lan.get(path)
        assert (endpoint, written, left_behind) == (endpoint, [], [])


def test_every_page_can_be_used(app: Flask, house: House, lan: Browser) -> None:
    for path, page in pages(app, house, lan):
        controls_have_names(path, page.tree)
        parts_find_each_other(path, page.tree)
        page_says_what_it_is(path, page.tree)
        nothing_is_inline(path, page)


def controls_have_names(path: str, tree: Element) -> None:
    assert unlabelled(tree) == [], path
    assert radios_alone(tree) == [], path
    assert without_legend(tree) == 0, path


def parts_find_each_other(path: str, tree: Element) -> None:
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    assert [name for name, count in ids.items() if count > 1] == [], path
    for label in tree.iter("label"):
        assert label.get("for") is None or label.get("for") in ids, path
    for element in tree.iter():
        for attribute in ("aria-describedby", "aria-labelledby"):
            assert set((element.get(attribute) or "").split()) <= ids.keys(), path


def page_says_what_it_is(path: str, tree: Element) -> None:
    headings = list(tree.iter("h1"))
    assert len(headings) == 1, path
    assert "".join(headings[0].itertext()).strip(), path
    assert next("".join(title.itertext()).strip() for title in tree.iter("title")), path
    assert tree.get("lang") == "vi", path


def nothing_is_inline(path: str, page: Page) -> None:
    """The citizens' pages may carry one style sheet, which the security policy names by its hash."""
    found = inline(page.tree)
    if found == ["<style>"]:
        assert "'sha256-" in page.answer.headers["Content-Security-Policy"], path
    else:
        assert found == [], path


def test_every_link_leads_somewhere(app: Flask, house: House, lan: Browser) -> None:
    seen: dict[str, int] = {}
    for path, page in pages(app, house, lan):
        for link in page.links:
            target = urlsplit(link)
            if target.scheme or target.netloc:
                continue
            if target.fragment and not target.path:
                assert any(element.get("id") == target.fragment for element in page.tree.iter()), (path, link)
                continue
            if target.path not in seen:
                seen[target.path] = lan.get(target.path).status
            assert seen[target.path] not in MISSING, (path, link)
    assert len(seen) > 10


def test_every_page_is_the_same_in_english_but_for_the_words(app: Flask, house: House, lan: Browser) -> None:
    """A broken placeholder or a template that relies on Vietnamese would show here."""
    carry_the_tablets_cookie(house, lan)
    for endpoint, path in addresses(app, house):
        assert lan.get(path, lang="en").status == 200, endpoint
