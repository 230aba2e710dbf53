"""A stored plan beside its document: corrections are kept, and rows keep their ids."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.core import clock
from app.forms.models import Form
from app.plans.actions import import_plan
from app.plans.calendar.models import Completion
from app.plans.corrections.actions import CorrectionsUnplaced, correct_plan, save_corrections
from app.plans.corrections.exchange import correct
from app.plans.corrections.queries import corrections_of, stored_sheet
from app.plans.corrections.structure import Add, Merge, Remove
from app.plans.corrections.verbs import Change
from app.plans.models import Deadline, Plan, Task
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make
from tests.plans.samples import FILE, read


@pytest.fixture
def plan(cast: Cast, session: Session) -> Plan:
    plan = import_plan(session, cast.hoa_sen, read(), FILE, by=cast.lan.id)
    session.commit()
    return plan


def fields(page: Page, plan: Plan) -> dict[str, Any]:
    return page.fields(f"/plans/{plan.id}/sheet")


def press(browser: Browser, page: Page, plan: Plan, button: str, typed: dict[str, Any] | None = None) -> Page:
    return browser.post_plain(f"/plans/{plan.id}/sheet", fields(page, plan) | (typed or {}) | {"verb": button})


def save(browser: Browser, page: Page, plan: Plan, typed: dict[str, Any] | None = None) -> Page:
    return browser.post_plain(f"/plans/{plan.id}/review", fields(page, plan) | (typed or {}))


def fresh(session: Session, plan: Plan) -> Plan:
    session.expire_all()
    return session.get_one(Plan, plan.id)


def test_it_works(lan: Browser, plan: Plan, session: Session) -> None:
    ids = [task.id for task in plan.tasks]
    deadlines = [deadline.id for deadline in plan.deadlines]
    second = plan.tasks[1]
    page = lan.get(f"/plans/{plan.id}/review")
    assert "Đối chiếu và sửa kế hoạch" in page.text
    assert "Văn bản gốc" in page.text
    split = press(lan, page, plan, f"split {stored_sheet(session, plan).sheet.tasks[1].items[1].key}")
    assert len(fresh(session, plan).tasks) == 3
    answer = save(lan, split, plan, {f"{second.key}.title": "Niêm yết đầy đủ", "head.number": "16/KH-UBND"})
    assert (answer.status, answer.answer.location) == (302, f"/plans/{plan.id}")
    changed = fresh(session, plan)
    assert [(task.title, task.id in ids) for task in changed.tasks] == [
        ("Tổ chức quán triệt các văn bản về công tác dân vận", True),
        ("Niêm yết đầy đủ", True),
        ("Trả kết quả đúng hẹn", False),
        ("Tiếp công dân, giải quyết kiến nghị", True),
    ]
    assert changed.number == "16/KH-UBND"
    assert [deadline.id for deadline in changed.deadlines] == deadlines
    assert [row.correction["verb"] for row in corrections_of(session, plan)] == ["split", "change", "change"]
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.verb, entry.details["corrections"]) == ("Sửa kế hoạch", 3)


def test_saving_without_a_change_says_so(lan: Browser, plan: Plan, session: Session) -> None:
    page = save(lan, lan.get(f"/plans/{plan.id}/review"), plan)
    assert page.status == 302
    assert "Không có gì thay đổi." in lan.get(f"/plans/{plan.id}").text
    assert not corrections_of(session, plan)


def test_what_was_corrected_is_marked_when_the_page_is_opened_again(lan: Browser, plan: Plan) -> None:
    save(lan, lan.get(f"/plans/{plan.id}/review"), plan, {"head.number": "16/KH-UBND"})
    page = lan.get(f"/plans/{plan.id}/review")
    assert fields(page, plan)["head.number"] == ["16/KH-UBND"]
    assert "đã sửa" in page.text


@pytest.mark.parametrize("button", ["merge", "remove"])
def test_a_task_with_a_published_form_stays(
    lan: Browser, plan: Plan, make: Make, session: Session, button: str
) -> None:
    task = plan.tasks[1]
    make.edition(make.form(task, title="Trả kết quả đúng hẹn"))
    page = press(lan, lan.get(f"/plans/{plan.id}/review"), plan, f"{button} {task.key}")
    assert page.status == 422
    assert "đã có phiếu phát hành “Trả kết quả đúng hẹn” nên không gộp hoặc bỏ được" in page.text
    assert f"{task.key}.title" in fields(page, plan)
    assert save(lan, page, plan, {f"{task.key}.title": "Tên mới"}).status == 302
    assert fresh(session, plan).tasks[1].title == "Tên mới"


def test_a_refused_button_takes_nothing_else_back(lan: Browser, plan: Plan, make: Make, session: Session) -> None:
    """Something new was typed beside it: that stays, and only what the button did goes."""
    task = plan.tasks[1]
    make.edition(make.form(task))
    page = press(lan, lan.get(f"/plans/{plan.id}/review"), plan, f"merge {task.key}", {"new.u": "Đội thuế"})
    assert page.status == 422
    assert f"{task.key}.title" in fields(page, plan)
    assert "Đội thuế" in page.text
    assert save(lan, page, plan).status == 302
    assert len(fresh(session, plan).tasks) == 3
    assert [duty.unit for duty in fresh(session, plan).duties][-1] == "Đội thuế"


def test_the_refusal_holds_on_saving_too(lan: Browser, plan: Plan, make: Make, session: Session) -> None:
    """Somebody publishes while the page is open."""
    task = plan.tasks[1]
    page = press(lan, lan.get(f"/plans/{plan.id}/review"), plan, f"merge {task.key}")
    make.edition(make.form(task))
    answer = save(lan, page, plan)
    assert answer.status == 422
    assert "đã có phiếu phát hành" in answer.text
    assert len(fresh(session, plan).tasks) == 3


def test_a_draft_goes_with_its_task(lan: Browser, plan: Plan, make: Make, session: Session) -> None:
    make.form(plan.tasks[1])
    page = press(lan, lan.get(f"/plans/{plan.id}/review"), plan, f"merge {plan.tasks[1].key}")
    assert session.scalars(select(Form)).all()
    assert save(lan, page, plan).status == 302
    assert session.scalars(select(Form)).all() == []


def test_two_people_correct_at_the_same_time(cast: Cast, plan: Plan, session: Session) -> None:
    """Lan and another administrator both opened the page; both add a task, and the second saves after the first."""
    start = stored_sheet(session, plan).sheet
    first = correct(start, Add("tn1", None, (("title", "Việc của Lan"),)))[1]
    mine = correct(start, Add("tn1", None, (("title", "Việc khác"),)))
    changed = correct(mine[0], Change("tn1", "owner", "Đội thuế"))[1]
    save_corrections(session, plan, [first], by=cast.lan.id)
    save_corrections(session, plan, [mine[1], changed], by=None)
    session.commit()
    tasks = fresh(session, plan).tasks[3:]
    assert [(task.title, task.owner_unit) for task in tasks] == [("Việc của Lan", None), ("Việc khác", "Đội thuế")]


def test_a_correction_of_what_somebody_else_merged_away_is_refused_and_told(
    lan: Browser, cast: Cast, plan: Plan, session: Session
) -> None:
    third = plan.tasks[2].key or ""
    page = lan.get(f"/plans/{plan.id}/review")
    moved = press(lan, page, plan, f"up {third}")
    correct_plan(session, plan, [Merge(third, "in1")], by=None)
    session.commit()
    answer = save(lan, moved, plan)
    assert answer.status == 422
    assert "Chuyển chỗ nhiệm vụ" in answer.text
    with pytest.raises(CorrectionsUnplaced):
        save_corrections(session, plan, [correct(stored_sheet(session, plan).base, Remove(third))[1]], by=None)


def test_a_plan_without_a_document_is_corrected_all_the_same(
    lan: Browser, make: Make, cast: Cast, session: Session
) -> None:
    plan = make.plan(cast.hoa_sen)
    first, second = make.task(plan, "Việc một", label="1"), make.task(plan, "Việc hai", label="2")
    page = lan.get(f"/plans/{plan.id}/review")
    assert "Không có văn bản gốc để đặt bên cạnh" in page.text
    keys = [name.partition(".")[0] for name in fields(page, plan) if name.endswith(".theme")]
    moved = press(lan, page, plan, f"up {keys[1]}")
    assert save(lan, moved, plan, {f"{keys[0]}.title": "Việc đầu"}).status == 302
    tasks = fresh(session, plan).tasks
    assert [(task.id, task.title) for task in tasks] == [(second.id, "Việc hai"), (first.id, "Việc đầu")]
    again = lan.get(f"/plans/{plan.id}/review")
    assert save(lan, again, plan, {"head.year": "2027"}).status == 302
    assert fresh(session, plan).year == 2027


def test_a_plan_stored_before_readings_were_kept_reads_its_document_for_the_page(
    lan: Browser, plan: Plan, session: Session
) -> None:
    assert plan.document is not None
    plan.document.reading = plan.document.source = plan.document.reader = None
    for task in plan.tasks:
        task.key = None
    for deadline in plan.deadlines:
        deadline.key = None
    plan.tasks[1].title = "Tên đã sửa ngày trước"
    session.commit()
    ids = [task.id for task in plan.tasks]
    page = lan.get(f"/plans/{plan.id}/review")
    assert "xem trong văn bản" in page.text
    assert "Tên đã sửa ngày trước" in page.text
    assert save(lan, page, plan, {"head.number": "16/KH-UBND"}).status == 302
    changed = fresh(session, plan)
    assert [task.id for task in changed.tasks] == ids
    assert changed.tasks[1].title == "Tên đã sửa ngày trước"
    assert len(corrections_of(session, plan)) == 1
    assert not stored_sheet(session, plan).from_rows


def test_rows_that_no_longer_agree_with_the_reading_are_never_lost(
    lan: Browser, plan: Plan, make: Make, session: Session
) -> None:
    added = make.task(plan, "Việc thêm bằng cách khác")
    page = lan.get(f"/plans/{plan.id}/review")
    assert "Việc thêm bằng cách khác" in page.text
    assert save(lan, page, plan, {"head.number": "1/KH"}).status == 302
    assert session.get(Task, added.id) is not None


def test_a_document_that_cannot_be_read_leaves_the_page_without_it(lan: Browser, plan: Plan, session: Session) -> None:
    assert plan.document is not None
    plan.document.reading, plan.document.source, plan.document.content = None, None, b"\x89PNG"
    session.commit()
    page = lan.get(f"/plans/{plan.id}/review")
    assert page.status == 200
    assert "Không có văn bản gốc để đặt bên cạnh" in page.text


def test_a_deadline_keeps_its_row_when_it_is_corrected(lan: Browser, plan: Plan, session: Session) -> None:
    row = plan.deadlines[0]
    save(
        lan,
        lan.get(f"/plans/{plan.id}/review"),
        plan,
        {f"{row.key}.due": "25/11/2026", f"{row.key}.to_unit": "Sở Nội vụ"},
    )
    session.expire_all()
    changed = session.get_one(Deadline, row.id)
    assert (str(changed.due_on), changed.to_unit) == ("2026-11-25", "Sở Nội vụ")


def test_a_deadline_that_was_reported_as_done_stays(lan: Browser, plan: Plan, session: Session) -> None:
    row = plan.deadlines[0]
    session.add(Completion(deadline_id=row.id, occurrence="2026-11-20", done_at=clock.now(), note=""))
    session.commit()
    page = press(lan, lan.get(f"/plans/{plan.id}/review"), plan, f"remove {row.key}")
    answer = save(lan, page, plan)
    assert answer.status == 422
    assert "đã có ghi nhận hoàn thành hoặc minh chứng nên không bỏ được" in answer.text
    session.expire_all()
    assert session.get(Deadline, row.id) is not None


@pytest.mark.parametrize("path", ["review", "sheet", "reading"])
@pytest.mark.parametrize("who", ["minh", "thu", "hoa", "stranger"])
def test_who_may_not_change_it_does_not_find_the_page(
    request: pytest.FixtureRequest, plan: Plan, session: Session, who: str, path: str
) -> None:
    browser: Browser = request.getfixturevalue(who)
    assert browser.get(f"/plans/{plan.id}/{path}").status == 404
    token = browser.get("/").csrf
    sent = {"csrf_token": token, "head.title": "Chiếm", "corrections": "[]"}
    assert browser.post_plain(f"/plans/{plan.id}/{path}", sent).status == 404
    assert fresh(session, plan).title != "Chiếm"


def test_corrections_that_are_none_are_refused(lan: Browser, plan: Plan) -> None:
    page = lan.get(f"/plans/{plan.id}/review")
    for path in ("sheet", "review"):
        answer = lan.post_plain(f"/plans/{plan.id}/{path}", fields(page, plan) | {"corrections": "[1]"})
        assert answer.status == 422
        assert "không còn nguyên vẹn" in answer.text


def test_the_address_of_a_step_alone_leads_to_the_page(lan: Browser, plan: Plan) -> None:
    assert "Đối chiếu và sửa kế hoạch" in lan.get(f"/plans/{plan.id}/sheet").text


def test_a_page_that_is_behind_undoes_nothing(lan: Browser, plan: Plan, session: Session) -> None:
    old = lan.get(f"/plans/{plan.id}/review")
    save(lan, lan.get(f"/plans/{plan.id}/review"), plan, {"head.title": "Tên do người khác sửa"})
    stepped = press(lan, old, plan, "keep", {"head.number": "77/KH-UBND"})
    refused = save(lan, stepped, plan)
    assert refused.status == 422
    assert "kế hoạch đã được sửa ở nơi khác nên chưa lưu" in refused.text
    assert fresh(session, plan).title == "Tên do người khác sửa"
    assert fields(refused, plan)["head.number"] == ["77/KH-UBND"]
    assert save(lan, refused, plan, {"head.title": "Tên do người khác sửa"}).status == 302
    assert (fresh(session, plan).title, plan.number) == ("Tên do người khác sửa", "77/KH-UBND")


def test_words_for_a_task_that_somebody_removed_are_given_back(lan: Browser, plan: Plan, session: Session) -> None:
    old = lan.get(f"/plans/{plan.id}/review")
    key = plan.tasks[0].key
    removed = press(lan, lan.get(f"/plans/{plan.id}/review"), plan, f"remove {key}")
    assert save(lan, removed, plan).status == 302
    refused = save(lan, old, plan, {f"{key}.title": "Tên mới gõ dở"})
    assert refused.status == 422
    assert "“Tên mới gõ dở”" in refused.text


def test_what_stands_in_a_box_for_something_new_is_added_whatever_is_pressed(
    lan: Browser, plan: Plan, session: Session
) -> None:
    first = plan.tasks[0].key
    page = lan.get(f"/plans/{plan.id}/review")
    typed = {"new.t": "Việc vừa gõ", "new.r": "Hội Người cao tuổi", f"{first}.new": "Một đoạn vừa gõ."}
    moved = press(lan, page, plan, f"down {first}", typed)
    assert moved.status == 200
    assert save(lan, moved, plan, {"new.u": "Trạm Y tế"}).status == 302
    kept = fresh(session, plan)
    assert "Việc vừa gõ" in [task.title for task in kept.tasks]
    assert "Hội Người cao tuổi" in [one.text for one in kept.recipients]
    assert "Trạm Y tế" in [duty.unit for duty in kept.duties]
    assert "Một đoạn vừa gõ." in [item.text for task in kept.tasks for item in task.items]
