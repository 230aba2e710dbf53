"""One task: its page and its correction."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry, Membership
from app.core import clock
from app.plans.actions import UnknownHolder, assign_task
from app.plans.models import Task
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make


@pytest.fixture
def task(make: Make, cast: Cast) -> Task:
    return make.task(make.plan(cast.hoa_sen), label="3")


def correct(browser: Browser, task: Task, **changes: Any) -> Page:
    path = f"/tasks/{task.id}/correction"
    fields = browser.get(path).fields(path)
    for name, value in changes.items():
        if value is None:
            fields.pop(name, None)
        else:
            fields[name] = value
    return browser.post_plain(path, fields)


def fresh(session: Session, task: Task) -> Task:
    session.expire_all()
    return session.get_one(Task, task.id)


def test_it_works(lan: Browser, task: Task, cast: Cast, session: Session) -> None:
    answer = correct(
        lan,
        task,
        title="Trả kết quả đúng hẹn",
        theme="public_service_ethics",
        target="92,5",
        holders=[str(cast.minh.id), str(cast.thu.id)],
    )
    assert (answer.status, answer.answer.location) == (302, f"/tasks/{task.id}")
    page = lan.get(f"/tasks/{task.id}")
    for part in ("Đã lưu nhiệm vụ.", "Trả kết quả đúng hẹn", "Đạo đức công vụ", "92,5 %", "Minh", "Thu"):
        assert part in page.text, part
    changed = fresh(session, task)
    assert changed.target_share == pytest.approx(0.925)
    assert {holder.official_id for holder in changed.holders} == {cast.minh.id, cast.thu.id}


def test_the_form_comes_filled_with_what_is_stored(lan: Browser, task: Task, cast: Cast) -> None:
    correct(lan, task, target="85", holders=[str(cast.minh.id)])
    fields = lan.get(f"/tasks/{task.id}/correction").fields(f"/tasks/{task.id}/correction")
    assert (fields["title"], fields["target"], fields["holders"]) == (task.title, ["85"], [str(cast.minh.id)])
    assert fields["theme"] == ["administrative_reform"]


def test_a_holder_can_be_taken_off_again(lan: Browser, task: Task, cast: Cast, session: Session) -> None:
    correct(lan, task, holders=[str(cast.minh.id), str(cast.thu.id)])
    correct(lan, task, holders=[str(cast.thu.id)])
    assert [holder.official_id for holder in fresh(session, task).holders] == [cast.thu.id]
    correct(lan, task, holders=None)
    assert fresh(session, task).holders == []


def test_switching_the_survey_off_needs_a_reason(lan: Browser, task: Task, session: Session) -> None:
    page = correct(lan, task, surveyed=None)
    assert page.status == 422
    assert "Hãy ghi lý do không khảo sát" in page.text
    assert fresh(session, task).surveyed
    assert correct(lan, task, surveyed=None, reason="Việc nội bộ.").status == 302
    assert fresh(session, task).unsurveyed_reason == "Việc nội bộ."


def test_switching_the_survey_off_withdraws_the_form_everywhere_and_says_where(
    lan: Browser, make: Make, task: Task, session: Session
) -> None:
    form = make.form(task)
    placed = [make.placement(make.desk(task.plan.office, name), form) for name in ("Quầy số 1", "Phòng tiếp dân")]
    assert "phiếu của nhiệm vụ này được thu hồi ở mọi điểm" in lan.get(f"/tasks/{task.id}/correction").text
    correct(lan, task, surveyed=None, reason="Việc nội bộ.")
    page = lan.get(f"/tasks/{task.id}")
    assert "Phiếu của nhiệm vụ này đã được thu hồi tại: Phòng tiếp dân; Quầy số 1." in page.text
    session.expire_all()
    assert not any(placement.is_open for placement in placed)
    verbs = session.scalars(select(AuditEntry.verb)).all()
    assert verbs.count("Thu hồi lượt đặt phiếu") == 2


def test_whoever_scans_the_old_code_is_led_to_what_is_still_asked_there(
    lan: Browser, browser: Browser, make: Make, task: Task
) -> None:
    desk = make.desk(task.plan.office, "Quầy số 1")
    placed = make.placement(desk, make.form(task))
    correct(lan, task, surveyed=None, reason="Việc nội bộ.")
    page = browser.get(f"/P/{placed.code}")
    assert page.status == 410
    assert "Hiện không có điểm nào khác nhận phiếu này." in page.text
    make.placement(desk, make.form(make.task(task.plan), "m3_thai_do_cong_vu"))
    page = browser.get(f"/P/{placed.code}")
    assert "Điểm này vẫn lấy ý kiến về các việc khác." in page.text
    assert f"/D/{desk.code}" in page.links


def test_saving_a_task_that_was_not_asked_about_withdraws_nothing(
    lan: Browser, make: Make, cast: Cast, session: Session
) -> None:
    task = make.task(make.plan(cast.hoa_sen), surveyed=False)
    correct(lan, task, surveyed=None, reason="Việc nội bộ.")
    assert "thu hồi" not in lan.get(f"/tasks/{task.id}").text


def test_switching_the_survey_on_forgets_the_reason(lan: Browser, make: Make, cast: Cast, session: Session) -> None:
    task = make.task(make.plan(cast.hoa_sen), surveyed=False)
    assert correct(lan, task, surveyed="y").status == 302
    changed = fresh(session, task)
    assert (changed.surveyed, changed.unsurveyed_reason) == (True, None)


def test_it_is_written_into_the_record(lan: Browser, task: Task, cast: Cast, session: Session) -> None:
    correct(lan, task, target="90", holders=[str(cast.minh.id)])
    corrected, assigned = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    assert (corrected.official_id, corrected.target) == (cast.lan.id, f"plan:{task.plan_id}")
    assert (assigned.target, assigned.details["holders"]) == (f"task:{task.id}", ["Minh"])


def test_saving_what_is_there_already_changes_nothing(lan: Browser, task: Task, session: Session) -> None:
    assert correct(lan, task).status == 302
    assert session.scalars(select(AuditEntry)).all() == []


def test_who_leads_and_who_takes_part_is_shown_on_the_page(lan: Browser, task: Task, session: Session) -> None:
    assert correct(lan, task, owner="Văn phòng UBND", coordinating="Tư pháp; Địa chính").status == 302
    changed = fresh(session, task)
    assert (changed.owner_unit, changed.coordinating_units) == ("Văn phòng UBND", ["Tư pháp", "Địa chính"])
    text = lan.get(f"/tasks/{task.id}").text
    for unit in ("Văn phòng UBND", "Tư pháp", "Địa chính"):
        assert unit in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": "  "}, "Hãy ghi tên nhiệm vụ."),
        ({"theme": "magic"}, "Cần xem lại"),
        ({"target": "101"}, "một số từ 0 đến 100"),
        ({"target": "-1"}, "một số từ 0 đến 100"),
        ({"target": "nan"}, "một số từ 0 đến 100"),
        ({"target": "nhiều"}, "một số từ 0 đến 100"),
    ],
    ids=["no title", "theme", "too much", "too little", "nan", "words"],
)
def test_a_wrong_correction_is_refused_and_comes_back_as_typed(
    lan: Browser, task: Task, session: Session, changes: dict[str, str], sentence: str
) -> None:
    page = correct(lan, task, **changes, reason="đã gõ")
    assert page.status == 422
    assert sentence in page.text
    assert "đã gõ" in page.html
    assert fresh(session, task).title == task.title


@pytest.mark.parametrize("who", ["hoa", "quan"])
def test_only_who_may_read_remarks_of_the_office_can_be_responsible(
    lan: Browser, task: Task, cast: Cast, session: Session, who: str
) -> None:
    page = correct(lan, task, holders=[str(getattr(cast, who).id)])
    assert page.status == 422
    assert fresh(session, task).holders == []


def test_an_official_who_left_may_stay_responsible_until_somebody_is_named(
    lan: Browser, task: Task, cast: Cast, session: Session
) -> None:
    correct(lan, task, holders=[str(cast.minh.id)])
    session.scalars(select(Membership).where(Membership.official_id == cast.minh.id)).one().valid_to = clock.today()
    session.commit()
    assert correct(lan, task, target="80").status == 302
    assert [holder.official_id for holder in fresh(session, task).holders] == [cast.minh.id]


def test_the_action_itself_refuses_a_stranger(task: Task, cast: Cast, session: Session) -> None:
    with pytest.raises(UnknownHolder, match="đọc ý kiến"):
        assign_task(session, task, [cast.quan.id], by=None)


def test_a_title_of_invisible_characters_is_no_title(lan: Browser, task: Task) -> None:
    page = correct(lan, task, title="\0")
    assert page.status == 422
    assert "Hãy ghi tên nhiệm vụ." in page.text


@pytest.mark.parametrize("who", ["minh", "thu", "hoa"])
def test_who_may_only_read_sees_the_task_and_no_way_to_change_it(
    request: pytest.FixtureRequest, task: Task, who: str
) -> None:
    browser: Browser = request.getfixturevalue(who)
    page = browser.get(f"/tasks/{task.id}")
    assert page.status == 200
    assert "Niêm yết đầy đủ giấy tờ và phí phải nộp." in page.text
    path = f"/tasks/{task.id}/correction"
    assert path not in page.links
    assert browser.get(path).status == 404
    assert browser.post_plain(path, {"csrf_token": page.csrf, "title": "Khác"}).status == 404


def test_a_stranger_does_not_learn_that_it_exists(stranger: Browser, task: Task) -> None:
    token = stranger.get("/").csrf
    for path in (f"/tasks/{task.id}", f"/tasks/{task.id}/correction"):
        assert stranger.get(path).status == 404
    assert stranger.post_plain(f"/tasks/{task.id}/correction", {"csrf_token": token}).status == 404


def test_a_task_without_items_says_so(lan: Browser, make: Make, cast: Cast) -> None:
    task = make.task(make.plan(cast.hoa_sen), items=())
    assert "không có nội dung chi tiết" in lan.get(f"/tasks/{task.id}").text


def test_a_theme_of_an_older_version_stands_for_itself(lan: Browser, make: Make, cast: Cast) -> None:
    task = make.task(make.plan(cast.hoa_sen), theme="chu_de_cu")
    assert "chu_de_cu" in lan.get(f"/tasks/{task.id}").text
