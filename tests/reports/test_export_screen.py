"""The export screen: who may, what comes, and what is written down about it."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.scores.queries import plan_scores
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make
from tests.reports.answers import LIMITS, answers, every_kind
from tests.scores.survey import Survey


@pytest.fixture
def survey(make: Make, cast: Cast) -> Survey:
    task = make.task(make.plan(cast.hoa_sen))
    form = make.form(task, definition=every_kind())
    make.edition(form)
    survey = Survey(make, form, [make.placement(make.desk(cast.hoa_sen), form)])
    survey.answer(answers(4, y_kien="=1+1", ten_viec="Khai sinh"), 8)
    return survey


def path(survey: Survey, end: str = "exports") -> str:
    return f"/plans/{survey.task.plan_id}/{end}"


def table(page: Page) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(page.answer.data.decode("utf-8-sig"), newline="")))


def test_it_works(lan: Browser, survey: Survey, session: Session) -> None:
    page = lan.post(path(survey, "export.xlsx"), {"values": "labels"}, page=path(survey))
    assert page.status == 200
    assert "attachment" in page.answer.headers["Content-Disposition"]
    assert f"thuoc-do-hoa-sen-ke-hoach-{survey.task.plan_id}-" in page.answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(page.answer.data))
    (found,) = plan_scores(session, survey.task.plan, LIMITS, live=True)
    assert (book["Tổng hợp"]["E2"].value, book["Tổng hợp"]["H2"].value) == (found.score.n, found.score.value)


def test_the_page_says_how_many_responses_there_are(lan: Browser, survey: Survey) -> None:
    page = lan.get(path(survey))
    assert "Kế hoạch này có 8 phiếu." in page.text
    assert "Tệp có câu trả lời bằng chữ" in page.text


def test_an_empty_plan_says_so_and_can_be_exported(lan: Browser, make: Make, cast: Cast) -> None:
    plan = make.plan(cast.hoa_sen)
    assert "Chưa có phiếu trả lời nào." in lan.get(f"/plans/{plan.id}/exports").text
    page = lan.post(f"/plans/{plan.id}/export.xlsx", {"values": "labels"}, page=f"/plans/{plan.id}/exports")
    assert load_workbook(io.BytesIO(page.answer.data))["Dữ liệu"].max_row == 1


def test_csv_holds_one_table(lan: Browser, survey: Survey) -> None:
    wanted = {"table": "data", "delimiter": ",", "values": "codes"}
    page = lan.post(path(survey, "export.csv"), wanted, page=path(survey))
    assert page.answer.mimetype == "text/csv"
    rows = table(page)
    assert len(rows) == 8
    assert rows[0]["Nơi làm thủ tục dễ tìm, thuận tiện."] == "4"
    assert rows[0]["Theo Ông/Bà, cần làm gì để lần sau nhanh và dễ hơn?"] == "'=1+1"


def test_a_leader_may_export_too(thu: Browser, survey: Survey) -> None:
    page = thu.post(
        path(survey, "export.csv"), {"table": "data", "delimiter": ",", "values": "labels"}, page=path(survey)
    )
    assert table(page)[0]["Tên việc"] == "Khai sinh"


def test_each_export_is_written_down(lan: Browser, survey: Survey, session: Session, cast: Cast) -> None:
    lan.post(path(survey, "export.xlsx"), {"values": "labels"}, page=path(survey))
    entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "Xuất số liệu")).one()
    assert (entry.official_id, entry.office_id) == (cast.lan.id, cast.hoa_sen.id)
    assert entry.target == f"plan:{survey.task.plan_id}"
    assert entry.details == {"title": survey.task.plan.title, "shape": "xlsx", "rows": 8, "texts": True}


@pytest.mark.parametrize("end", ["exports", "export.xlsx", "export.csv"])
def test_a_stranger_does_not_learn_that_it_exists(stranger: Browser, survey: Survey, end: str) -> None:
    token = stranger.get("/").csrf
    page = (
        stranger.get(path(survey))
        if end == "exports"
        else stranger.post_plain(path(survey, end), {"csrf_token": token})
    )
    assert page.status == 404
    assert survey.task.plan.title not in page.text


@pytest.mark.parametrize("end", ["export.xlsx", "export.csv"])
def test_officers_and_observers_cannot_export(minh: Browser, hoa: Browser, survey: Survey, end: str) -> None:
    for browser in (minh, hoa):
        token = browser.get("/").csrf
        assert browser.get(path(survey)).status == 404
        assert browser.post_plain(path(survey, end), {"csrf_token": token, "values": "labels"}).status == 404


def test_nothing_is_exported_by_a_link(lan: Browser, survey: Survey, session: Session) -> None:
    assert lan.get(path(survey, "export.xlsx")).status == 405
    assert session.scalars(select(AuditEntry).where(AuditEntry.verb == "Xuất số liệu")).all() == []


@pytest.mark.parametrize(
    ("end", "wrong"),
    [
        ("export.xlsx", {"values": "=1+1"}),
        ("export.csv", {"table": "passwords", "delimiter": ",", "values": "labels"}),
        ("export.csv", {"table": "data", "delimiter": "|", "values": "labels"}),
        ("export.csv", {}),
    ],
)
def test_a_choice_that_is_not_offered_is_refused(
    lan: Browser, survey: Survey, session: Session, end: str, wrong: dict[str, str]
) -> None:
    page = lan.post(path(survey, end), wrong, page=path(survey))
    assert page.status == 422
    assert "Cần xem lại" in page.text
    assert session.scalars(select(AuditEntry).where(AuditEntry.verb == "Xuất số liệu")).all() == []
