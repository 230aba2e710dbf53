"""An office that was merged or divided: its doors say where to go, and lose nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.feedback.cases.models import Case
from app.offices.models import Office, Succession
from app.offices.queries import heirs_of
from tests.client import Browser
from tests.make import Make

ENDED = date(2026, 7, 1)


def take_over(session: Session, old: Office, *heirs: Office) -> None:
    old.valid_to = ENDED
    for heir in heirs:
        session.add(Succession(predecessor_id=old.id, successor_id=heir.id, taken_over_on=ENDED))
    session.commit()


@pytest.fixture
def old(make: Make) -> Office:
    return make.office("Ủy ban nhân dân xã Cũ", "xa-cu")


@pytest.fixture
def new(make: Make) -> Office:
    return make.office("Ủy ban nhân dân phường Mới", "phuong-moi")


@pytest.mark.parametrize("door", ["", "/petition", "/suggestion"])
def test_it_works(browser: Browser, session: Session, old: Office, new: Office, door: str) -> None:
    take_over(session, old, new)
    page = browser.get(f"/C/xa-cu{door}")
    assert page.status == 410
    assert "nay do cơ quan dưới đây tiếp nhận" in page.text
    assert 'href="/C/phuong-moi"' in page.html
    assert browser.get("/C/phuong-moi").status == 200


def test_an_office_that_ends_tomorrow_is_open_today(
    browser: Browser, session: Session, old: Office, new: Office
) -> None:
    take_over(session, old, new)
    old.valid_to = clock.today() + timedelta(days=1)
    session.commit()
    assert browser.get("/C/xa-cu").status == 200


def test_where_nobody_wrote_down_who_took_over_the_doors_stay(browser: Browser, session: Session, old: Office) -> None:
    take_over(session, old)
    assert browser.get("/C/xa-cu").status == 200


def test_what_was_begun_before_is_still_taken(browser: Browser, session: Session, old: Office, new: Office) -> None:
    fields = browser.get("/C/xa-cu/petition").fields("/C/xa-cu/petition")
    take_over(session, old, new)
    page = browser.post_plain("/C/xa-cu/petition", {**fields, "text": "Đèn đường hỏng."})
    assert "Đã nhận" in page.text
    assert session.scalars(select(Case.office_id)).all() == [old.id]


def test_heirs_are_found_over_several_steps_and_in_a_circle(
    session: Session, make: Make, old: Office, new: Office
) -> None:
    middle, other = make.office("Ủy ban nhân dân xã Giữa"), make.office("Ủy ban nhân dân xã Khác")
    take_over(session, old, middle, other)
    take_over(session, middle, new, old)
    assert heirs_of(session, old, on=clock.today()) == [new, other]
    assert heirs_of(session, new, on=clock.today()) == []
