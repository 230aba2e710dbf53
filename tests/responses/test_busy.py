"""A database that does not get to us in time: a readable page, and everything typed still on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core import dialects
from app.core.db import open_engine
from app.core.session import session
from app.responses.models import Response
from tests.client import Browser
from tests.make import Make
from tests.responses.citizen import ANSWERS, Citizen, key_in, typed_in
from tests.responses.scene import set_up


@pytest.fixture
def citizen(live: Flask, monkeypatch: pytest.MonkeyPatch) -> Citizen:
    monkeypatch.setattr(dialects, "BUSY_MILLISECONDS", 50)
    live.extensions["thuocdo.engine"].dispose()  # new connections learn the short patience
    with live.extensions["thuocdo.sessions"]() as own:
        return Citizen(Browser(live), set_up(Make(own)).placement.code)


@contextmanager
def busy(app: Flask) -> Iterator[None]:
    """Another process writes and does not come to an end."""
    other = open_engine(app.config["SETTINGS"].database_url)
    with Session(other) as writer:
        dialects.begin_writing(writer)
        if other.dialect.name == "postgresql":
            writer.execute(text("LOCK TABLE response IN EXCLUSIVE MODE"))
        yield
        writer.rollback()
    other.dispose()


def count(app: Flask) -> int:
    with app.app_context():
        return session().query(Response).count()


def test_it_works(live: Flask, citizen: Citizen) -> None:
    """503, nothing stored, everything still there; and the same page can be sent once the database is back."""
    with busy(live):
        page = citizen.send()
    assert page.status == 503
    assert "Hệ thống đang bận nên chưa ghi được phiếu." in page.text
    assert typed_in(page) == {name: [value.replace("\r\n", "\n")] for name, value in ANSWERS.items()}
    assert key_in(page.html) == citizen.key
    assert count(live) == 0
    assert citizen.send().status == 303
    assert count(live) == 1


def gone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database cannot be reached at all."""
    app.extensions["thuocdo.engine"].dispose()
    nowhere = open_engine("postgresql://nobody@127.0.0.1:1/nothing")
    monkeypatch.setitem(
        app.extensions, "thuocdo.sessions", lambda: Session(nowhere, autoflush=False, expire_on_commit=False)
    )


def test_a_form_that_was_seen_before_opens_without_a_database(
    live: Flask, citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone(live, monkeypatch)
    assert citizen.browser.get(citizen.address).status == 200
    page = citizen.send()
    assert page.status == 503
    assert typed_in(page)["y_kien"] == [ANSWERS["y_kien"].replace("\r\n", "\n")]


def test_a_code_that_was_never_seen_says_that_the_system_is_busy(
    live: Flask, citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone(live, monkeypatch)
    page = citizen.browser.get("/P/0123456789AB")
    assert page.status == 503
    assert "Hệ thống đang bận." in page.text
