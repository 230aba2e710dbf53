"""The calendar's lists: what is late, due, ahead and done, narrowed and by the month."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.core import clock
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make
from tests.plans.calendar.scene import Scene


def test_it_works(lan: Browser, scene: Scene) -> None:
    page = lan.get("/calendar")
    for words in (
        "Treo băng rôn xong trước ngày đã hẹn.",
        "Nhiệm vụ 2: Tuyên truyền",
        "còn 3 ngày",
        f"Báo cáo năm {scene.year}",
        "“kịp thời”",
        "cần đặt ngày",
        "15/KH-UBND",
    ):
        assert words in page.text
    assert scene.path(scene.of_task) in page.links


def test_an_empty_calendar_teaches(lan: Browser) -> None:
    text = lan.get("/calendar").text
    assert "Chưa có thời hạn nào" in text
    assert "sẽ được hỏi lại để cơ quan đặt ngày" in text


def test_the_list_is_narrowed_by_its_address(lan: Browser, scene: Scene, make: Make, cast: Cast) -> None:
    other = make.deadline(make.plan(cast.hoa_sen, "Kế hoạch khác"), "x", due_on=scene.today, from_unit="Tổ khác")
    assert scene.path(other) in lan.get("/calendar").links
    for asked in ({"plan": scene.plan.id}, {"unit": "Các phòng, đơn vị"}, {"state": "asking"}):
        assert scene.path(other) not in lan.get("/calendar", **asked).links, asked
    assert scene.path(other) in lan.get("/calendar", unit="tổ khác").links
    assert "Không có thời hạn nào phù hợp" in lan.get("/calendar", unit="Không có", state="done").text


@pytest.mark.parametrize(
    "query", ["plan=x", "plan=99999999999999", "state=gone", "unit=%00", "month=2026-13", "month=x"]
)
def test_an_address_that_makes_no_sense_narrows_nothing(lan: Browser, scene: Scene, query: str) -> None:
    assert lan.get(f"/calendar?{query}").status == 200
    assert lan.get(f"/calendar/month?{query}").status == 200


def test_a_late_internal_day_is_warned_of(lan: Browser, scene: Scene) -> None:
    text = lan.get("/calendar").text
    assert "Hạn nội bộ chưa trước hạn gửi cấp trên" in text
    assert "Hạn nội bộ này không trước hạn gửi cấp trên." in text
    assert "Hạn nội bộ chưa trước hạn gửi cấp trên" in lan.get(f"/plans/{scene.plan.id}").text


def test_a_month_shows_its_days(lan: Browser, scene: Scene) -> None:
    page = lan.get("/calendar/month", month=f"{scene.year}-12")
    assert f"Tháng 12/{scene.year}" in page.text
    assert scene.path(scene.inner) in page.links
    assert scene.path(scene.undated) not in page.links
    assert f"/calendar/month?month={scene.year}-11" in page.links
    assert f"/calendar/month?month={scene.year + 1}-01" in page.links


def test_a_month_without_anything_says_so(lan: Browser, scene: Scene) -> None:
    assert "Không có việc nào đến hạn trong tháng này." in lan.get("/calendar/month", month="2030-05").text


def test_a_month_keeps_the_choice_of_a_plan(lan: Browser, scene: Scene) -> None:
    page = lan.get("/calendar/month", month=f"{scene.year}-12", plan=scene.plan.id)
    assert f"/calendar/month?plan={scene.plan.id}&month={scene.year}-11" in page.links


def test_a_stranger_sees_nothing_of_it(stranger: Browser, scene: Scene) -> None:
    assert "Chưa có thời hạn nào" in stranger.get("/calendar").text
    assert stranger.get(scene.path(scene.of_task)).status == 404


def test_an_observer_reads_and_finds_nothing_to_press(hoa: Browser, scene: Scene) -> None:
    assert hoa.get("/calendar").status == 200
    page = hoa.get(scene.path(scene.of_task))
    assert "Đánh dấu đã xong" not in page.text
    assert "Đặt ngày này" not in page.text


def test_a_plan_shows_the_state_of_its_deadlines(lan: Browser, scene: Scene) -> None:
    page = lan.get(f"/plans/{scene.plan.id}")
    assert "còn 3 ngày" in page.text
    assert scene.path(scene.of_task) in page.links


def test_many_plans_cost_no_more_queries(
    lan: Browser, scene: Scene, make: Make, cast: Cast, statements: list[str]
) -> None:
    lan.get("/calendar")
    statements.clear()
    lan.get("/calendar")
    before = len(statements)
    for number in range(5):
        make.deadline(make.plan(cast.hoa_sen, f"Kế hoạch {number}"), "x", due_on=clock.today() + timedelta(days=number))
    statements.clear()
    lan.get("/calendar")
    assert len(statements) == before


def test_the_calendar_is_readable_in_english(lan: Browser, scene: Scene, session: Session) -> None:
    text = lan.get("/calendar", lang="en").text
    assert "A day is needed" in text
    assert "3 days left" in text
