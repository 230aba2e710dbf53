"""The same document again, after its plan was removed, and in a new version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.plans.actions import import_plan
from app.plans.corrections.queries import corrections_of, stored_sheet
from app.plans.models import Plan, PlanCorrection, Task
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make
from tests.plans.samples import FILE, TEXT, read

CHANGED = TEXT.replace("2. Thực hiện cải cách", "2. Văn hóa công sở\n- Làm nội quy.\n3. Thực hiện cải cách").replace(
    "3. Tiếp công dân", "4. Tiếp công dân"
)


@pytest.fixture
def plan(lan: Browser, session: Session) -> Plan:
    """Imported and corrected through the pages."""
    page = upload(lan)
    second = [name.partition(".")[0] for name in page.fields("/plans/sheet") if name.endswith(".theme")][1]
    changes = {f"{second}.title": "Trả kết quả đúng hẹn", "head.place": "Hoa Sen Đông"}
    assert lan.post_plain("/plans", page.fields("/plans/sheet") | changes).status == 302
    return session.scalars(select(Plan)).one()


def upload(browser: Browser, text: str = TEXT) -> Page:
    return browser.post("/plans/import", {"file": browser.file(text.encode(), FILE[0])})


def plans(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Plan)) or 0


def test_the_same_document_offers_to_open_the_plan_or_to_read_it_again(lan: Browser, plan: Plan) -> None:
    page = upload(lan)
    assert page.status == 409
    assert {f"/plans/{plan.id}", f"/plans/{plan.id}/reading"} <= set(page.links)


def test_reading_again_with_the_same_reader_finds_nothing_new(lan: Browser, plan: Plan) -> None:
    page = lan.get(f"/plans/{plan.id}/reading")
    assert "Không có gì khác với lần trước" in page.text
    assert "2 chỗ đã sửa được áp dụng lại" in page.text


def test_a_renewed_reader_shows_what_is_different_before_it_is_taken(
    lan: Browser, plan: Plan, make: Make, session: Session
) -> None:
    """The stored reading is made older by hand: it missed a task, and read another number."""
    older: dict[str, Any] = read(TEXT.replace("15/KH-UBND", "15/KH").split("3. Tiếp công dân")[0])
    ids = {task.title: task.id for task in plan.tasks[:2]}
    edition = make.edition(make.form(plan.tasks[1]))
    session.delete(plan.tasks[2])
    session.flush()
    session.refresh(plan)
    assert plan.document is not None
    plan.document.reading, plan.number = older, "15/KH"
    session.commit()
    assert not stored_sheet(session, plan).from_rows
    page = lan.get(f"/plans/{plan.id}/reading")
    assert "Số, ký hiệu: “15/KH” thành “15/KH-UBND”" in page.text
    assert "Thêm nhiệm vụ “3. Tiếp công dân, giải quyết kiến nghị”" in page.text
    session.expire_all()
    assert session.get_one(Plan, plan.id).number == "15/KH"
    answer = lan.post_plain(f"/plans/{plan.id}/reading", page.fields(f"/plans/{plan.id}/reading"))
    assert (answer.status, answer.answer.location) == (302, f"/plans/{plan.id}/review")
    session.expire_all()
    changed = session.get_one(Plan, plan.id)
    assert changed.number == "15/KH-UBND"
    assert {task.title: task.id for task in changed.tasks[:2]} == ids
    assert edition.form.task_id == changed.tasks[1].id
    assert len(changed.tasks) == 3


def test_a_document_that_can_no_longer_be_read_says_why(lan: Browser, plan: Plan, session: Session) -> None:
    assert plan.document is not None
    plan.document.content = b"\x89PNG"
    session.commit()
    page = lan.get(f"/plans/{plan.id}/reading")
    assert page.status == 422
    assert "ảnh chụp" in page.text


def test_after_its_plan_was_removed_the_corrections_are_applied_again(
    lan: Browser, plan: Plan, session: Session
) -> None:
    lan.post(f"/plans/{plan.id}/removal")
    assert session.scalars(select(PlanCorrection.plan_id)).all() == [None, None]
    page = upload(lan)
    assert f"Đã áp dụng lại 2 chỗ đã sửa lần trước, ngày {clock.show_day(clock.today())}." in page.text
    assert "Trả kết quả đúng hẹn" in page.fields("/plans/sheet").values()
    assert lan.post_plain("/plans", page.fields("/plans/sheet")).status == 302
    again = session.scalars(select(Plan)).one()
    assert (again.tasks[1].title, again.place) == ("Trả kết quả đúng hẹn", "Hoa Sen Đông")
    assert [row.plan_id for row in session.scalars(select(PlanCorrection))] == [again.id, again.id]


def test_one_can_start_afresh_from_the_document(lan: Browser, plan: Plan, session: Session) -> None:
    lan.post(f"/plans/{plan.id}/removal")
    page = upload(lan)
    page = lan.post_plain("/plans/sheet", page.fields("/plans/sheet") | {"verb": "afresh"})
    assert page.status == 200
    assert "Đã áp dụng lại" not in page.text
    assert lan.post_plain("/plans", page.fields("/plans/sheet")).status == 302
    again = session.scalars(select(Plan)).one()
    assert again.tasks[1].title == "Thực hiện cải cách thủ tục hành chính"
    assert session.scalars(select(PlanCorrection)).all() == []


def test_another_office_gets_none_of_them(lan: Browser, stranger: Browser, plan: Plan) -> None:
    lan.post(f"/plans/{plan.id}/removal")
    assert "Đã áp dụng lại" not in upload(stranger).text


def test_a_new_version_updates_the_plan_with_its_corrections(lan: Browser, plan: Plan, session: Session) -> None:
    ids = {task.title: task.id for task in plan.tasks}
    choice = upload(lan, CHANGED)
    assert choice.status == 200
    assert "Đây có phải bản mới của kế hoạch đã nhập?" in choice.text
    assert plans(session) == 1
    page = lan.post_plain("/plans/sheet", choice.fields("/plans/sheet") | {"into": str(plan.id)})
    assert "1 chỗ khác với bản đã nhập" in page.text
    assert "Thêm nhiệm vụ “2. Văn hóa công sở”" in page.text
    assert "Cập nhật kế hoạch" in page.text
    assert lan.post_plain("/plans", page.fields("/plans/sheet")).status == 302
    session.expire_all()
    changed = session.scalars(select(Plan)).one()
    assert [(task.label, task.title, task.id == ids.get(task.title)) for task in changed.tasks] == [
        ("1", "Tổ chức quán triệt các văn bản về công tác dân vận", True),
        ("2", "Văn hóa công sở", False),
        ("3", "Trả kết quả đúng hẹn", True),
        ("4", "Tiếp công dân, giải quyết kiến nghị", True),
    ]
    assert changed.document is not None
    assert changed.document.content == CHANGED.encode()
    assert [row.document_sha256 for row in corrections_of(session, changed)] == [changed.document.sha256] * 2


def test_a_new_version_is_known_by_what_the_document_said(lan: Browser, plan: Plan, session: Session) -> None:
    """Number, title and year were all corrected far from the document, whose new version repeats what it said."""
    page = lan.get(f"/plans/{plan.id}/review")
    heading = {"head.number": "99/KH-HD", "head.title": "Vì dân phục vụ", "head.year": "2027"}
    sheet = page.fields(f"/plans/{plan.id}/sheet")
    assert lan.post_plain(f"/plans/{plan.id}/review", sheet | heading).status == 302
    offered = upload(lan, CHANGED)
    assert f"/plans/{plan.id}" in offered.links
    assert "Vì dân phục vụ" in offered.text
    assert plans(session) == 1


def test_a_plan_of_another_year_is_no_earlier_version(lan: Browser, plan: Plan) -> None:
    page = upload(lan, CHANGED.replace("2026", "2027").replace("15/KH-UBND", "16/KH-UBND"))
    assert "Xem lại trước khi nhập" in page.text


def test_a_new_version_may_also_become_another_plan(lan: Browser, plan: Plan, session: Session) -> None:
    choice = upload(lan, CHANGED)
    page = lan.post_plain("/plans/sheet", choice.fields("/plans/sheet") | {"into": ""})
    assert "Nhập kế hoạch này" in page.text
    assert lan.post_plain("/plans", page.fields("/plans/sheet")).status == 302
    assert plans(session) == 2


def test_what_no_longer_fits_the_new_version_is_told(lan: Browser, plan: Plan, session: Session) -> None:
    without = TEXT.replace(
        "2. Thực hiện cải cách thủ tục hành chính\n- Niêm yết đầy đủ giấy tờ và phí phải nộp.\n"
        "- Trả kết quả đúng hẹn.\n3.",
        "2.",
    )
    choice = upload(lan, without)
    page = lan.post_plain("/plans/sheet", choice.fields("/plans/sheet") | {"into": str(plan.id)})
    assert "1 chỗ đã sửa trước đây không còn khớp" in page.text
    assert "Không còn nhiệm vụ “2. Trả kết quả đúng hẹn”" in page.text
    assert lan.post_plain("/plans", page.fields("/plans/sheet")).status == 302
    assert session.scalar(select(func.count()).select_from(Task)) == 2


def test_a_new_version_cannot_take_away_a_task_with_a_published_form(
    lan: Browser, plan: Plan, make: Make, session: Session
) -> None:
    make.edition(make.form(plan.tasks[1]))
    choice = upload(lan, TEXT.replace("2. Thực hiện cải cách thủ tục hành chính", "2. Phòng cháy, chữa cháy"))
    page = lan.post_plain("/plans/sheet", choice.fields("/plans/sheet") | {"into": str(plan.id)})
    answer = lan.post_plain("/plans", page.fields("/plans/sheet"))
    assert answer.status == 422
    assert "đã có phiếu phát hành" in answer.text
    session.expire_all()
    assert session.get_one(Plan, plan.id).tasks[1].title == "Trả kết quả đúng hẹn"


def test_a_draft_cannot_be_turned_into_somebody_elses_plan(
    lan: Browser, cast: Cast, plan: Plan, session: Session
) -> None:
    other = import_plan(session, cast.an_binh, read(), FILE, by=None)
    session.commit()
    choice = upload(lan, CHANGED)
    for into in (str(other.id), "999999"):
        answer = lan.post_plain("/plans/sheet", choice.fields("/plans/sheet") | {"into": into})
        assert answer.status == 404
    assert lan.post_plain("/plans/sheet", choice.fields("/plans/sheet") | {"into": "x"}).status == 422


def test_the_terminal_reads_the_same_document_again(command: Callable[..., Result], plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / FILE[0]
    file.write_bytes(FILE[1])
    refused = command("plans", "import", str(file), "--office", "hoa-sen")
    assert refused.exit_code == 1
    assert "--again" in refused.output
    again = command("plans", "import", str(file), "--office", "hoa-sen", "--again")
    assert again.exit_code == 0
    assert "Không có gì khác với lần trước" in again.output


def test_the_terminal_updates_a_plan_with_its_new_version(
    command: Callable[..., Result], plan: Plan, tmp_path: Path, session: Session
) -> None:
    file = tmp_path / "ban-moi.txt"
    file.write_text(CHANGED, encoding="utf-8")
    updated = command("plans", "import", str(file), "--office", "hoa-sen", "--again")
    assert updated.exit_code == 0, updated.output
    assert f"Đã cập nhật kế hoạch số {plan.id}" in updated.output
    assert "Thêm nhiệm vụ “2. Văn hóa công sở”" in updated.output
    session.expire_all()
    assert plans(session) == 1
    assert len(session.get_one(Plan, plan.id).tasks) == 4


def test_without_again_the_terminal_stores_another_plan_and_says_how_to_update(
    command: Callable[..., Result], plan: Plan, tmp_path: Path, session: Session
) -> None:
    file = tmp_path / "ban-moi.txt"
    file.write_text(CHANGED, encoding="utf-8")
    stored = command("plans", "import", str(file), "--office", "hoa-sen")
    assert stored.exit_code == 0
    assert f"có thể là bản mới của kế hoạch số {plan.id}" in stored.output
    assert plans(session) == 2
