"""The clock's screens: limits in words, what moves before it moves, the calendar by year, the reception."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.feedback.cases.models import Case
from app.feedback.clock.queries import table_for
from app.feedback.clock.rules import Limit
from app.offices.models import Holiday
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make

LIMIT = "/cases/clock/petition/normal"
WEEK = {"first_amount": "8", "first_unit": "working_hours", "final_amount": "5", "final_unit": "working_days"}


@pytest.fixture
def case(make: Make, cast: Cast) -> Case:
    return make.case(cast.hoa_sen, "Cống tắc trước chợ.")


def send(browser: Browser, page: str = LIMIT, **typed: str) -> Page:
    """Fill in the form of a page and send it."""
    return browser.post_plain(page, {**browser.get(page).fields(page), **typed})


def test_it_works(lan: Browser, cast: Cast, case: Case, session: Session) -> None:
    """Lan shortens a limit: she sees which case would move, nothing is written, then it is done and told."""
    assert "mặc định, cần kiểm tra lại" in lan.get("/cases/clock").text
    before = case.due_at
    shown = send(lan, **WEEK)
    assert shown.status == 200
    assert "hạn của 1 phản ánh đang mở sẽ dời" in shown.text
    assert not table_for(session, cast.hoa_sen.id).checked
    session.expire_all()
    assert case.due_at == before
    assert send(lan, **WEEK, confirmed="1").status == 303
    session.expire_all()
    assert case.due_at is not None
    assert before is not None
    assert case.due_at < before
    assert table_for(session, cast.hoa_sen.id).of("petition", "normal").final == Limit(5, "working_days")
    page = lan.get("/cases/clock").text
    assert "Cơ quan đã kiểm tra bảng này" in page
    assert "Dời hạn phản ánh theo thời hạn mới" in page


def test_what_moves_nothing_is_saved_at_once(lan: Browser, cast: Cast, session: Session) -> None:
    assert send(lan, **WEEK).status == 303
    assert table_for(session, cast.hoa_sen.id).checked


def test_a_case_that_becomes_late_by_the_change_is_marked(lan: Browser, case: Case, session: Session) -> None:
    step = case.steps[0]
    step.at -= timedelta(days=10)
    session.commit()
    assert "thành quá hạn" in send(lan, **WEEK | {"final_amount": "1"}).text


def test_it_refuses_no_time_at_all_and_too_much(lan: Browser, cast: Cast, session: Session) -> None:
    for amount in ("0", "400", "x", ""):
        assert send(lan, **WEEK | {"final_amount": amount}).status == 422
    assert send(lan, **WEEK | {"final_unit": "weeks"}).status == 422
    assert not table_for(session, cast.hoa_sen.id).checked


def test_there_is_no_page_about_another_kind(lan: Browser) -> None:
    assert lan.get("/cases/clock/rumour/normal").status == 404
    assert lan.get("/cases/clock/petition/soon").status == 404


def test_the_table_can_be_confirmed_as_it_is(lan: Browser, cast: Cast, session: Session) -> None:
    page = lan.get("/cases/clock")
    assert lan.post_plain("/cases/clock/check", page.fields("/cases/clock/check")).status == 303
    assert table_for(session, cast.hoa_sen.id).checked


def test_only_administrators_set_the_clock(minh: Browser, thu: Browser, hoa: Browser, stranger: Browser) -> None:
    for browser in (minh, thu, hoa):
        assert browser.get("/cases/clock").status == 404
    assert "Hoa Sen" not in stranger.get("/cases/clock", office="1").text


def test_a_holiday_moves_open_cases_at_once_and_says_how_many(
    lan: Browser, make: Make, cast: Cast, case: Case, session: Session
) -> None:
    """Also at an office below, which works on the same days."""
    cast.an_binh.superior_id = cast.hoa_sen.id
    below = make.case(cast.an_binh, "Đèn hỏng.")
    session.commit()
    assert case.due_at is not None
    was, day = case.due_at, case.due_at.date()
    form = lan.get("/calendar/settings").fields("/calendar/holidays")
    typed = {"day-first": f"{day:%d/%m/%Y}", "day-name": "Nghỉ bù"}
    assert lan.post_plain("/calendar/holidays", {**form, **typed}).status == 302
    session.expire_all()
    assert case.due_at > was
    assert below.due_at == case.due_at
    moved = [entry.details["cases_moved"] for entry in session.scalars(select(AuditEntry)) if "lịch nghỉ" in entry.verb]
    assert moved == [1, 1]
    holiday = session.scalars(select(Holiday)).one()
    page = lan.get("/cases/clock", year=str(day.year))
    assert "Nghỉ bù" in page.text
    assert "Dời hạn phản ánh theo lịch nghỉ" in page.text
    removal = f"/calendar/holidays/{holiday.id}/removal"
    lan.post_plain(removal, lan.get("/calendar/settings").fields(removal))
    session.expire_all()
    assert case.due_at == was


def test_days_are_listed_by_year_and_those_from_above_say_so(
    lan: Browser, cast: Cast, make: Make, session: Session
) -> None:
    cast.hoa_sen.superior_id = cast.an_binh.id
    session.add(Holiday(office_id=cast.an_binh.id, falls_on=date(2027, 2, 5), name="Tết", working=False))
    session.commit()
    page = lan.get("/cases/clock", year="2027")
    (row,) = [row for row in page.tree.iter("tr") if "05/02/2027" in "".join(row.itertext())]
    assert [cell.text for cell in row.iter("td")] == ["Tết", "nghỉ", "Ủy ban nhân dân xã An Bình"]
    assert "Chưa ghi ngày nghỉ nào của năm 2026" in lan.get("/cases/clock", year="2026").text


def test_the_reception_is_written_down_and_shown_at_the_fourth_door(lan: Browser, cast: Cast) -> None:
    page = "/cases/clock/reception"
    assert send(lan, page, address="", schedule="Thứ Ba").status == 422
    assert send(lan, page, address="Phòng 102", schedule="Thứ Ba\nThứ Năm").status == 303
    assert "Phòng 102" in lan.get("/cases/clock").text
    assert "Thứ Năm" in lan.get(f"/C/{cast.hoa_sen.code}/guidance").text
