"""A day of answers through real requests, each sent with something in every header that could lead to somebody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, MetaData, select, text

from app.accounts.models import Official
from app.core import clock
from app.desks.kiosks.actions import add_kiosk
from app.desks.links.actions import open_link
from app.desks.slips.actions import make_slips
from app.responses.integrity.rules import TRAP
from app.responses.paper.actions import print_sheets
from tests.cast import Cast
from tests.client import Browser, Page
from tests.conftest import SECRET
from tests.make import Make
from tests.responses.citizen import key_in

ADDRESS = "203.0.113.77"
PROXY = "198.51.100.9"
HEADERS = {
    "X-Forwarded-For": f"6.6.6.6, {ADDRESS}",
    "X-Real-IP": ADDRESS,
    "Forwarded": f"for={ADDRESS}",
    "User-Agent": "Telltale-Phone/7.7",
    "Referer": "https://telltale.example/from-here",
    "Accept-Language": "km-telltale",
    "Origin": "https://telltale.example",
}
COOKIE = "telltale-cookie-of-this-phone"
QUERY = "from=telltale-query&utm_source=telltale"
SIGNS = (b"203.0.113", b"telltale", b"6.6.6.6", b"198.51.100")
CONTACT = "Nguyễn Thị Riêng 0912345678 rieng@example.org"
TYPED = (b"0912345678", b"rieng@example.org", "Riêng".encode(), b"rieng")
"""What somebody typed about themselves; ``rieng`` is how the search finds the name."""


@dataclass
class Day:
    """``codes``: what must not stand in a log; ``keys``: the submission keys of the day."""

    app: Flask
    plan_id: int
    codes: list[str]
    keys: list[str]
    statuses: list[int]
    staff: dict[str, Browser]

    @property
    def engine(self) -> Engine:
        found: Engine = self.app.extensions["thuocdo.engine"]
        return found


def live_through(app: Flask) -> Day:
    """Answer in every way there is, well and badly."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], proxies=1, address_proxies=1)
    with app.extensions["thuocdo.sessions"]() as own:
        make = Make(own)
        cast = Cast(make)
        form = make.form(make.task(make.plan(cast.hoa_sen)))
        place = make.placement(make.desk(cast.hoa_sen), form)
        desk = place.desk
        (slip,) = make_slips(own, desk, count=1, secret=SECRET, by=None)
        kiosk, binding = add_kiosk(own, desk, name="Cửa chính", secret=SECRET, by=None)
        link = open_link(own, place, by=None).code
        batch = print_sheets(own, place, sheets=5, by=cast.minh.id)
        own.commit()
        staff = {name: Browser(app).signed_in_as(_official(cast, name)) for name in ("lan", "minh", "thu")}
        day = Day(app, form.task.plan_id, [place.code, slip, kiosk.code, link], [], [], staff)
        tablet = _telltale(app)
        _post(day, tablet, f"/K/{kiosk.code}", {"code": binding})
        for path in (f"/P/{place.code}", f"/W/{link}", f"/V/{slip}/{place.code}"):
            _answer(day, _telltale(app), path)
        _answer(day, tablet, f"/K/{kiosk.code}/{place.code}")
        _answer(day, staff["minh"], f"/placements/{place.id}/interview", token=True)
        _answer(day, staff["minh"], f"/paper/{batch.id}/entry", token=True, sheet="1", day=clock.today().isoformat())
        _go_wrong(day, place.code)
    return day


def _official(cast: Cast, name: str) -> Official:
    found: Official = getattr(cast, name)
    return found


def _telltale(app: Flask) -> Browser:
    browser = Browser(app)
    browser.client.environ_base.update(REMOTE_ADDR=PROXY)
    browser.client.set_cookie("telltale", COOKIE)
    return browser


def _answer(so_far: Day, browser: Browser, path: str, *, token: bool = False, **more: str) -> None:
    opened = browser.client.get(f"{path}?{QUERY}", headers=HEADERS, buffered=True)
    page = Page(opened)
    key = key_in(page.html)
    so_far.keys.append(key)
    fields = {"key": key, "q_de_tim": "4", "q_niem_yet": "2", "q_y_kien": CONTACT, **more}
    if token:
        fields["csrf_token"] = page.csrf
    _post(so_far, browser, path + "/responses" * path.startswith("/W/"), fields)


def _post(day: Day, browser: Browser, path: str, fields: dict[str, Any]) -> None:
    answer = browser.client.post(f"{path}?{QUERY}", data=fields, headers=HEADERS, buffered=True)
    day.statuses.append(answer.status_code)


def _go_wrong(day: Day, code: str) -> None:
    """404, 405, 413, 422, a trap, a wrong slip, a forged key, and a fault of ours in the middle of storing."""
    phone = _telltale(day.app)
    path = f"/P/{code}"
    key = key_in(phone.get(path).html)
    good = {"key": key, "q_de_tim": "4", "q_y_kien": CONTACT}
    for where, fields in (
        ("/P/TELLTALE", good),
        ("/V/telltale", {"code": "telltale"}),
        (path, good | {"q_de_tim": "telltale"}),
        (path, good | {"q_y_kien": CONTACT * 9000}),
        (path, good | {"key": "telltale"}),
        (path, good | {TRAP: f"telltale {CONTACT}", "proof": "telltale"}),
    ):
        _post(day, phone, where, fields)
    phone.client.get(f"/P/telltale?{QUERY}", headers=HEADERS)
    phone.client.put(path, headers=HEADERS)
    key = key_in(phone.get(path).html)
    with day.engine.begin() as connection:
        _break(connection)
    _post(day, phone, path, good | {"key": key})
    with day.engine.begin() as connection:
        _mend(connection)


def _break(connection: Connection) -> None:
    """PostgreSQL quotes the whole row in what it says of a broken constraint."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ALTER TABLE remark ADD CONSTRAINT broken CHECK (text = '') NOT VALID"))
    else:
        connection.execute(text("ALTER TABLE pending RENAME TO gone"))


def _mend(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("ALTER TABLE remark DROP CONSTRAINT broken"))
    else:
        connection.execute(text("ALTER TABLE gone RENAME TO pending"))


def rows(engine: Engine) -> dict[str, str]:
    """Every row of every table, as text."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: "\n".join(str(row) for row in connection.execute(select(table)))
            for table in tables.sorted_tables
        }
