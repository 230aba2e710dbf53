"""A tablet that is bound to a desk of the small site, in a real Chromium that keeps left pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy.orm import Session, object_session

from app.core.tokens import fingerprint
from app.desks.kiosks.actions import add_kiosk
from app.responses.views.kiosk import COOKIE
from tests.browser.site import Site, phone_browser, site
from tests.conftest import SECRET
from tests.make import Make

MARKS = [
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


def filled(tablet: BrowserContext, start: str, page: Page | None = None) -> Page:
    page = page or tablet.new_page()
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


def hand_of(place: Site) -> tuple[Session, Make]:
    """The hand of the office: its session, and makers that commit what they make."""
    own = object_session(place.scene.form)
    assert own is not None
    return own, Make(own)
