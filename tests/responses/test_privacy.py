"""Nothing that could lead to a citizen is kept: not in a table, not in a log."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import Engine, MetaData, select

from app.core import clock
from app.core.settings import Settings
from app.responses.keys import receipt_pass
from app.responses.models import Pending, Quarantine, Response
from app.web import logs
from tests.client import Browser
from tests.conftest import SECRET
from tests.make import Make
from tests.responses.citizen import Citizen
from tests.responses.scene import set_up

ADDRESS = "203.0.113.77"
TELLTALES = {
    "X-Forwarded-For": ADDRESS,
    "Forwarded": f"for={ADDRESS}",
    "User-Agent": "Telltale-Phone/7.7",
    "Referer": "https://telltale.example/from-here",
    "Accept-Language": "km-telltale",
    "Cookie": "telltale=cookie-of-this-phone",
    "Origin": "https://telltale.example",
}
SIGNS = re.compile(r"203\.0\.113|telltale|phieu-rieng", re.IGNORECASE)


def dump(engine: Engine) -> str:
    """Every row of every table as text."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        rows = [str(row) for table in tables.sorted_tables for row in connection.execute(select(table))]
    assert len(rows) > 10
    return "\n".join(rows)


def test_it_works(live: Flask, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """A post with telltales in every header leaves none of them in any table or log line."""
    logs.configure(live, Settings(settings.database_url, settings.secret_key, "", testing=False))
    try:
        with live.extensions["thuocdo.sessions"]() as own:
            code = set_up(Make(own)).placement.code
        browser = Browser(live)
        browser.client.environ_base.update(REMOTE_ADDR=ADDRESS)
        citizen = Citizen(browser, code)
        answer = browser.client.post(
            f"/P/{code}?from=phieu-rieng", data={"key": citizen.key, "q_de_tim": "4"}, headers=TELLTALES
        )
        assert answer.status_code == 303
        browser.client.post(f"/P/{code}", data={"key": "forged", "q_de_tim": "44"}, headers=TELLTALES)
        browser.client.get("/P/phieu-rieng", headers=TELLTALES)
    finally:
        logs.configure(Flask("elsewhere"), settings)
    printed = "".join(capsys.readouterr())
    assert printed.count("responses.send") == 2
    assert not SIGNS.search(printed)
    assert code not in printed
    assert citizen.key not in printed
    assert not SIGNS.search(dump(live.extensions["thuocdo.engine"]))


def test_a_response_is_stored_with_no_finer_time_than_the_hour(live: Flask) -> None:
    with live.extensions["thuocdo.sessions"]() as own:
        code = set_up(Make(own)).placement.code
    Citizen(Browser(live), code).send()
    engine: Engine = live.extensions["thuocdo.engine"]
    with engine.connect() as connection:
        for table in (Response, Pending, Quarantine):
            moments = [
                value for row in connection.execute(select(table)) for value in row if isinstance(value, datetime)
            ]
            assert all((at.minute, at.second, at.microsecond) == (0, 0, 0) for at in moments)
        key = connection.execute(select(Response.id)).scalar_one()
    assert (key.int >> 80) % 3_600_000 == 0


@pytest.mark.parametrize("path", ["", "/receipt"])
def test_a_get_leaves_no_session_behind(live: Flask, path: str) -> None:
    with live.extensions["thuocdo.sessions"]() as own:
        code = set_up(Make(own)).placement.code
    answer = live.test_client().get(f"/P/{code}{path}?sent={receipt_pass(SECRET, code, clock.now())}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
