"""What can be posted to a form besides answers."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import quote_plus, urlencode

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.core.session import session as current
from app.desks.kiosks.actions import add_kiosk, rebind
from app.desks.slips.actions import make_slips
from app.responses.models import Quarantine, Response
from tests.attacks.book import attack
from tests.client import Browser
from tests.conftest import SECRET
from tests.make import Make
from tests.responses.citizen import Citizen
from tests.responses.scene import Scene, set_up

FORM = "application/x-www-form-urlencoded"


def stored(session: Session) -> list[dict[str, object]]:
    session.expire_all()
    return list(session.scalars(select(Response.answers)))


def post(citizen: Citizen, body: str | bytes, *, kind: str = FORM, path: str = "", **headers: str) -> TestResponse:
    """Send a body as it is, after the key of the page."""
    key = f"key={quote_plus(citizen.key)}&" if kind == FORM else ""
    data = key.encode() + (body if isinstance(body, bytes) else body.encode())
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return citizen.browser.client.post(path or citizen.address, data=data, content_type=kind, headers=named)


@attack("the desk changed in the address (`?desk=3`) or in the body", "nothing changes: the printed code decides")
def test_another_desk_by_parameter(citizen: Citizen, strict: Scene, session: Session) -> None:
    other = strict.placements[1].desk_id
    path = f"{citizen.address}?desk={other}&desk_id={other}&placement={strict.placements[1].code}"
    assert post(citizen, f"q_de_tim=4&desk_id={other}&desk={other}&mode=slip&hour=0", path=path).status_code == 303
    row = session.scalars(select(Response)).one()
    assert (row.desk_id, row.mode) == (strict.placement.desk_id, "phone")


@attack("a rating filled in beforehand by the address (`?q_de_tim=5`)", "ignored: nothing is chosen on the page")
def test_a_prefilled_rating(citizen: Citizen) -> None:
    page = citizen.browser.get(f"/P/{citizen.code}", q_de_tim="5", de_tim="5", comment="x")
    assert [field for field in page.tree.iter("input") if field.get("checked") is not None] == []
    assert "?q_de_tim" not in page.html


@attack("5,000 fields that no form has", "303, ignored; only the answers are stored")
def test_thousands_of_fields(citizen: Citizen, session: Session) -> None:
    many = urlencode({f"q_extra{number}": "1" for number in range(5000)})
    assert post(citizen, f"q_de_tim=4&{many}").status_code == 303
    assert stored(session) == [{"de_tim": 4}]


@attack("one rating twice, with different values", "422: has to be chosen again")
def test_a_rating_twice(citizen: Citizen, session: Session) -> None:
    assert post(citizen, "q_de_tim=1&q_de_tim=5").status_code == 422
    assert stored(session) == []


@attack("nested names (`q_de_tim[]`, `q_de_tim[0][x]`, `__proto__`)", "ignored")
def test_nested_names(citizen: Citizen, session: Session) -> None:
    body = "q_de_tim=4&q_de_tim[]=5&q_de_tim[0][x]=5&__proto__[admin]=1&constructor.prototype=1&q_=1&q_validate=1"
    assert post(citizen, body).status_code == 303
    assert stored(session) == [{"de_tim": 4}]


@pytest.mark.parametrize(
    "value", ["6", "-1", "5.0", "1e0", "٥", "0x5", "true", "[5]", '{"a":1}', "NaN", "9" * 400, "４"]
)
@attack("a rating of another type or outside 1 to 5", "422, nothing stored")
def test_wrong_types(citizen: Citizen, session: Session, value: str) -> None:
    assert post(citizen, f"q_de_tim={quote_plus(value)}").status_code == 422
    assert stored(session) == []


@attack("JSON, XML or multipart bombs in place of a form", "422 or 413, nothing stored")
def test_other_kinds_of_bodies(citizen: Citizen, session: Session) -> None:
    deep = json.dumps({"key": citizen.key, "q_de_tim": "4"})
    parts = "".join(f'--b\r\nContent-Disposition: form-data; name="f{n}"\r\n\r\n1\r\n' for n in range(1200)) + "--b--"
    for kind, body in (
        ("application/json", deep),
        ("application/json", "[" * 5000),
        ("text/xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
        ("multipart/form-data", "--"),
        ("multipart/form-data; boundary=b", parts),
        ("", ""),
    ):
        assert post(citizen, body, kind=kind).status_code in {400, 413, 422}
    assert stored(session) == []


@attack("null bytes, lone surrogates, broken UTF-8, marks that turn the direction of text", "stored without them")
def test_harmful_characters(citizen: Citizen, session: Session) -> None:
    body = b"q_de_tim=4&q_y_kien=T%00%E1%BB%91t%ED%A0%80%FF%E2%80%AE%E2%81%A6gnp.exe%1B%5B31m"
    assert post(citizen, body).status_code == 303
    (answers,) = stored(session)
    text = str(answers["y_kien"])
    assert text.startswith("T")
    assert text.encode()
    assert not set(text) & set("\x00\x1b\u202e\u2066")


@attack("another site makes its visitors' browsers send the form", "same receipt, set aside: sent from elsewhere")
def test_a_post_from_another_site(citizen: Citizen, session: Session) -> None:
    sent = post(citizen, "q_de_tim=5", Origin="https://evil.example", Sec_Fetch_Site="cross-site")
    assert sent.status_code == 303
    assert "from_elsewhere" in session.scalars(select(Quarantine.checks)).one()


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH"])
@attack("another method, directly or by override (`_method`, `X-HTTP-Method-Override`)", "405; overrides are not read")
def test_other_methods(citizen: Citizen, session: Session, method: str) -> None:
    assert citizen.browser.client.open(citizen.address, method=method).status_code == 405
    override = post(citizen, f"q_de_tim=4&_method={method}", X_HTTP_Method_Override=method)
    assert override.status_code == 303
    assert len(stored(session)) == 1


@attack("cookies of every name tampered with", "ignored; the form is stored")
def test_tampered_cookies(citizen: Citizen, session: Session) -> None:
    client = citizen.browser.client
    for name in ("thuocdo", "thuocdo_signin", "answered", "kiosk", "lang"):
        client.set_cookie(name, "..eyJhZG1pbiI6dHJ1ZX0.\xff" + "A" * 900)
    assert client.get(citizen.address).status_code == 200
    assert post(citizen, "q_de_tim=4").status_code == 303
    assert len(stored(session)) == 1


@attack("line breaks in a parameter, to write a header", "no header is written")
def test_header_injection(citizen: Citizen) -> None:
    for path in (f"/P/{citizen.code}?lang=vi%0d%0aSet-Cookie:%20a=b", f"/P/{citizen.code}/receipt?sent=%0d%0aX-Evil:1"):
        answer = citizen.browser.client.get(path)
        assert answer.status_code in {200, 302}
        assert "Set-Cookie" not in answer.headers
        assert "X-Evil" not in answer.headers


@attack(
    "one slip for eight forms at the same moment", "one counts as a slip, seven keep their answers and may go without"
)
def test_a_slip_used_in_parallel(live: Flask) -> None:
    with live.extensions["thuocdo.sessions"]() as own:
        scene = set_up(Make(own))
        (slip,) = make_slips(own, scene.placement.desk, count=1, secret=SECRET, by=None)
        own.commit()
        code = scene.placement.code
    together = Barrier(8)

    def send(_phone: int) -> int:
        browser = Browser(live)
        key = Citizen(browser, code).key
        together.wait()
        return browser.client.post(f"/V/{slip}/{code}", data={"key": key, "q_de_tim": "5"}).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(send, range(8)))
    assert statuses == [303] + [409] * 7
    with live.app_context():
        assert [*current().scalars(select(Response.mode))] == ["slip"]


@attack(
    "the cookie of a tablet copied to another device",
    "counts as that tablet until the administrator gives it a new code",
)
def test_a_copied_tablet(app: Flask, strict: Scene, session: Session) -> None:
    kiosk, code = add_kiosk(session, strict.placement.desk, name="Cửa chính", secret=SECRET, by=None)
    session.commit()
    tablet, thief = Browser(app), Browser(app)
    tablet.post_plain(f"/K/{kiosk.code}", {"code": code})
    cookie = tablet.client.get_cookie("kiosk", path=f"/K/{kiosk.code}")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site) == (True, "Strict")
    thief.client.set_cookie("kiosk", cookie.value, path=f"/K/{kiosk.code}")
    path = f"/K/{kiosk.code}/{strict.placement.code}"
    assert thief.get(path).status == 200
    session.refresh(kiosk)
    rebind(session, kiosk, secret=SECRET, by=None)
    session.commit()
    assert {browser.get(path).status for browser in (tablet, thief)} == {403}
