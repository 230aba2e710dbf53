"""Storing what was read from a document."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.core import clock
from app.core.session import session as current_session
from app.core.session import transaction
from app.offices.models import Office
from app.plans.actions import PlanAlreadyImported, import_plan
from app.plans.corrections.actions import CorrectionsUnplaced, PlanIncomplete
from app.plans.corrections.exchange import Correction, correct_all
from app.plans.corrections.fresh import head_of, sheet_of
from app.plans.corrections.verbs import Change
from app.plans.models import Plan, PlanDocument
from app.plans.queries import tasks_of
from app.plans.rows import file_name, fit, plan_row
from tests.cast import Cast
from tests.make import Make
from tests.plans.samples import FILE, read


def test_it_works(cast: Cast, session: Session) -> None:
    plan = import_plan(session, cast.hoa_sen, read(), FILE, by=cast.lan.id)
    session.commit()
    session.expunge_all()
    plan = session.get_one(Plan, plan.id)
    assert (plan.title, plan.number, plan.issued_text, plan.year) == (
        "Thực hiện công tác dân vận chính quyền năm 2026",
        "15/KH-UBND",
        "ngày 12 tháng 02 năm 2026",
        2026,
    )
    assert (plan.issuer, plan.parent_authority, plan.province, plan.place) == (
        "Ủy ban nhân dân phường Hoa Sen",
        "Ủy ban nhân dân tỉnh Đông Sơn",
        "Đông Sơn",
        "Hoa Sen",
    )
    assert [(section.label, section.kind) for section in plan.sections] == [
        ("I", "purpose"),
        ("II", "tasks"),
        ("III", "organisation"),
    ]
    assert [duty.unit for duty in plan.duties] == ["Văn phòng phường", "Công chức tư pháp"]
    assert (date(2026, 11, 20), True) in [(deadline.due_on, deadline.before) for deadline in plan.deadlines]
    assert [(citation.symbol, citation.basis) for citation in plan.citations] == [("07/KH-UBND", True)]
    assert [(recipient.text, recipient.note) for recipient in plan.recipients] == [
        ("Ủy ban nhân dân tỉnh", "b/c"),
        ("Lưu: VT", None),
    ]
    assert plan.signer == {"name": "Lê Văn Thu", "role": "CHỦ TỊCH", "on_behalf": "TM. ỦY BAN NHÂN DÂN"}


def test_every_task_gets_a_theme_and_a_survey_default_with_its_reason(cast: Cast, session: Session) -> None:
    tasks = tasks_of(session, import_plan(session, cast.hoa_sen, read(), FILE, by=None))
    assert [(task.label, task.theme, task.surveyed) for task in tasks] == [
        ("1", "policy_institutionalisation", False),
        ("2", "administrative_reform", True),
        ("3", "citizen_reception_complaints", True),
    ]
    assert tasks[0].unsurveyed_reason is not None
    assert tasks[1].unsurveyed_reason is None
    assert [item.text for item in tasks[1].items] == [
        "Niêm yết đầy đủ giấy tờ và phí phải nộp.",
        "Trả kết quả đúng hẹn.",
    ]


def test_the_document_is_kept_byte_for_byte(cast: Cast, session: Session) -> None:
    plan = import_plan(session, cast.hoa_sen, read(), FILE, by=None)
    session.commit()
    session.expunge_all()
    document = session.get_one(PlanDocument, plan.id)
    assert (document.filename, document.content, document.size) == (*FILE, len(FILE[1]))


def test_it_is_written_into_the_record(cast: Cast, session: Session) -> None:
    plan = import_plan(session, cast.hoa_sen, read(), FILE, by=cast.lan.id)
    session.flush()
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.official_id, entry.office_id, entry.target) == (cast.lan.id, cast.hoa_sen.id, f"plan:{plan.id}")


def test_what_a_person_corrected_counts_more_than_what_was_read(cast: Cast, session: Session) -> None:
    sheet = sheet_of(read())
    _, corrections = correct_all(
        sheet,
        [
            Change("head", "title", " Kế hoạch \n khác "),
            Change("head", "issued_text", None),
            Change("head", "year", 2027),
            Change(sheet.tasks[0].key, "reason", None),
            Change(sheet.tasks[1].key, "reason", "Năm nay chưa làm."),
            Change(sheet.tasks[2].key, "theme", "other"),
        ],
    )
    plan = import_plan(session, cast.hoa_sen, read(), FILE, by=None, corrections=corrections)
    assert (plan.title, plan.issued_text, plan.year) == ("Kế hoạch khác", None, 2027)
    assert [(task.theme, task.surveyed, task.unsurveyed_reason) for task in plan.tasks] == [
        ("policy_institutionalisation", True, None),
        ("administrative_reform", False, "Năm nay chưa làm."),
        ("other", True, None),
    ]


def test_the_same_document_is_refused_with_the_day_of_its_import(cast: Cast, session: Session) -> None:
    plan = import_plan(session, cast.hoa_sen, read(), FILE, by=None)
    with pytest.raises(PlanAlreadyImported, match=f"đã được nhập ngày {clock.show_day(clock.today())}") as refusal:
        import_plan(session, cast.hoa_sen, read(), ("ten-khac.txt", FILE[1]), by=None)
    assert refusal.value.plan_id == plan.id


def test_another_office_may_import_the_same_document(cast: Cast, session: Session) -> None:
    import_plan(session, cast.hoa_sen, read(), FILE, by=None)
    import_plan(session, cast.an_binh, read(), FILE, by=None)
    assert session.scalar(select(func.count()).select_from(Plan)) == 2


def test_a_document_without_tasks_is_refused(cast: Cast, session: Session) -> None:
    with pytest.raises(PlanIncomplete, match="không có nhiệm vụ nào"):
        import_plan(session, cast.hoa_sen, {**read(), "tasks": []}, FILE, by=None)


def test_a_plan_without_a_title_is_refused(cast: Cast, session: Session) -> None:
    with pytest.raises(PlanIncomplete, match="tên kế hoạch"):
        import_plan(session, cast.hoa_sen, {**read(), "title": None}, FILE, by=None)


def test_corrections_that_do_not_fit_the_document_are_refused(cast: Cast, session: Session) -> None:
    lost = Correction(Change("t000000000000", "title", "Khác"))
    with pytest.raises(CorrectionsUnplaced, match="1 chỗ sửa không còn khớp"):
        import_plan(session, cast.hoa_sen, read(), FILE, by=None, corrections=[lost])


def test_a_theme_of_a_newer_reader_becomes_other() -> None:
    data = read()
    data["tasks"][0]["theme"] = "unheard_of"
    assert sheet_of(data).tasks[0].theme == "other"


def test_a_refusal_stores_nothing(live: Flask) -> None:
    with live.app_context():
        with transaction() as current:
            office = Make(current).office()
        with pytest.raises(PlanIncomplete), transaction():
            import_plan(current_session(), office, {**read(), "title": ""}, FILE, by=None)
        assert current_session().scalar(select(func.count()).select_from(Plan)) == 0


@pytest.mark.parametrize(
    ("written", "shown"),
    [("2026-02-05", "ngày 05/02/2026"), ("2026-02", "tháng 2 năm 2026"), (None, None)],
)
def test_a_date_known_only_as_a_value_is_written_the_way_offices_do(written: str | None, shown: str | None) -> None:
    assert head_of({"title": "T", "date": written}).issued_text == shown


def test_a_month_is_kept_as_a_month() -> None:
    [deadline] = plan_row({"deadlines": [{"kind": "report", "due_text": "tháng 10", "due_date": "2026-10"}]}).deadlines
    assert (deadline.due_on, deadline.due_month) == (None, "2026-10")


def test_a_paragraph_for_another_unit_becomes_its_own_duty() -> None:
    duties = plan_row(
        {
            "assignments": [
                {
                    "label": "2",
                    "unit": "Các phòng",
                    "duties": ["Thực hiện.", "Phòng Văn hóa đăng tin."],
                    "sub_assignments": [{"unit": "Phòng Văn hóa", "duty_index": 1}],
                }
            ]
        }
    ).duties
    assert [(duty.label, duty.unit, duty.texts) for duty in duties] == [
        ("2", "Các phòng", ["Thực hiện."]),
        ("2", "Phòng Văn hóa", ["Phòng Văn hóa đăng tin."]),
    ]


def test_a_basis_that_is_only_named_inside_another_is_no_basis() -> None:
    plan = plan_row(
        {
            "legal_bases": [{"symbol": "1/KH", "nested": False}, {"symbol": "33/CT-TTg", "nested": True}],
            "cited_documents": [{"symbol": "33/CT-TTg"}, {"symbol": "9/NQ"}],
        }
    )
    assert [(row.symbol, row.basis) for row in plan.citations] == [
        ("1/KH", True),
        ("33/CT-TTg", False),
        ("9/NQ", False),
    ]


def test_labels_and_symbols_of_any_length_fit_both_databases(cast: Cast, session: Session) -> None:
    long = "X" * 1000
    data: dict[str, Any] = read()
    data |= {"number": long, "place": long, "issuer": long, "date_as_written": long, "province": long}
    data["tasks"][0] |= {"label": long, "item_markers": [long]}
    data["sections"][0] |= {"label": long, "kind": long}
    data["assignments"][0]["label"] = long
    data["deadlines"][0] |= {"kind": long, "period": long, "where": long}
    data["cited_documents"] = [{"symbol": long, "kind": long}]
    data["recipients"][0]["note"] = long
    plan = import_plan(session, cast.hoa_sen, data, (f"{long}.txt", b"x"), by=None)
    session.commit()
    assert plan.number == "X" * 79 + "…"
    assert plan.document is not None
    assert plan.document.filename.endswith("X.txt")


@given(st.text(max_size=300), st.integers(min_value=1, max_value=80))
def test_a_fitted_text_is_never_wider_and_holds_no_line_break(text: str, width: int) -> None:
    fitted = fit(text, width)
    assert fitted is None or (0 < len(fitted) <= width and "\n" not in fitted and "\0" not in fitted)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Lan\\Kế hoạch.txt", "Kế hoạch.txt"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
        ("", "ke-hoach.txt"),
        ("thư mục/", "ke-hoach.txt"),
        ("K" * 300 + ".docx", "K" * 250 + ".docx"),
        ("K" * 300, "K" * 255),
    ],
)
def test_a_file_name_is_kept_without_its_folders_and_tricks(written: str, kept: str) -> None:
    assert file_name(written) == kept


def test_two_imports_of_one_document_at_the_same_moment_store_it_once(live: Flask) -> None:
    with live.app_context(), transaction() as current:
        office_id = Make(current).office().id
    outcomes: list[str] = []
    start = threading.Barrier(4)

    def run() -> None:
        with live.app_context():
            start.wait()
            try:
                with transaction():
                    import_plan(current_session(), current_session().get_one(Office, office_id), read(), FILE, by=None)
            except PlanAlreadyImported:
                outcomes.append("refused")
            else:
                outcomes.append("stored")

    everybody = [threading.Thread(target=run) for _number in range(4)]
    for one in everybody:
        one.start()
    for one in everybody:
        one.join()
    assert sorted(outcomes) == ["refused", "refused", "refused", "stored"]
    with live.app_context():
        assert current_session().scalar(select(func.count()).select_from(Plan)) == 1
