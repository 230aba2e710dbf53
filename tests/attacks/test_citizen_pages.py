"""What can be tried against the addresses that everybody may open."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.guards import PUBLIC
from app.core.tokens import new_checked_code, new_code
from app.desks.models import Placement
from app.web.endpoints import ENDPOINTS
from tests.attacks.book import attack
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make
from tests.responses.citizen import Citizen
from tests.web.house import KIOSK, House, addresses, build

EVIL = "evil.example"
INJECTIONS = (
    "' OR 1=1 --",
    '"; DROP TABLE response; --',
    "1) UNION SELECT password_hash FROM credential --",
    "%00",
    "../../etc/passwd",
)


@pytest.fixture
def house(make: Make, cast: Cast, session: Session) -> House:
    return build(make, cast, session)


def public_pages(app: Flask, house: House) -> Iterator[tuple[str, str]]:
    return ((endpoint, path) for endpoint, path in addresses(app, house) if ENDPOINTS[endpoint] == PUBLIC)


@attack("a page of ours in a frame of another site", "every page forbids it (CSP `frame-ancestors`, `X-Frame-Options`)")
def test_framing(app: Flask, house: House, browser: Browser) -> None:
    browser.client.set_cookie("kiosk", KIOSK)
    seen = 0
    for _endpoint, path in public_pages(app, house):
        answer = browser.client.get(path, buffered=True)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], path
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        seen += 1
    assert seen > 20


@attack(
    "a poisoned `Host` or `X-Forwarded-Host`", "appears in no page, no redirect, no poster: those use the set address"
)
def test_a_poisoned_host(app: Flask, house: House, browser: Browser, lan: Browser) -> None:
    headers = {"Host": EVIL, "X-Forwarded-Host": EVIL, "Forwarded": f"host={EVIL}"}
    for client in (browser.client, lan.client):
        for _endpoint, path in addresses(app, house):
            answer = client.get(path, headers=headers, buffered=True)
            assert EVIL not in answer.headers.get("Location", ""), path
            assert EVIL.encode() not in answer.data, path
    sent = browser.client.post(
        f"/P/{house.placement.code}",
        data={"key": Citizen(browser, house.placement.code).key, "q_de_tim": "4"},
        headers=headers,
    )
    assert sent.headers["Location"].startswith("/P/")


@pytest.mark.parametrize("injection", INJECTIONS)
@attack(
    "SQL, null bytes and paths in every parameter of every public address", "404 or the page; never an error of ours"
)
def test_injections(app: Flask, house: House, browser: Browser, session: Session, injection: str) -> None:
    for rule in app.url_map.iter_rules():
        if ENDPOINTS[rule.endpoint] != PUBLIC or "GET" not in (rule.methods or ()):
            continue
        path = "/".join(injection if part.startswith("<") else part for part in rule.rule.split("/"))
        answer = browser.client.get(
            path,
            query_string={"lang": injection, "sent": injection, "first": injection, "next": injection},
            buffered=True,
        )
        assert answer.status_code < 500, path
        assert b"root:x:0" not in answer.data
    for _endpoint, path in public_pages(app, house):
        asked = f"{path.partition('?')[0]}?lang={quote(injection)}&q={quote(injection)}&sent={quote(injection)}"
        assert browser.client.get(asked, buffered=True).status_code < 500, asked
    assert session.scalar(select(Placement.id)) is not None


@attack("placement codes enumerated", "60 random bits; what was never printed and what is no code get the same page")
def test_enumeration(browser: Browser, house: House) -> None:
    wrong = house.placement.code[:-1] + ("0" if house.placement.code[-1] != "0" else "1")
    pages = {
        browser.get(f"/P/{code}").html.replace(code, "") for code in (wrong, new_code(), "QQ", "KHONGCO", "Q" * 300)
    }
    assert len(pages) == 1
    assert {browser.get(f"/P/{code}").status for code in (wrong, new_code())} == {404}


@attack("the time of a look-up tells right codes from wrong ones", "the same single query for both")
def test_look_ups_are_alike(browser: Browser, house: House, statements: list[str]) -> None:
    def asked(path: str) -> list[str]:
        del statements[:]
        browser.get(path)
        return [statement for statement in statements if "FROM slip" in statement or "FROM placement" in statement][:1]

    assert asked(f"/V/{house.slip}") == asked(f"/V/{new_checked_code()}") != []
    assert asked(f"/P/{house.placement.code}") == asked(f"/P/{new_code()}") != []


@pytest.mark.parametrize(
    "path", ["../factory.py", "..%2f..%2fwsgi.py", "%2e%2e/%2e%2e/etc/passwd", "....//wsgi.py", "/etc/passwd"]
)
@attack("path traversal through static files", "404")
def test_static_traversal(browser: Browser, path: str) -> None:
    answer = browser.client.get(f"/static/{path}", follow_redirects=True, buffered=True)
    assert answer.status_code == 404


@attack("addresses and headers of extreme length", "404 or 414; never an error of ours")
def test_length(browser: Browser) -> None:
    for path in ("/P/" + "A" * 60_000, "/" + "a/" * 5000, "/P/A?" + "b=1&" * 5000):
        assert browser.client.get(path).status_code in {404, 414}
