"""A tablet at a desk: bound once, one citizen after the other, nothing of the one before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.core import clock
from app.core.limiter import Limiter
from app.core.tokens import new_checked_code
from app.desks.kiosks.models import Kiosk
from app.desks.kiosks.rules import is_receiving, opens_next
from app.desks.models import Desk, Placement
from app.offices.models import Holiday
from app.responses.models import Response
from app.responses.views import kiosk as views
from tests.cast import Cast
from tests.client import Browser, Page
from tests.desks.slips.test_slip_screens import placement as placement
from tests.make import Make
from tests.responses.citizen import key_in

FRIDAY_AT_TEN = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
WORKDAYS = {"days": [0, 1, 2, 3, 4], "opens": "07:30", "closes": "17:00"}
CLOSED = {"days": [(clock.in_vietnam(clock.now()).weekday() + 3) % 7], "opens": "07:30", "closes": "07:31"}


@pytest.fixture
def desk(placement: Placement) -> Desk:
    return placement.desk


def added(lan: Browser, desk: Desk) -> tuple[str, str]:
    """The address and the binding code that the administrator is shown."""
    page = lan.post(f"/desks/{desk.id}/kiosks", {"name": "Máy ở cửa"})
    assert page.status == 201
    shown = [("".join(item.itertext())) for item in page.tree.iter("dd")]
    return shown[0].removeprefix("http://localhost"), shown[1]


@pytest.fixture
def tablet(app: Flask, lan: Browser, desk: Desk) -> tuple[Browser, str]:
    """A browser that is bound, with its address."""
    address, code = added(lan, desk)
    browser = Browser(app)
    assert browser.post_plain(address, {"code": code}).status == 303
    return browser, address


def send(browser: Browser, address: str, placement: Placement, key: str, **answers: str) -> Page:
    return browser.post_plain(f"{address}/{placement.code}", {"key": key, **(answers or {"q_de_tim": "4"})})


def modes(session: Session) -> list[str]:
    session.commit()
    return list(session.scalars(select(Response.mode)))


def test_it_works(tablet: tuple[Browser, str], session: Session, placement: Placement) -> None:
    browser, address = tablet
    page = browser.get(address)
    assert "Quay về trang đầu sau" in page.html
    answer = send(browser, address, placement, key_in(page.html))
    assert (answer.status, answer.answer.location) == (303, f"{address}/thanks")
    thanks = browser.get(f"{address}/thanks")
    assert "Cảm ơn Ông/Bà" in thanks.text
    assert f'content="8;url={address}"' in thanks.html
    assert modes(session) == ["kiosk"]


def test_the_script_is_told_so_in_its_own_way(tablet: tuple[Browser, str], placement: Placement) -> None:
    browser, address = tablet
    answer = browser.client.post(
        f"{address}/{placement.code}",
        data={"key": key_in(browser.get(address).html), "q_de_tim": "4"},
        headers={"Accept": "application/json"},
    )
    assert (answer.status_code, answer.location) == (201, f"{address}/thanks")


def test_the_cookie_names_the_tablet_and_nothing_else(app: Flask, lan: Browser, desk: Desk, session: Session) -> None:
    address, code = added(lan, desk)
    answer = Browser(app).post_plain(address, {"code": code.lower().replace("0", "o")}).answer
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert {"HttpOnly", "SameSite=Strict", f"Path={address}"} <= set(cookie.split("; "))
    session.commit()
    assert cookie.split(";")[0].removeprefix("kiosk=") != session.scalars(select(Kiosk.device_hash)).one()


def test_no_page_is_kept_by_the_browser(tablet: tuple[Browser, str], placement: Placement) -> None:
    browser, address = tablet
    wrong = send(browser, address, placement, key_in(browser.get(address).html), q_de_tim="77")
    assert wrong.status == 422
    for page in (
        browser.get(address),
        browser.get(f"{address}/{placement.code}"),
        browser.get(f"{address}/thanks"),
        wrong,
    ):
        assert page.answer.headers["Cache-Control"] == "no-store"
        assert 'autocomplete="off"' in page.html or "<form" not in page.html


def test_the_page_brings_keys_for_those_who_answer_without_a_network(
    tablet: tuple[Browser, str], session: Session, placement: Placement
) -> None:
    browser, address = tablet
    page = browser.get(address)
    form = next(form for form in page.tree.iter("form") if form.get("id") == "answers")
    spare = str(form.get("data-keys")).split()
    assert len({*spare, key_in(page.html)}) == views.SPARE_KEYS
    for key in spare[:3] * 2:
        assert send(browser, address, placement, key).status == 303
    assert modes(session) == ["kiosk"] * 3


def test_several_forms_are_offered_to_choose_from(
    tablet: tuple[Browser, str], make: Make, desk: Desk, placement: Placement
) -> None:
    browser, address = tablet
    other = make.placement(desk)
    page = browser.get(address)
    assert {f"{address}/{found.code}" for found in (placement, other)} <= set(page.links)
    assert browser.get(f"{address}/{other.code}").status == 200


def test_a_form_of_another_desk_is_not_asked_here(tablet: tuple[Browser, str], session: Session, make: Make) -> None:
    browser, address = tablet
    elsewhere = make.placement()
    assert browser.get(f"{address}/{elsewhere.code}").status == 404
    assert send(browser, address, elsewhere, key_in(browser.get(address).html)).status == 404
    assert modes(session) == []


@pytest.mark.parametrize("cookie", [None, "", "forged", "x" * 3000])
def test_a_tablet_that_is_not_bound_asks_nothing(
    app: Flask, tablet: tuple[Browser, str], session: Session, placement: Placement, cookie: str | None
) -> None:
    bound, address = tablet
    key = key_in(bound.get(address).html)
    other = Browser(app)
    if cookie is not None:
        other.client.set_cookie("kiosk", cookie, path=address)
    assert "Mã ghép" in other.get(address).text
    assert send(other, address, placement, key).status == 403
    assert other.get(f"{address}/{placement.code}").status == 403
    assert other.post_plain(f"{address}/heartbeat").status == 403
    assert modes(session) == []


def test_the_cookie_of_one_tablet_opens_no_other(
    app: Flask, lan: Browser, desk: Desk, tablet: tuple[Browser, str], placement: Placement
) -> None:
    browser, address = tablet
    second, _code = added(lan, desk)
    own = browser.client.get_cookie("kiosk", path=address)
    assert own
    browser.client.set_cookie("kiosk", own.value, path=second)
    assert browser.get(f"{second}/{placement.code}").status == 403


def test_a_binding_code_is_good_once(app: Flask, lan: Browser, desk: Desk) -> None:
    address, code = added(lan, desk)
    assert Browser(app).post_plain(address, {"code": code}).status == 303
    page = Browser(app).post_plain(address, {"code": code})
    assert page.status == 422
    assert "đã dùng hoặc đã quá một giờ" in page.text


def test_a_binding_code_grows_old(app: Flask, lan: Browser, desk: Desk, session: Session) -> None:
    address, code = added(lan, desk)
    kiosk = session.scalars(select(Kiosk)).one()
    kiosk.binding_until = clock.now() - timedelta(seconds=1)
    session.commit()
    assert Browser(app).post_plain(address, {"code": code}).status == 422


def test_guessing_binding_codes_is_stopped(
    app: Flask, lan: Browser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "wrong_bindings", Limiter(3, 600))
    address, code = added(lan, desk)
    for _ in range(3):
        assert Browser(app).post_plain(address, {"code": new_checked_code(8)}).status == 422
    assert Browser(app).post_plain(address, {"code": code}).status == 429


def test_guessing_at_one_tablet_does_not_stop_another(
    app: Flask, lan: Browser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "wrong_bindings", Limiter(3, 600))
    address, _code = added(lan, desk)
    other, code = added(lan, desk)
    for _ in range(4):
        Browser(app).post_plain(address, {"code": new_checked_code(8)})
    assert Browser(app).post_plain(other, {"code": code}).status == 303


def test_a_new_binding_code_ends_the_tablet_before(
    lan: Browser, tablet: tuple[Browser, str], session: Session, desk: Desk, placement: Placement
) -> None:
    browser, address = tablet
    key = key_in(browser.get(address).html)
    kiosk = session.scalars(select(Kiosk)).one()
    session.commit()
    assert lan.post(f"/kiosks/{kiosk.id}/binding", page=f"/desks/{desk.id}/kiosks").status == 201
    assert send(browser, address, placement, key).status == 403


def test_a_revoked_tablet_says_where_to_go(
    lan: Browser, tablet: tuple[Browser, str], session: Session, desk: Desk, placement: Placement
) -> None:
    browser, address = tablet
    key = key_in(browser.get(address).html)
    kiosk = session.scalars(select(Kiosk)).one()
    session.commit()
    revoke = f"/kiosks/{kiosk.id}/revocation"
    assert lan.post(revoke, page=f"/desks/{desk.id}/kiosks").status == 302
    page = browser.get(address)
    assert page.status == 410
    assert "mã QR" in page.text
    assert send(browser, address, placement, key).status == 410
    assert lan.post(revoke, page=f"/desks/{desk.id}/kiosks").status == 409
    assert modes(session) == []


def test_outside_the_hours_the_desk_rests_and_what_waited_is_still_taken(
    tablet: tuple[Browser, str], session: Session, desk: Desk, placement: Placement
) -> None:
    browser, address = tablet
    key = key_in(browser.get(address).html)
    desk.hours = CLOSED
    session.commit()
    page = browser.get(address)
    assert "Quầy đang nghỉ" in page.text
    assert "Mở cửa lại lúc 07:30 ngày" in page.text
    assert browser.get(f"{address}/{placement.code}").status == 302
    assert send(browser, address, placement, key).status == 303


def test_a_dead_tablet_is_seen(
    lan: Browser, tablet: tuple[Browser, str], session: Session, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, address = tablet
    monkeypatch.setattr(clock, "now", lambda: FRIDAY_AT_TEN)
    kiosk = session.scalars(select(Kiosk)).one()
    kiosk.seen_at = clock.now() - timedelta(minutes=47)
    session.commit()
    for path in ("/", "/desks"):
        assert f"Máy ở cửa, {desk.name}: lần cuối thấy 20/11/2026 09:13" in lan.get(path).text
    page = lan.get(f"/desks/{desk.id}/kiosks")
    assert "47 phút trước" in page.text
    assert "mất liên lạc" in page.text
    assert browser.post_plain(f"{address}/heartbeat").status == 204
    for path in ("/", "/desks", f"/desks/{desk.id}/kiosks"):
        assert "mất liên lạc" not in lan.get(path).text
    session.refresh(kiosk)
    assert (kiosk.seen_at.second, kiosk.seen_at.microsecond) == (0, 0)


@pytest.mark.parametrize(
    ("days_off", "at", "why"),
    [
        (None, FRIDAY_AT_TEN + timedelta(hours=10), "at night"),
        (None, FRIDAY_AT_TEN + timedelta(days=1), "on a Saturday"),
        (None, FRIDAY_AT_TEN.replace(hour=0, minute=33), "while the office is being opened"),
        (date(2026, 11, 20), FRIDAY_AT_TEN, "on a day of rest"),
    ],
)
def test_a_tablet_is_missed_only_while_citizens_are_received(
    lan: Browser,
    tablet: tuple[Browser, str],
    session: Session,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    days_off: date | None,
    at: datetime,
    why: str,
) -> None:
    kiosk = session.scalars(select(Kiosk)).one()
    kiosk.seen_at = FRIDAY_AT_TEN - timedelta(days=2)
    if days_off:
        session.add(Holiday(office_id=desk.office_id, falls_on=days_off, working=False, name="Nghỉ bù"))
    session.commit()
    monkeypatch.setattr(clock, "now", lambda: at)
    assert "mất liên lạc" not in lan.get("/desks").text, why


def test_only_tablets_in_use_are_missed_and_only_by_their_own_office(
    lan: Browser,
    stranger: Browser,
    tablet: tuple[Browser, str],
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kiosk = session.scalars(select(Kiosk)).one()
    kiosk.seen_at = FRIDAY_AT_TEN - timedelta(hours=1)
    session.commit()
    monkeypatch.setattr(clock, "now", lambda: FRIDAY_AT_TEN)
    assert "mất liên lạc" in lan.get("/desks").text
    assert "mất liên lạc" not in stranger.get("/desks").text
    kiosk.device_hash = None
    session.commit()
    assert "mất liên lạc" not in lan.get("/desks").text, "not bound yet"


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (datetime(2026, 11, 20, 0, 29, tzinfo=UTC), datetime(2026, 11, 20, 0, 30, tzinfo=UTC)),  # the same morning
        (datetime(2026, 11, 20, 10, 0, tzinfo=UTC), datetime(2026, 11, 23, 0, 30, tzinfo=UTC)),  # Friday to Monday
    ],
)
def test_a_resting_desk_says_when_it_opens(at: datetime, opens: datetime) -> None:
    assert opens_next(WORKDAYS, at) == opens
    weekly = {"days": [4], "opens": "07:30", "closes": "08:00"}
    assert opens_next(weekly, datetime(2026, 11, 20, 1, 0, tzinfo=UTC)) == datetime(2026, 11, 27, 0, 30, tzinfo=UTC)


def test_an_error_on_a_tablet_does_not_stay(app: Flask, tablet: tuple[Browser, str]) -> None:
    _bound, address = tablet
    page = Browser(app).get(f"{address}/AAAAAAAAAAAA")
    assert (page.status, page.answer.headers["Refresh"]) == (403, f"30; url={address}")


@pytest.mark.parametrize(
    ("at", "open_then"),
    [
        (datetime(2026, 11, 20, 0, 30, tzinfo=UTC), True),  # Friday 07:30
        (datetime(2026, 11, 20, 0, 29, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 9, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 10, 0, tzinfo=UTC), False),  # 17:00
        (datetime(2026, 11, 21, 3, 0, tzinfo=UTC), False),  # Saturday
        (datetime(2026, 11, 22, 18, 0, tzinfo=UTC), False),  # Monday 01:00
    ],
)
def test_hours_are_those_of_vietnam(at: datetime, *, open_then: bool) -> None:
    assert is_receiving(WORKDAYS, at) == open_then
    assert is_receiving(None, at)


def test_hours_are_set(lan: Browser, session: Session, desk: Desk) -> None:
    path = f"/desks/{desk.id}/hours"
    page = f"/desks/{desk.id}/kiosks"
    assert lan.post(path, {"days": [0, 4], "opens": "07:30", "closes": "16:30"}, page=page).status == 302
    session.refresh(desk)
    assert desk.hours == {"days": [0, 4], "opens": "07:30", "closes": "16:30"}
    assert 'value="07:30"' in lan.get(page).html
    for wrong in ({"opens": "17:00", "closes": "07:30"}, {"opens": "07:30"}, {"opens": "x", "closes": "y"}):
        assert lan.post(path, {"days": [1], **wrong}, page=page).status == 422
    assert lan.post(path, {"days": [9], "opens": "07:30", "closes": "16:30"}, page=page).status == 422
    assert lan.post(path, {}, page=page).status == 302
    session.refresh(desk)
    assert desk.hours is None


def test_a_tablet_needs_a_name(lan: Browser, session: Session, desk: Desk) -> None:
    assert lan.post(f"/desks/{desk.id}/kiosks", {"name": "  "}).status == 422
    assert session.scalars(select(Kiosk)).all() == []


def test_who_may_only_read_changes_nothing(
    hoa: Browser, minh: Browser, stranger: Browser, tablet: tuple[Browser, str], session: Session, desk: Desk
) -> None:
    kiosk = session.scalars(select(Kiosk)).one()
    session.commit()
    for who in (hoa, minh, stranger):
        for path in (f"/desks/{desk.id}/kiosks", f"/desks/{desk.id}/hours", f"/kiosks/{kiosk.id}/binding",
                     f"/kiosks/{kiosk.id}/revocation"):  # fmt: skip
            assert who.post(path, {"name": "Máy"}, page="/").status == 404
    assert hoa.get(f"/desks/{desk.id}/kiosks").status == 200
    assert stranger.get(f"/desks/{desk.id}/kiosks").status == 404


def test_what_officials_do_is_on_record(tablet: tuple[Browser, str], session: Session, cast: Cast) -> None:
    verbs = list(session.scalars(select(AuditEntry.verb)))
    assert {"Thêm máy tại quầy", "Ghép máy tại quầy"} <= set(verbs)
