"""Large letters and high contrast: chosen by a box, carried by every form, kept for the visit."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from app.core import clock
from app.core.display import COOKIE
from app.core.tokens import fingerprint
from app.desks.kiosks.actions import add_kiosk
from app.responses.keys import receipt_pass
from tests.client import Browser, Page
from tests.conftest import SECRET
from tests.make import Make
from tests.responses.citizen import Citizen
from tests.responses.scene import Scene, set_up


@pytest.fixture
def scene(make: Make) -> Scene:
    return set_up(make)


@pytest.fixture
def form(scene: Scene) -> str:
    return f"/P/{scene.placement.code}"


def boxes(page: Page) -> list[Element]:
    return [field for field in page.tree.iter("input") if field.get("name") == "display" and field.get("value")]


def chosen(page: Page) -> list[str]:
    return [str(box.get("value")) for box in boxes(page) if box.get("checked") is not None]


def kept(browser: Browser) -> str | None:
    cookie = browser.client.get_cookie(COOKIE)
    return cookie.value if cookie else None


def send(browser: Browser, scene: Scene, *ways: str, **more: Any) -> Page:
    """Send a form as a browser does that shows the boxes: the empty field tells that they were there."""
    return Citizen(browser, scene.placement.code).send(display=["", *ways], **more)


def test_it_works(browser: Browser, scene: Scene, form: str) -> None:
    assert chosen(browser.get(form)) == []
    answer = send(browser, scene, "large")
    assert answer.status == 303
    assert kept(browser) == "large"
    assert chosen(browser.get(str(answer.answer.location))) == ["large"]
    assert chosen(browser.get(form)) == ["large"]
    assert chosen(browser.get(f"/D/{scene.placement.desk.code}", follow=True)) == ["large"]


def test_nobody_gets_a_cookie_who_pressed_nothing(browser: Browser, scene: Scene) -> None:
    assert send(browser, scene).status == 303
    assert kept(browser) is None


def test_both_together(browser: Browser, scene: Scene, form: str) -> None:
    send(browser, scene, "contrast", "large")
    assert kept(browser) == "large.contrast"
    assert chosen(browser.get(form)) == ["large", "contrast"]


def test_what_has_to_be_corrected_comes_back_as_it_was_seen(browser: Browser, scene: Scene) -> None:
    page = Citizen(browser, scene.placement.code).send({"so_lan_den": "77"}, display=["", "contrast"])
    assert page.status == 422
    assert chosen(page) == ["contrast"]
    assert kept(browser) == "contrast"


def test_the_way_back_to_the_plain_page(browser: Browser, scene: Scene, form: str) -> None:
    send(browser, scene, "large")
    send(browser, scene)
    assert kept(browser) is None
    assert chosen(browser.get(form)) == []


def test_a_post_that_shows_no_boxes_changes_nothing(browser: Browser, scene: Scene) -> None:
    send(browser, scene, "large")
    assert Citizen(browser, scene.placement.code).send().status == 303
    assert kept(browser) == "large"


def test_the_script_that_sends_later_does_not_bring_back_an_old_wish(browser: Browser, scene: Scene, form: str) -> None:
    key = Citizen(browser, scene.placement.code).key
    data = {"key": key, "q_de_tim": "4", "display": ["", "large"]}
    answer = browser.client.post(f"{form}/responses", data=data, headers={"Accept": "application/json"})
    assert answer.status_code == 201
    assert kept(browser) is None


def test_the_cookie_tells_nobody_apart(app: Flask, scene: Scene) -> None:
    headers = []
    for _person in range(2):
        answer = send(Browser(app), scene, "large").answer
        headers.append([line for line in answer.headers.getlist("Set-Cookie") if line.startswith(COOKIE)])
    assert headers == [["display=large; Path=/; SameSite=Lax"]] * 2


@pytest.mark.parametrize("garbage", ["x", "large%3Bcontrast", "LARGE", "a" * 3000])
def test_a_cookie_that_means_nothing_is_the_plain_page(browser: Browser, form: str, garbage: str) -> None:
    browser.client.set_cookie(COOKIE, garbage)
    page = browser.get(form)
    assert (page.status, chosen(page)) == (200, [])


def test_where_there_is_no_form_a_button_keeps_it_without_scripts(browser: Browser, make: Make, scene: Scene) -> None:
    make.placement(scene.placement.desk, make.form(template="m6_tiep_cong_dan"))
    address = f"/P/{scene.placement.code}/receipt?sent={receipt_pass(SECRET, scene.placement.code, clock.now())}"
    page = browser.get(address)
    owner = {box.get("form") for box in boxes(page)}
    (keeper,) = [form for form in page.tree.iter("form") if form.get("id") in owner]
    data = {str(field.get("name")): field.get("value") for field in keeper.iter("input")}
    answer = browser.post_plain(str(keeper.get("action")), {**data, "display": ["", "large"]})
    assert (answer.status, answer.answer.location) == (303, address)
    assert chosen(browser.get(address)) == ["large"]


def test_every_box_belongs_to_a_form_of_its_page(browser: Browser, scene: Scene, form: str) -> None:
    for address in (form, f"/D/{scene.placement.desk.code}", "/V", "/P/KHONGCO"):
        page = browser.get(address, follow=True)
        assert len(boxes(page)) == 2
        ids = {element.get("id") for element in page.tree.iter("form")}
        assert {box.get("form") for box in boxes(page)} <= ids


@pytest.mark.parametrize(
    "back",
    ["", "x", "//xau.vn/", "/\\xau.vn", "https://xau.vn/", "javascript:1", "/a\r\nX: 1", "/\t/xau.vn", "/\x00"],
)
def test_no_address_elsewhere_is_followed(browser: Browser, back: str) -> None:
    answer = browser.post_plain("/display", {"back": back, "display": ["", "large"]})
    assert (answer.status, answer.answer.location) == (303, "/V")


@pytest.mark.parametrize("address", ["/P/%00", "/P/%22%3E%3Cb", "/D/x?lang=en", "/p/ừ?a=%0d"])
def test_the_way_back_is_written_as_a_browser_writes_it(browser: Browser, address: str) -> None:
    page = browser.get(address)
    (back,) = [field.get("value") or "" for field in page.tree.iter("input") if field.get("name") == "back"]
    assert back.isascii()
    assert browser.post_plain("/display", {"back": back}).answer.location == back


def test_a_tablet_forgets_it_with_the_person(browser: Browser, make: Make, scene: Scene) -> None:
    kiosk, _code = add_kiosk(make.session, scene.placement.desk, name="Máy ở cửa", secret=SECRET, by=None)
    kiosk.device_hash = fingerprint("may")
    make.session.commit()
    start = f"/K/{kiosk.code}"
    browser.client.set_cookie("kiosk", "may", path=start)
    browser.client.set_cookie(COOKIE, "large")
    assert chosen(browser.get(start)) == ["large"]
    thanks = browser.get(f"{start}/thanks")
    assert chosen(thanks) == ["large"]
    assert kept(browser) is None
    assert chosen(browser.get(start)) == []
