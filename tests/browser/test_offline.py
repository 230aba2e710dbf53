"""A form that was answered without a network, in a real Chromium: kept on the device, sent once, shown to nobody."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from app.core import clock
from app.desks.models import Placement
from tests.browser.site import Site, phone_browser, site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
        reason="no Chromium on this machine",
    ),
]
SAVED = "Đã lưu trên máy này, sẽ gửi khi có mạng."
THANKS = "Cảm ơn Ông/Bà. Phiếu đã được ghi nhận."
SENT = "Đã gửi phiếu lưu trên máy này."
REMARK = "Chờ lâu quá, nên có thêm ghế ngồi."
DAY = 24 * 3600 * 1000


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with phone_browser() as found:
        yield found


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Site]:
    with site(tmp_path) as found:
        yield found


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    yield context
    context.close()


def open_form(phone: BrowserContext, place: Site) -> Page:
    page = phone.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if "Content Security" in message.text else None)
    page.goto(place.form)
    assert problems == []
    return page


def answer(page: Page, *, number: str = "5", remark: str = REMARK) -> None:
    page.locator(f"input[name=q_de_tim][value='{number}']").check(force=True)
    page.locator("textarea[name=q_y_kien]").fill(remark)


def press(page: Page) -> None:
    page.get_by_role("button", name="Gửi phiếu").click()


def kept(page: Page) -> int:
    found: int = page.evaluate("Object.keys(localStorage).length")
    return found


def test_it_works(phone: BrowserContext, place: Site) -> None:
    page = open_form(phone, place)
    answer(page)
    phone.set_offline(True)
    press(page)
    expect(page.locator("#queue")).to_contain_text(SAVED)
    expect(page.locator("form")).to_be_hidden()
    assert kept(page) == 1
    assert place.stored() == []
    phone.set_offline(False)
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    assert place.stored() == [{"de_tim": 5, "y_kien": REMARK}]
    assert kept(page) == 0


def test_with_a_network_the_receipt_comes_at_once(phone: BrowserContext, place: Site) -> None:
    page = open_form(phone, place)
    answer(page)
    press(page)
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    assert len(place.stored()) == 1
    assert kept(page) == 0


def test_a_form_is_sent_when_any_page_of_the_site_is_opened_again_and_is_shown_to_nobody(
    phone: BrowserContext, place: Site
) -> None:
    page = open_form(phone, place)
    answer(page)
    place.stop()
    press(page)
    expect(page.locator("#queue")).to_contain_text(SAVED)
    page.close()  # the server is away, because a tab that closes may lose its pretended lack of network and send
    place.start()
    other = open_form(phone, place)
    expect(other.locator("#queue")).to_contain_text(SENT)
    assert REMARK not in other.content()
    assert other.locator("input:checked").count() == 0
    assert kept(other) == 0
    answer(other, number="2", remark="")
    press(other)
    expect(other.get_by_role("heading", name=THANKS)).to_be_visible()
    assert sorted(stored["de_tim"] for stored in place.stored()) == [2, 5]


def test_several_are_kept_and_each_is_sent_once(phone: BrowserContext, place: Site) -> None:
    pages = [open_form(phone, place) for _form in range(3)]
    phone.set_offline(True)
    for number, page in enumerate(pages, 1):
        answer(page, number=str(number), remark="")
        press(page)
        expect(page.locator("#queue")).to_contain_text(SAVED)
    assert kept(pages[0]) == 3
    phone.set_offline(False)
    for page in pages:  # the tab that is quickest may send what the others keep: they say so, and have no receipt
        expect(page.get_by_text("Cảm ơn Ông/Bà.").first).to_be_visible()
    assert sorted(stored["de_tim"] for stored in place.stored()) == [1, 2, 3]
    assert kept(open_form(phone, place)) == 0  # the others may be on their way to the receipt


def test_a_tab_hears_that_another_one_sent_its_form(phone: BrowserContext, place: Site) -> None:
    page = open_form(phone, place)
    answer(page)
    page.route("**/P/**", lambda route: route.abort())
    press(page)
    expect(page.locator("#queue")).to_contain_text(SAVED)
    other = open_form(phone, place)
    expect(other.locator("#queue")).to_contain_text(SENT)
    expect(page.locator("#queue")).to_contain_text(SENT)
    assert (len(place.stored()), kept(other)) == (1, 0)


def test_a_server_that_is_down_is_as_good_as_no_network(phone: BrowserContext, place: Site) -> None:
    page = open_form(phone, place)
    answer(page)
    place.stop()
    press(page)
    expect(page.locator("#queue")).to_contain_text(SAVED)
    place.start()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    assert len(place.stored()) == 1


def test_it_is_tried_again_by_itself(phone: BrowserContext, place: Site) -> None:
    phone.clock.install()
    page = open_form(phone, place)
    answer(page)
    place.stop()
    press(page)
    expect(page.locator("#queue")).to_contain_text(SAVED)
    place.start()
    phone.clock.fast_forward(31_000)
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    assert len(place.stored()) == 1


def test_an_answer_that_got_lost_on_its_way_back_is_not_a_second_form(phone: BrowserContext, place: Site) -> None:
    page = open_form(phone, place)
    answer(page)

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/P/**", lose)
    press(page)
    expect(page.locator("#queue")).to_contain_text(SAVED)
    assert len(place.stored()) == 1
    page.unroute("**/P/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    assert len(place.stored()) == 1
    assert "first=" not in page.url


def test_a_busy_server_is_tried_again(phone: BrowserContext, place: Site) -> None:
    page = open_form(phone, place)
    answer(page)
    page.route("**/P/**", lambda route: route.fulfill(status=503, body="busy"))
    press(page)
    expect(page.locator("#queue")).to_contain_text("Hệ thống đang bận. Phiếu đã lưu trên máy này")
    page.unroute("**/P/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    assert len(place.stored()) == 1


def age(page: Page, milliseconds: int) -> None:
    """Make everything that is kept older when the page's next document begins, before anything there looks at it."""
    page.add_init_script(
        f"""Object.keys(localStorage).forEach(name => {{
              const item = JSON.parse(localStorage.getItem(name));
              item.at -= {milliseconds};
              localStorage.setItem(name, JSON.stringify(item));
            }})"""
    )


@pytest.mark.parametrize(("days", "stored", "words"), [(6, 1, SENT), (8, 0, "đã quá bảy ngày chưa gửi được")])
def test_a_form_is_kept_for_a_week(phone: BrowserContext, place: Site, days: int, stored: int, words: str) -> None:
    page = open_form(phone, place)
    answer(page)
    place.stop()
    press(page)
    expect(page.locator("#queue")).to_contain_text(SAVED)
    page.close()  # the server is away, because a tab that closes may lose its pretended lack of network and send
    place.start()
    other = phone.new_page()
    age(other, days * DAY)
    other.goto(place.form)
    expect(other.locator("#queue")).to_contain_text(words)
    assert len(place.stored()) == stored
    assert kept(other) == 0


def test_a_form_whose_desk_closed_meanwhile_is_accepted(phone: BrowserContext, place: Site) -> None:
    page = open_form(phone, place)
    answer(page)
    phone.set_offline(True)
    press(page)
    expect(page.locator("#queue")).to_contain_text(SAVED)
    with place.app.extensions["thuocdo.sessions"]() as office:
        office.get_one(Placement, place.scene.placement.id).retired_at = clock.now()
        office.commit()
    phone.set_offline(False)
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    assert len(place.stored()) == 1


def too_much(page: Page) -> None:
    """More than a question takes, and less than a post takes."""
    answer(page, remark="Chờ lâu. " * 1000)


def test_what_needs_another_look_comes_back_with_everything_typed(phone: BrowserContext, place: Site) -> None:
    page = open_form(phone, place)
    too_much(page)
    press(page)
    expect(page.get_by_role("heading", name="Phiếu chưa được gửi")).to_be_visible()
    assert page.locator("textarea[name=q_y_kien]").input_value() == ("Chờ lâu. " * 1000).strip()
    assert place.stored() == []


def test_what_was_kept_and_needs_another_look_is_opened_only_when_asked(phone: BrowserContext, place: Site) -> None:
    page = open_form(phone, place)
    too_much(page)
    place.stop()
    press(page)
    expect(page.locator("#queue")).to_contain_text(SAVED)
    page.close()  # the server is away, because a tab that closes may lose its pretended lack of network and send
    place.start()
    other = open_form(phone, place)
    expect(other.locator("#queue")).to_contain_text("có chỗ cần xem lại")
    assert other.locator("form textarea[name=q_y_kien]").first.input_value() == ""
    assert kept(other) == 1
    other.get_by_role("button", name="Mở phiếu đó").click()
    expect(other.get_by_role("heading", name="Phiếu chưa được gửi")).to_be_visible()
    assert kept(other) == 0
    other.locator("textarea[name=q_y_kien]").fill(REMARK)
    press(other)
    expect(other.get_by_role("heading", name=THANKS)).to_be_visible()
    assert [stored["y_kien"] for stored in place.stored()] == [REMARK]


def test_far_too_much_text_stays_in_the_page(phone: BrowserContext, place: Site) -> None:
    page = open_form(phone, place)
    answer(page, remark="a" * 300_000)
    press(page)
    expect(page.locator("#queue")).to_contain_text("Phần viết quá dài nên chưa gửi.")
    assert len(page.locator("textarea[name=q_y_kien]").input_value()) == 300_000
    assert place.stored() == []


def test_a_device_that_keeps_nothing_says_so_and_leaves_the_form(phone: BrowserContext, place: Site) -> None:
    page = open_form(phone, place)
    answer(page)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full'); }; }")
    phone.set_offline(True)
    press(page)
    expect(page.locator("#queue")).to_contain_text("máy này không cho lưu")
    assert page.locator("textarea[name=q_y_kien]").input_value() == REMARK
    phone.set_offline(False)
    press(page)
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    assert len(place.stored()) == 1


def test_two_taps_are_one_form(phone: BrowserContext, place: Site) -> None:
    page = open_form(phone, place)
    answer(page)
    page.get_by_role("button", name="Gửi phiếu").dblclick()
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    page.reload()
    assert len(place.stored()) == 1


def test_the_way_back_does_not_lead_to_the_answers(phone: BrowserContext, place: Site) -> None:
    page = phone.new_page()
    page.goto(f"{place.url}/health")
    page.goto(place.form)
    answer(page)
    press(page)
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    page.go_back()
    expect(page).to_have_url(f"{place.url}/health")


def test_without_scripts_going_back_and_sending_again_is_the_same_form(chromium: Browser, place: Site) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(place.form)
    answer(page)
    press(page)
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    page.reload()
    page.go_back()
    answer(page, number="1")
    press(page)
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    assert len(place.stored()) == 1
    context.close()
