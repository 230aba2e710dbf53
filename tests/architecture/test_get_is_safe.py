"""Reading changes nothing: no view opens a transaction on GET, and no GET sends a writing statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, g, request
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from app.core.guards import public
from app.core.session import NotAWritingRequest, transaction
from app.core.settings import Settings
from app.web.factory import create_app
from tests.architecture.test_access import addresses
from tests.client import Browser

WRITING = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|TRUNCATE)\b", re.IGNORECASE)


@pytest.fixture
def written(engine: Engine) -> Iterator[list[str]]:
    """Every writing statement that reaches the database."""
    found: list[str] = []

    def look(_connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if WRITING.match(statement):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", look)
    yield found
    event.remove(engine, "before_cursor_execute", look)


@pytest.fixture
def left_behind(app: Flask) -> Iterator[list[object]]:
    """What a request's session would have written had somebody committed it."""
    found: list[object] = []

    def look(_problem: BaseException | None) -> None:
        current: Session | None = g.get("db_session")
        if current is not None and request.method == "GET":
            found.extend([*current.new, *current.dirty, *current.deleted])

    app.teardown_request_funcs.setdefault(None, []).append(look)
    yield found
    app.teardown_request_funcs[None].remove(look)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_view_that_writes_on_get_is_refused(settings: Settings, method: str) -> None:
    app = create_app(settings)
    caught: list[Exception] = []

    @public
    def careless() -> str:
        try:
            with transaction():
                return "written"
        except NotAWritingRequest as problem:
            caught.append(problem)
            raise

    app.add_url_rule("/careless", "web.careless", careless)
    assert app.test_client().open("/careless", method=method).status_code == 500
    assert [str(problem) for problem in caught] == ["/careless"]


def test_no_get_writes(app: Flask, lan: Browser, written: list[str], left_behind: list[object]) -> None:
    written.clear()
    for endpoint, path in addresses(app):
        lan.get(path)
        assert (endpoint, written, left_behind) == (endpoint, [], [])


def test_the_watch_sees_a_writing_request(app: Flask, lan: Browser, written: list[str]) -> None:
    written.clear()
    lan.post("/sign-out", page="/")
    assert any(statement.startswith("UPDATE sign_in") for statement in written)
