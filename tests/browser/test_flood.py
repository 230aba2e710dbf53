"""A flood in a real Chromium: the device works for a moment by itself; who has no scripts is told what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.site import Site, site
from tests.browser.test_offline import REMARK, THANKS, answer, press
from tests.browser.test_offline import chromium as chromium
from tests.browser.test_offline import pytestmark as pytestmark

WORK = "**/static/work.js"


@pytest.fixture
def flooded(tmp_path: Path, chromium: Browser) -> Iterator[Site]:
    """A site where the second form from one make of browser is a flood."""
    with site(tmp_path, THUOCDO_FLOOD_ALIKE="1", THUOCDO_WORK_BITS="14") as found:
        flood(chromium, found)
        yield found


def flood(chromium: Browser, place: Site) -> None:
    page = chromium.new_page()
    page.goto(place.form)
    answer(page)
    press(page)
    expect(page.locator("body")).to_contain_text(THANKS)
    page.close()


def phone(chromium: Browser, *, scripts: bool = True) -> tuple[Page, list[str]]:
    """A telephone, with the scripts that it has asked for."""
    page = chromium.new_page(viewport={"width": 360, "height": 740}, java_script_enabled=scripts)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith(".js") else None)
    page.on("console", lambda said: asked.append(said.text) if "Content Security" in said.text else None)
    return page, asked


def test_it_works(chromium: Browser, flooded: Site) -> None:
    page, asked = phone(chromium)
    page.goto(flooded.form)
    answer(page)
    assert "work.js" not in {address.rsplit("/", 1)[-1] for address in asked}
    press(page)
    expect(page.locator("body")).to_contain_text(THANKS)
    assert "work.js" in {address.rsplit("/", 1)[-1] for address in asked}
    assert [said for said in asked if "Content Security" in said] == []
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert len(flooded.stored()) == 2


def test_it_works_where_there_are_no_workers(chromium: Browser, flooded: Site) -> None:
    page, _asked = phone(chromium)
    page.add_init_script("delete window.Worker")
    page.goto(flooded.form)
    answer(page)
    press(page)
    expect(page.locator("body")).to_contain_text(THANKS)
    assert len(flooded.stored()) == 2


def unless_proven(route: Route) -> None:
    """Leave a form that comes with its work under way, so that the page stays as it is while it works."""
    if "proof=" not in (route.request.post_data or ""):
        route.continue_()


def test_the_work_is_told_while_it_lasts(chromium: Browser, tmp_path: Path) -> None:
    with site(tmp_path, THUOCDO_FLOOD_ALIKE="1", THUOCDO_WORK_BITS="22") as hard:
        flood(chromium, hard)
        page, _asked = phone(chromium)
        page.route("**/P/**", unless_proven)  # chance may end the work at once
        page.goto(hard.form)
        answer(page)
        press(page)
        expect(page.get_by_role("progressbar")).to_be_visible()
        expect(page.get_by_role("status").first).to_contain_text("Máy của Ông/Bà đang làm một phép tính")
        expect(page.locator("textarea[name=q_y_kien]")).to_have_value(REMARK)
        expect(page.get_by_role("progressbar")).not_to_have_js_property("value", 0)


def test_a_device_that_cannot_load_the_work_keeps_the_form(chromium: Browser, flooded: Site) -> None:
    page, _asked = phone(chromium)
    page.route(WORK, lambda route: route.abort())
    page.goto(flooded.form)
    answer(page)
    press(page)
    expect(page.locator("#queue")).to_contain_text("Phiếu đã lưu trên máy này và sẽ tự gửi lại")
    page.unroute(WORK)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("body")).to_contain_text(THANKS)
    assert len(flooded.stored()) == 2


def test_a_page_that_came_back_sends_itself_again(chromium: Browser, flooded: Site) -> None:
    """Where the script of the first page did not arrive in time."""
    page, _asked = phone(chromium)
    stopped: list[Route] = []

    def once(route: Route) -> None:
        stopped.append(route)
        if len(stopped) == 1:
            route.abort()
        else:
            route.continue_()

    page.route("**/static/queue.js", once)
    page.goto(flooded.form)
    answer(page)
    press(page)
    expect(page.locator("body")).to_contain_text(THANKS)
    assert len(flooded.stored()) == 2


def test_without_scripts_the_way_of_people_is_told(chromium: Browser, flooded: Site) -> None:
    page, _asked = phone(chromium, scripts=False)
    page.goto(flooded.form)
    answer(page)
    press(page)
    told = page.get_by_role("alert")
    expect(told).to_contain_text("phút rồi bấm gửi lại")
    expect(told).to_contain_text("xin phiếu giấy tại quầy")
    expect(told).to_contain_text("nhờ cán bộ tại quầy ghi hộ")
    expect(page.locator("textarea[name=q_y_kien]")).to_have_value(REMARK)
    assert len(flooded.stored()) == 1
