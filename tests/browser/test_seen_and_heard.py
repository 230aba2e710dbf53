"""How a page is seen and heard, in a real Chromium: large letters, high contrast, reading aloud."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.hall import Hall, hall
from tests.browser.site import phone_browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
        reason="no Chromium on this machine",
    ),
]
REMARK = "Chờ lâu quá, nên có thêm ghế ngồi."
THANKS = "Cảm ơn Ông/Bà. Phiếu đã được ghi nhận."
# Chromium on a server has no voice: one is put in before the page loads, which notes down what it is given to say.
VOICES = """(() => {
  const voices = %s.map(([lang, localService]) => ({ lang, localService, name: lang, default: false }));
  const said = window.said = [], waiting = [];
  let listener = () => {};
  const speech = {
    getVoices: () => window.late ? [] : voices,
    addEventListener: (name, heard) => { listener = heard; },
    speak: words => { waiting.push(words); if (waiting.length === 1) begin(); },
    cancel: () => { waiting.length = 0; said.push('(silence)'); }
  };
  const begin = () => { said.push(waiting[0].text.trim().replace(/\\s+/g, ' ')); waiting[0].onstart(); };
  window.late = false;
  window.heard = () => { const words = waiting.shift(); words.onend(); if (waiting.length) begin(); };
  window.arrive = () => { window.late = false; listener(); };
  Object.defineProperty(window, 'speechSynthesis', { value: speech });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
})()"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with phone_browser(keeps_pages=True) as found:
        yield found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall(tmp_path_factory.mktemp("hall")) as found:
        yield found


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    with chromium.new_context(viewport={"width": 360, "height": 740}) as context:
        yield context


def opened(phone: BrowserContext, place: Hall, name: str = "form", locale: str = "vi", **voices: Any) -> Page:
    """A page; ``voices`` are those of the device, each with whether it speaks without a network."""
    place.enter(phone)
    page = phone.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    if voices:
        pairs = str([[lang.replace("_", "-"), local] for lang, local in voices.items()])
        page.add_init_script(VOICES % pairs.replace("True", "true").replace("False", "false"))
    place.walks[name](page, locale)
    assert refused == []
    return page


def letters(page: Page) -> float:
    size: float = page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)")
    return size


def ground(page: Page) -> str:
    colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour


def test_it_works(phone: BrowserContext, place: Hall) -> None:
    """At once, with everything typed; on the receipt and on the next form, too; and away again."""
    page = opened(phone, place)
    before = letters(page)
    page.locator("textarea[name=q_y_kien]").fill(REMARK)
    page.get_by_label("Chữ to").check()
    page.get_by_label("Nền đen").check()
    assert letters(page) > 1.3 * before
    assert ground(page) == "rgb(0, 0, 0)"
    expect(page.locator("textarea[name=q_y_kien]")).to_have_value(REMARK)
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    assert ground(page) == "rgb(0, 0, 0)"
    page.get_by_role("link", name="Gửi phiếu khác").click()
    expect(page.get_by_label("Chữ to")).to_be_checked()
    page.get_by_label("Chữ to").uncheck()
    page.get_by_label("Nền đen").uncheck()
    assert (letters(page), ground(page)) == (before, "rgb(255, 255, 255)")
    page.reload()
    assert (letters(page), ground(page)) == (before, "rgb(255, 255, 255)")
    assert [cookie for cookie in phone.cookies() if cookie.get("name") == "display"] == []


def test_without_scripts_it_works_at_once_and_is_kept_with_the_form(chromium: Browser, place: Hall) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        place.walks["form"](page, "vi")
        page.locator("textarea[name=q_y_kien]").fill(REMARK)
        page.get_by_label("Chữ to").check()
        tall = page.locator("h1").bounding_box()
        page.get_by_label("Chữ to").uncheck()
        low = page.locator("h1").bounding_box()
        assert tall
        assert low
        assert tall["height"] > 1.2 * low["height"]
        page.get_by_label("Chữ to").check()
        page.get_by_role("button", name="Gửi phiếu").click()
        expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
        expect(page.get_by_label("Chữ to")).to_be_checked()
        page.get_by_label("Nền đen").check()
        page.get_by_role("button", name="Giữ cho trang sau").click(force=True)  # the driver takes noscript for a cover
        expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
        page.get_by_role("link", name="Gửi phiếu khác").click()
        expect(page.get_by_label("Chữ to")).to_be_checked()
        expect(page.get_by_label("Nền đen")).to_be_checked()


def test_the_next_person_at_a_tablet_begins_with_the_plain_page(phone: BrowserContext, place: Hall) -> None:
    page = opened(phone, place, "tablet form")
    page.get_by_label("Chữ to").check()
    page.locator("input[type=radio]").nth(3).check(force=True)
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_text("Cảm ơn Ông/Bà.")).to_be_visible()
    expect(page.get_by_label("Chữ to")).to_be_checked()
    page.get_by_role("link", name="Người tiếp theo").click()
    expect(page.get_by_label("Chữ to")).not_to_be_checked()


def test_a_page_that_is_gone_back_to_is_as_wished_last(phone: BrowserContext, place: Hall) -> None:
    page = opened(phone, place, "desk")
    page.locator(".list a").first.click()
    page.get_by_label("Chữ to").check()
    page.evaluate("setTimeout(() => history.back(), 50)")
    expect(page.locator(".list a").first).to_be_visible()
    expect(page.get_by_label("Chữ to")).to_be_checked()


def test_a_question_is_read_with_its_choices_one_by_one(phone: BrowserContext, place: Hall) -> None:
    page = opened(phone, place, vi_VN=True)
    page.get_by_role("button", name="Nghe đọc").click()
    heard, total = [], len(place.site.scene.definition.questions)
    while page.locator(".spoken").count():
        heard.append(page.evaluate("said.at(-1)"))
        page.evaluate("heard()")
    assert heard[0] == page.locator("h1").inner_text()
    first = heard.index(f"Câu 1 trên {total} Nơi làm thủ tục dễ tìm, thuận tiện.")
    assert heard[first + 1 :] == [
        "Rất không hài lòng",
        "Không hài lòng",
        "Bình thường",
        "Hài lòng",
        "Rất hài lòng",
        "Không biết / không liên quan",
    ]
    page.get_by_role("button", name="Câu sau").click()
    assert page.evaluate("said.at(-1)").startswith(f"Câu 2 trên {total}")
    page.locator("textarea[name=q_y_kien]").fill(REMARK)  # nothing is in the way meanwhile
    page.get_by_role("button", name="Đọc lại").click()
    assert page.locator("label[for=q_y_kien-input]").inner_text().split()[-1] in page.evaluate("said.at(-1)")
    page.get_by_role("button", name="Dừng đọc").click()
    assert page.evaluate("said.at(-1)") == "(silence)"
    expect(page.get_by_role("button", name="Nghe đọc")).to_be_focused()
    expect(page.locator("textarea[name=q_y_kien]")).to_have_value(REMARK)


def test_escape_stops_it(phone: BrowserContext, place: Hall) -> None:
    page = opened(phone, place, vi_VN=True)
    page.get_by_role("button", name="Nghe đọc").click()
    page.keyboard.press("Escape")
    assert page.evaluate("said.at(-1)") == "(silence)"
    expect(page.get_by_role("button", name="Dừng đọc")).to_be_hidden()


def test_voices_may_come_late(phone: BrowserContext, place: Hall) -> None:
    page = opened(phone, place, vi_VN=True)
    page.evaluate("late = true; arrive()")
    expect(page.get_by_role("button", name="Nghe đọc")).to_be_visible()


@pytest.mark.parametrize(
    ("voices", "locale", "offered"),
    [
        ({"vi_VN": True}, "vi", True),
        ({"en_US": True}, "vi", False),
        ({"vi_VN": False}, "vi", False),
        ({"vi_VN": False, "en_US": True}, "en", True),
        ({}, "vi", False),
    ],
    ids=["own voice", "foreign voice", "voice of a server", "English", "none"],
)
def test_it_is_offered_only_where_the_device_has_a_voice_for_the_language(
    phone: BrowserContext, place: Hall, voices: dict[str, bool], locale: str, offered: bool
) -> None:
    page = opened(phone, place, "form", locale, **voices)
    expect(page.locator("#aloud")).to_be_visible(visible=offered)


@pytest.mark.parametrize("name", ["desk", "receipt", "slip entry", "interview", "tablet chooser", "unknown code"])
def test_every_page_can_be_heard(phone: BrowserContext, place: Hall, name: str) -> None:
    page = opened(phone, place, name, vi_VN=True)
    page.get_by_role("button", name="Nghe đọc").click()
    assert len(page.evaluate("said.at(-1)")) > 5
    expect(page.get_by_role("button", name="Câu sau")).to_be_visible(visible=name == "interview")


def test_a_tablet_waits_while_it_reads(phone: BrowserContext, place: Hall) -> None:
    phone.clock.install()
    page = opened(phone, place, "tablet form", vi_VN=True)
    page.get_by_role("button", name="Nghe đọc").click()
    for _words in range(4):
        phone.clock.run_for(15_000)
        page.evaluate("heard()")
    expect(page.get_by_role("button", name="Dừng đọc")).to_be_visible()
    phone.clock.run_for(21_000)
    expect(page.get_by_role("button", name="Dừng đọc")).to_be_hidden()
