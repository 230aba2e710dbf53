"""What happens to a tablet at a desk: no network, no server, a wrong clock, another edition, an administrator."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import select

from app.desks.kiosks.actions import rebind, revoke_kiosk
from app.desks.kiosks.models import Kiosk
from app.forms.models import Edition
from app.responses.funnel.models import PageCount
from app.responses.models import Response
from tests.browser.site import Site
from tests.browser.tablet import MARKS, REMARK, filled, hand_of, nothing_is_left, waits_for
from tests.browser.tablet import chromium as chromium
from tests.browser.tablet import place as place
from tests.browser.tablet import start as start
from tests.browser.tablet import tablet as tablet
from tests.conftest import SECRET

pytestmark = MARKS
FIVE_MINUTES = 301_000


def at_the_start(tablet: BrowserContext, start: str) -> Page:
    page = tablet.new_page()
    page.clock.install()
    page.goto(start)
    return page


def answer(page: Page) -> None:
    page.locator("input[type=radio]").nth(3).check(force=True)
    page.get_by_role("button", name="Gửi phiếu").click()


def test_the_server_may_be_started_again(tablet: BrowserContext, place: Site, start: str) -> None:
    """Two people while it is away, one of them after the countdown; then all is sent."""
    page = filled(tablet, start)
    place.stop()
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_text("sẽ gửi khi có mạng")).to_be_visible()
    expect(page.locator("#answers")).to_be_visible(timeout=40_000)
    nothing_is_left(page)
    answer(page)
    assert waits_for(page, 2)
    place.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    assert waits_for(page, 0)
    assert len(place.stored()) == 2


def test_any_of_several_forms_is_chosen_without_a_network(tablet: BrowserContext, place: Site, start: str) -> None:
    _own, make = hand_of(place)
    make.placement(place.scene.placement.desk)
    page = at_the_start(tablet, start)
    expect(page.locator(".list a")).to_have_count(2)
    page.wait_for_load_state("networkidle")
    tablet.set_offline(True)
    page.locator(".list a").last.click()
    answer(page)
    expect(page.get_by_text("sẽ gửi khi có mạng")).to_be_visible()
    page.clock.fast_forward(8_000)
    expect(page.locator(".list a")).to_have_count(2)
    assert page.evaluate("history.length") == 2, "a blank page and the tablet's one"
    tablet.set_offline(False)
    assert waits_for(page, 0)
    assert len(place.stored()) == 1


def test_a_language_keeps_what_was_typed(tablet: BrowserContext, place: Site, start: str) -> None:
    own, _make = hand_of(place)
    place.scene.placement.desk.office.citizen_locales = ["vi", "en"]
    own.commit()
    page = filled(tablet, start)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="I need more time")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(page.locator("textarea").last).to_have_value(REMARK)
    expect(page.locator("input[type=radio]").nth(3)).to_be_checked()
    page.locator("#answers button").click()
    expect(page.get_by_text("Thank you")).to_be_visible()
    page.locator("a.hop.button").click()
    expect(page.get_by_role("button", name="Gửi phiếu")).to_be_visible()
    nothing_is_left(page)


def test_a_tablet_with_a_wrong_clock_loses_nothing(tablet: BrowserContext, place: Site, start: str) -> None:
    page = at_the_start(tablet, start)
    page.clock.set_system_time("2001-01-01T00:00:00")
    page.locator("textarea").last.fill(REMARK)
    page.clock.set_system_time("2027-11-22T00:00:00")
    expect(page.locator("textarea").last).to_have_value(REMARK)
    page.clock.set_system_time("2001-01-01T00:00:00")
    tablet.set_offline(True)
    answer(page)
    expect(page.get_by_text("sẽ gửi khi có mạng")).to_be_visible()
    page.clock.set_system_time("2026-11-22T00:00:00")
    tablet.set_offline(False)
    assert waits_for(page, 0)
    assert len(place.stored()) == 1


def test_who_reads_an_edition_that_is_replaced_meanwhile_answers_it(
    tablet: BrowserContext, place: Site, start: str
) -> None:
    own, make = hand_of(place)
    page = filled(tablet, start)
    first = own.scalars(select(Edition.id)).one()
    make.edition(place.scene.form, title="Làm thủ tục tại bộ phận Một cửa (mới)")
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_text("Cảm ơn Ông/Bà.")).to_be_visible()
    own.rollback()
    assert list(own.scalars(select(Response.edition_id))) == [first]
    page.locator("a.hop.button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("(mới)")


def test_a_tablet_that_is_left_alone_follows_the_opening_hours(tablet: BrowserContext, place: Site, start: str) -> None:
    own, _make = hand_of(place)
    page = at_the_start(tablet, start)
    place.scene.placement.desk.hours = {"days": [0], "opens": "02:00", "closes": "02:01"}
    own.commit()
    page.clock.fast_forward(FIVE_MINUTES)
    expect(page.get_by_text("Quầy đang nghỉ")).to_be_visible()
    place.scene.placement.desk.hours = None
    own.commit()
    page.clock.fast_forward(31_000)
    expect(page.locator("#answers")).to_be_visible()


def test_who_is_answering_is_not_disturbed_by_news(tablet: BrowserContext, place: Site, start: str) -> None:
    page = at_the_start(tablet, start)
    page.clock.fast_forward(FIVE_MINUTES - 4_000)
    page.locator("textarea").last.fill(REMARK)
    page.clock.fast_forward(10_000)
    page.wait_for_load_state("networkidle")
    expect(page.locator("textarea").last).to_have_value(REMARK)


def test_somebody_elses_error_page_never_stands_on_the_tablet(tablet: BrowserContext, start: str) -> None:
    page = filled(tablet, start)
    tablet.route("**/K/**", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway</h1>"))
    page.locator("a.quit").click()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="Gửi phiếu")).to_be_visible()
    nothing_is_left(page)


def test_the_citizen_hears_when_the_tablet_was_taken_out_of_use_meanwhile(
    tablet: BrowserContext, place: Site, start: str
) -> None:
    own, _make = hand_of(place)
    page = filled(tablet, start)
    revoke_kiosk(own, own.scalars(select(Kiosk)).one(), by=None)
    own.commit()
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_text("Phiếu chưa được ghi vì máy này vừa ngừng dùng")).to_be_visible()
    nothing_is_left(page)
    expect(page.get_by_text("Máy này đã ngừng dùng.")).to_be_visible(timeout=25_000)
    assert place.stored() == []


def test_a_tablet_that_is_bound_anew_sends_what_it_has_kept(tablet: BrowserContext, place: Site, start: str) -> None:
    own, _make = hand_of(place)
    page = filled(tablet, start)
    tablet.set_offline(True)
    page.get_by_role("button", name="Gửi phiếu").click()
    assert waits_for(page, 1)
    code = rebind(own, own.scalars(select(Kiosk)).one(), secret=SECRET, by=None)
    own.commit()
    tablet.set_offline(False)
    expect(page.locator("#code")).to_be_visible()  # it has asked and was told
    assert page.evaluate("Object.keys(localStorage).length") == 1
    page.locator("#code").fill(code)
    page.get_by_role("button", name="Ghép máy").click()
    expect(page.locator("#answers")).to_be_visible()
    assert waits_for(page, 0)
    assert len(place.stored()) == 1


def test_the_funnel_knows_who_came_to_the_tablet(tablet: BrowserContext, place: Site, start: str) -> None:
    """Three people, one of whom only looks; what the tablet fetches ahead is nobody."""
    own, make = hand_of(place)
    other = make.placement(place.scene.placement.desk)
    page = at_the_start(tablet, start)
    for sends in (True, False, True):
        page.locator(".list a", has_text=other.edition.title).last.click()
        expect(page.locator("#answers")).to_be_visible()
        if sends:
            answer(page)
            expect(page.get_by_text("Cảm ơn Ông/Bà.")).to_be_visible()
            page.locator("a.hop.button").click()
        else:
            page.locator("a.quit").click()
        expect(page.locator(".list")).to_be_visible()
    for _half_second in range(60):
        own.rollback()
        found = own.execute(select(PageCount.opened, PageCount.begun)).all()
        if found and found[0].opened == 3 and found[0].begun == 2:
            break
        page.wait_for_timeout(500)
    assert [tuple(row) for row in found] == [(3, 2)]


@pytest.mark.parametrize("arrives", [True, False])
def test_whoever_sends_at_once_has_begun_once(
    tablet: BrowserContext, place: Site, start: str, *, arrives: bool
) -> None:
    """The form may be sent before the server has answered, or never heard, that it was begun."""
    own, _make = hand_of(place)
    late: list[Route] = []
    page = at_the_start(tablet, start)
    page.route("**/beginnings/**", lambda route: late.append(route) if arrives else route.abort())
    answer(page)
    expect(page.get_by_text("Cảm ơn Ông/Bà.")).to_be_visible()
    for route in late:
        route.continue_()
    for _half_second in range(60):
        own.rollback()
        found = own.scalars(select(PageCount.begun)).all()
        if sum(found):
            break
        page.wait_for_timeout(500)
    page.wait_for_timeout(1_500)
    own.rollback()
    assert own.scalars(select(PageCount.begun)).all() == [1]
