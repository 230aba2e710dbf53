"""The inbox and the case page: who sees which case, what may be done there, and what comes back after a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.core import clock
from app.feedback.cases import actions
from app.feedback.cases.deeds import DEEDS
from app.feedback.cases.inbox import PAGE
from app.feedback.cases.models import Case, Step
from app.feedback.codes.actions import withdraw
from tests.cast import Cast
from tests.client import Browser, Page
from tests.feedback.conftest import Hall
from tests.make import Make


@dataclass
class Office:
    """Hoa Sen with one case that Minh holds, one of a task that he answers for, and one of nobody's."""

    session: Session
    cast: Cast
    make: Make
    held: Case
    tasked: Case
    loose: Case


@pytest.fixture
def office(make: Make, cast: Cast, session: Session) -> Office:
    task = make.task(make.plan(cast.hoa_sen), holder=cast.minh)
    held = make.case(cast.hoa_sen, "Cống tắc trước chợ.")
    actions.assign(session, held, holder_id=cast.minh.id, unit="", by=cast.lan.id, seen=None)
    tasked = make.case(cast.hoa_sen, "Chờ lâu ở quầy số 2.", task=task)
    loose = make.case(cast.hoa_sen, "Đèn đường hỏng.")
    return Office(session, cast, make, held, tasked, loose)


def shown(page: Page) -> set[str]:
    """The first lines of the cases on a page."""
    return {
        "".join(line.itertext()).strip()
        for article in page.tree.iter("article")
        for line in article.iter("p")
        if line.get("class") == "remark-text"
    }


def do(browser: Browser, case: Case, verb: str, **typed: Any) -> Page:
    """Fill in one of the forms of the case page, as it stands there, and send it."""
    action = f"/cases/{case.id}/{DEEDS[verb].noun}"
    fields = browser.get(f"/cases/{case.id}").fields(action)
    return browser.post_plain(action, {**fields, **{f"{verb}-{name}": value for name, value in typed.items()}})


def fresh(office: Office, case: Case) -> Case:
    return office.session.get_one(Case, case.id, populate_existing=True)


def test_it_works(minh: Browser, office: Office) -> None:
    """Minh takes his case from the inbox to its end."""
    assert shown(minh.get("/cases", tray="mine")) == {"Cống tắc trước chợ."}
    case = office.held
    assert do(minh, case, "acknowledge").status == 303
    assert do(minh, case, "answer", text="Đã nạo vét ngày 20/11.").status == 303
    assert do(minh, case, "close", proof="done", done_on="2026-11-20", text="Biên bản số 3.").status == 303
    page = minh.get(f"/cases/{case.id}")
    assert "Biên bản số 3." in page.text
    assert "Đã làm xong việc, có thể kiểm tra tại chỗ" in page.text
    assert fresh(office, case).state == "closed"
    by = {step.by_id for step in office.session.scalars(select(Step).where(Step.case_id == case.id))}
    assert by == {None, office.cast.lan.id, office.cast.minh.id}


def test_an_officer_sees_what_is_his(minh: Browser, office: Office) -> None:
    assert shown(minh.get("/cases", tray="all")) == {"Cống tắc trước chợ.", "Chờ lâu ở quầy số 2."}
    assert minh.get(f"/cases/{office.tasked.id}").status == 200
    assert minh.get(f"/cases/{office.loose.id}").status == 404
    token = minh.get("/cases").csrf
    assert minh.post_plain(f"/cases/{office.loose.id}/note", {"csrf_token": token, "note-text": "x"}).status == 404


def test_leader_and_administrator_see_all(lan: Browser, thu: Browser, office: Office) -> None:
    for browser in (lan, thu):
        assert len(shown(browser.get("/cases", tray="all"))) == 3


def test_observers_and_strangers_learn_nothing(hoa: Browser, stranger: Browser, office: Office) -> None:
    assert hoa.get("/cases").status == 404
    assert shown(stranger.get("/cases", tray="all")) == set()
    for browser in (hoa, stranger):
        assert browser.get(f"/cases/{office.loose.id}").status == 404


def test_trays_say_what_is_late_and_what_waits(lan: Browser, office: Office) -> None:
    step = office.session.scalars(select(Step).where(Step.case_id == office.loose.id)).one()
    step.at = clock.hour_of(clock.now()) - timedelta(days=60)
    office.session.flush()
    actions.recount(office.session, office.cast.hoa_sen.id)
    actions.ask(office.session, office.tasked, "Hôm nào?", by=office.cast.lan.id, seen=None)
    office.session.commit()
    late = lan.get("/cases", tray="late")
    assert shown(late) == {"Đèn đường hỏng."}
    assert "Quá hạn từ" in late.text
    assert shown(lan.get("/cases", tray="waiting")) == {"Chờ lâu ở quầy số 2."}
    assert shown(lan.get("/cases")) == {"Đèn đường hỏng.", "Cống tắc trước chợ."}
    assert "0,0 %" in lan.get("/cases").text


def test_it_is_found_with_marks_and_without_and_by_its_number(lan: Browser, office: Office) -> None:
    for words in (
        "cong tac",
        "Cống tắc",
        office.held.reference,
        f"{office.held.reference[:4]}-{office.held.reference[4:]}",
    ):
        assert shown(lan.get("/cases", q=words)) == {"Cống tắc trước chợ."}
    assert "Không có phản ánh nào chứa những chữ này." in lan.get("/cases", q="không ai viết").text


def test_a_long_inbox_has_pages_and_few_statements(lan: Browser, office: Office, statements: list[str]) -> None:
    for number in range(PAGE):
        office.make.case(office.cast.hoa_sen, f"Việc số {number}.")
    statements.clear()
    first = lan.get("/cases")
    assert len([one for one in statements if one.startswith("SELECT")]) <= 13
    assert len(shown(first)) == PAGE
    assert len(shown(lan.get("/cases", page=2))) == 3
    assert lan.get("/cases", page="x", tray="nowhere").status == 200


def test_several_are_acknowledged_with_one_button(minh: Browser, office: Office) -> None:
    ids = [str(office.held.id), str(office.tasked.id), str(office.loose.id)]
    page = minh.post("/cases/acknowledgements", {"case": ids}, page="/cases", follow=True)
    assert "Đã tiếp nhận 2 phản ánh." in page.text
    assert fresh(office, office.loose).state == "received"
    assert "Chưa chọn phản ánh nào" in minh.post("/cases/acknowledgements", {}, page="/cases", follow=True).text


@pytest.mark.parametrize(
    ("verb", "typed", "says"),
    [
        ("answer", {"text": "  "}, "Hãy viết nội dung trước khi gửi."),
        ("answer", {"text": "x" * 30_001}, "Nội dung dài 30001 ký tự"),
        ("ask", {"text": ""}, "Hãy viết nội dung trước khi gửi."),
        ("assign", {"holder_id": "0", "unit": ""}, "Hãy chọn người xử lý hoặc ghi đơn vị"),
        ("assign", {"holder_id": "999999"}, "không còn quyền xử lý"),
        ("forward", {"to": "", "text": ""}, "Hãy ghi cơ quan có thẩm quyền"),
        ("refuse", {"reason": "", "text": "Không rõ."}, "Hãy chọn lý do không xử lý."),
        ("mark_duplicate", {"reference": "khong co"}, "Không tìm thấy phản ánh gốc"),
        ("classify", {"kind": "", "level": ""}, "Hãy chọn loại và mức độ."),
    ],
)
def test_a_refused_step_comes_back_with_its_words(
    minh: Browser, office: Office, verb: str, typed: dict[str, str], says: str
) -> None:
    before = office.held.last_number
    page = do(minh, office.held, verb, **typed)
    assert page.status in {409, 422}
    assert says in page.text
    back = page.fields(f"/cases/{office.held.id}/{DEEDS[verb].noun}")
    for name, value in typed.items():
        if name not in {"holder_id"}:
            kept = back[f"{verb}-{name}"]
            assert (kept[0] if isinstance(kept, list) else kept) == value
    assert fresh(office, office.held).last_number == before


def test_who_answers_second_keeps_the_words_and_sees_the_first_answer(
    minh: Browser, lan: Browser, office: Office
) -> None:
    action = f"/cases/{office.held.id}/answer"
    opened = lan.get(f"/cases/{office.held.id}").fields(action)
    do(minh, office.held, "answer", text="Đã nạo vét.")
    page = lan.post_plain(action, {**opened, "answer-text": "Sẽ nạo vét."})
    assert page.status == 409
    assert "Minh đã ghi một bước mới lúc" in page.text
    assert "Đã nạo vét." in page.text
    assert page.fields(action)["answer-text"] == "Sẽ nạo vét."


def test_only_what_fits_the_state_is_offered(minh: Browser, thu: Browser, office: Office) -> None:
    case = office.held
    page = minh.get(f"/cases/{case.id}")
    assert f"/cases/{case.id}/answer" in page.html
    for noun in ("closure", "reopening", "extension", "resumption"):
        assert f"/cases/{case.id}/{noun}" not in page.html
    assert f"/cases/{case.id}/extension" in thu.get(f"/cases/{case.id}").html
    do(minh, case, "ask", text="Ở đoạn nào?")
    waiting = minh.get(f"/cases/{case.id}")
    assert "Đồng hồ dừng" in waiting.text
    assert f"/cases/{case.id}/question" not in waiting.html


def test_the_head_gives_more_time_with_a_reason(thu: Browser, office: Office) -> None:
    assert do(thu, office.held, "extend", amount="3", text="Chờ máy bơm.").status == 303
    assert "Thêm 3 ngày làm việc." in thu.get(f"/cases/{office.held.id}").text
    assert do(thu, office.held, "extend", amount="nhiều", text="Chờ.").status == 422


def test_contact_details_are_opened_by_a_button_and_written_down(minh: Browser, office: Office) -> None:
    case = office.make.case(office.cast.hoa_sen, contact={"phone": "0912 345 678"})
    actions.assign(office.session, case, holder_id=office.cast.minh.id, unit="", by=office.cast.lan.id, seen=None)
    office.session.commit()
    closed = minh.get(f"/cases/{case.id}")
    assert "0912 345 678" not in closed.html
    opened = minh.post(f"/cases/{case.id}/contact", page=f"/cases/{case.id}")
    assert "0912 345 678" in opened.text
    entries = office.session.scalars(select(AuditEntry).where(AuditEntry.target == f"case:{case.id}")).all()
    assert [entry.official_id for entry in entries] == [office.cast.minh.id]
    assert "0912" not in str([entry.details for entry in entries])


def test_a_remark_becomes_a_case_by_a_button(minh: Browser, hall: Hall, session: Session) -> None:
    remark = hall.write("Cống trước nhà văn hóa bị tắc.")
    page = minh.post(f"/remarks/{remark.id}/case", {"kind": "petition"}, page=f"/remarks/{remark.id}", follow=True)
    assert "Đã lập phản ánh từ ý kiến này." in page.text
    case = session.scalars(select(Case)).one()
    assert f"/cases/{case.id}" in minh.get(f"/remarks/{remark.id}").links
    again = minh.post(f"/remarks/{remark.id}/case", page="/cases", follow=True)
    assert f"đã được lập thành phản ánh số {case.reference}" in again.text
    assert f"/cases/{case.id}/question" not in minh.get(f"/cases/{case.id}").html


def test_an_empty_inbox_teaches(lan: Browser, minh: Browser, cast: Cast) -> None:
    page = lan.get("/cases")
    assert "Người dân gửi phản ánh, kiến nghị, góp ý qua bốn cửa" in page.text
    assert "/C/hoa-sen" in page.links
    assert "Người dân gửi phản ánh" in minh.get("/cases").text


def test_a_withdrawn_case_can_only_be_looked_at(lan: Browser, office: Office) -> None:
    withdraw(office.session, office.loose)
    office.session.commit()
    page = lan.get(f"/cases/{office.loose.id}")
    assert "Người gửi đã rút và xóa nội dung." in page.text
    assert "/answer" not in page.html


def test_trays_say_what_is_nearly_due_and_what_nobody_deals_with(lan: Browser, office: Office) -> None:
    now = clock.now()
    office.loose.nearly_at, office.loose.due_at = now - timedelta(hours=1), now + timedelta(hours=1)
    office.tasked.nearly_at, office.tasked.due_at = now - timedelta(hours=2), now - timedelta(hours=1)
    office.session.commit()
    assert shown(lan.get("/cases", tray="soon")) == {"Đèn đường hỏng."}
    assert shown(lan.get("/cases", tray="unassigned")) == {"Đèn đường hỏng.", "Chờ lâu ở quầy số 2."}


def test_cases_of_one_unit_have_an_address(lan: Browser, stranger: Browser, office: Office) -> None:
    actions.assign(office.session, office.loose, holder_id=None, unit="Đội hạ tầng", by=office.cast.lan.id, seen=None)
    office.session.commit()
    page = lan.get("/cases", tray="all", unit="Đội hạ tầng")
    assert shown(page) == {"Đèn đường hỏng."}
    assert page.html.count("<option selected>Đội hạ tầng</option>") == 1
    assert shown(lan.get("/cases", tray="all", unit="Đội khác")) == set()
    assert "Đội hạ tầng" not in stranger.get("/cases").text


def test_a_rate_comes_with_its_interval(lan: Browser, office: Office) -> None:
    actions.answer(office.session, office.held, "Đã nạo vét.", by=office.cast.lan.id, seen=None)
    office.session.commit()
    text = lan.get("/cases").text
    assert "100,0 % 1 đúng hạn trên 1 đã xong" in text
    assert "khoảng tin cậy 95 %: 20,7 % đến 100,0 %" in text


def test_the_first_page_says_what_presses(lan: Browser, minh: Browser, hoa: Browser, office: Office) -> None:
    home = lan.get("/")
    assert "Phản ánh, kiến nghị:" in home.text
    assert {"/cases?tray=new", "/cases?tray=unassigned"} <= set(home.links)
    assert "/cases?tray=late" not in home.links
    assert "/cases?tray=mine" in minh.get("/").links
    assert "Phản ánh, kiến nghị:" not in hoa.get("/").text
