"""A tablet at a desk in a real Chromium that keeps left pages: nobody gets back to the answers of the one before."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.core.tokens import fingerprint
from app.desks.kiosks.actions import add_kiosk
from app.responses.views.kiosk import COOKIE
from tests.browser.site import Site, phone_browser, site
from tests.conftest import SECRET

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
        reason="no Chromium on this machine",
    ),
]
TOKEN = "token-of-a-tablet-in-a-test"
REMARK = "Chờ lâu quá, nên có thêm ghế ngồi."
HOLDS_ANSWERS = "[...document.querySelectorAll('textarea')].some(t => t.value) || !!document.querySelector(':checked')"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with phone_browser(keeps_pages=True) as found:
        yield found


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Site]:
    with site(tmp_path) as found:
        yield found


@pytest.fixture
def start(place: Site) -> str:
    """The address of a tablet that is bound."""
    with place.app.extensions["thuocdo.sessions"]() as own:
        desk = own.merge(place.scene.placement.desk)
        kiosk, _code = add_kiosk(own, desk, name="Máy ở cửa", secret=SECRET, by=None)
        kiosk.device_hash = fingerprint(TOKEN)
        own.commit()
        return f"{place.url}/K/{kiosk.code}"


@pytest.fixture
def tablet(chromium: Browser, start: str) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 768, "height": 1024})
    path = "/" + start.split("/", 3)[3]
    context.add_cookies([{"name": COOKIE, "value": TOKEN, "domain": "127.0.0.1", "path": path, "httpOnly": True}])
    yield context
    context.close()


def filled(tablet: BrowserContext, start: str) -> Page:
    page = tablet.new_page()
    page.goto(start)
    page.locator("input[type=radio]").nth(3).check(force=True)
    page.locator("textarea").last.fill(REMARK)
    return page


def nothing_is_left(page: Page) -> None:
    assert REMARK not in page.content()
    assert not page.evaluate(HOLDS_ANSWERS)


def waits_for(page: Page, count: int) -> bool:
    """Whether so many forms come to lie on the tablet within fifteen seconds."""
    for _quarter in range(60):
        if page.evaluate("Object.keys(localStorage).length") == count:
            return True
        page.wait_for_timeout(250)
    return False


def test_it_works(tablet: BrowserContext, place: Site, start: str) -> None:
    """Sent, thanked for, and back at the start by itself; the way back leads nowhere."""
    page = filled(tablet, start)
    entries = page.evaluate("history.length")
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_text("Cảm ơn Ông/Bà.")).to_be_visible()
    page.wait_for_url(start, timeout=12_000)
    assert len(place.stored()) == 1
    assert page.evaluate("history.length") == entries
    page.evaluate("setTimeout(() => history.back(), 100)")
    page.wait_for_timeout(1500)
    nothing_is_left(page)


def test_a_form_left_alone_is_gone_after_twenty_seconds(tablet: BrowserContext, place: Site, start: str) -> None:
    page = filled(tablet, start)
    expect(page.locator("#left")).to_be_visible()
    page.get_by_role("button", name="Tôi cần thêm thời gian").click()
    expect(page.locator("#left")).to_have_text("60")
    page.locator("textarea").last.press("End")
    expect(page.locator("textarea").last).to_have_value("", timeout=30_000)
    page.wait_for_timeout(500)
    nothing_is_left(page)
    page.evaluate("setTimeout(() => history.back(), 100)")
    page.wait_for_timeout(1500)
    nothing_is_left(page)
    assert place.stored() == []


def test_what_has_to_be_corrected_never_enters_the_history(tablet: BrowserContext, start: str) -> None:
    page = tablet.new_page()
    page.goto(start)
    entries = page.evaluate("history.length")
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_text("Phiếu chưa được gửi")).to_be_visible()
    assert page.evaluate("history.length") == entries
    page.reload()
    expect(page.get_by_text("Phiếu chưa được gửi")).to_be_hidden()


def test_two_people_without_a_network_are_both_kept_through_a_reload(
    tablet: BrowserContext, place: Site, start: str
) -> None:
    page = filled(tablet, start)
    tablet.set_offline(True)
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_text("sẽ gửi khi có mạng")).to_be_visible()
    expect(page.locator("#answers")).to_be_visible(timeout=12_000)
    nothing_is_left(page)
    page.locator("input[type=radio]").nth(1).check(force=True)
    page.get_by_role("button", name="Gửi phiếu").click()
    assert waits_for(page, 2)
    assert place.stored() == []
    tablet.set_offline(False)
    page.goto(start)
    assert waits_for(page, 0)
    assert len(place.stored()) == 2


def test_without_scripts_it_still_works(chromium: Browser, tablet: BrowserContext, place: Site, start: str) -> None:
    plain = chromium.new_context(java_script_enabled=False, storage_state=tablet.storage_state())
    page = filled(plain, start)
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_text("Cảm ơn Ông/Bà.")).to_be_visible()
    page.wait_for_url(start, timeout=15_000)
    assert len(place.stored()) == 1
    plain.close()
