"""A remark's whole story in a real Chromium, both sides: from the scanned poster to the second rating."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.site import Site
from tests.browser.story import tell
from tests.browser.tablet import MARKS
from tests.browser.tablet import chromium as chromium
from tests.browser.tablet import place as place

pytestmark = MARKS


def test_it_works(place: Site, chromium: Browser) -> None:
    story = tell(place, chromium)
    assert story.scenes[-1] == "ca-hai-lan-cham"
