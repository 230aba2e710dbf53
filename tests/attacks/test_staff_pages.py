"""What citizens wrote, shown to staff; and what others can make a signed-in official's browser do."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries import viewer_of
from app.core import clock
from app.core.guards import PUBLIC
from app.feedback.models import Remark
from app.plans.calendar.actions import add_file
from app.plans.calendar.queries import entry_for
from app.responses.actions import set_aside
from app.responses.models import Response
from app.web.endpoints import ENDPOINTS
from tests.attacks.book import attack
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make
from tests.responses.citizen import Citizen
from tests.web.house import House, addresses, build

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>{{7*7}}"
FORMULA = '=HYPERLINK("http://evil.example";"x")'


@pytest.fixture
def house(make: Make, cast: Cast, session: Session) -> House:
    return build(make, cast, session)


@pytest.fixture
def poisoned(app: Flask, house: House, session: Session) -> House:
    """A house whose citizens wrote scripts and formulas, some of them set aside."""
    for text in (SCRIPT, FORMULA):
        for _time in range(3):
            citizen = Citizen(Browser(app), house.placement.code)
            assert citizen.send({"de_tim": "5", "niem_yet": "1", "y_kien": text, "chua_hai_long": text}).status == 303
    set_aside(session, session.scalars(select(Response.id)).all()[0], SCRIPT, by=None)
    session.commit()
    return house


def staff_pages(app: Flask, house: House, session: Session) -> Iterator[str]:
    for endpoint, path in addresses(app, house):
        if ENDPOINTS[endpoint] != PUBLIC:
            yield path
    for remark in session.scalars(select(Remark.id)):
        yield f"/remarks/{remark}"


@attack("scripts in a citizen's text, on every page of the staff", "shown as the text they are")
def test_stored_scripts(app: Flask, poisoned: House, session: Session, thu: Browser, lan: Browser) -> None:
    shown = 0
    for browser in (thu, lan):
        for path in staff_pages(app, poisoned, session):
            answer = browser.client.get(path, buffered=True)
            html = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
            for piece in ("<script>alert", "<img src=x", "<svg/onload"):
                assert piece not in html, path
            shown += "&lt;script&gt;alert(1)" in html
    assert shown >= 3


@attack("formulas and scripts in a citizen's text, in every exported file", "cells of text; no formula, no link")
def test_exports(poisoned: House, lan: Browser) -> None:
    plan = f"/plans/{poisoned.plan.id}"
    workbook = lan.post(f"{plan}/export.xlsx", {"values": "labels"}, page=f"{plan}/exports").answer
    assert workbook.status_code == 200
    with zipfile.ZipFile(io.BytesIO(workbook.data)) as book:
        sheets = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
        assert not any("externalLink" in name or "hyperlink" in name for name in book.namelist())
    assert "=HYPERLINK(" in sheets
    assert "<f>" not in sheets
    assert "<hyperlink" not in sheets
    fields = {"table": "data", "delimiter": ",", "values": "labels"}
    table = lan.post(f"{plan}/export.csv", fields, page=f"{plan}/exports").answer
    assert table.status_code == 200
    cells = [cell for line in csv.reader(io.StringIO(table.get_data(as_text=True))) for cell in line]
    assert f"'{FORMULA}" in cells
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in cells)


@attack("another site posts to any form of the staff in an official's name (CSRF)", "400 without the token of the page")
def test_forged_posts(app: Flask, house: House, lan: Browser) -> None:
    tried = 0
    for endpoint, path in addresses(app, house, "POST"):
        if ENDPOINTS[endpoint] == PUBLIC and endpoint != "accounts.sign_out":
            continue
        answer = lan.client.post(
            path, data={"csrf_token": "forged"}, headers={"Origin": "https://evil.example"}, buffered=True
        )
        assert answer.status_code == 400, endpoint
        tried += 1
    assert tried > 40


@attack(
    "another site changes something by making a browser open an address", "opening an address changes nothing anywhere"
)
def test_opening_changes_nothing(app: Flask, house: House, lan: Browser, statements: list[str]) -> None:
    for _endpoint, path in addresses(app, house):
        lan.client.get(path, buffered=True)
    changing = [s for s in statements if s.split(None, 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}]
    assert changing == []


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd.pdf", "..\\..\\wsgi.pdf", "/etc/a.pdf", "a\x00.pdf", "báo cáo\r\nX-Evil: 1.pdf"]
)
@attack(
    "a path or a header in the name of an uploaded file",
    "kept as a plain name; the file lies in the database, and is only ever saved, never shown",
)
def test_names_of_files(house: House, lan: Browser, cast: Cast, session: Session, name: str) -> None:
    looking = viewer_of(session, cast.lan, on=clock.today())
    line = entry_for(session, looking, f"d{house.plan.deadlines[0].id}.once", today=clock.today())
    kept = add_file(session, line, name, b"%PDF-1.7 y", limit=1000, by=cast.lan.id)
    session.commit()
    answer = lan.client.get(f"/calendar/evidence/{kept.id}", buffered=True)
    assert answer.status_code == 200
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert "X-Evil" not in answer.headers
    assert not set(disposition.partition("''")[0]) & set("/\\\r\n\x00")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
