"""Preamble, purposes and cited documents: corrected like everything else, kept, and applied again."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.plans.actions import import_plan
from app.plans.corrections.differences import differences
from app.plans.corrections.exchange import correct_all, from_text, to_text
from app.plans.corrections.fresh import sheet_of
from app.plans.corrections.pressed import verbs_of
from app.plans.corrections.queries import corrections_of, stored_sheet
from app.plans.corrections.replay import replay
from app.plans.corrections.sheet import Sheet, SheetCitation
from app.plans.corrections.structure import Add, Remove, Restore
from app.plans.corrections.typed import typed_on
from app.plans.corrections.verbs import Change
from app.plans.models import Plan
from tests.cast import Cast
from tests.client import Browser, Page
from tests.plans.samples import FILE, TEXT, read


@pytest.fixture
def plan(cast: Cast, session: Session) -> Plan:
    plan = import_plan(session, cast.hoa_sen, read(), FILE, by=cast.lan.id)
    session.commit()
    return plan


def boxes(page: Page, plan: Plan) -> dict[str, Any]:
    return page.fields(f"/plans/{plan.id}/sheet")


def saved(browser: Browser, session: Session, plan: Plan, page: Page, typed: dict[str, Any]) -> Plan:
    assert browser.post_plain(f"/plans/{plan.id}/review", boxes(page, plan) | typed).status == 302
    session.expire_all()
    return session.get_one(Plan, plan.id)


def test_it_works(lan: Browser, plan: Plan, session: Session) -> None:
    sheet = stored_sheet(session, plan).sheet
    cited, purpose, beginning = sheet.citations[0], sheet.purposes[1], sheet.preamble[0]
    ids = [citation.id for citation in plan.citations]
    typed = {
        f"{cited.key}.symbol": "08/KH-UBND",
        f"{cited.key}.day": "13/1/2026",
        f"{cited.key}.basis": "y",
        f"{purpose.key}.text": "Nghe người dân nói.",
        f"{beginning.key}.text": "Ủy ban nhân dân phường ban hành kế hoạch như sau:",
        "new.c": "Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15 ngày 10/11/2022",
        "new.p": "Chấm điểm công khai.",
    }
    changed = saved(lan, session, plan, lan.get(f"/plans/{plan.id}/review"), typed)
    first, second = changed.citations
    assert (first.id, first.symbol, str(first.issued_on), first.basis) == (ids[0], "08/KH-UBND", "2026-01-13", True)
    assert (second.kind, second.symbol, str(second.issued_on)) == ("Luật", "10/2022/QH15", "2022-11-10")
    assert changed.purposes == ["Phục vụ người dân tốt hơn.", "Nghe người dân nói.", "Chấm điểm công khai."]
    assert changed.preamble == ["Ủy ban nhân dân phường ban hành kế hoạch như sau:"]
    page = lan.get(f"/plans/{plan.id}/review")
    assert boxes(page, plan)[f"{cited.key}.day"] == ["13/01/2026"]
    again = saved(lan, session, plan, page, {})
    assert len(corrections_of(session, again)) == 6


def test_a_role_is_unticked(lan: Browser, plan: Plan, session: Session) -> None:
    key = stored_sheet(session, plan).sheet.citations[0].key
    page = lan.get(f"/plans/{plan.id}/review")
    sent = boxes(page, plan)
    assert sent.pop(f"{key}.basis") == ["y"]
    assert lan.post_plain(f"/plans/{plan.id}/review", sent).status == 302
    session.expire_all()
    assert [citation.basis for citation in session.get_one(Plan, plan.id).citations] == [False]


def test_what_was_removed_comes_back_and_can_be_undone(lan: Browser, plan: Plan, session: Session) -> None:
    key = stored_sheet(session, plan).sheet.citations[0].key
    sheet = f"/plans/{plan.id}/sheet"
    gone = lan.post_plain(sheet, boxes(lan.get(f"/plans/{plan.id}/review"), plan) | {"verb": f"remove {key}"})
    assert f"{key}.symbol" not in boxes(gone, plan)
    assert "Bỏ “Kế hoạch 07/KH-UBND”" in gone.text
    back = lan.post_plain(sheet, boxes(gone, plan) | {"verb": "undo"})
    assert f"{key}.symbol" in boxes(back, plan)
    restored = lan.post_plain(sheet, boxes(gone, plan) | {"verb": f"restore {key}"})
    assert f"{key}.symbol" in boxes(restored, plan)
    assert saved(lan, session, plan, gone, {}).citations == []


def test_they_are_corrected_before_the_plan_is_stored(lan: Browser, session: Session) -> None:
    page = lan.post("/plans/import", {"file": lan.file(FILE[1], FILE[0])})
    key = sheet_of(read()).purposes[0].key
    assert page.fields("/plans/sheet")[f"{key}.text"] == "Phục vụ người dân tốt hơn."
    lan.post_plain("/plans", page.fields("/plans/sheet") | {f"{key}.text": "Phục vụ tận tâm."})
    assert session.query(Plan).one().purposes[0] == "Phục vụ tận tâm."


@pytest.fixture
def sheet() -> Sheet:
    return sheet_of(read())


def test_they_are_applied_to_a_new_version(sheet: Sheet) -> None:
    cited, purpose = sheet.citations[0], sheet.purposes[1]
    verbs = [
        Change(cited.key, "issuer", "UBND tỉnh Đông Sơn"),
        Remove(purpose.key),
        Add("cn1", None, (("symbol", "33/CT-TTg"),)),
        Add("pn1", None, (("text", "Công khai."),)),
    ]
    kept = from_text(to_text(correct_all(sheet, verbs)[1]))
    version = sheet_of(
        read(TEXT.replace("1. Phục vụ người dân tốt hơn.", "1. Đổi mới.\n2. Phục vụ người dân tốt hơn."))
    )
    again = replay(version, kept)
    assert again.unplaced == ()
    assert [one.text for one in again.sheet.purposes if not one.removed] == [
        "Đổi mới.",
        "Phục vụ người dân tốt hơn.",
        "Công khai.",
    ]
    assert [one.issuer for one in again.sheet.citations] == ["UBND tỉnh Đông Sơn", None]


def test_what_the_new_version_does_not_cite_any_more_is_told(sheet: Sheet) -> None:
    kept = correct_all(sheet, [Change(sheet.citations[0].key, "kind", "Chương trình")])[1]
    without = sheet_of(read(TEXT.replace("Kế hoạch số 07/KH-UBND ngày 12/01/2026", "Kế hoạch")))
    assert len(replay(without, kept).unplaced) == 1


def test_differences_are_told(sheet: Sheet) -> None:
    cited, purpose = sheet.citations[0], sheet.purposes[0]
    verbs = [Change(cited.key, "basis", not cited.basis), Remove(purpose.key), Restore(sheet.purposes[1].key)]
    found = differences(sheet, correct_all(sheet, verbs)[0])
    assert [one.text % one.values for one in found] == [
        "Không còn mục đích, yêu cầu “Phục vụ người dân tốt hơn.”",
        "Văn bản viện dẫn “Kế hoạch 07/KH-UBND” có chi tiết khác",
    ]


@pytest.mark.parametrize(
    ("field", "written", "sentence"),
    [
        ("symbol", " ", "Hãy ghi số, ký hiệu của văn bản"),
        ("day", "1/2026", "Hãy ghi đủ ngày, tháng, năm"),
        ("day", "31/2/2026", "Hãy ghi ngày như 20/11/2026"),
        ("kind", "x" * 61, "nhiều nhất 60 ký tự"),
    ],
)
def test_what_is_not_understood_is_refused(sheet: Sheet, field: str, written: str, sentence: str) -> None:
    name = f"{sheet.citations[0].key}.{field}"
    typed = typed_on(sheet, {name: written})
    assert sentence in str(typed.refused[name])


def test_an_empty_paragraph_is_refused(sheet: Sheet) -> None:
    for one in (sheet.preamble[0], sheet.purposes[0]):
        assert "Hãy ghi nội dung" in str(typed_on(sheet, {f"{one.key}.text": " "}).refused[f"{one.key}.text"])


def test_words_that_name_no_document_are_kept_as_a_symbol(sheet: Sheet) -> None:
    (verb,), key = verbs_of("add c", sheet, {"new.c": "Hiến pháp 2013"}, ())
    added = verb.on(sheet).find(key or "")
    assert isinstance(added, SheetCitation)
    assert (added.symbol, added.kind, added.basis) == ("Hiến pháp 2013", None, False)
