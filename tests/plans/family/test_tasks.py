"""Tasks tied to those of the plan above and to last year's: suggested, decided by a person, kept."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry, Membership
from app.offices.models import Office, Succession
from app.offices.queries import predecessors_of
from app.plans.actions import remove_plan
from app.plans.corrections.actions import correct_plan
from app.plans.corrections.queries import stored_sheet
from app.plans.corrections.verbs import Change
from app.plans.family.actions import (
    NEW,
    ContinuedTwice,
    GivenUpAndContinued,
    NotEarlier,
    UnknownTask,
    follow,
    match_tasks,
    set_parent,
    tie_tasks,
)
from app.plans.family.models import PlanEarlier, TaskContinuation, TaskImplementation
from app.plans.models import Plan, Task
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make

ONE_STOP = "Giải quyết thủ tục hành chính tại bộ phận một cửa"
RECEPTION = "Tiếp công dân, trả lời kiến nghị"


@pytest.fixture
def plan(make: Make, cast: Cast) -> Plan:
    """This year's: one-stop shop, reception (renamed), and something new."""
    plan = make.plan(cast.hoa_sen, "Thực hiện công tác dân vận chính quyền năm 2026", year=2026)
    make.task(plan, ONE_STOP, label="1")
    make.task(plan, "Tiếp công dân, đối thoại, trả lời kiến nghị", label="2", theme="citizen_reception_complaints")
    make.task(plan, "Bảo vệ môi trường làng nghề", label="3", theme="other", items=())
    return plan


@pytest.fixture
def before(make: Make, cast: Cast) -> Plan:
    """Last year's: the same two, and something that was given up."""
    plan = make.plan(cast.hoa_sen, "Thực hiện công tác dân vận chính quyền năm 2025", number="9/KH-UBND", year=2025)
    make.task(plan, RECEPTION, label="1", theme="citizen_reception_complaints")
    make.task(plan, f"Nâng cao chất lượng {ONE_STOP.lower()}", label="2")
    make.task(plan, "Phòng, chống dịch bệnh", label="3", theme="socioeconomic_security", items=())
    return plan


def tasks(session: Session, plan: Plan) -> list[Task]:
    return list(session.scalars(select(Task).where(Task.plan_id == plan.id).order_by(Task.position)))


def send(browser: Browser, path: str, **fields: object) -> Page:
    return browser.post_plain(path, browser.get(path).fields(path) | fields)


def pairs(session: Session) -> set[tuple[int | None, int | None]]:
    session.expire_all()
    return {(row.task_id, row.earlier_task_id) for row in session.scalars(select(TaskContinuation))}


def test_it_works(lan: Browser, plan: Plan, before: Plan, cast: Cast, session: Session) -> None:
    """Suggested, confirmed, matched, corrected: from the family page to the stored rows."""
    assert before.title in lan.get(f"/plans/{plan.id}/family").text
    first = send(lan, f"/plans/{plan.id}/earlier")
    path = f"/plans/{plan.id}/earlier/{before.id}"
    assert (first.status, first.answer.location) == (302, path)
    (one_stop, reception, new), (old_reception, old_one_stop, gone) = tasks(session, plan), tasks(session, before)
    fields = lan.get(path).fields(path)
    assert fields[f"task_{one_stop.id}"] == [str(old_one_stop.id)]
    assert fields[f"task_{reception.id}"] == [str(old_reception.id)]
    assert fields[f"task_{new.id}"] == [""]
    assert pairs(session) == set()  # looking stores nothing
    assert send(lan, path, **{f"task_{new.id}": "new", "gone": [str(gone.id)]}).status == 302
    assert pairs(session) == {
        (one_stop.id, old_one_stop.id),
        (reception.id, old_reception.id),
        (new.id, None),
        (None, gone.id),
    }
    row = session.scalars(select(TaskContinuation).where(TaskContinuation.task_id == one_stop.id)).one()
    assert row.decided_by_id == cast.lan.id
    assert row.likeness is not None
    assert row.likeness > 0.5
    assert "Đã quyết định 6 trên 6" in lan.get(f"/plans/{plan.id}/family").text
    assert plan.title in lan.get(f"/plans/{before.id}/family").text
    assert session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id.desc())).first() == (
        "Gắn nhiệm vụ với năm trước"
    )


def test_a_decision_can_be_changed_and_taken_back(lan: Browser, plan: Plan, before: Plan, session: Session) -> None:
    follow(session, plan, [before], by=None)
    session.commit()
    path = f"/plans/{plan.id}/earlier/{before.id}"
    (one_stop, reception, new), (old_reception, old_one_stop, _gone) = tasks(session, plan), tasks(session, before)
    send(lan, path)
    swapped = {
        f"task_{one_stop.id}": str(old_reception.id),
        f"task_{reception.id}": str(old_one_stop.id),
        f"task_{new.id}": "",
    }
    assert send(lan, path, **swapped).status == 302
    assert pairs(session) == {(one_stop.id, old_reception.id), (reception.id, old_one_stop.id)}
    assert send(lan, path, **{f"task_{one_stop.id}": "", f"task_{reception.id}": "new"}).status == 302
    assert pairs(session) == {(reception.id, None)}


def test_saving_again_keeps_who_decided_and_when(plan: Plan, before: Plan, cast: Cast, session: Session) -> None:
    follow(session, plan, [before], by=None)
    (one, *_), (other, *_) = tasks(session, plan), tasks(session, before)
    assert match_tasks(session, plan, before, {one.id: other.id}, (), by=cast.lan.id) == 1
    row = session.scalars(select(TaskContinuation)).one()
    decided = (row.decided_at, row.decided_by_id)
    match_tasks(session, plan, before, {one.id: other.id}, (), by=cast.minh.id)
    again = session.scalars(select(TaskContinuation)).one()
    assert (again.decided_at, again.decided_by_id) == decided


def test_correcting_a_task_leaves_its_ties_alone(plan: Plan, before: Plan, session: Session) -> None:
    follow(session, plan, [before], by=None)
    (one, *_), (other, *_) = tasks(session, plan), tasks(session, before)
    match_tasks(session, plan, before, {one.id: other.id}, (), by=None)
    key = stored_sheet(session, plan).key_of(one)
    correct_plan(session, plan, [Change(key, "title", "Tên khác hẳn"), Change(key, "theme", "other")], by=None)
    assert pairs(session) == {(one.id, other.id)}


def test_two_tasks_cannot_continue_one(lan: Browser, plan: Plan, before: Plan, session: Session) -> None:
    follow(session, plan, [before], by=None)
    session.commit()
    (one, two, _new), (other, *_) = tasks(session, plan), tasks(session, before)
    path = f"/plans/{plan.id}/earlier/{before.id}"
    page = send(lan, path, **{f"task_{one.id}": str(other.id), f"task_{two.id}": str(other.id)})
    assert page.status == 422
    assert "được chọn cho hai nhiệm vụ" in page.text
    with pytest.raises(ContinuedTwice):
        match_tasks(session, plan, before, {one.id: other.id, two.id: other.id}, (), by=None)
    assert pairs(session) == set()


def test_a_task_is_not_given_up_and_continued(plan: Plan, before: Plan, session: Session) -> None:
    follow(session, plan, [before], by=None)
    (one, *_), (other, *_) = tasks(session, plan), tasks(session, before)
    with pytest.raises(GivenUpAndContinued, match="không còn"):
        match_tasks(session, plan, before, {one.id: other.id}, [other.id], by=None)


def test_tasks_of_other_plans_are_refused(plan: Plan, before: Plan, make: Make, session: Session) -> None:
    follow(session, plan, [before], by=None)
    foreign = make.task(make.plan())
    (one, *_) = tasks(session, plan)
    for choices, gone in (({one.id: foreign.id}, ()), ({foreign.id: NEW}, ()), ({}, (foreign.id,))):
        with pytest.raises(UnknownTask, match="tải lại trang"):
            match_tasks(session, plan, before, choices, gone, by=None)
    set_parent(session, plan, before, how="by_hand", by=None)
    with pytest.raises(UnknownTask):
        tie_tasks(session, plan, before, {one.id: [foreign.id]}, by=None)


def test_a_choice_that_is_not_on_the_page_is_refused(
    lan: Browser, plan: Plan, before: Plan, make: Make, session: Session
) -> None:
    follow(session, plan, [before], by=None)
    session.commit()
    (one, *_) = tasks(session, plan)
    path = f"/plans/{plan.id}/earlier/{before.id}"
    assert send(lan, path, **{f"task_{one.id}": str(make.task(make.plan()).id)}).status == 422
    assert send(lan, path, **{f"task_{one.id}": "abc"}).status == 422
    assert pairs(session) == set()


def test_only_plans_of_this_office_or_of_one_that_went_into_it_come_before(
    plan: Plan, make: Make, cast: Cast, session: Session
) -> None:
    for wrong in (make.plan(cast.an_binh, year=2025), plan):
        with pytest.raises(NotEarlier, match="sáp nhập"):
            follow(session, plan, [wrong], by=None)


def test_a_plan_of_another_kind_is_offered_but_not_suggested(
    lan: Browser, plan: Plan, make: Make, cast: Cast, session: Session
) -> None:
    make.task(make.plan(cast.hoa_sen, "Phòng, chống thiên tai năm 2025", year=2025), theme="other")
    path = f"/plans/{plan.id}/earlier"
    assert "thiên tai" in lan.get(path).text
    assert "plans" not in lan.get(path).fields(path)


def test_without_an_older_plan_the_page_says_what_to_do(lan: Browser, plan: Plan) -> None:
    assert "Hãy nhập kế hoạch năm trước" in lan.get(f"/plans/{plan.id}/earlier").text


def test_taking_the_earlier_plan_off_takes_its_ties_with_it(
    lan: Browser, plan: Plan, before: Plan, session: Session
) -> None:
    follow(session, plan, [before], by=None)
    (one, *_), (other, *_) = tasks(session, plan), tasks(session, before)
    match_tasks(session, plan, before, {one.id: other.id}, (), by=None)
    session.commit()
    path = f"/plans/{plan.id}/earlier"
    fields = lan.get(path).fields(path)
    fields.pop("plans")
    assert lan.post_plain(path, fields).status == 302
    assert pairs(session) == set()
    assert session.scalars(select(PlanEarlier)).all() == []


def test_a_removed_plan_takes_its_ties_with_it(plan: Plan, before: Plan, session: Session) -> None:
    follow(session, plan, [before], by=None)
    (one, *_), (other, *_) = tasks(session, plan), tasks(session, before)
    match_tasks(session, plan, before, {one.id: other.id}, (), by=None)
    session.commit()
    remove_plan(session, before, by=None)
    assert pairs(session) == set()


def merged(session: Session, make: Make, cast: Cast, *names: str) -> list[Office]:
    """Offices that went into Hoa Sen."""
    offices = [make.office(name) for name in names]
    for office in offices:
        session.add(Succession(predecessor_id=office.id, successor_id=cast.hoa_sen.id, taken_over_on=date(2025, 7, 1)))
    session.commit()
    return offices


def test_after_a_merger_each_old_office_has_its_own_line(
    lan: Browser, plan: Plan, make: Make, cast: Cast, session: Session
) -> None:
    """Both old plans are suggested, marked, and a task may continue one task of each of them."""
    offices = merged(session, make, cast, "UBND xã Sen Cũ", "UBND xã Hồ Cũ")
    olds = [make.plan(office, "Thực hiện công tác dân vận chính quyền năm 2025", year=2025) for office in offices]
    for office in offices:
        session.add(
            Membership(official_id=cast.lan.id, office_id=office.id, role="observer", valid_from=date(2025, 7, 1))
        )
    session.commit()
    first = [make.task(old, ONE_STOP) for old in olds]
    path = f"/plans/{plan.id}/earlier"
    assert sorted(lan.get(path).fields(path)["plans"]) == sorted(str(old.id) for old in olds)
    assert send(lan, path).status == 302
    (one, *_) = tasks(session, plan)
    for old, task in zip(olds, first, strict=True):
        match_tasks(session, plan, old, {one.id: task.id}, (), by=None)
    session.commit()
    assert pairs(session) == {(one.id, task.id) for task in first}
    page = lan.get(f"/plans/{plan.id}/family").text
    assert page.count("trước sáp nhập") == 2
    assert "không cộng vào nhau" in page


def test_an_old_plan_that_the_viewer_may_not_read_is_neither_shown_nor_lost(
    lan: Browser, plan: Plan, before: Plan, make: Make, cast: Cast, session: Session
) -> None:
    (office,) = merged(session, make, cast, "UBND xã Sen Cũ")
    hidden = make.plan(office, "Kế hoạch của xã cũ", year=2025)
    follow(session, plan, [hidden], by=None)
    session.commit()
    assert hidden.title not in lan.get(f"/plans/{plan.id}/family").text
    assert lan.get(f"/plans/{plan.id}/earlier/{hidden.id}").status == 404
    assert send(lan, f"/plans/{plan.id}/earlier", plans=[str(before.id)]).status == 302
    session.expire_all()
    assert {row.earlier_id for row in session.scalars(select(PlanEarlier))} == {hidden.id, before.id}


def test_renaming_is_told_from_merging(make: Make, session: Session) -> None:
    """A was renamed B; B and C became D; D was renamed E."""
    a, b, c, d, e = (make.office(name) for name in "ABCDE")
    for old, new in ((a, b), (b, d), (c, d), (d, e)):
        session.add(Succession(predecessor_id=old.id, successor_id=new.id, taken_over_on=date(2025, 7, 1)))
    session.commit()
    assert predecessors_of(session, b.id) == {a.id: True}
    assert predecessors_of(session, e.id) == {d.id: True, b.id: False, c.id: False, a.id: False}
    assert predecessors_of(session, a.id) == {}


def test_a_divided_office_is_no_renaming(make: Make, session: Session) -> None:
    whole, left, right = (make.office(name) for name in ("Whole", "Left", "Right"))
    for part in (left, right):
        session.add(Succession(predecessor_id=whole.id, successor_id=part.id, taken_over_on=date(2025, 7, 1)))
    session.commit()
    assert predecessors_of(session, left.id) == {whole.id: False}


def test_tasks_carry_out_tasks_of_the_plan_above(
    lan: Browser, plan: Plan, make: Make, cast: Cast, session: Session
) -> None:
    above = make.plan(cast.hoa_sen, "Kế hoạch chung", number="1/KH-UBND")
    set_parent(session, plan, above, how="by_hand", by=None)
    uppers = [make.task(above, ONE_STOP, label="1"), make.task(above, RECEPTION, theme="citizen_reception_complaints")]
    one, two, new = tasks(session, plan)
    path = f"/plans/{plan.id}/implementation"
    fields = lan.get(path).fields(path)
    assert fields[f"task_{one.id}"] == [str(uppers[0].id)]
    assert fields[f"task_{two.id}"] == [str(uppers[1].id)]
    assert f"task_{new.id}" not in fields
    assert session.scalars(select(TaskImplementation)).all() == []
    both = [str(upper.id) for upper in uppers]
    assert send(lan, path, **{f"task_{one.id}": both}).status == 302
    rows = session.scalars(select(TaskImplementation)).all()
    assert {(row.task_id, row.upper_id) for row in rows} == {
        (one.id, uppers[0].id),
        (one.id, uppers[1].id),
        (two.id, uppers[1].id),
    }
    assert {row.decided_by_id for row in rows} == {cast.lan.id}
    assert "2 trên 3 nhiệm vụ đã gắn" in lan.get(f"/plans/{plan.id}/family").text
    assert tie_tasks(session, plan, above, {one.id: [], two.id: [uppers[1].id]}, by=None) == 1


def test_without_a_plan_above_tasks_cannot_be_tied(lan: Browser, plan: Plan) -> None:
    path = f"/plans/{plan.id}/implementation"
    assert "chưa được xác nhận" in lan.get(path).text
    assert lan.post_plain(path, {"csrf_token": lan.get("/").csrf}).status == 404


def test_tasks_of_an_unreadable_plan_above_stay_unseen(
    lan: Browser, plan: Plan, make: Make, cast: Cast, session: Session
) -> None:
    above = make.plan(cast.an_binh, "Kế hoạch kín")
    make.task(above, "Nhiệm vụ kín")
    set_parent(session, plan, above, how="by_hand", by=None)
    session.commit()
    page = lan.get(f"/plans/{plan.id}/implementation")
    assert "vai trò giám sát" in page.text
    assert "kín" not in page.text
