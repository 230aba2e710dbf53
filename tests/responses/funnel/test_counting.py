"""Pages opened and begun, counted by the doors themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.tokens import fingerprint
from app.desks.actions import retire_placement
from app.desks.kiosks.actions import add_kiosk
from app.desks.links.actions import open_link
from app.desks.slips.actions import make_slips
from app.responses.funnel.models import PageCount
from app.responses.views.counting import PAGES
from app.responses.views.noticing import COUNTERS
from tests.architecture.test_get_is_safe import WRITING
from tests.client import Browser, Page
from tests.conftest import SECRET
from tests.make import Make
from tests.responses.citizen import ANSWERS, key_in
from tests.responses.funnel.test_rules import TELEPHONE
from tests.responses.scene import Scene

HEADERS = {"User-Agent": TELEPHONE, "Accept": "text/html"}
Counted = Callable[[], dict[str, tuple[int, int]]]


@pytest.fixture(autouse=True)
def _alone(app: Flask) -> None:
    app.extensions[COUNTERS].forget()
    app.extensions[PAGES]._begin_anew()


@pytest.fixture
def counted(app: Flask, session: Session) -> Counted:
    """What stands in the database once it was told: opened and begun by door."""

    def look() -> dict[str, tuple[int, int]]:
        app.extensions[PAGES].flush()
        rows = session.scalars(select(PageCount).execution_options(populate_existing=True))
        return {row.mode: (row.opened, row.begun) for row in rows}

    return look


def visit(browser: Browser, path: str, **headers: str) -> Page:
    return Page(browser.client.get(path, headers=HEADERS | {k.replace("_", "-"): v for k, v in headers.items()}))


def send(browser: Browser, path: str, html: str, answers: dict[str, str], **more: str) -> Page:
    named = {f"q_{name}": value for name, value in answers.items()}
    return Page(browser.client.post(path, data={"key": key_in(html), **named, **more}, headers=HEADERS))


def test_it_works(browser: Browser, scene: Scene, counted: Counted) -> None:
    path = f"/P/{scene.placement.code}"
    page = visit(browser, path)
    visit(browser, path)
    told = browser.client.post(f"/beginnings/phone/{scene.placement.code}", headers=HEADERS)
    assert (told.status_code, told.data) == (204, b"")
    assert send(browser, path, page.html, ANSWERS, begun="1").status == 303
    assert counted() == {"phone": (2, 1)}


def test_without_scripts_what_was_sent_was_begun(browser: Browser, scene: Scene, counted: Counted) -> None:
    path = f"/P/{scene.placement.code}"
    page = visit(browser, path)
    assert send(browser, path, page.html, ANSWERS).status == 303
    assert send(browser, path, page.html, ANSWERS).status == 303, "the second tap"
    assert counted() == {"phone": (1, 1)}


def test_a_page_with_errors_is_begun_once_and_not_opened_again(
    browser: Browser, scene: Scene, counted: Counted
) -> None:
    path = f"/P/{scene.placement.code}"
    page = visit(browser, path)
    again = send(browser, path, page.html, {})
    assert again.status == 422
    begun = [field.get("value") for field in again.tree.iter("input") if field.get("name") == "begun"]
    assert begun == ["1"]
    assert send(browser, path, again.html, ANSWERS, begun="1").status == 303
    assert counted() == {"phone": (1, 1)}


def test_machines_are_not_counted(browser: Browser, scene: Scene, counted: Counted) -> None:
    path = f"/P/{scene.placement.code}"
    visit(browser, path, Sec_Purpose="prefetch")
    visit(browser, path, User_Agent="facebookexternalhit/1.1")
    browser.client.head(path, headers=HEADERS)
    browser.client.post(f"/beginnings/phone/{scene.placement.code}", headers={"User-Agent": "curl/8"})
    assert counted() == {}


def test_a_page_that_is_closed_was_not_opened(
    browser: Browser, scene: Scene, session: Session, counted: Counted
) -> None:
    retire_placement(session, scene.placement, by=None)
    session.commit()
    assert visit(browser, f"/P/{scene.placement.code}").status == 410
    browser.client.post(f"/beginnings/phone/{scene.placement.code}", headers=HEADERS)
    assert counted() == {}


def test_every_door_counts_for_itself(browser: Browser, scene: Scene, session: Session, counted: Counted) -> None:
    desk = scene.placement.desk
    slip, *_more = make_slips(session, desk, count=1, secret=SECRET, placement=scene.placement, by=None)
    link = open_link(session, scene.placement, by=None)
    kiosk, _code = add_kiosk(session, desk, name="Máy ở cửa", secret=SECRET, by=None)
    kiosk.device_hash = fingerprint("token")
    session.commit()
    with_slip, by_link = visit(browser, f"/V/{slip}"), visit(browser, f"/W/{link.code}")
    browser.client.set_cookie("kiosk", "token", path=f"/K/{kiosk.code}")
    at_kiosk = visit(browser, f"/K/{kiosk.code}")
    for page, mode in ((with_slip, "slip"), (by_link, "web"), (at_kiosk, "kiosk")):
        form = next(form for form in page.tree.iter("form") if form.get("data-begun"))
        assert form.get("data-begun") == f"/beginnings/{mode}/{scene.placement.code}"
    path = f"/V/{slip}/{scene.placement.code}"
    assert send(browser, path, with_slip.html, {}).status == 422
    assert send(browser, path, with_slip.html, ANSWERS, begun="1").status == 303
    assert send(browser, f"/W/{link.code}/responses", by_link.html, ANSWERS).status == 303
    assert send(browser, f"/K/{kiosk.code}/{scene.placement.code}", at_kiosk.html, ANSWERS).status == 303
    assert counted() == {"slip": (1, 1), "web": (1, 1), "kiosk": (1, 1)}


def test_a_tablet_counts_what_somebody_wants_to_see_and_not_what_it_fetches_ahead(
    browser: Browser, scene: Scene, session: Session, counted: Counted
) -> None:
    kiosk, _code = add_kiosk(session, scene.placement.desk, name="Máy ở cửa", secret=SECRET, by=None)
    kiosk.device_hash = fingerprint("token")
    session.commit()
    browser.client.set_cookie("kiosk", "token", path=f"/K/{kiosk.code}")
    form = f"/K/{kiosk.code}/{scene.placement.code}"
    for path in (f"/K/{kiosk.code}", form, form):
        assert visit(browser, path, Sec_Fetch_Dest="empty").status == 200
    assert counted() == {}
    assert visit(browser, form, Sec_Fetch_Dest="empty", X_Opened="1").status == 200
    assert counted() == {"kiosk": (1, 0)}


def test_what_officials_write_down_is_not_begun_by_a_citizen(app: Flask, make: Make, scene: Scene) -> None:
    official = make.official("Bình", scene.placement.desk.office)
    page = Browser(app).signed_in_as(official).get(f"/placements/{scene.placement.id}/interview")
    assert page.status == 200
    assert "data-begun" not in page.html
    assert "begun.js" not in page.html


def test_an_unknown_door_or_code_is_not_found(browser: Browser, scene: Scene, counted: Counted) -> None:
    assert browser.client.post(f"/beginnings/paper/{scene.placement.code}").status_code == 404
    assert browser.client.post("/beginnings/phone/KHONGCO").status_code == 404
    assert counted() == {}


def test_a_flood_of_beginnings_stops_counting(browser: Browser, scene: Scene, counted: Counted) -> None:
    most = browser.app.config["SETTINGS"].flood_alike
    for _again in range(most + 20):
        assert browser.client.post(f"/beginnings/phone/{scene.placement.code}", headers=HEADERS).status_code == 204
    assert counted() == {"phone": (0, most)}


def test_opening_a_page_writes_nothing(browser: Browser, scene: Scene, statements: list[str]) -> None:
    visit(browser, f"/P/{scene.placement.code}")
    statements.clear()
    visit(browser, f"/P/{scene.placement.code}")
    assert any(statement.startswith("SELECT") for statement in statements)
    assert not any(WRITING.match(statement) for statement in statements)


def test_the_day_is_the_one_in_vietnam(
    browser: Browser, scene: Scene, session: Session, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 20, 17, 30, tzinfo=UTC))
    visit(browser, f"/P/{scene.placement.code}")
    counted()
    assert session.scalars(select(PageCount.day)).all() == [date(2026, 11, 21)]


def test_nothing_is_kept_but_placement_day_door_and_two_numbers(session: Session) -> None:
    columns = {column["name"] for column in inspect(session.connection()).get_columns("page_count")}
    assert columns == {"placement_id", "day", "mode", "opened", "begun"}
