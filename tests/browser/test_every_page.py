"""Every page that citizens see, in a real Chromium, in every language: what machines can say about its accessibility.

No screen reader runs here; what one would be told is read from the browser's accessibility tree instead.
"""

from __future__ import annotations

import shutil
from collections.abc import Container, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.hall import Hall, hall, locales
from tests.browser.site import phone_browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
        reason="no Chromium on this machine",
    ),
]
AXE = Axe().axe_script
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}
"""WCAG 2.0 to 2.2, A and AA, what axe holds for good practice, and 7:1 for every text."""
MOST_DIFFERENT = frozenset({"form with errors", "receipt", "slip chooser", "tablet form"})
WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')].filter(node => {
  const box = node.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && (box.right > innerWidth + 1 || box.left < -1) && !node.matches('.skip');
}).map(node => node.outerHTML.slice(0, 80))"""
CUT = """() => [...document.querySelectorAll('body *')].filter(node => {
  const style = getComputedStyle(node);
  return style.overflow !== 'visible' && !node.matches('textarea, input, svg, svg *') &&
    (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1);
}).map(node => node.outerHTML.slice(0, 80))"""
SMALL = """() => [...document.querySelectorAll('a[href], button, input, textarea')].map(node => {
  const target = node.closest('label') || node, box = target.getBoundingClientRect();
  const inText = node.matches('p a, li a:not(.list a)');
  return [node.outerHTML.slice(0, 80), box.width, box.height, inText, node.matches('.skip, [type=hidden]')];
}).filter(([html, width, height, inText, unseen]) =>
  !unseen && width && height && (height < (inText ? 24 : 44) - .5 || width < (inText ? 24 : 44) - .5))"""
SPACING = """() => document.querySelectorAll('body, body *').forEach(node => {
  node.style.setProperty('line-height', '1.5', 'important');
  node.style.setProperty('letter-spacing', '0.12em', 'important');
  node.style.setProperty('word-spacing', '0.16em', 'important');
  if (node.matches('p')) node.style.setProperty('margin-bottom', '2em', 'important');
})"""
"""WCAG 1.4.12, as the understanding document's bookmarklet does it."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with phone_browser() as found:
        yield found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall(tmp_path_factory.mktemp("hall")) as found:
        yield found


def walked(
    chromium: Browser,
    place: Hall,
    locale: str = "vi",
    *ways: str,
    width: int = 360,
    only: Container[str] | None = None,
    **more: Any,
) -> Iterator[tuple[str, Page]]:
    """Every page with its name, seen as chosen; or ``only`` some."""
    for name, walk in place.walks.items():
        if only is not None and name not in only:
            continue
        with chromium.new_context(viewport={"width": width, "height": 740}, bypass_csp=True, **more) as context:
            place.enter(context)
            page = context.new_page()
            walk(page, locale)
            for way in ways:
                page.locator(f"#{way}").check()
            yield name, page


def faults(page: Page) -> list[str]:
    """What axe finds, with the first element of each kind."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(
        """rules => axe.run(document, rules).then(all =>
             all.violations.map(one => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`))""",
        RULES,
    )
    return found


def test_axe_finds_nothing(chromium: Browser, place: Hall) -> None:
    assert {name: found for name, page in walked(chromium, place) if (found := faults(page))} == {}


@pytest.mark.parametrize(
    ("locale", "ways"), [*((locale, ()) for locale in locales() if locale != "vi"), ("vi", ("large", "contrast"))]
)
def test_axe_finds_nothing_in_what_a_reader_may_choose(
    chromium: Browser, place: Hall, locale: str, ways: tuple[str, ...], request: pytest.FixtureRequest
) -> None:
    """The pages that differ most; every page with ``--every-page``, which takes minutes."""
    some = None if request.config.getoption("--every-page") else {"form with errors", "tablet form"}
    pages = walked(chromium, place, locale, *ways, only=some)
    assert {name: found for name, page in pages if (found := faults(page))} == {}


def test_axe_is_awake(chromium: Browser, place: Hall) -> None:
    """The rules do find what is wrong, 7:1 included."""
    with chromium.new_context(bypass_csp=True) as context:
        page = context.new_page()
        place.walks["form"](page, "vi")
        page.add_style_tag(content="main p { color: #666 !important }")
        page.evaluate("document.querySelector('textarea').parentElement.querySelector('label').remove()")
        assert {found.split(":")[0] for found in faults(page)} >= {"color-contrast-enhanced", "label"}


def test_nothing_is_cut_off_or_scrolls_sideways_and_targets_are_large(
    chromium: Browser, place: Hall, request: pytest.FixtureRequest
) -> None:
    """320 pixels (WCAG 1.4.10), also in large letters; letters twice as large by the browser's own setting (1.4.4);
    wider spacing (1.4.12); 44 pixels to touch, 24 where it is a word in a sentence (2.5.8).
    """
    found: dict[str, object] = {}

    def look(name: str, script: str) -> None:
        seen = page.evaluate(script)
        if seen:
            found[name] = seen

    some = None if request.config.getoption("--every-page") else MOST_DIFFERENT
    for name, page in walked(chromium, place, only=some):
        look(f"{name}: small", SMALL)
        page.set_viewport_size({"width": 320, "height": 740})
        look(f"{name}: 320", WIDER)
        page.locator("#large").check()
        look(f"{name}: 320, large", WIDER)
        page.locator("#large").uncheck()
        page.evaluate("document.documentElement.style.fontSize = '225%'")
        look(f"{name}: 200 %", WIDER)
        look(f"{name}: 200 %, cut", CUT)
        page.evaluate("document.documentElement.style.fontSize = ''")
        page.evaluate(SPACING)
        look(f"{name}: spacing", WIDER)
        look(f"{name}: spacing, cut", CUT)
    assert found == {}, "\n".join(f"{name}: {seen}" for name, seen in found.items())
