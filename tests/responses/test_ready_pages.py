"""A citizen's page that was opened a moment ago, opened again: the same page with a key of its own."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from app.core import clock
from app.core.ready import ReadyAnswers
from app.responses.keys import read_key
from app.web.factory import create_app
from tests.client import Browser
from tests.conftest import SECRET
from tests.make import Make
from tests.responses.citizen import Citizen, key_in
from tests.responses.scene import Scene, set_up


class Phone:
    """Opens pages of an application that remembers for an hour, and can be told to do without that application."""

    def __init__(self, app: Flask, scene: Scene) -> None:
        self.app = app
        self.path = f"/P/{scene.placement.code}"
        self.front = app.wsgi_app
        assert isinstance(self.front, ReadyAnswers)
        self.asked = 0
        inner = self.front._app

        def counted(environ: Any, start_response: Any) -> Any:
            self.asked += 1
            return inner(environ, start_response)

        self.front._app = counted

    def get(self, path: str = "", **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Client(self.front, use_cookies=False).get(path or self.path, headers=named)


@pytest.fixture
def scene(live: Flask) -> Iterator[Scene]:
    with live.extensions["thuocdo.sessions"]() as own:
        found = set_up(Make(own))
        found.placement.desk.office.citizen_locales = ["vi", "en"]
        own.commit()
        yield found


@pytest.fixture
def phone(live: Flask, scene: Scene) -> Iterator[Phone]:
    app = create_app(replace(live.config["SETTINGS"], remember_seconds=3600))
    yield Phone(app, scene)
    app.extensions["thuocdo.engine"].dispose()


def without_key(html: str) -> str:
    return re.sub(r'name="key" value="[^"]*"', "", html)


def html_of(answer: TestResponse) -> str:
    is_zipped = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(answer.data) if is_zipped else answer.data).decode()


@pytest.mark.parametrize("encoding", ["", "gzip, deflate, br"])
def test_it_works(phone: Phone, encoding: str) -> None:
    first, second = phone.get(Accept_Encoding=encoding), phone.get(Accept_Encoding=encoding)
    assert phone.asked == 1
    assert second.status_code == 200
    assert without_key(html_of(second)) == without_key(html_of(first))
    keys = {read_key(SECRET, key_in(html_of(answer))) for answer in (first, second)}
    assert len(keys - {None}) == 2


def test_it_is_protected_like_every_page(phone: Phone) -> None:
    first, second = phone.get(), phone.get()
    assert dict(second.headers) == dict(first.headers)
    for name in ("Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options"):
        assert second.headers[name]
    assert "sha256-" in second.headers["Content-Security-Policy"]


def test_nobody_else_keeps_it(phone: Phone) -> None:
    """A page that another had open would be sent under a key that is taken already."""
    phone.get()
    again = phone.get(If_None_Match="*", If_Modified_Since="Sat, 21 Nov 2099 00:00:00 GMT")
    assert (again.status_code, again.headers["Cache-Control"]) == (200, "private, no-cache")
    assert again.headers["Vary"] == "Accept-Encoding"
    assert not {"ETag", "Last-Modified", "Set-Cookie"} & set(again.headers.keys())


def test_what_is_sent_from_it_is_stored(phone: Phone) -> None:
    phone.get()
    citizen = Citizen(Browser(phone.app), phone.path.removeprefix("/P/"))
    assert phone.asked == 1
    sent = citizen.send()
    assert sent.status == 303
    assert citizen.browser.get(sent.answer.location).status == 200


def test_its_key_tells_when_it_was_opened_and_not_when_the_page_was_made(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.get()
    later = clock.now() + timedelta(minutes=59)
    monkeypatch.setattr(clock, "now", lambda: later)
    key = read_key(SECRET, key_in(phone.get().text))
    assert key is not None
    assert (key.made, key.opened_at) == (int(later.timestamp()), clock.hour_of(later))
    assert phone.asked == 1


def test_languages_are_kept_apart(phone: Phone) -> None:
    for _time in range(2):
        assert '<html lang="vi">' in phone.get().text
        assert '<html lang="en">' in phone.get(f"{phone.path}?lang=en").text
        assert '<html lang="vi">' in phone.get(Accept_Language="en").text
    assert phone.asked == 2


def test_head_says_the_same_without_the_page(phone: Phone) -> None:
    opened = phone.get()
    head = Client(phone.front, use_cookies=False).head(phone.path)
    assert (head.status_code, head.data) == (200, b"")
    assert dict(head.headers) == dict(opened.headers)


def test_a_browser_with_the_mark_of_an_answer_is_anybody(phone: Phone) -> None:
    phone.get()
    assert phone.get(Cookie="answered=2026-11-21.1:1.00").status_code == 200
    assert phone.asked == 1


def test_an_official_is_seen(phone: Phone) -> None:
    phone.get()
    assert phone.get(Cookie="answered=2026-11-21.1:1.00; sign_in=token").status_code == 200
    assert phone.asked == 2


def test_the_receipt_is_ready_too(phone: Phone) -> None:
    citizen = Citizen(Browser(phone.app), phone.path.removeprefix("/P/"))
    address = citizen.send().answer.location
    first, second = phone.get(address), phone.get(address)
    assert phone.asked == 3
    assert first.text == second.text
    assert "Phiếu đã được ghi nhận" in second.text


def test_a_receipt_without_its_pass_is_never_ready(phone: Phone) -> None:
    for _time in range(2):
        assert phone.get(f"{phone.path}/receipt").status_code == 302
    assert phone.asked == 2


def test_a_code_that_is_nobodys_is_asked_for_each_time(phone: Phone) -> None:
    for _time in range(2):
        assert phone.get("/P/0123456789AB").status_code == 404
    assert phone.asked == 2


def test_who_wants_large_letters_gets_a_page_of_their_own(phone: Phone) -> None:
    plain = phone.get().text
    large = phone.get(Cookie="display=large")
    assert phone.asked == 2
    assert without_key(large.text) != without_key(plain)
    assert without_key(phone.get().text) == without_key(plain)
    assert phone.asked == 2
