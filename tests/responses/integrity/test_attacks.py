"""Attack tried, and what happened: everybody gets the same thanks, and nothing is refused or erased.

The clock of these tests stands at noon of a working day in Vietnam, so that no run falls into the night.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import clock
from app.desks.kiosks.actions import add_kiosk
from app.desks.slips.actions import make_slips
from app.responses.actions import fold, restore
from app.responses.integrity.mark import COOKIE
from app.responses.integrity.models import IntegrityRules
from app.responses.keys import new_key
from app.responses.models import Quarantine, Response
from app.responses.queries import raw_responses
from app.responses.views.noticing import COUNTERS
from app.scores.queries import verify
from tests.cast import Cast
from tests.client import Browser
from tests.conftest import SECRET
from tests.make import Make
from tests.responses.citizen import ANSWERS
from tests.responses.scene import Scene, set_up

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
TELEPHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 10; K)", "Accept-Language": "vi-VN"}
HALL = {"REMOTE_ADDR": "203.0.113.77"}
SAME = {name: "5" for name in ("de_tim", "niem_yet", "huong_dan_du", "cach_noi_nang", "dung_hen", "khong_sai_sot")}


@pytest.fixture
def strict(app: Flask, make: Make, session: Session, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """A scene at an office that follows the defaults."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    scene = set_up(make)
    session.execute(delete(IntegrityRules))
    session.commit()
    app.extensions[COUNTERS].forget()
    yield scene
    app.extensions[COUNTERS].forget()


def choose(session: Session, scene: Scene, **data: object) -> None:
    session.add(IntegrityRules(office_id=scene.form.task.plan.office_id, data=data))
    session.commit()


def send(
    browser: Browser, scene: Scene, answers: dict[str, str] | None = None, *, after: float = 60, path: str = ""
) -> None:
    """Send a form that was opened ``after`` seconds ago, and be thanked for it."""
    key = new_key(scene.edition.digest, clock.now() - timedelta(seconds=after)).signed(SECRET)
    fields = {f"q_{name}": value for name, value in (answers or ANSWERS).items()}
    answer = browser.client.post(
        path or f"/P/{scene.placement.code}", data={"key": key, **fields}, headers=TELEPHONE, environ_base=HALL
    )
    assert answer.status_code == 303
    assert "/receipt?" in answer.headers["Location"]


def aside(session: Session) -> list[str]:
    """The checks of what is set aside."""
    session.expire_all()
    return sorted(session.scalars(select(Quarantine.checks).where(Quarantine.restored_at.is_(None))))


def counted(session: Session, scene: Scene) -> int:
    return sum(1 for raw in raw_responses(session, scene.editions) if not raw.quarantined)


def test_it_works(app: Flask, strict: Scene, session: Session) -> None:
    send(Browser(app), strict)
    assert (aside(session), counted(session, strict)) == ([], 1)


def test_forty_citizens_behind_one_wifi_all_count(app: Flask, strict: Scene, session: Session) -> None:
    """The same make of telephone, the same address, within ten minutes; half of them content with everything."""
    for number in range(40):
        send(Browser(app), strict, SAME if number % 2 else None, after=30)
    assert (aside(session), counted(session, strict)) == ([], 40)


def test_forty_answers_from_one_telephone_do_not(app: Flask, strict: Scene, session: Session) -> None:
    browser = Browser(app)
    for _time in range(40):
        send(browser, strict)
    assert (aside(session), counted(session, strict)) == (["same_browser"] * 38, 2)


def test_a_machine_that_forgets_its_marks_is_too_fast(app: Flask, strict: Scene, session: Session) -> None:
    for _time in range(5):
        send(Browser(app), strict, after=1)
    assert (aside(session), counted(session, strict)) == (["too_fast hasty"] * 5, 0)


def test_a_patient_machine_is_stopped_at_what_a_desk_can_serve(app: Flask, strict: Scene, session: Session) -> None:
    choose(session, strict, limits={"burst.most": 5})
    for _time in range(8):
        send(Browser(app), strict)
    assert (aside(session), counted(session, strict)) == (["burst"] * 3, 5)


def test_many_alike_with_one_level_each_are_set_aside(app: Flask, strict: Scene, session: Session) -> None:
    choose(session, strict, limits={"alike.most": 10})
    for _time in range(12):
        send(Browser(app), strict, SAME)
    assert (aside(session), counted(session, strict)) == (["straight_line alike"] * 2, 10)


def test_a_signed_in_official_is_thanked_and_set_aside(strict: Scene, session: Session, cast: Cast, app: Flask) -> None:
    send(Browser(app).signed_in_as(cast.minh), strict)
    assert aside(session) == ["by_official"]


def test_answers_at_night_are_set_aside(
    app: Flask, strict: Scene, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=12))
    send(Browser(app), strict)
    assert aside(session) == ["out_of_hours"]


@pytest.mark.parametrize("days", [0, 1, 6])
def test_an_answer_that_waited_on_a_telephone_counts_by_the_hour_in_which_it_was_opened(
    app: Flask, strict: Scene, session: Session, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    """Written in opening hours without a network, and sent at midnight, or in a night some days later."""
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=days, hours=12))
    send(Browser(app), strict, after=days * 86400 + 12 * 3600)
    assert (aside(session), counted(session, strict)) == ([], 1)


def test_a_page_older_than_a_telephone_keeps_it_counts_by_its_arrival(
    app: Flask, strict: Scene, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=9, hours=12))
    send(Browser(app), strict, after=9 * 86400 + 12 * 3600)
    assert aside(session) == ["out_of_hours"]


def test_a_hall_whose_network_returns_after_hours_counts(app: Flask, strict: Scene, session: Session) -> None:
    """Seventy telephones send at the same time what was opened in the course of the morning."""
    for number in range(70):
        send(Browser(app), strict, after=60 + number * 150)
    assert (aside(session), counted(session, strict)) == ([], 70)


def test_what_waited_on_a_tablet_counts_at_night(
    app: Flask, strict: Scene, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk, code = add_kiosk(session, strict.placement.desk, name="Cửa chính", secret=SECRET, by=None)
    session.commit()
    tablet = Browser(app)
    assert tablet.post_plain(f"/K/{kiosk.code}", {"code": code}).status == 303
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=12))
    key = new_key(strict.edition.digest, NOON).signed(SECRET)
    sent = tablet.post_plain(f"/K/{kiosk.code}/{strict.placement.code}", {"key": key, "q_de_tim": "4"})
    assert sent.status == 303
    assert (aside(session), counted(session, strict)) == ([], 1)


def test_hours_of_the_desk_go_before_the_night(app: Flask, strict: Scene, session: Session) -> None:
    strict.placement.desk.hours = {"days": [0], "opens": "07:30", "closes": "17:00"}
    session.commit()
    send(Browser(app), strict)
    assert aside(session) == ["out_of_hours"]


def test_the_network_of_the_office_only_where_it_was_named(app: Flask, strict: Scene, session: Session) -> None:
    send(Browser(app), strict)
    choose(session, strict, networks=["203.0.113.0/24"])
    send(Browser(app), strict)
    assert (aside(session), counted(session, strict)) == (["office_network"], 1)


@pytest.mark.parametrize(("writing", "seen"), [(0, []), (1, ["office_network"])])
def test_behind_a_proxy_the_network_is_what_the_proxy_wrote_and_nothing_else(
    app: Flask, strict: Scene, session: Session, monkeypatch: pytest.MonkeyPatch, writing: int, seen: list[str]
) -> None:
    settings = replace(app.config["SETTINGS"], proxies=1, address_proxies=writing)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    choose(session, strict, networks=["203.0.113.0/24"])
    for passed in ("203.0.113.77, 198.51.100.1", "6.6.6.6, 203.0.113.77"):
        key = new_key(strict.edition.digest, NOON - timedelta(seconds=60)).signed(SECRET)
        Browser(app).client.post(
            f"/P/{strict.placement.code}",
            data={"key": key, "q_de_tim": "4"},
            headers={"X-Forwarded-For": passed},
            environ_base={"REMOTE_ADDR": "10.0.0.1"},
        )
    assert aside(session) == seen


def test_a_forged_mark_changes_nothing(app: Flask, strict: Scene, session: Session) -> None:
    browser = Browser(app)
    browser.client.set_cookie(COOKIE, f"2026-11-20.{strict.edition.id:x}:9.{'0' * 32}")
    send(browser, strict)
    assert aside(session) == []


def test_a_double_tap_is_one_answer_of_one_browser(app: Flask, strict: Scene, session: Session) -> None:
    browser = Browser(app)
    key = new_key(strict.edition.digest, NOON - timedelta(seconds=60)).signed(SECRET)
    for _tap in range(4):
        browser.client.post(f"/P/{strict.placement.code}", data={"key": key, "q_de_tim": "4"})
    send(browser, strict)
    assert (aside(session), counted(session, strict)) == ([], 2)


def test_five_visits_with_five_slips_on_one_telephone_all_count(app: Flask, strict: Scene, session: Session) -> None:
    slips = make_slips(session, strict.placement.desk, count=5, secret=SECRET, by=None)
    session.commit()
    browser = Browser(app)
    for slip in slips:
        send(browser, strict, path=f"/V/{slip}/{strict.placement.code}")
    assert (aside(session), counted(session, strict)) == ([], 5)


def test_a_page_from_before_this_version_counts(app: Flask, strict: Scene, session: Session) -> None:
    key = new_key(strict.edition.digest, NOON)
    old = type(key)(key.id, key.digest).signed(SECRET)
    answer = Browser(app).client.post(f"/P/{strict.placement.code}", data={"key": old, "q_de_tim": "4"})
    assert answer.status_code == 303
    assert aside(session) == []


def test_what_was_set_aside_can_be_restored_and_every_number_stays_exact(
    app: Flask, strict: Scene, session: Session, cast: Cast
) -> None:
    browser = Browser(app)
    for _time in range(4):
        send(browser, strict)
    assert verify(session) == []
    fold(session)
    row = session.scalars(select(Quarantine)).first()
    assert row is not None
    assert row.reason == "Cùng một trình duyệt đã gửi phiếu này nhiều lần trong ngày."
    restore(session, row.response_id, cast.thu.id)
    session.commit()
    assert (len(aside(session)), counted(session, strict)) == (1, 3)
    fold(session)
    assert verify(session) == []


def test_nothing_finer_than_the_hour_and_nothing_of_the_sender_is_kept(
    app: Flask, strict: Scene, session: Session
) -> None:
    browser = Browser(app)
    for _time in range(3):
        send(browser, strict, after=1)
    for row in session.scalars(select(Quarantine)):
        assert (row.set_aside_at.minute, row.set_aside_at.second) == (0, 0)
        assert row.set_aside_by_id is None
    assert {column.name for column in Response.__table__.columns} == {
        "id", "edition_id", "desk_id", "mode", "hour", "locale", "answers",
    }  # fmt: skip


def test_the_mark_is_the_same_for_everybody_and_ends_with_the_day(app: Flask, strict: Scene) -> None:
    marks = []
    for _citizen in range(2):
        browser = Browser(app)
        send(browser, strict)
        cookie = browser.client.get_cookie(COOKIE)
        assert cookie is not None
        assert cookie.http_only
        assert cookie.max_age == 12 * 3600
        marks.append(cookie.value)
    assert marks[0] == marks[1]
