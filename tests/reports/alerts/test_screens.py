"""Who sees an alert, taking note of it, the rules of an office, and the command that looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from click.testing import Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.feedback.restricted.actions import Flag, box_case
from app.plans.models import Task, TaskHolder
from app.scores.alerts.actions import change_rules, tell
from app.scores.alerts.models import Alert
from app.scores.alerts.queries import choice_for
from app.scores.alerts.rules import LIMITS, RULES, Finding
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)


@pytest.fixture
def task(make: Make, cast: Cast) -> Task:
    return make.task(make.plan(cast.hoa_sen, year=2026), "Cải cách thủ tục")


@pytest.fixture
def alert(session: Session, cast: Cast, task: Task) -> Alert:
    details = {"value": 50, "target": 80}
    tell(session, cast.hoa_sen, [Finding("below", str(task.id), task_id=task.id, details=details)], now=NOW)
    session.commit()
    return session.scalars(select(Alert)).one()


def hold(session: Session, cast: Cast, task: Task) -> None:
    session.add(TaskHolder(task_id=task.id, official_id=cast.minh.id))
    session.commit()


@pytest.mark.parametrize("who", ["thu", "lan"])
def test_it_works(request: pytest.FixtureRequest, alert: Alert, task: Task, who: str) -> None:
    page = request.getfixturevalue(who).get("/alerts")
    assert "Dưới mục tiêu" in page.text
    assert "Khoảng 50 % hài lòng, mục tiêu là 80 %." in page.text
    assert f"/tasks/{task.id}/scores" in page.links
    assert "Cảnh báo 1 chưa ghi nhận" in page.text


def test_the_officer_in_charge_sees_it_and_another_does_not(
    minh: Browser, session: Session, cast: Cast, alert: Alert, task: Task
) -> None:
    assert "Không có cảnh báo nào." in minh.get("/alerts").text
    assert minh.post(f"/alerts/{alert.id}/acknowledgement", {"note": "Đã xem."}).status == 404
    hold(session, cast, task)
    assert "Khoảng 50 % hài lòng" in minh.get("/alerts").text


def test_somebody_may_be_told_besides(minh: Browser, session: Session, cast: Cast, alert: Alert) -> None:
    change_rules(session, cast.hoa_sen, off=[], limits={}, also=[cast.minh.id], by=None)
    session.commit()
    assert "Khoảng 50 % hài lòng" in minh.get("/alerts").text


def test_an_observer_never_sees_alerts(hoa: Browser, alert: Alert, task: Task) -> None:
    assert hoa.get("/alerts").status == 404
    page = hoa.get(f"/tasks/{task.id}/scores")
    assert page.status == 200
    assert "Cảnh báo" not in page.text


def test_a_stranger_learns_nothing(stranger: Browser, alert: Alert) -> None:
    assert "Khoảng" not in stranger.get("/alerts").text
    assert stranger.post(f"/alerts/{alert.id}/acknowledgement", {"note": "x"}).status == 404


@pytest.mark.parametrize("accused", [False, True])
def test_an_alert_about_what_became_restricted_is_the_heads_unless_it_accuses_him(
    lan: Browser, thu: Browser, session: Session, cast: Cast, make: Make, *, accused: bool
) -> None:
    case = make.case(cast.hoa_sen)
    finding = Finding("urgent", str(case.id), case_id=case.id, details={"reference": "AAAA-BBBB"})
    tell(session, cast.hoa_sen, [finding], now=NOW)
    session.commit()
    assert "AAAA-BBBB" in lan.get("/alerts").text
    flag = Flag("denunciation", "Nói rõ là tố cáo.", accused=[cast.thu.id] if accused else [])
    box_case(session, case, flag, by=cast.lan.id, seen=None)
    session.commit()
    assert "AAAA-BBBB" not in lan.get("/alerts").text
    assert ("AAAA-BBBB" in thu.get("/alerts").text) is not accused


def test_the_page_of_the_task_shows_it(thu: Browser, alert: Alert, task: Task) -> None:
    assert f"/alerts#alert-{alert.id}" in thu.get(f"/tasks/{task.id}/scores").links


def test_taking_note(thu: Browser, session: Session, cast: Cast, alert: Alert) -> None:
    page = thu.post(f"/alerts/{alert.id}/acknowledgement", {"note": "Đã họp, thêm một quầy."})
    assert page.status == 302
    session.refresh(alert)
    assert (alert.acknowledged_by_id, alert.note) == (cast.thu.id, "Đã họp, thêm một quầy.")
    assert "Không có cảnh báo nào." in thu.get("/alerts").text
    noted = thu.get("/alerts?state=noted").text
    assert "Đã họp, thêm một quầy." in noted
    assert "Thu ghi nhận lúc" in noted


def test_a_note_is_asked_for(thu: Browser, session: Session, alert: Alert) -> None:
    page = thu.post(f"/alerts/{alert.id}/acknowledgement", {"note": " "})
    assert page.status == 422
    assert "Hãy ghi việc đã làm hoặc sẽ làm" in page.text
    session.refresh(alert)
    assert alert.acknowledged_at is None


def test_the_empty_page_teaches_the_rules(thu: Browser) -> None:
    text = thu.get("/alerts").text
    assert all(rule.when in text for rule in RULES.values())


def test_an_administrator_changes_the_rules(lan: Browser, session: Session, cast: Cast) -> None:
    assert "báo cho lãnh đạo cơ quan" in lan.get("/alerts/rules").text
    address = f"/offices/{cast.hoa_sen.id}/alerts"
    fields = {key.replace(".", "__"): str(limit.default) for key, limit in LIMITS.items()}
    fields |= {f"on_{key}": "y" for key in RULES if key != "urgent"}
    page = lan.post(address, fields | {"gather__count": "4", "also": str(cast.lan.id)})
    assert page.status == 302
    choice = choice_for(session, cast.hoa_sen.id)
    assert (sorted(choice.off), choice.limits, sorted(choice.also)) == (
        ["urgent"],
        (("gather.count", 4),),
        [cast.lan.id],
    )
    wrong = lan.post(address, fields | {"gather__count": "1"})
    assert wrong.status == 422
    assert lan.post(address, fields | {"drop__months": "4"}).status == 422


@pytest.mark.parametrize("who", ["minh", "thu", "hoa"])
def test_nobody_else_does(request: pytest.FixtureRequest, cast: Cast, who: str) -> None:
    browser: Browser = request.getfixturevalue(who)
    assert browser.get(f"/offices/{cast.hoa_sen.id}/alerts").status == 404


def test_the_command(command: Callable[..., Result], session: Session, make: Make, cast: Cast) -> None:
    case = make.case(cast.hoa_sen)
    case.level = "urgent"
    session.commit()
    assert "hoa-sen: 1 cảnh báo mới, 0 điều không còn." in command("scores", "alert").output
    assert "hoa-sen: 0 cảnh báo mới" in command("scores", "alert", "--office", "hoa-sen").output
    refused = command("scores", "alert", "--office", "khong-co")
    assert refused.exit_code != 0
    assert "Không có cơ quan mang mã “khong-co”." in refused.output
