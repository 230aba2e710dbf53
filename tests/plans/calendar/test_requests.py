"""Reports asked for out of turn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.plans.calendar.models import Asked, ReportRequest
from tests.cast import Cast
from tests.client import Browser
from tests.plans.calendar.scene import Scene


@pytest.fixture
def wanted(scene: Scene, cast: Cast) -> dict[str, Any]:
    """A request to Minh and two units."""
    return {
        "subject": "Báo cáo hồ sơ quá hạn",
        "what": "Số hồ sơ, lý do.\nĐề xuất.",
        "due_on": (scene.today + timedelta(days=4)).isoformat(),
        "officials": [str(cast.minh.id)],
        "units": ["Tổ dân phố"],
        "others": "Công an phường\n\n  Công an phường ",
        "plan": str(scene.plan.id),
    }


def ask(browser: Browser, wanted: dict[str, Any], **changes: Any) -> Any:
    return browser.post("/calendar/requests/new", {**wanted, **changes}, follow=True)


def test_it_works(thu: Browser, minh: Browser, scene: Scene, wanted: dict[str, Any], session: Session) -> None:
    page = ask(thu, wanted)
    assert "Đã gửi yêu cầu báo cáo tới 3 nơi nhận." in page.text
    asked = session.scalars(select(Asked).order_by(Asked.id)).all()
    assert [row.unit for row in asked] == [None, "Công an phường", "Tổ dân phố"]
    mine = minh.get(f"/calendar/entries/r{asked[0].id}")
    assert "Số hồ sơ, lý do." in mine.text
    assert "Thu" in mine.text
    assert "Báo cáo hồ sơ quá hạn" in minh.get("/").text
    assert "báo cáo đột xuất" in minh.get(f"/plans/{scene.plan.id}").text


def test_the_asked_finishes_it_with_evidence(
    thu: Browser, minh: Browser, scene: Scene, wanted: dict[str, Any], session: Session
) -> None:
    ask(thu, wanted)
    path = f"/calendar/entries/r{session.scalars(select(Asked.id).order_by(Asked.id)).first()}"
    data = {"done_on": scene.today.isoformat(), "file": Browser.file(b"%PDF-1.4", "a.pdf")}
    page = minh.post(f"{path}/completion", data, page=path, follow=True)
    assert "Đã xong ngày" in page.text
    assert "a.pdf" in thu.get(path).text


def test_a_unit_is_answered_for_by_who_asked_and_the_administrator(
    thu: Browser, minh: Browser, scene: Scene, wanted: dict[str, Any], session: Session
) -> None:
    ask(thu, wanted)
    unit = session.scalars(select(Asked).where(Asked.unit == "Tổ dân phố")).one()
    path = f"/calendar/entries/r{unit.id}"
    assert minh.post(f"{path}/completion", {"done_on": scene.today.isoformat()}, page=path).status == 403
    assert thu.post(f"{path}/completion", {"done_on": scene.today.isoformat()}, page=path).status == 302


def test_an_observer_and_a_stranger_see_no_requests(
    thu: Browser, hoa: Browser, stranger: Browser, wanted: dict[str, Any], session: Session
) -> None:
    ask(thu, wanted)
    asked = session.scalars(select(Asked)).first()
    assert asked
    for browser in (hoa, stranger):
        assert browser.get(f"/calendar/entries/r{asked.id}").status == 404
        assert "Báo cáo hồ sơ quá hạn" not in browser.get("/calendar").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"subject": "  "}, "Hãy ghi nội dung cần báo cáo."),
        ({"due_on": "2020-01-01"}, "Hạn gửi báo cáo không thể trước hôm nay."),
        ({"due_on": "9999-12-31"}, "Hãy ghi một ngày từ năm 2000 đến năm 2100."),
        ({"due_on": ""}, "Hãy chọn ngày."),
        ({"officials": [], "units": [], "others": " \n"}, "Hãy chọn hoặc ghi ít nhất một người hoặc một đơn vị"),
        ({"others": "\n".join(f"Tổ {n}" for n in range(61))}, "Hãy chọn từ 1 đến 60 người hoặc đơn vị được yêu cầu."),
        ({"officials": ["987654321"]}, "Cần xem lại"),
        ({"plan": "987654321"}, "Cần xem lại"),
    ],
)
def test_a_request_nobody_could_follow_is_refused(
    thu: Browser, wanted: dict[str, Any], session: Session, changes: dict[str, Any], sentence: str
) -> None:
    page = ask(thu, wanted, **changes)
    assert page.status == 422
    assert sentence in page.text
    assert session.scalars(select(ReportRequest)).all() == []


def test_everything_that_is_missing_is_named_at_once(thu: Browser, wanted: dict[str, Any]) -> None:
    page = ask(thu, wanted, subject="", due_on="2020-01-01", officials=[], units=[], others="")
    assert "Hãy ghi nội dung cần báo cáo." in page.text
    assert "Hạn gửi báo cáo không thể trước hôm nay." in page.text
    assert "Hãy chọn hoặc ghi ít nhất một người hoặc một đơn vị được yêu cầu." in page.text
    assert "#officials" in page.links


def test_somebody_of_another_office_is_not_asked(thu: Browser, cast: Cast, wanted: dict[str, Any]) -> None:
    assert ask(thu, wanted, officials=[str(cast.quan.id)]).status == 422


def test_an_officer_asks_nobody(minh: Browser) -> None:
    assert minh.get("/calendar/requests/new").status == 404


def test_a_cancelled_request_leaves_every_calendar(
    thu: Browser, minh: Browser, stranger: Browser, wanted: dict[str, Any], session: Session
) -> None:
    ask(thu, wanted)
    request = session.scalars(select(ReportRequest)).one()
    path = f"/calendar/requests/{request.id}/cancellation"
    assert minh.post(path, page="/").status == 404
    assert stranger.post(path, page="/").status == 404
    assert "Đã hủy yêu cầu" in thu.post(path, page="/", follow=True).text
    assert "Yêu cầu này đã được hủy." in thu.post(path, page="/", follow=True).text
    assert "Báo cáo hồ sơ quá hạn" not in minh.get("/").text
