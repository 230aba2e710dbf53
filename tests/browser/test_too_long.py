"""A body that is too large, sent to the real server: the citizen learns of it, and the text is still there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError, expect

from tests.browser.site import Site, phone_browser, site

pytestmark = pytest.mark.browser
MEGABYTE = 2**20


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Site]:
    with site(tmp_path) as found:
        yield found


@pytest.mark.parametrize("size", [300_000, 20 * MEGABYTE])
def test_it_works(place: Site, size: int) -> None:
    connection = HTTPConnection("127.0.0.1", place.port, timeout=30)
    body = b"q_y_kien=" + b"a" * size
    path = f"/P/{place.scene.placement.code}/responses"
    connection.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    assert answer.status == 413
    assert "Phần viết quá dài nên phiếu chưa được gửi." in answer.read().decode()
    connection.close()
    assert place.stored() == []


@pytest.mark.skipif(
    not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), reason="no Chromium on this machine"
)
def test_without_scripts_the_way_back_leads_to_the_text(place: Site) -> None:
    with phone_browser(keeps_pages=True) as chromium:
        page = chromium.new_context(java_script_enabled=False).new_page()
        page.goto(place.form)
        page.locator("textarea[name=q_y_kien]").fill("Chờ lâu. " * 40_000)
        page.get_by_role("button", name="Gửi phiếu").click()
        expect(page.locator("main")).to_contain_text("Phần viết quá dài nên phiếu chưa được gửi.")
        expect(page.locator("main")).to_contain_text("bấm quay lại")
        with suppress(TimeoutError):  # a page that was kept is never loaded
            page.go_back(timeout=2000)
        expect(page).to_have_url(place.form)
        assert len(page.locator("textarea[name=q_y_kien]").input_value()) > 300_000
    assert place.stored() == []
