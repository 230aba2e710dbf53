"""How an office is reminded, and on which days it rests."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.mail import ConsoleSender, Outbox
from app.offices.models import Holiday
from app.plans.calendar.models import CalendarSetting
from tests.cast import Cast
from tests.client import Browser

GOOD = {"remind_days": "10, 3", "remind_overdue": "y", "lead_days": "7"}


def test_it_works(lan: Browser, session: Session, cast: Cast) -> None:
    page = lan.post("/calendar/settings", {**GOOD, "office": cast.hoa_sen.id}, page="/calendar/settings", follow=True)
    assert "Đã lưu cài đặt lịch." in page.text
    setting = session.scalars(select(CalendarSetting)).one()
    assert (setting.remind_days, setting.remind_overdue, setting.lead_days) == ([10, 3], True, 7)
    assert page.fields("/calendar/settings")["remind_days"] == ["10, 3"]


@pytest.mark.parametrize(
    "changes",
    [{"remind_days": "bảy"}, {"remind_days": "7 1 x"}, {"remind_days": "61"}, {"remind_days": "1,2,3,4,5,6"}]
    + [{"lead_days": value} for value in ("", "0", "61", "x")],
)
def test_settings_that_make_no_sense_are_refused(lan: Browser, session: Session, changes: dict[str, str]) -> None:
    page = lan.post("/calendar/settings", {**GOOD, **changes})
    assert page.status == 422
    assert "Cần xem lại" in page.text
    assert session.scalars(select(CalendarSetting)).all() == []


def test_a_holiday_of_several_days_is_written_down_and_taken_back(lan: Browser, session: Session) -> None:
    data = {"day-first": "2027-02-05", "day-last": "2027-02-11", "day-name": "Tết Nguyên đán"}
    page = lan.post("/calendar/holidays", data, page="/calendar/settings", follow=True)
    assert "Đã ghi 7 ngày." in page.text
    again = {**data, "day-last": "2027-02-05", "day-name": "Trực Tết", "day-working": "y"}
    lan.post("/calendar/holidays", again, page="/calendar/settings")
    session.expire_all()
    first = session.scalars(select(Holiday).order_by(Holiday.falls_on)).first()
    assert first
    assert (first.name, first.working) == ("Trực Tết", True)
    lan.post(f"/calendar/holidays/{first.id}/removal", page="/calendar/settings")
    session.expire_all()
    assert len(session.scalars(select(Holiday)).all()) == 6


@pytest.mark.parametrize(
    "changes",
    [
        {"day-first": ""},
        {"day-first": "x"},
        {"day-name": " "},
        {"day-last": "2027-02-01"},
        {"day-last": "2028-02-01"},
        {"day-first": "1900-01-01", "day-last": ""},
    ],
)
def test_days_that_make_no_sense_are_refused(lan: Browser, session: Session, changes: dict[str, str]) -> None:
    data = {"day-first": "2027-02-05", "day-last": "2027-02-11", "day-name": "Tết", **changes}
    page = lan.post("/calendar/holidays", data, page="/calendar/settings")
    assert page.status == 422
    assert session.scalars(select(Holiday)).all() == []


def test_another_offices_day_is_not_found(lan: Browser, session: Session, cast: Cast) -> None:
    session.add(Holiday(office_id=cast.an_binh.id, falls_on=cast.an_binh.valid_from, name="x"))
    session.commit()
    holiday = session.scalars(select(Holiday)).one()
    assert lan.post(f"/calendar/holidays/{holiday.id}/removal", page="/calendar/settings").status == 404


def test_only_administrators_choose(thu: Browser, minh: Browser, hoa: Browser) -> None:
    for browser in (thu, minh, hoa):
        assert browser.get("/calendar/settings").status == 404


def test_the_page_says_how_letters_go_out(lan: Browser, app: Flask, outbox: Outbox) -> None:
    assert "Thư được gửi qua máy chủ thư đã cài đặt." in lan.get("/calendar/settings").text


def test_the_page_says_that_no_letters_can_go_out(lan: Browser) -> None:
    assert "THUOCDO_MAIL_HOST" in lan.get("/calendar/settings").text
    assert "chưa được cài đặt máy chủ thư" in lan.get("/account/mail").text


def test_the_console_names_receiver_and_subject(capsys: pytest.CaptureFixture[str]) -> None:
    from app.core.mail import letter

    ConsoleSender().send(
        letter(sender="a@b.vn", to="lan@hoa-sen.gov.vn", name="Lan", subject="Việc", text="Nội dung", about="http://x")
    )
    shown = capsys.readouterr().err
    assert "lan@hoa-sen.gov.vn" in shown
    assert "Nội dung" in shown
