"""The list of plans and the first page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.core import clock
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


def test_the_first_page_names_what_is_late_and_due(lan: Browser, make: Make, cast: Cast) -> None:
    plan, today = make.plan(cast.hoa_sen), clock.today()
    make.task(plan, "Trả kết quả đúng hẹn", label="3")
    for days, unit in ((-1, "Đơn vị quá hạn"), (0, "Đơn vị hôm nay"), (9, "Văn phòng"), (40, "Đơn vị còn lâu")):
        make.deadline(plan, "x", due_on=today + timedelta(days=days), from_unit=unit)
    text = lan.get("/").text
    assert "quá 1 ngày Báo cáo “x” · mục III.1 Đơn vị quá hạn" in text
    assert f"{clock.show_day(today)}hôm nay Báo cáo “x” · mục III.1 Đơn vị hôm nay" in text
    assert "còn 9 ngày Báo cáo “x” · mục III.1 Văn phòng" in text
    assert "Đơn vị còn lâu" not in text


def test_an_administrator_of_two_offices_sees_whose_plan_it_is(lan: Browser, make: Make, cast: Cast) -> None:
    make.plan(cast.hoa_sen)
    assert "Ủy ban nhân dân phường Hoa Sen" not in lan.get("/plans").text
