"""One plan: its page, its original document, its removal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from app.core.events import _listeners, listen
from app.core.text import decimal
from app.forms.models import Form
from app.plans.actions import import_plan
from app.plans.events import PlanRemoval
from app.plans.models import Duty, Plan, PlanDocument, Task, TaskItem
from app.plans.reading import READER
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make
from tests.plans.samples import FILE, read


@pytest.fixture
def plan(cast: Cast, session: Session) -> Plan:
    plan = import_plan(session, cast.hoa_sen, read(), FILE, by=cast.lan.id)
    session.commit()
    return plan


@pytest.mark.parametrize("who", ["lan", "minh", "thu", "hoa"])
def test_everybody_of_the_office_reads_it(request: pytest.FixtureRequest, plan: Plan, who: str) -> None:
    browser: Browser = request.getfixturevalue(who)
    page = browser.get(f"/plans/{plan.id}")
    assert page.status == 200
    for part in (
        plan.title,
        "15/KH-UBND",
        "Công chức tư pháp",
        "trước ngày 20/11/2026",
        "07/KH-UBND",
        "ke-hoach-15.txt",
    ):
        assert part in page.text, part
    for task in plan.tasks:
        assert task.title in page.text
        assert f"/tasks/{task.id}" in page.links


def test_it_names_the_reason_where_citizens_are_not_asked(lan: Browser, plan: Plan) -> None:
    reason = plan.tasks[0].unsurveyed_reason
    assert reason is not None
    assert reason in lan.get(f"/plans/{plan.id}").text


@pytest.mark.parametrize("path", ["/plans/{id}", "/plans/{id}/document", "/plans/{id}/removal"])
def test_a_stranger_does_not_learn_that_it_exists(stranger: Browser, plan: Plan, path: str) -> None:
    assert stranger.get(path.format(id=plan.id)).status == 404
    token = stranger.get("/").csrf
    if path.endswith("removal"):
        data = {"csrf_token": token, "title": "Chiếm"}
        assert stranger.post_plain(path.format(id=plan.id), data).status == 404


@pytest.mark.parametrize("who", ["minh", "thu", "hoa"])
def test_who_may_only_read_gets_no_way_to_change_it(
    request: pytest.FixtureRequest, plan: Plan, session: Session, who: str
) -> None:
    browser: Browser = request.getfixturevalue(who)
    page = browser.get(f"/plans/{plan.id}")
    token = page.csrf
    for path in (f"/plans/{plan.id}/review", f"/plans/{plan.id}/removal"):
        assert path not in page.links
        assert browser.get(path).status == 404
        assert browser.post_plain(path, {"csrf_token": token, "title": "Khác"}).status == 404
    assert session.get_one(Plan, plan.id, populate_existing=True).title == plan.title


def test_the_document_is_saved_and_never_shown_by_the_browser(hoa: Browser, plan: Plan) -> None:
    answer = hoa.get(f"/plans/{plan.id}/document").answer
    assert hashlib.sha256(answer.data).hexdigest() == hashlib.sha256(FILE[1]).hexdigest()
    assert answer.headers["Content-Disposition"] == "attachment; filename=ke-hoach-15.txt"
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_original_says_its_size_its_digest_and_who_read_it(hoa: Browser, plan: Plan) -> None:
    text = hoa.get(f"/plans/{plan.id}").text
    assert plan.document is not None
    assert f"SHA-256: {hashlib.sha256(FILE[1]).hexdigest()}" in text
    assert f"{decimal(len(FILE[1]) / 1024)} KB" in text
    assert f"bộ đọc phiên bản {READER}" in text


@pytest.mark.parametrize("name", ["ke-hoach.html", "ke-hoach.svg", "ke-hoach.js", "kế hoạch.docx"])
def test_whatever_its_name_it_is_never_run_by_the_browser(
    lan: Browser, cast: Cast, session: Session, name: str
) -> None:
    content = FILE[1] + b"<script>alert(1)</script>"
    plan = import_plan(session, cast.hoa_sen, read(), (name, content), by=None)
    session.commit()
    answer = lan.get(f"/plans/{plan.id}/document").answer
    assert answer.data == content
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")


def test_a_plan_without_a_document_says_so(lan: Browser, make: Make, cast: Cast) -> None:
    plan = make.plan(cast.hoa_sen)
    assert lan.get(f"/plans/{plan.id}/document").status == 404
    assert "Văn bản gốc" not in lan.get(f"/plans/{plan.id}").text


def test_a_plan_with_nothing_in_it_has_a_page(lan: Browser, make: Make, cast: Cast) -> None:
    page = lan.get(f"/plans/{make.plan(cast.hoa_sen, number=None, year=None).id}")
    assert "Kế hoạch này chưa có nhiệm vụ nào." in page.text
    assert "không thấy trong văn bản" in page.text


def test_a_plan_imported_by_mistake_can_be_removed(lan: Browser, plan: Plan, session: Session) -> None:
    assert "Gỡ kế hoạch này?" in lan.get(f"/plans/{plan.id}/removal").text
    answer = lan.post(f"/plans/{plan.id}/removal", follow=True)
    assert "Đã gỡ kế hoạch" in answer.text
    for table in (Plan, PlanDocument, Task, TaskItem, Duty):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    assert lan.get(f"/plans/{plan.id}").status == 404


def test_drafts_go_with_their_plan(lan: Browser, plan: Plan, make: Make, session: Session) -> None:
    make.form(plan.tasks[1])
    assert lan.post(f"/plans/{plan.id}/removal").status == 302
    assert session.scalar(select(func.count()).select_from(Form)) == 0


def test_a_plan_with_a_published_form_cannot_be_removed_and_loses_nothing(
    lan: Browser, plan: Plan, make: Make, session: Session
) -> None:
    make.edition(make.form(plan.tasks[1]))
    make.form(plan.tasks[2])
    before = lan.get(f"/plans/{plan.id}/removal")
    assert "Không gỡ được kế hoạch này" in before.text
    assert "đã có mẫu phiếu được phát hành" in before.text
    assert f'action="/plans/{plan.id}/removal"' not in before.html
    page = lan.post(f"/plans/{plan.id}/removal")
    assert page.status == 409
    assert "đã có mẫu phiếu được phát hành" in page.text
    assert session.scalar(select(func.count()).select_from(Plan)) == 1
    assert session.scalar(select(func.count()).select_from(Form)) == 2


@pytest.fixture
def removals() -> Iterator[list[int]]:
    """What a listener downstream hears of plans about to be removed."""
    heard: list[int] = []

    def hear(_session: Session, fact: PlanRemoval) -> None:
        heard.append(fact.plan.id)

    listen(PlanRemoval, hear)
    yield heard
    _listeners[PlanRemoval].remove(hear)


def test_a_removal_is_announced_before_it_happens(lan: Browser, plan: Plan, removals: list[int]) -> None:
    lan.post(f"/plans/{plan.id}/removal")
    assert removals == [plan.id]


def test_the_page_costs_the_same_however_many_tasks_there_are(
    lan: Browser, plan: Plan, cast: Cast, make: Make, session: Session
) -> None:
    costs = []
    for _round in range(2):
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object, sent: list[str] = sent) -> None:
            sent.append(statement)

        event.listen(session.get_bind().engine, "before_cursor_execute", note)
        lan.get(f"/plans/{plan.id}")
        event.remove(session.get_bind().engine, "before_cursor_execute", note)
        costs.append(len(sent))
        for _number in range(5):
            make.task(plan, holder=cast.minh)
    assert costs[1] <= costs[0] + 1  # the names of the holders, which the first round did not have
