"""The calendar as a file for other programs, behind a secret address."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from icalendar import Calendar, Event
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.tokens import fingerprint
from app.plans.calendar.models import CalendarFeed
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make
from tests.plans.calendar.scene import Scene


def address(browser: Browser) -> str:
    """A fresh address, as the page shows it once."""
    page = browser.post("/calendar/feed")
    found = re.search(r"http://localhost(/calendar/[0-9A-Z]{32}\.ics)", page.html)
    assert found
    return found[1]


def events(browser: Browser, path: str) -> dict[str, Event]:
    answer = browser.client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    calendar = Calendar.from_ical(answer.data)
    return {str(event["uid"]): event for event in calendar.events}


def test_it_works(minh: Browser, browser: Browser, scene: Scene) -> None:
    found = events(browser, address(minh))
    event = found[f"{scene.key(scene.of_task)}@localhost"]
    assert event["summary"] == "Treo băng rôn xong trước ngày đã hẹn."
    assert event.decoded("dtstart") == scene.today + timedelta(days=3)
    assert event.decoded("dtend") == scene.today + timedelta(days=4)
    assert "Văn bản ghi: “ngày đã hẹn”" in str(event["description"])
    assert event["url"] == f"http://localhost{scene.path(scene.of_task)}"
    alarms = [alarm.decoded("trigger") for alarm in event.walk("VALARM")]
    assert alarms == [timedelta(hours=8) - timedelta(days=days) for days in (7, 1)]
    assert f"{scene.key(scene.undated)}@localhost" not in found


def test_lines_are_folded_and_ended_as_the_standard_wants(
    lan: Browser, browser: Browser, scene: Scene, make: Make
) -> None:
    unit = "Đơn vị; có, dấu \\ và “ngoặc” " * 8
    long = make.deadline(scene.plan, "ngày dài,\ncó xuống dòng; và chấm phẩy", due_on=scene.today, from_unit=unit)
    path = address(lan)
    data = browser.client.get(path).data
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    event = events(browser, path)[f"d{long.id}.once@localhost"]
    assert " ".join(unit.split()) in " ".join(str(event["description"]).split())


def test_the_file_is_the_same_while_nothing_changes(lan: Browser, browser: Browser, scene: Scene) -> None:
    path = address(lan)
    assert browser.client.get(path).data == browser.client.get(path).data


def test_what_is_done_says_so_and_rings_no_more(lan: Browser, browser: Browser, scene: Scene) -> None:
    path, work = address(lan), scene.path(scene.of_task)
    lan.post(f"{work}/completion", {"done_on": scene.today.isoformat()}, page=work)
    event = events(browser, path)[f"{scene.key(scene.of_task)}@localhost"]
    assert str(event["summary"]).startswith("Đã xong: ")
    assert event.walk("VALARM") == []


def test_a_moved_day_keeps_its_name(lan: Browser, browser: Browser, scene: Scene) -> None:
    path, work = address(lan), scene.path(scene.of_task)
    lan.post(f"{work}/day", {"own-day": "2027-03-04"}, page=work)
    assert events(browser, path)[f"{scene.key(scene.of_task)}@localhost"].decoded("dtstart") == date(2027, 3, 4)


def test_only_a_digest_is_kept(lan: Browser, session: Session, scene: Scene) -> None:
    token = address(lan).removeprefix("/calendar/").removesuffix(".ics")
    feed = session.scalars(select(CalendarFeed)).one()
    assert feed.token_hash == fingerprint(token)
    assert token not in lan.get("/calendar/feed").html


def test_a_new_address_ends_the_old_one(lan: Browser, browser: Browser, scene: Scene) -> None:
    old = address(lan)
    new = address(lan)
    assert browser.get(old).status == 404
    assert browser.get(new).status == 200
    assert "Đã thu hồi địa chỉ lịch." in lan.post("/calendar/feed/removal", page="/calendar/feed", follow=True).text
    assert browser.get(new).status == 404


def test_it_holds_what_its_official_may_read(
    stranger: Browser, browser: Browser, scene: Scene, make: Make, cast: Cast
) -> None:
    make.deadline(make.plan(cast.an_binh, "Kế hoạch An Bình"), "x", due_on=scene.today)
    found = events(browser, address(stranger))
    assert len(found) == 1
    assert "An Bình" in str(next(iter(found.values()))["description"])


def test_who_has_left_has_no_calendar(
    minh: Browser, browser: Browser, scene: Scene, cast: Cast, session: Session
) -> None:
    path = address(minh)
    cast.minh.active = False
    session.commit()
    assert browser.get(path).status == 404


def test_without_a_role_the_calendar_is_empty(app: Flask, browser: Browser, make: Make, scene: Scene) -> None:
    nobody = Browser(app).signed_in_as(make.official("Không Vai Trò"))
    assert events(browser, address(nobody)) == {}


@pytest.mark.parametrize("token", ["x", "0" * 32, "%00", "a/b", "đ"])
def test_a_guess_finds_nothing(browser: Browser, token: str) -> None:
    assert browser.client.get(f"/calendar/{token}.ics").status_code == 404
