"""The list of plans and the first page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.core import clock
from app.plans.models import Deadline
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make

PAGES = pytest.mark.parametrize("path", ["/", "/plans"])


@PAGES
def test_it_works(lan: Browser, make: Make, cast: Cast, path: str) -> None:
    plan = make.plan(cast.hoa_sen)
    make.task(plan)
    make.task(plan, surveyed=False)
    page = lan.get(path)
    assert f"/plans/{plan.id}" in page.links
    assert f"{plan.title} 15/KH-UBND 2026 2 1" in page.text


@PAGES
def test_an_empty_list_teaches_the_administrator_what_to_do(lan: Browser, path: str) -> None:
    page = lan.get(path)
    assert "Chưa có kế hoạch nào" in page.text
    assert "/plans/import" in page.links


@PAGES
def test_an_empty_list_tells_the_others_what_they_will_see(hoa: Browser, path: str) -> None:
    page = hoa.get(path)
    assert "Khi quản trị viên của cơ quan nhập kế hoạch" in page.text
    assert "/plans/import" not in page.links


@PAGES
def test_plans_of_other_offices_are_not_there(stranger: Browser, make: Make, cast: Cast, path: str) -> None:
    plan = make.plan(cast.hoa_sen)
    page = stranger.get(path)
    assert plan.title not in page.text
    assert "Chưa có kế hoạch nào" in page.text


def test_an_official_without_a_role_is_told_whom_to_ask(app: Flask, make: Make) -> None:
    page = Browser(app).signed_in_as(make.official("An")).get("/")
    assert "chưa có vai trò trong cơ quan nào" in page.text


def test_the_first_page_names_what_is_due_next(lan: Browser, make: Make, cast: Cast, session: Session) -> None:
    plan = make.plan(cast.hoa_sen)
    today = clock.today()
    for at, (day, unit) in enumerate(
        [
            (today - timedelta(days=1), "Đơn vị quá hạn"),
            (today, "Đơn vị hôm nay"),
            (today + timedelta(days=9), "Văn phòng"),
        ]
    ):
        session.add(
            Deadline(plan_id=plan.id, position=at, kind="report", due_text="x", due_on=day, before=True, from_unit=unit)
        )
    session.commit()
    text = lan.get("/").text
    assert "Đơn vị quá hạn" not in text
    assert f"trước ngày {clock.show_day(today)} hôm nay Đơn vị hôm nay" in text
    assert f"trước ngày {clock.show_day(today + timedelta(days=9))} còn 9 ngày Văn phòng" in text


def test_an_administrator_of_two_offices_sees_whose_plan_it_is(lan: Browser, make: Make, cast: Cast) -> None:
    make.plan(cast.hoa_sen)
    assert "Ủy ban nhân dân phường Hoa Sen" not in lan.get("/plans").text
