"""A tablet at a desk: nobody gets back to the answers of the one before."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.site import Site
from tests.browser.tablet import MARKS, filled, nothing_is_left, waits_for
from tests.browser.tablet import chromium as chromium
from tests.browser.tablet import place as place
from tests.browser.tablet import start as start
from tests.browser.tablet import tablet as tablet

pytestmark = MARKS


def test_it_works(tablet: BrowserContext, place: Site, start: str) -> None:
    """Sent, thanked for, and back at the start by itself; the way back leads nowhere."""
    page = filled(tablet, start)
    entries = page.evaluate("history.length")
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_text("Cảm ơn Ông/Bà.")).to_be_visible()
    page.wait_for_url(start, timeout=40_000)
    assert len(place.stored()) == 1
    assert page.evaluate("history.length") == entries
    page.evaluate("setTimeout(() => history.back(), 100)")
    page.wait_for_timeout(1500)
    nothing_is_left(page)


def test_a_form_left_alone_is_gone_after_twenty_seconds(tablet: BrowserContext, place: Site, start: str) -> None:
    page = tablet.new_page()
    page.clock.install()
    page = filled(tablet, start, page)
    expect(page.locator("#left")).to_be_visible()
    page.get_by_role("button", name="Tôi cần thêm thời gian").click()
    expect(page.locator("#left")).to_have_text("60")
    page.locator("textarea").last.press("End")
    assert int(page.locator("#left").inner_text()) > 20, "a touch takes nothing of the minute"
    page.clock.fast_forward(61_000)
    expect(page.locator("textarea").last).to_have_value("")
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
    expect(page.locator("#answers")).to_be_visible(timeout=40_000)
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
    page.wait_for_url(start, timeout=40_000)
    assert len(place.stored()) == 1
    plain.close()
