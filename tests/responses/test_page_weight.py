"""The citizen's page fits into one round trip: 14 kB compressed, with its style sheet and everything else."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from app.core.text import LOCALES, SOURCE
from app.forms.definition import form_files, load
from app.forms.wording import offered_locales
from tests.client import Browser
from tests.make import Make
from tests.responses.scene import set_up

LIMIT = 14_336
LONG = "Ủy ban nhân dân phường Hạc Thành, thành phố Thanh Hóa, tỉnh Thanh Hóa (Trung tâm Phục vụ hành chính công)"


@pytest.mark.parametrize("path", form_files(), ids=lambda path: path.stem)
def test_every_template_fits_in_every_language(browser: Browser, make: Make, path: Path) -> None:
    scene = set_up(make, load(path))
    scene.placement.desk.office.name = LONG
    scene.placement.desk.office.citizen_locales = list(LOCALES)
    make.session.commit()
    for locale in offered_locales():
        query = "" if locale == SOURCE else f"?lang={locale}"
        address = f"/P/{scene.placement.code}{query}"
        answer = browser.client.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.content_encoding == "gzip"
        html = gzip.decompress(answer.data).decode()
        assert f'<html lang="{locale}' in html
        head = sum(len(name) + len(value) + 4 for name, value in answer.headers)
        assert len(answer.data) + head < LIMIT, locale
        html = re.sub('<script src="/static/[a-z]+[.]js" defer></script>', "", html)  # not needed for filling it in
        html = html.replace("url(/fonts/khmer.ttf)", "", 1)  # for a device without Khmer letters; no text waits for it
        assert locale != "km" or "font-display:swap" in html
        assert re.findall(r'(?:src|href)="(?!#|data:|/P/|/C/)[^"]*"|@import|url\((?!data:)', html) == []


@pytest.mark.parametrize("script", ["queue", "display", "begun"])
def test_what_comes_after_is_light(browser: Browser, script: str) -> None:
    answer = browser.client.get(f"/static/{script}.js", buffered=True)
    assert answer.mimetype == "text/javascript"
    assert len(gzip.compress(answer.data, 6)) < 3_000
