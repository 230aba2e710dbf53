"""The screen of what is set aside: counts, scores with and without, the way back, and who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.core.tokens import hour_key
from app.plans.models import Plan
from app.responses.actions import Answered, set_aside, submit_all
from app.responses.asked import asked_by
from app.responses.models import Quarantine
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make
from tests.responses.scene import GOOD, NOON, Scene

SECRET_WORDS = "Anh Ba ở tổ 4 chờ lâu"


@pytest.fixture
def scene(make: Make, cast: Cast) -> Scene:
    form = make.form(make.task(make.plan(cast.hoa_sen)))
    edition = make.edition(form)
    placements = (
        make.placement(make.desk(cast.hoa_sen, "Quầy số 1"), form),
        make.placement(make.desk(cast.hoa_sen, "Quầy số 2"), form),
    )
    return Scene(form, edition, placements)


@pytest.fixture
def plan(scene: Scene) -> Plan:
    return scene.form.task.plan


def suspect(session: Session, scene: Scene, *checks: str, times: int = 1) -> None:
    """Let the program itself set responses aside."""
    forms = [
        Answered(
            hour_key(NOON), asked_by(scene.edition), scene.placement.desk_id, {**GOOD, "y_kien": SECRET_WORDS},
            "phone", NOON, "vi", checks=checks,
        )
        for _time in range(times)
    ]  # fmt: skip
    submit_all(session, forms)
    session.commit()


def judge(browser: Browser, plan: Plan, action: str, **fields: object) -> Page:
    return browser.post(f"/plans/{plan.id}/quarantine{action}", fields, page=f"/plans/{plan.id}/quarantine")


def test_it_works(thu: Browser, scene: Scene, plan: Plan, session: Session) -> None:
    for _time in range(6):
        scene.send(session)
    suspect(session, scene, "too_fast", "hasty", times=5)
    suspect(session, scene, "same_browser")
    page = thu.get(f"/plans/{plan.id}/quarantine")
    assert "Đang tạm loại 6 phiếu" in page.text
    for words in ("Trả lời quá nhanh", "Cùng một trình duyệt", "Quầy số 1", "20/11/2026", "12 giờ ngày 20/11/2026"):
        assert words in page.text
    assert "n = 6" in page.text
    assert "n = 12" in page.text
    assert "Phiếu tạm loại" in thu.get(f"/plans/{plan.id}").text


def test_texts_and_keys_of_people_are_not_shown(hoa: Browser, scene: Scene, plan: Plan, session: Session) -> None:
    suspect(session, scene, "burst")
    page = hoa.get(f"/plans/{plan.id}/quarantine")
    assert SECRET_WORDS not in page.html
    assert "có trả lời; không hiện ở đây" in page.text


def test_a_leader_restores_with_a_reason_and_a_name(
    thu: Browser, scene: Scene, plan: Plan, session: Session, cast: Cast
) -> None:
    suspect(session, scene, "burst")
    row = session.scalars(select(Quarantine)).one()
    answer = judge(thu, plan, "/restoration", response=str(row.response_id), reason="Buổi tiếp dân lưu động")
    assert answer.status == 302
    session.expire_all()
    assert session.scalars(select(Quarantine)).one().restored_by_id == cast.thu.id
    page = thu.get(f"/plans/{plan.id}/quarantine", state="restored")
    assert "Thu khôi phục lúc" in page.text
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.details == {"reason": "Buổi tiếp dân lưu động"}


def test_restoring_twice_or_without_a_reason_is_refused(
    thu: Browser, scene: Scene, plan: Plan, session: Session
) -> None:
    suspect(session, scene, "burst")
    key = str(session.scalars(select(Quarantine.response_id)).one())
    page = judge(thu, plan, "/restoration", response=key, reason=" ")
    assert (page.status, "Hãy ghi lý do khôi phục" in page.text) == (422, True)
    assert judge(thu, plan, "/restoration", response=key, reason="Nhầm").status == 302
    page = judge(thu, plan, "/restoration", response=key, reason="Nhầm")
    assert (page.status, "không bị tạm loại" in page.text) == (409, True)


def test_a_response_of_another_plan_is_not_found(
    thu: Browser, make: Make, cast: Cast, scene: Scene, plan: Plan, session: Session
) -> None:
    suspect(session, scene, "burst")
    key = str(session.scalars(select(Quarantine.response_id)).one())
    other = make.plan(cast.hoa_sen, "Kế hoạch khác", number=None)
    assert judge(thu, other, "/restoration", response=key, reason="Nhầm").status == 404
    assert judge(thu, plan, "/restoration", response="abc", reason="Nhầm").status == 422


def test_some_hours_of_a_desk_are_set_aside_by_hand(
    thu: Browser, scene: Scene, plan: Plan, session: Session, cast: Cast
) -> None:
    scene.send(session)
    scene.send(session, hour=NOON + timedelta(hours=2))
    scene.send(session, placement=scene.placements[1])
    session.commit()
    fields = {"desk": scene.placement.desk_id, "day": "2026-11-20", "first": 12, "last": 12, "reason": "Cầm máy hộ"}
    assert judge(thu, plan, "", **fields).status == 302
    rows = session.scalars(select(Quarantine)).all()
    assert [(row.reason, row.set_aside_by_id, row.checks) for row in rows] == [("Cầm máy hộ", cast.thu.id, "")]
    page = thu.get(f"/plans/{plan.id}/quarantine")
    assert "Tạm loại bằng tay" in page.text
    assert "Thu tạm loại lúc" in page.text
    again = judge(thu, plan, "", **fields)
    assert (again.status, "không có phiếu nào đang được tính" in again.text) == (422, True)


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"day": "mai"}, {"first": "25"}, {"desk": "999999"}])
def test_what_is_wrong_stands_beside_its_field(
    thu: Browser, scene: Scene, plan: Plan, session: Session, wrong: dict[str, str]
) -> None:
    scene.send(session)
    session.commit()
    fields = {"desk": scene.placement.desk_id, "day": "2026-11-20", "first": 12, "last": 12, "reason": "R"} | wrong
    page = judge(thu, plan, "", **fields)
    assert page.status == 422
    assert "Cần xem lại" in page.text
    assert session.scalars(select(Quarantine)).all() == []


def test_observers_read_and_cannot_change(hoa: Browser, scene: Scene, plan: Plan, session: Session) -> None:
    suspect(session, scene, "burst")
    page = hoa.get(f"/plans/{plan.id}/quarantine")
    assert page.status == 200
    assert "Khôi phục phiếu này" not in page.text
    assert "Lý do tạm loại" not in page.text
    key = str(session.scalars(select(Quarantine.response_id)).one())
    path = f"/plans/{plan.id}/quarantine"
    token = page.csrf
    assert hoa.post_plain(f"{path}/restoration", {"csrf_token": token, "response": key, "reason": "R"}).status == 404
    assert hoa.post_plain(path, {"csrf_token": token}).status == 404


def test_those_who_are_rated_and_strangers_do_not_see_it(minh: Browser, stranger: Browser, plan: Plan) -> None:
    assert minh.get(f"/plans/{plan.id}/quarantine").status == 404
    assert stranger.get(f"/plans/{plan.id}/quarantine").status == 404


def test_an_empty_plan_says_so(thu: Browser, plan: Plan) -> None:
    assert "Không có phiếu nào đang tạm loại" in thu.get(f"/plans/{plan.id}/quarantine").text


def test_many_are_shown_page_by_page(thu: Browser, scene: Scene, plan: Plan, session: Session) -> None:
    set_aside(session, scene.send(session), "Trùng", None)
    suspect(session, scene, "burst", times=27)
    first = thu.get(f"/plans/{plan.id}/quarantine")
    assert "Trang sau" in first.text
    assert f"/plans/{plan.id}/quarantine?page=2" in first.links
    second = thu.get(f"/plans/{plan.id}/quarantine", page=2)
    assert "Trang trước" in second.text
    assert second.html.count("<article") == 3
