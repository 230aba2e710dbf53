"""The review page before anything is stored: every button is a step, and nothing typed is lost on the way."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.plans.models import Plan, PlanCorrection
from tests.client import Browser, Page
from tests.plans.samples import FILE, TEXT


@pytest.fixture
def page(lan: Browser) -> Page:
    return lan.post("/plans/import", {"file": lan.file(FILE[1], FILE[0])})


def fields(page: Page) -> dict[str, Any]:
    return page.fields("/plans/sheet")


def tasks(page: Page) -> list[str]:
    """The keys of the tasks in the order of the page."""
    return [name.partition(".")[0] for name in fields(page) if name.endswith(".theme")]


def items(page: Page, task: str) -> list[str]:
    """The keys of a task's paragraphs."""
    names = list(fields(page))
    after = names[names.index(f"{task}.reason") + 1 :]
    return [name.partition(".")[0] for name in after[: after.index(f"{task}.new")]]


def press(browser: Browser, page: Page, button: str, **typed: Any) -> Page:
    typed = {name.replace("__", "."): value for name, value in typed.items()}
    return browser.post_plain("/plans/sheet", fields(page) | typed | {"verb": button})


def store(browser: Browser, page: Page) -> Page:
    return browser.post_plain("/plans", fields(page) | {"verb": ""})


def test_it_works(lan: Browser, page: Page, session: Session) -> None:
    _, second, third = tasks(page)
    split = press(lan, page, f"split-below {items(page, second)[1]}")
    assert split.status == 200
    assert session.scalar(select(func.count()).select_from(Plan)) == 0
    assert "2.1 Trả kết quả đúng hẹn" in split.text
    renamed = press(lan, split, "", **{"tn1__title": "Đúng hẹn", "tn1__owner": "Bộ phận Một cửa"})
    merged = press(lan, renamed, f"merge {third}")
    assert store(lan, merged).status == 302
    plan = session.scalars(select(Plan)).one()
    assert [(task.label, task.title, len(task.items)) for task in plan.tasks] == [
        ("1", "Tổ chức quán triệt các văn bản về công tác dân vận", 1),
        ("2", "Thực hiện cải cách thủ tục hành chính", 1),
        ("2.1", "Đúng hẹn", 3),
    ]
    assert plan.tasks[2].parent_id == plan.tasks[1].id
    assert plan.tasks[2].owner_unit == "Bộ phận Một cửa"
    kept = session.scalars(select(PlanCorrection).order_by(PlanCorrection.position)).all()
    assert [row.correction["verb"] for row in kept] == ["split", "change", "change", "merge"]
    assert {row.plan_id for row in kept} == {plan.id}


def test_a_step_keeps_what_was_typed_everywhere(lan: Browser, page: Page) -> None:
    first, second, _ = tasks(page)
    typed = {
        "head__number": "16/KH-UBND",
        f"{second}__coordinating": "Tư pháp; Địa chính",
        f"{first}__title": "Học tập",
    }
    moved = press(lan, page, f"down {first}", **typed)
    assert tasks(moved)[:2] == [second, first]
    sent = fields(moved)
    assert (sent["head.number"], sent[f"{second}.coordinating"], sent[f"{first}.title"]) == (
        ["16/KH-UBND"],
        ["Tư pháp; Địa chính"],
        "Học tập",
    )


def test_what_cannot_be_understood_stays_as_typed_while_the_step_is_done(lan: Browser, page: Page) -> None:
    first, second, third = tasks(page)
    moved = press(lan, page, f"up {third}", **{"head__year": "năm nay", f"{second}__target": "nhiều"})
    assert moved.status == 422
    assert tasks(moved) == [first, third, second]
    assert fields(moved)["head.year"] == ["năm nay"]
    assert fields(moved)[f"{second}.target"] == ["nhiều"]
    for sentence in ("Năm phải từ 2000 đến 2100.", "Hãy ghi mục tiêu là một số từ 0 đến 100"):
        assert sentence in moved.text
    assert store(lan, moved).status == 422


def test_the_last_step_can_be_undone(lan: Browser, page: Page) -> None:
    keys = tasks(page)
    merged = press(lan, page, f"merge {keys[1]}")
    assert tasks(merged) == [keys[0], keys[2]]
    assert "Gộp nhiệm vụ" in merged.text
    assert tasks(press(lan, merged, "undo")) == keys


def test_what_is_there_no_more_is_told_by_the_name_that_it_had(lan: Browser, page: Page) -> None:
    split = press(lan, page, f"split {items(page, tasks(page)[1])[1]}")
    merged = press(lan, split, "merge tn1")
    assert "Gộp nhiệm vụ “2a. Trả kết quả đúng hẹn” vào nhiệm vụ phía trên" in merged.text
    assert "“”" not in merged.text


def test_a_doubtful_number_of_paragraphs_is_said_as_one(lan: Browser) -> None:
    page = lan.post("/plans/import", {"text": TEXT.replace("- Trả kết quả đúng hẹn.", "- Trả kết quả đúng hẹn")})
    assert "Nội dung nhiệm vụ 2: 2 đoạn" in page.text


def test_what_was_removed_is_listed_and_comes_back(lan: Browser, page: Page) -> None:
    keys = tasks(page)
    removed = press(lan, page, f"remove {keys[0]}")
    assert "Đã bỏ (1)" in removed.text
    assert tasks(removed) == keys[1:]
    assert tasks(press(lan, removed, f"restore {keys[0]}")) == keys


def test_what_the_reader_missed_is_added(lan: Browser, page: Page, session: Session) -> None:
    first = tasks(page)[0]
    added = press(lan, page, "add t", **{"new__t": "Chuyển đổi số"})
    added = press(lan, added, f"add-item {first}", **{f"{first}__new": "Viết bài thu hoạch."})
    added = press(lan, added, "add d", **{"new__d": "trước ngày 05/6/2026"})
    added = press(lan, added, "add u", **{"new__u": "Công an phường"})
    added = press(lan, added, "add r", **{"new__r": "Các khu phố"})
    deadline = next(name.partition(".")[0] for name in fields(added) if name.startswith("dn"))
    assert store(lan, press(lan, added, "", **{f"{deadline}__due": "5/6/2026"})).status == 302
    plan = session.scalars(select(Plan)).one()
    assert plan.tasks[3].title == "Chuyển đổi số"
    assert plan.tasks[0].items[1].text == "Viết bài thu hoạch."
    assert str(plan.deadlines[-1].due_on) == "2026-06-05"
    assert (plan.duties[-1].unit, plan.recipients[-1].text) == ("Công an phường", "Các khu phố")


@pytest.mark.parametrize(
    ("button", "sentence"),
    [
        ("add t", "Hãy ghi tên nhiệm vụ."),
        ("add x", "Không thêm được phần này."),
        ("merge tx", "Không còn tìm thấy chỗ này"),
        ("split ix", "Không còn tìm thấy chỗ này"),
    ],
)
def test_a_step_that_cannot_be_done_says_why(lan: Browser, page: Page, button: str, sentence: str) -> None:
    answer = press(lan, page, button)
    assert answer.status == 422
    assert sentence in answer.text
    assert tasks(answer) == tasks(page)


def test_a_button_that_nobody_knows_changes_nothing(lan: Browser, page: Page) -> None:
    answer = press(lan, page, "explode")
    assert (answer.status, tasks(answer)) == (200, tasks(page))


def test_doubtful_fields_come_first_and_can_be_confirmed(lan: Browser) -> None:
    text = TEXT.replace("Số: 15/KH-UBND", "Số:     /KH-UBND")
    page = lan.post("/plans/import", {"text": text})
    assert "Cần xem lại (1)" in page.text
    assert page.html.index('id="doubts"') < page.html.index('id="head"') < page.html.index('id="tasks"')
    done = press(lan, page, "confirm number")
    assert "Không còn chỗ nào cần xem lại" in done.text
    assert "đã xác nhận" in done.text


def test_correcting_a_doubtful_field_settles_it(lan: Browser) -> None:
    page = lan.post("/plans/import", {"text": TEXT.replace("Số: 15/KH-UBND", "Số:     /KH-UBND")})
    done = press(lan, page, "", **{"head__number": "15/KH-UBND"})
    assert "Không còn chỗ nào cần xem lại" in done.text
    assert "đã sửa" in done.text


def test_all_suggestions_are_accepted_at_once(lan: Browser, page: Page) -> None:
    assert "Máy suy ra hoặc đề xuất" in page.text
    done = press(lan, page, "confirm-all")
    assert "Máy suy ra hoặc đề xuất" not in done.text


def test_accepting_all_suggestions_is_undone_in_one_step(lan: Browser, page: Page) -> None:
    merged = press(lan, page, f"merge {tasks(page)[2]}")
    waiting = merged.html.count('value="confirm ')
    assert waiting > 1
    done = press(lan, merged, "confirm-all")
    assert done.html.count('value="confirm ') == 0
    back = press(lan, done, "undo")
    assert back.html.count('value="confirm ') == waiting
    assert len(tasks(back)) == 2
    assert len(tasks(press(lan, back, "undo"))) == 3


def test_steps_that_do_not_fit_are_undone_one_by_one(lan: Browser, page: Page) -> None:
    done = press(lan, page, "confirm-all")
    waiting = page.html.count('value="confirm ')
    for nonsense in ("99", "x", "0," * 9, "1" * 400):
        back = press(lan, done, "undo", steps=nonsense)
        assert back.html.count('value="confirm ') == 1, (nonsense, waiting)


def test_undo_first_lets_go_of_what_was_refused(lan: Browser, page: Page) -> None:
    keys = tasks(page)
    merged = press(lan, page, f"merge {keys[1]}")
    refused = press(lan, merged, "", head__year="năm nay")
    assert refused.status == 422
    assert "Bỏ những gì gõ chưa đúng" in refused.text
    assert fields(refused)["head.year"] == ["năm nay"]
    back = press(lan, refused, "undo")
    assert back.status == 200
    assert fields(back)["head.year"] == ["2026"]
    assert tasks(back) == [keys[0], keys[2]]
    assert tasks(press(lan, back, "undo")) == keys


def test_every_link_into_the_document_leads_somewhere(page: Page) -> None:
    targets = {node.get("id") for node in page.tree.iter() if node.get("id")}
    inside = [link[1:] for link in page.links if link.startswith("#")]
    assert any(re.fullmatch(r"l\d+-\d+", link) for link in inside)
    assert set(inside) <= targets


def test_every_box_has_a_label_and_every_id_is_there_once(page: Page) -> None:
    ids = [node.get("id") for node in page.tree.iter() if node.get("id")]
    assert len(set(ids)) == len(ids)
    labelled = {label.get("for") for label in page.tree.iter("label")}
    boxes = [
        node.get("id")
        for tag in ("input", "textarea", "select")
        for node in page.tree.iter(tag)
        if node.get("type") not in {"hidden", "submit"}
    ]
    assert set(boxes) <= labelled


def test_corrections_cannot_be_exchanged_on_the_way(lan: Browser, page: Page) -> None:
    moved = press(lan, page, f"down {tasks(page)[0]}")
    answer = lan.post_plain("/plans", fields(moved) | {"corrections": "[]"})
    assert answer.status == 422
    assert "không còn nguyên vẹn" in answer.text


def test_the_address_of_the_page_alone_leads_back_to_the_upload(lan: Browser) -> None:
    assert "Đọc và xem lại" in lan.get("/plans/sheet").text


def test_the_same_field_corrected_twice_is_one_correction(lan: Browser, page: Page, session: Session) -> None:
    once = press(lan, page, "", head__number="16/KH-UBND")
    store(lan, press(lan, once, "", head__number="17/KH-UBND"))
    assert [row.correction["value"] for row in session.scalars(select(PlanCorrection))] == ["17/KH-UBND"]


def test_hostile_words_are_corrected_as_words(lan: Browser, page: Page) -> None:
    answer = press(lan, page, "", head__title='"><script>alert(1)</script>')
    assert "<script>alert" not in answer.html
    assert fields(answer)["head.title"] == '"><script>alert(1)</script>'
