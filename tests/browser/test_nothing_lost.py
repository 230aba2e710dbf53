"""What a citizen typed survives whatever happens between pressing the button and the receipt, in a real Chromium."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.site import Site, phone_browser, site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
        reason="no Chromium on this machine",
    ),
]
THANKS = "Cảm ơn Ông/Bà. Phiếu đã được ghi nhận."
REMARK = "Chờ lâu quá, nên có thêm ghế ngồi."


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with phone_browser(keeps_pages=True) as found:
        yield found


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Site]:
    with site(tmp_path) as found:
        yield found


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    with chromium.new_context(viewport={"width": 360, "height": 740}) as context:
        yield context


def filled(phone: BrowserContext, place: Site, number: int = 4) -> Page:
    page = phone.new_page()
    page.goto(place.form)
    page.locator(f"#q_de_tim-{number}").check(force=True)
    page.locator("textarea[name=q_y_kien]").fill(REMARK)
    return page


def press(page: Page) -> None:
    page.get_by_role("button", name="Gửi phiếu").click()


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_refusal_of_the_server_is_waited_out(phone: BrowserContext, place: Site, status: int) -> None:
    """Kept on the telephone, also through closing the page, and sent once."""
    page = filled(phone, place)
    page.route("**/P/**", lambda route: route.fulfill(status=status, body="x"))
    press(page)
    expect(page.locator("#queue")).to_contain_text("Phiếu đã lưu trên máy này")
    page.close()
    again = phone.new_page()
    again.goto(place.form)
    expect(again.locator("#queue")).to_contain_text("Đã gửi phiếu lưu trên máy này.")
    assert [(stored["de_tim"], stored["y_kien"]) for stored in place.stored()] == [(4, REMARK)]
    again.reload()
    assert len(place.stored()) == 1


def test_without_scripts_a_busy_database_gives_everything_back(chromium: Browser, place: Site) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = filled(context, place)
        with closing(sqlite3.connect(place.file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            press(page)
            expect(page.get_by_role("alert")).to_contain_text("Hệ thống đang bận", timeout=30_000)
            other.execute("ROLLBACK")
        expect(page.locator("#q_de_tim-4")).to_be_checked()
        expect(page.locator("textarea[name=q_y_kien]")).to_have_value(REMARK)
        press(page)
        expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    assert len(place.stored()) == 1


def test_a_form_left_open_for_five_hours_is_accepted(phone: BrowserContext, place: Site) -> None:
    phone.clock.install()
    page = filled(phone, place)
    phone.clock.fast_forward("05:00:00")
    press(page)
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    assert len(place.stored()) == 1


def test_two_tabs_are_two_people_and_one_tab_twice_is_one(phone: BrowserContext, place: Site) -> None:
    first, second = filled(phone, place, 4), filled(phone, place, 2)
    for page in (first, second):
        press(page)
        expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
        page.reload()
    assert sorted(stored["de_tim"] for stored in place.stored()) == [2, 4]


def test_after_the_receipt_the_next_person_sees_nothing_of_the_one_before(phone: BrowserContext, place: Site) -> None:
    page = filled(phone, place)
    press(page)
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    page.get_by_role("link", name="Gửi phiếu khác").click()
    expect(page.locator("textarea[name=q_y_kien]")).to_have_value("")
    assert page.locator("main input:checked").count() == 0
    page.evaluate("setTimeout(() => history.back(), 50)")
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    assert REMARK not in page.content()
    assert page.evaluate("Object.keys(localStorage)") == []
    assert len(place.stored()) == 1


def test_a_mistake_comes_back_whole_and_a_reload_sends_nothing(phone: BrowserContext, place: Site) -> None:
    page = filled(phone, place)
    page.locator("textarea[name=q_y_kien]").fill("Chờ lâu. " * 1000)
    press(page)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#q_de_tim-4")).to_be_checked()
    page.locator("textarea[name=q_y_kien]").fill(REMARK)
    page.get_by_label("Chữ to").check()
    expect(page.locator("textarea[name=q_y_kien]")).to_have_value(REMARK)
    press(page)
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    expect(page.get_by_label("Chữ to")).to_be_checked()
    assert [stored["y_kien"] for stored in place.stored()] == [REMARK]
