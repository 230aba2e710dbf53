"""The whole way of the sample plan, in a real Chromium: document, forms, posters, phone, score, files."""

from __future__ import annotations

import shutil

import pytest

from app.cli.demo.load import PLAN_FILE
from tests.browser.whole_way import walk

pytestmark = pytest.mark.browser


@pytest.mark.skipif(
    not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), reason="no Chromium on this machine"
)
def test_it_works(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--every-page"):
        pytest.skip("a minute and a half: `make browser`, or --every-page")
    assert walk(PLAN_FILE, answers=40).faults == []
