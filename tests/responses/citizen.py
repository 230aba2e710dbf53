"""A citizen with a browser: opens the form, fills it in, sends it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from app.forms.builder import field_name
from tests.client import Browser, Page

ANSWERS: dict[str, Any] = {
    "de_tim": "5",
    "niem_yet": "4",
    "huong_dan_du": "9",
    "cach_noi_nang": "1",
    "dung_hen": "2",
    "khong_sai_sot": "3",
    "nhin_chung": "2",
    "chua_hai_long": "Chờ lâu quá.",
    "so_lan_den": "2",
    "y_kien": "Nên có thêm ghế ngồi\r\nvà nước uống.",
}


@dataclass
class Citizen:
    """One visit: the key of the page that was opened is kept, as a phone keeps the page."""

    browser: Browser
    code: str
    lang: str = "vi"
    key: str = field(init=False)

    def __post_init__(self) -> None:
        self.key = key_in(self.browser.get(self.address).html)

    @property
    def address(self) -> str:
        return f"/P/{self.code}" + ("" if self.lang == "vi" else f"?lang={self.lang}")

    def send(self, answers: dict[str, Any] | None = None, **more: Any) -> Page:
        """Send the form; ``more`` are fields by their own names."""
        named = {field_name(name): value for name, value in (ANSWERS if answers is None else answers).items()}
        return self.browser.post_plain(self.address, {"key": self.key, **named, **more})


def key_in(html: str) -> str:
    """The submission key of a page."""
    found = re.search(r'name="key" value="([^"]*)"', html)
    assert found, html
    return found[1]


def typed_in(page: Page) -> dict[str, list[str]]:
    """What stands in the fields of a page, by question."""
    found: dict[str, list[str]] = {}
    for element in page.tree.iter():
        name = element.get("name") or ""
        if not name.startswith("q_"):
            continue
        if element.tag == "textarea":
            value = element.text or ""
        elif element.get("type") in {"radio", "checkbox"}:
            value = (element.get("value") or "") if element.get("checked") is not None else ""
        else:
            value = element.get("value") or ""
        if value:
            found.setdefault(name.removeprefix("q_"), []).append(value)
    return found
