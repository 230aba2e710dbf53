"""The form itself, in a real Chromium: by keyboard alone, as a screen reader is told it, in a system's own colours, on
paper, with scripts off; nothing chosen beforehand and no face larger or bolder than another.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

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
FACES = ["Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"]
FOCUSED = """() => {
  const node = document.activeElement, style = getComputedStyle(node);
  return [node.name || node.id || node.className || node.tagName, parseFloat(style.outlineWidth), style.outlineStyle];
}"""
LOOKS = """() => [...document.querySelectorAll('.faces')].map(row => {
  const keys = ['fontSize', 'fontWeight', 'color', 'opacity', 'minHeight', 'padding'];
  return [...row.querySelectorAll('label')].slice(0, 5).map(label => {
    const face = label.querySelector('svg'), box = face.getBoundingClientRect(), input = label.querySelector('input');
    const edge = getComputedStyle(input), look = getComputedStyle(label), line = getComputedStyle(face);
    return [keys.map(key => look[key]), Math.round(parseFloat(look.width)), box.width,
      box.height, line.stroke, line.strokeWidth, line.fill,
      edge.borderTopWidth, edge.borderTopColor, edge.backgroundColor].join();
  });
})"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with phone_browser() as found:
        yield found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("form")) as found:
        found.scene.placement.desk.office.citizen_locales = ["vi", "en"]
        found.make.session.commit()
        yield found


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    with chromium.new_context(viewport={"width": 360, "height": 740}) as context:
        yield context


@pytest.fixture
def page(phone: BrowserContext, place: Site) -> Page:
    found = phone.new_page()
    found.goto(place.form)
    return found


def test_it_is_filled_in_and_sent_by_keyboard_alone(page: Page, place: Site) -> None:
    """Everything is reached in the order in which it stands, shows that it is reached, and nothing traps."""
    before = len(place.stored())
    reached: list[str] = []
    for _step in range(80):
        page.keyboard.press("Tab")
        name, width, line = page.evaluate(FOCUSED)
        assert width >= 2, name
        assert line != "none", name
        reached.append(name)
        kind = page.evaluate("document.activeElement.type || ''")
        if kind == "radio":
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
        elif kind == "textarea":
            page.keyboard.type("Nên có thêm ghế ngồi.")
        elif kind == "submit" and not page.evaluate("document.activeElement.name"):
            page.keyboard.press("Enter")
            break
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    asked = [f"q_{question.id}" for question in place.scene.definition.questions]
    assert list(dict.fromkeys(name for name in reached if name.startswith("q_"))) == asked
    assert reached[0] == "skip"
    assert len(place.stored()) == before + 1
    assert place.stored()[-1]["de_tim"] == 2
    assert place.stored()[-1]["y_kien"] == "Nên có thêm ghế ngồi."


def test_arrows_only_choose_and_nothing_moves_on_by_itself(page: Page) -> None:
    page.locator("#q_de_tim-1").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#q_de_tim-2")).to_be_focused()
    expect(page.locator("#q_de_tim-2")).to_be_checked()
    assert page.url.endswith(page.evaluate("location.pathname"))


def test_the_skip_link_leads_past_the_top(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_screen_reader_is_told_the_place_the_question_and_every_choice(page: Page, place: Site) -> None:
    """Read from the browser's accessibility tree, which is what a screen reader is given."""
    total = len(place.scene.definition.questions)
    tree = page.locator("#q_de_tim").aria_snapshot()
    name = f"Câu 1 trên {total} Nơi làm thủ tục dễ tìm, thuận tiện."
    assert f'radiogroup "{name}"' in tree
    for words in [*FACES, "Không biết / không liên quan"]:
        choice = page.get_by_role("radio", name=words, exact=True).first
        expect(choice).to_have_accessible_description(name)
        assert f'radio "{words}"' in tree
    assert "checked" not in page.locator("main").aria_snapshot()
    expect(page.get_by_role("textbox").last).to_have_accessible_name(re.compile(rf"^Câu \d+ trên {total} \w+"))


def test_errors_are_told_first_lead_to_their_question_and_stand_beside_it(page: Page) -> None:
    page.locator("textarea[name=q_y_kien]").fill("Chờ lâu. " * 1000)
    page.get_by_role("button", name="Gửi phiếu").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Cần xem lại – "))
    box = page.locator("#q_y_kien-input")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_accessible_description(re.compile("xin rút gọn"))
    summary.get_by_role("link").click()
    expect(page.locator("#q_y_kien")).to_be_in_viewport()
    expect(page.locator("#q_y_kien")).to_be_focused()
    page.keyboard.press("Tab")
    expect(box).to_be_focused()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_face_is_larger_or_bolder_than_another(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    for row in page.evaluate(LOOKS):
        assert len(row) == 5
        assert len(set(row)) == 1


def test_faces_of_a_row_are_equally_tall(page: Page) -> None:
    heights = page.evaluate(
        "[...document.querySelectorAll('.faces')].map(row => [...row.querySelectorAll('label')].slice(0, 5)"
        ".map(label => label.getBoundingClientRect().height))"
    )
    assert all(max(row) - min(row) < 1 for row in heights)


@pytest.mark.parametrize("query", ["?q_de_tim=5", "?q_de_tim=5&q_y_kien=Tốt", "?lang=vi&q_de_tim-5=on#q_de_tim-5"])
def test_no_address_answers_beforehand(phone: BrowserContext, place: Site, query: str) -> None:
    page = phone.new_page()
    page.goto(place.form + query)
    assert page.locator("main input:checked").count() == 0
    assert page.locator("textarea").last.input_value() == ""


def test_the_systems_own_colours_are_kept_and_show_what_is_chosen(chromium: Browser, place: Site) -> None:
    with chromium.new_context(forced_colors="active", viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        page.goto(place.form)
        chosen, other = page.locator("#q_de_tim-4"), page.locator("#q_de_tim-2")
        chosen.check(force=True)
        edge = "node => parseFloat(getComputedStyle(node).borderTopWidth)"
        assert chosen.evaluate(edge) > 2 * other.evaluate(edge)
        button = page.get_by_role("button", name="Gửi phiếu")
        assert button.evaluate("node => getComputedStyle(node).borderTopStyle") == "solid"
        forced = "node => getComputedStyle(node).forcedColorAdjust"
        assert chosen.evaluate(forced) == "auto"


@pytest.mark.parametrize("ways", [(), ("contrast",)], ids=["plain", "contrast"])
def test_what_is_pointed_at_stays_readable(page: Page, ways: tuple[str, ...]) -> None:
    for way in ways:
        page.locator(f"#{way}").check()
    page.evaluate("document.querySelectorAll('.view [hidden]').forEach(node => { node.hidden = false })")
    for button in page.locator("button:visible:not([aria-hidden])").all():
        button.hover()
        ground, ink = button.evaluate("node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color]")
        assert ground != ink
        assert button.evaluate("node => !!node.closest('main form')") or ground == "rgba(0, 0, 0, 0)"


def test_nothing_moves(page: Page) -> None:
    """No animation anywhere, so those who asked their device for less motion get what everybody gets."""
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(node => { const style = getComputedStyle(node);"
        " return style.animationName !== 'none' || style.transitionDuration !== '0s'"
        " || style.scrollBehavior === 'smooth' }).length"
    )
    assert moving == 0


def test_on_paper_only_the_questions_are_left(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Gửi phiếu")).to_be_hidden()
    expect(page.locator(".view")).to_be_hidden()
    expect(page.get_by_text("Nơi làm thủ tục dễ tìm, thuận tiện.")).to_be_visible()
    page.locator("#contrast").evaluate("box => { box.checked = true }")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(22, 38, 43)"


def test_with_scripts_off_it_is_filled_in_corrected_and_sent(chromium: Browser, place: Site) -> None:
    before = len(place.stored())
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(place.form)
        page.locator("#q_de_tim-4").check(force=True)
        page.locator("textarea[name=q_y_kien]").fill("Chờ lâu. " * 1000)
        page.get_by_role("button", name="Gửi phiếu").click()
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.locator("#q_de_tim-4")).to_be_checked()
        page.locator("textarea[name=q_y_kien]").fill("Chờ lâu.")
        page.get_by_role("button", name="Gửi phiếu").click()
        expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    assert len(place.stored()) == before + 1


def test_one_request_is_enough_to_fill_it_in_and_nothing_comes_from_elsewhere(
    phone: BrowserContext, place: Site
) -> None:
    page = phone.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/static/**", lambda route: route.abort())
    page.goto(place.form)
    page.locator("#q_de_tim-4").check(force=True)
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    first = [url for url in asked if "/static/" not in url][:2]
    assert first == [place.form, f"{place.form}/responses"]
    assert all(url.startswith((place.url, "data:")) for url in asked)
    assert all(url.endswith(".js") for url in asked if "/static/" in url)
