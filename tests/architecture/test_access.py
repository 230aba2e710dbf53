"""Who gets in where: one table, and a walk along every door with different keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.access.roles import PERMISSIONS
from app.core.guards import PUBLIC, SIGNED_IN, allow, mark_of
from app.core.settings import Settings
from app.web.endpoints import ENDPOINTS
from app.web.factory import UnlistedEndpoint, create_app, refuse_unlisted
from tests.architecture.source import APP, name_of, python_files
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make

# What stands in for any variable part of an address: no such row exists, and no code is guessed by it.
NOWHERE = {"IntegerConverter": 987654321, "UUIDConverter": "01999999-0000-8000-8000-000000000000"}


def addresses(app: Flask, method: str = "GET") -> Iterator[tuple[str, str]]:
    """Every endpoint that answers to ``method``, with an address; variable parts lead nowhere."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if method in (rule.methods or ()):
                yield rule.endpoint, address(app, rule)


def address(app: Flask, rule: Rule) -> str:
    parts = {name: NOWHERE.get(type(kind).__name__, "KHONGCO") for name, kind in rule._converters.items()}
    built = app.url_map.bind("localhost").build(rule.endpoint, parts)
    return str(built)


def test_it_works(whole_app: Flask) -> None:
    refuse_unlisted(whole_app)
    assert set(whole_app.view_functions) == set(ENDPOINTS)


def test_every_permission_in_the_table_exists() -> None:
    assert set(ENDPOINTS.values()) <= PERMISSIONS | {PUBLIC, SIGNED_IN}


def test_every_permission_is_asked_for_somewhere() -> None:
    """One that nobody asks for would promise a protection that is not there."""
    elsewhere = "".join(
        path.read_text(encoding="utf-8") for path in python_files(APP) if name_of(path) != "app/access/roles.py"
    )
    assert {permission for permission in PERMISSIONS if f'"{permission}"' not in elsewhere} == set()


def test_an_endpoint_that_is_not_listed_stops_the_start(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ENDPOINTS, "web.home")
    with pytest.raises(UnlistedEndpoint, match=r"web\.home"):
        create_app(settings)


def test_an_entry_without_an_endpoint_stops_the_start(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENDPOINTS, "web.gone", PUBLIC)
    with pytest.raises(UnlistedEndpoint, match=r"web\.gone"):
        create_app(settings)


def test_a_mark_that_disagrees_with_the_table_stops_the_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ENDPOINTS, "web.home", PUBLIC)
    with pytest.raises(UnlistedEndpoint, match=r"web\.home: the table says 'public'"):
        create_app(settings)


def test_a_view_without_a_mark_is_refused(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(settings)
    app.add_url_rule("/open-door", "web.open_door", lambda: "in")
    monkeypatch.setitem(ENDPOINTS, "web.open_door", PUBLIC)
    with pytest.raises(UnlistedEndpoint, match=r"web\.open_door: the table says 'public', the view None"):
        refuse_unlisted(app)


def test_a_mark_does_not_change_the_view() -> None:
    @allow("plans.read")
    def view() -> str:
        return "page"

    assert (view(), mark_of(view)) == ("page", "plans.read")


def test_who_is_not_signed_in_sees_public_pages_only(app: Flask, browser: Browser) -> None:
    for endpoint, path in addresses(app):
        answer = browser.client.get(path)
        to_sign_in = answer.status_code == 302 and (answer.location or "").startswith("/sign-in")
        assert to_sign_in == (ENDPOINTS[endpoint] != PUBLIC), (endpoint, answer.status_code)


def test_who_is_not_signed_in_can_change_nothing(app: Flask, browser: Browser) -> None:
    """With a good CSRF token and without a sign-in, every protected post leads to the sign-in page."""
    token = browser.get("/sign-in").csrf
    for endpoint, path in addresses(app, "POST"):
        if ENDPOINTS[endpoint] == PUBLIC:
            continue
        answer = browser.client.post(path, data={"csrf_token": token})
        assert answer.status_code == 302, endpoint
        assert answer.location == "/sign-in", endpoint


def test_a_post_without_a_token_is_refused_everywhere(app: Flask, lan: Browser) -> None:
    for endpoint, path in addresses(app, "POST"):
        if not endpoint.startswith(("responses.", "doors.", "tracking.", "opinions.")) and endpoint != "web.display":
            assert lan.post_plain(path).status == 400, endpoint


def test_an_official_without_any_role_finds_nothing(app: Flask, make: Make) -> None:
    nobody = Browser(app).signed_in_as(make.official("Không Vai Trò"))
    for endpoint, path in addresses(app):
        if ENDPOINTS[endpoint] not in {PUBLIC, SIGNED_IN}:
            assert nobody.get(path).status == 404, endpoint


def test_a_role_opens_what_the_table_gives_it(app: Flask, hoa: Browser, cast: Cast) -> None:
    """An observer may read, nominate and write her own sheets; whatever else changes something is not there for her."""
    for endpoint, path in addresses(app):
        mark = ENDPOINTS[endpoint]
        if mark in PERMISSIONS and mark != "supervision.write" and mark.split(".")[1] not in {"read", "nominate"}:
            assert hoa.get(path).status == 404, endpoint


def test_what_does_not_exist_is_not_found(app: Flask, lan: Browser) -> None:
    """The administrator, who may open every kind of page, is told so in a whole sentence."""
    for endpoint, path in addresses(app):
        if "987654321" in path or "KHONGCO" in path:
            page = lan.get(path)
            assert page.status == 404, endpoint
            if page.answer.mimetype == "text/html":
                assert page.text.count(".") >= 1, endpoint
