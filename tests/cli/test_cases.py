"""``flask cases``: the clock, winding it anew, purging and resealing contact details."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import Result
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.feedback.cases.models import Case
from app.feedback.clock.queries import table_for
from app.feedback.clock.rules import DEFAULTS
from app.feedback.contact.models import CaseContact
from app.feedback.doors.models import Reception
from app.offices.models import Holiday
from tests.cast import Cast
from tests.make import Make


def test_it_works(command: Callable[..., Result], cast: Cast) -> None:
    """The table of an office with the days on which it would end now."""
    done = command("cases", "clock", "--office", cast.hoa_sen.code, "--json")
    lines = json.loads(done.output)
    assert len(lines) == len(DEFAULTS)
    assert all(line["first_due"] and line["final_due"] and line["checked"] is False for line in lines)
    plain = command("cases", "clock", "--office", cast.hoa_sen.code)
    assert "10 ngày làm việc" in plain.output
    assert "cần kiểm tra lại" in plain.output


def test_an_office_that_does_not_exist_is_named(command: Callable[..., Result]) -> None:
    done = command("cases", "clock", "--office", "khong-co")
    assert (done.exit_code, "khong-co" in done.output) == (1, True)


def test_a_new_holiday_moves_what_is_open(
    command: Callable[..., Result], session: Session, make: Make, cast: Cast
) -> None:
    case = make.case(cast.hoa_sen)
    assert case.due_at is not None
    before, last = case.due_at, clock.day_of(case.due_at)
    session.add(Holiday(office_id=cast.hoa_sen.id, falls_on=last, name="Nghỉ bù"))
    session.commit()
    assert "Đã dời hạn của 1 phản ánh." in command("cases", "recount", "--office", cast.hoa_sen.code).output
    after = session.get_one(Case, case.id, populate_existing=True).due_at
    assert after is not None
    assert after > before
    assert "Đã dời hạn của 0 phản ánh." in command("cases", "recount", "--office", cast.hoa_sen.code).output


def test_contact_details_are_purged_and_resealed(
    command: Callable[..., Result], session: Session, make: Make, cast: Cast
) -> None:
    case = make.case(cast.hoa_sen, contact={"phone": "0912 345 678"})
    row = session.get_one(CaseContact, case.id)
    sealed = row.sealed
    assert "Đã xóa thông tin liên hệ của 0 phản ánh." in command("cases", "purge").output
    assert "Đã mã hóa lại 1 mục." in command("cases", "reseal").output
    row = session.get_one(CaseContact, case.id, populate_existing=True)
    assert row.sealed != sealed
    row.delete_on = clock.today() - timedelta(days=1)
    session.commit()
    assert "Đã xóa thông tin liên hệ của 1 phản ánh." in command("cases", "purge").output
    assert session.scalar(select(func.count()).select_from(CaseContact)) == 0


def test_an_office_sets_its_own_limits(
    command: Callable[..., Result], session: Session, make: Make, cast: Cast
) -> None:
    case = make.case(cast.hoa_sen)
    before = case.due_at
    limits = ("--kind", "petition", "--first", "4", "working_hours", "--final", "5", "working_days")
    done = command("cases", "limit", "--office", cast.hoa_sen.code, *limits)
    assert "Đã dời hạn của 1 phản ánh." in done.output
    after = session.get_one(Case, case.id, populate_existing=True).due_at
    assert before is not None
    assert after is not None
    assert after < before
    assert table_for(session, cast.hoa_sen.id).checked
    assert not table_for(session, cast.an_binh.id).checked


@pytest.mark.parametrize("amount", ["0", "121"])
def test_a_limit_of_nothing_or_of_years_is_refused(
    command: Callable[..., Result], session: Session, cast: Cast, amount: str
) -> None:
    limits = ("--kind", "petition", "--first", "4", "working_hours", "--final", amount, "working_days")
    done = command("cases", "limit", "--office", cast.hoa_sen.code, *limits)
    assert (done.exit_code, "từ 1 đến 120" in done.output) == (1, True)
    assert not table_for(session, cast.hoa_sen.id).checked


def test_an_office_says_where_it_receives_people(command: Callable[..., Result], session: Session, cast: Cast) -> None:
    place = ("--office", cast.hoa_sen.code, "--address", "Phòng 102")
    assert command("cases", "reception", *place, "--schedule", "Thứ ba hằng tuần").exit_code == 0
    assert command("cases", "reception", *place, "--schedule", "Thứ năm hằng tuần").exit_code == 0
    assert session.scalars(select(Reception.schedule)).all() == ["Thứ năm hằng tuần"]
    assert "Hãy ghi cả địa chỉ" in command("cases", "reception", *place, "--schedule", " ").output
    assert "dài nhất" in command("cases", "reception", *place, "--schedule", "x" * 2001).output
