"""Measures: taken on once, ended once, and made public only by somebody who looked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.feedback.measures.models import Measure
from app.feedback.measures.queries import done_measures
from app.plans.models import Task
from tests.cast import Cast
from tests.client import Browser, Page
from tests.feedback.conftest import Hall
from tests.make import Make

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def task(make: Make, cast: Cast) -> Task:
    return make.task(make.plan(cast.hoa_sen), holder=cast.minh)


def typed(page: Page, cast: Cast, action: str, **other: Any) -> dict[str, Any]:
    day = (clock.today() + timedelta(days=7)).isoformat()
    written = {"said": "Thiếu ghế.", "doing": "Mua ghế.", "owner": cast.minh.id, "due_on": day}
    return page.fields(action) | written | other


def take_on(browser: Browser, cast: Cast, query: str = "", **other: Any) -> Page:
    action = f"/measures/new{query}" if "case" in query else "/measures/new"
    fields = typed(browser.get(f"/measures/new{query}"), cast, action, **other)
    return browser.post_plain(action, fields, follow=True)


def released(session: Session, office_id: int) -> list[str]:
    return [line.done for line in done_measures(session, office_id, clock.today(), clock.today())]


def test_it_works(minh: Browser, cast: Cast, session: Session, task: Task) -> None:
    """From the task's page to "you said, we did"."""
    page = take_on(minh, cast, f"?task={task.id}")
    assert "Mua ghế." in page.text
    made = session.scalars(select(Measure)).one()
    assert (made.task_id, made.owner_id, made.state) == (task.id, cast.minh.id, "open")
    assert f"/tasks/{task.id}/measures" in minh.get(f"/tasks/{task.id}").links
    assert "Mua ghế." in minh.get(f"/tasks/{task.id}/measures").text
    path = f"/measures/{made.id}"
    minh.post(f"{path}/completion", {"text": "Đã mua mười ghế.", "public": "y"}, page=path)
    assert released(session, cast.hoa_sen.id) == ["Đã mua mười ghế."]
    assert done_measures(session, cast.an_binh.id, clock.today(), clock.today()) == []
    again = minh.post(f"{path}/completion", {"text": "Lần nữa."}, page=path)
    assert again.status == 409
    assert "đã kết thúc từ trước" in again.text
    minh.post(f"{path}/reopening", page=path)
    assert released(session, cast.hoa_sen.id) == []


def test_one_page_sent_twice_is_one_measure(minh: Browser, cast: Cast, session: Session, task: Task) -> None:
    action = f"/measures/new?task={task.id}"
    fields = typed(minh.get(action), cast, "/measures/new")
    for _time in range(2):
        assert minh.post_plain("/measures/new", fields).status == 303
    assert len(session.scalars(select(Measure)).all()) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"owner": 0}, "Hãy chọn người phụ trách"),
        ({"due_on": "2020-01-01"}, "Hạn phải từ hôm nay"),
        ({"said": ""}, "Hãy điền ô này."),
        ({"said": "x" * 100_000}, "dài nhất 2000 ký tự"),
        ({"unit": "x" * 300}, "dài nhất 200 ký tự"),
    ],
)
def test_what_does_not_fit_comes_back(minh: Browser, cast: Cast, task: Task, wrong: dict[str, Any], words: str) -> None:
    fields = typed(minh.get(f"/measures/new?task={task.id}"), cast, "/measures/new", **wrong)
    page = minh.post_plain("/measures/new", fields)
    assert page.status == 422
    assert words in page.text
    assert page.fields("/measures/new")["doing"] == "Mua ghế."


def test_nothing_that_names_somebody_is_released_unseen(minh: Browser, make: Make, cast: Cast, task: Task) -> None:
    made = make.measure(task, said="Nhà bà Trần Thị Bé thiếu điện.", by=cast.minh)
    path = f"/measures/{made.id}"
    page = minh.post(f"{path}/completion", {"text": "Đã nối điện.", "public": "y"}, page=path)
    assert page.status == 422
    assert "bà Trần Thị Bé" in page.text
    page = minh.post(f"{path}/completion", {"text": "Đã nối.", "public": "y", "looked": "y"}, page=path, follow=True)
    assert "công khai" in page.text


def test_it_is_dropped_with_a_reason(minh: Browser, make: Make, cast: Cast, task: Task, session: Session) -> None:
    path = f"/measures/{make.measure(task, by=cast.minh).id}"
    assert minh.post(f"{path}/dropping", {"text": " "}, page=path).status == 422
    assert "Đã có ghế mới." in minh.post(f"{path}/dropping", {"text": "Đã có ghế mới."}, page=path, follow=True).text
    assert released(session, cast.hoa_sen.id) == []


def test_what_is_late_stands_first(minh: Browser, make: Make, cast: Cast, task: Task) -> None:
    make.measure(task, said="Sau.", by=cast.minh)
    make.measure(task, said="Trước.", due_in=-3, by=cast.minh)
    page = minh.get("/measures")
    assert page.text.index("Trước.") < page.text.index("Sau.")
    assert "Sau." not in minh.get("/measures?pile=late").text


def test_it_is_made_from_a_case_and_from_a_remark(minh: Browser, make: Make, cast: Cast, hall: Hall) -> None:
    case = make.case(cast.hoa_sen, "Đèn hỏng.", task=hall.held)
    remark = hall.write("Chờ lâu quá.")
    assert f"/measures/new?case={case.id}" in minh.get(f"/cases/{case.id}").links
    assert f"/measures/new?remark={remark.id}" in minh.get(f"/remarks/{remark.id}").links
    page = take_on(minh, cast, f"?case={case.id}", task=hall.held.id)
    assert f"/cases/{case.id}" in page.links
    assert "Chờ lâu quá." in minh.get(f"/measures/new?remark={remark.id}").text


def test_a_case_that_turns_out_restricted_takes_its_measure_along(
    lan: Browser, make: Make, cast: Cast, task: Task, session: Session
) -> None:
    case = make.case(cast.hoa_sen, task=task)
    made = make.measure(task, case=case, by=cast.lan)
    path = f"/measures/{made.id}"
    lan.post(f"{path}/completion", {"text": "Đã sửa.", "public": "y"}, page=path)
    session.refresh(case)
    case.restricted = True
    session.commit()
    assert released(session, cast.hoa_sen.id) == []
    assert lan.get(path).status == 404


def test_a_title_is_only_text(minh: Browser, cast: Cast, task: Task) -> None:
    page = take_on(minh, cast, f"?task={task.id}", doing=SCRIPT)
    assert SCRIPT not in page.html
    assert SCRIPT in page.text


def test_a_plan_with_measures_stays(lan: Browser, make: Make, cast: Cast, task: Task) -> None:
    make.measure(task, by=cast.lan)
    page = lan.post(f"/plans/{task.plan_id}/removal")
    assert page.status == 409
    assert "Đã có việc làm theo ý kiến" in page.text


def test_a_stranger_does_not_learn_it_exists(
    stranger: Browser, hoa: Browser, make: Make, cast: Cast, task: Task
) -> None:
    made = make.measure(task, by=cast.minh)
    assert stranger.get(f"/measures/{made.id}").status == 404
    assert stranger.get(f"/tasks/{task.id}/measures").status == 404
    assert hoa.get(f"/measures/{made.id}").status == 200
    assert hoa.get("/measures/new").status == 404
