"""What officials do with remarks: read them, put them back, note what comes of them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.feedback.models import Remark
from tests.cast import Cast
from tests.client import Browser, Page
from tests.feedback.conftest import Hall

NOTE = "Đã nhắc quầy 1 phát tờ hướng dẫn."


def post(browser: Browser, hall: Hall, path: str, data: dict[str, Any] | None = None) -> Page:
    return browser.post(path, data, page=f"/tasks/{hall.held.id}/remarks")


def fresh(session: Session, remark: Remark) -> Remark:
    return session.get_one(Remark, remark.id, populate_existing=True)


def test_it_works(minh: Browser, hall: Hall, session: Session, cast: Cast) -> None:
    """Read, then noted, with who and when; the citizen's words stay as they are."""
    remark = hall.write("Chờ lâu quá.")
    assert post(minh, hall, f"/remarks/{remark.id}/reading").status == 303
    read = fresh(session, remark)
    assert read.read_at is not None
    assert read.read_by_id == cast.minh.id
    assert post(minh, hall, f"/remarks/{remark.id}/note", {"note": f"  {NOTE}\r\n"}).status == 303
    noted = fresh(session, remark)
    assert (noted.note, noted.noted_by_id, noted.text) == (NOTE, cast.minh.id, "Chờ lâu quá.")
    page = minh.get(f"/remarks/{remark.id}")
    assert NOTE in page.text
    assert "Minh đọc lúc" in page.text


def test_who_read_first_stays(lan: Browser, minh: Browser, hall: Hall, session: Session, cast: Cast) -> None:
    remark = hall.write("Chờ lâu quá.")
    hall.write("Còn một ý kiến chưa đọc.")
    post(minh, hall, f"/remarks/{remark.id}/reading")
    before = fresh(session, remark).read_at
    post(lan, hall, f"/remarks/{remark.id}/reading")
    assert fresh(session, remark).read_at == before
    assert fresh(session, remark).read_by_id == cast.minh.id


def test_a_note_counts_as_reading(minh: Browser, hall: Hall, session: Session) -> None:
    remark = hall.write("Chờ lâu quá.")
    post(minh, hall, f"/remarks/{remark.id}/note", {"note": NOTE})
    assert fresh(session, remark).read_at is not None


def test_putting_back_among_the_unread_keeps_the_note(minh: Browser, hall: Hall, session: Session) -> None:
    remark = hall.write("Chờ lâu quá.")
    post(minh, hall, f"/remarks/{remark.id}/note", {"note": NOTE})
    post(minh, hall, f"/remarks/{remark.id}/reading/removal")
    again = fresh(session, remark)
    assert (again.read_at, again.read_by_id, again.note) == (None, None, NOTE)


def test_putting_back_what_is_unread_says_so(minh: Browser, hall: Hall) -> None:
    remark = hall.write("Chờ lâu quá.")
    path = f"/tasks/{hall.held.id}/remarks"
    page = minh.post(f"/remarks/{remark.id}/reading/removal", {"back": path}, page=path, follow=True)
    assert "Ý kiến này chưa được đánh dấu đã đọc." in page.text


def test_a_note_is_replaced_and_taken_away(minh: Browser, lan: Browser, hall: Hall, session: Session) -> None:
    remark = hall.write("Chờ lâu quá.")
    hall.write("Còn một ý kiến chưa đọc.")
    post(minh, hall, f"/remarks/{remark.id}/note", {"note": NOTE})
    post(lan, hall, f"/remarks/{remark.id}/note", {"note": "Đã xong."})
    assert fresh(session, remark).note == "Đã xong."
    post(lan, hall, f"/remarks/{remark.id}/note", {"note": " "})
    gone = fresh(session, remark)
    assert (gone.note, gone.noted_at, gone.noted_by_id) == (None, None, None)
    verbs = session.scalars(select(AuditEntry.verb).where(AuditEntry.target.like("remark:%")).order_by(AuditEntry.id))
    assert verbs.all() == ["Ghi chú ý kiến", "Ghi chú ý kiến", "Xóa ghi chú ý kiến"]


@pytest.mark.parametrize(
    ("note", "sentence"),
    [("  ", "Hãy viết ghi chú trước khi lưu."), ("x" * 1001, "Ghi chú dài 1001 ký tự")],
)
def test_a_note_that_does_not_fit_comes_back(
    minh: Browser, hall: Hall, session: Session, note: str, sentence: str
) -> None:
    remark = hall.write("Chờ lâu quá.")
    page = post(minh, hall, f"/remarks/{remark.id}/note", {"note": note})
    assert page.status == 422
    assert sentence in page.text
    assert note in page.html
    assert fresh(session, remark).note is None


def test_the_ticked_ones_are_marked(minh: Browser, hall: Hall, session: Session) -> None:
    remarks = [hall.write(f"Ý kiến {number}") for number in range(4)]
    ticked = [str(remark.id) for remark in remarks[:3]]
    path = f"/tasks/{hall.held.id}/remarks"
    page = minh.post("/remarks/readings", {"remark": ticked, "back": path}, page=path, follow=True)
    assert "Đã đánh dấu 3 ý kiến là đã đọc." in page.text
    assert [fresh(session, remark).read_at is not None for remark in remarks] == [True, True, True, False]


def test_a_whole_page_is_marked(minh: Browser, hall: Hall, session: Session) -> None:
    remarks = [hall.write(f"Ý kiến {number}") for number in range(3)]
    shown = [str(remark.id) for remark in remarks]
    post(minh, hall, "/remarks/readings", {"shown": shown, "whole": "1"})
    assert all(fresh(session, remark).read_at for remark in remarks)


@pytest.mark.parametrize("ids", [[], ["khong-phai-ma"], ["0" * 32]])
def test_nothing_ticked_is_said(minh: Browser, hall: Hall, ids: list[str]) -> None:
    hall.write("Chờ lâu quá.")
    path = f"/tasks/{hall.held.id}/remarks"
    page = minh.post("/remarks/readings", {"remark": ids, "back": path}, page=path, follow=True)
    assert "Chưa chọn ý kiến nào." in page.text


def test_an_officer_marks_only_what_he_answers_for(minh: Browser, hall: Hall, session: Session) -> None:
    mine, other = hall.write("Của tôi."), hall.write("Của người khác.", task="other")
    post(minh, hall, "/remarks/readings", {"remark": [str(mine.id), str(other.id)]})
    assert fresh(session, mine).read_at is not None
    assert fresh(session, other).read_at is None
    for path in ("reading", "note", "reading/removal"):
        assert post(minh, hall, f"/remarks/{other.id}/{path}", {"note": NOTE}).status == 404


@pytest.mark.parametrize("path", ["reading", "note", "reading/removal"])
def test_leader_observer_and_strangers_change_nothing(
    thu: Browser, hoa: Browser, stranger: Browser, hall: Hall, session: Session, path: str
) -> None:
    remark = hall.write("Chờ lâu quá.")
    for browser in (thu, hoa, stranger):
        assert browser.post(f"/remarks/{remark.id}/{path}", {"note": NOTE}, page="/").status == 404
        browser.post("/remarks/readings", {"remark": [str(remark.id)]}, page="/")
    assert (fresh(session, remark).read_at, fresh(session, remark).note) == (None, None)
    assert session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.target.like("remark:%"))) == 0


def test_it_goes_back_to_where_one_was(minh: Browser, hall: Hall) -> None:
    remark = hall.write("Chờ lâu quá.")
    hall.write("Còn một ý kiến chưa đọc.")
    back = f"/plans/{hall.plan.id}/remarks?state=unread&q=cho"
    answer = post(minh, hall, f"/remarks/{remark.id}/reading", {"back": back}).answer
    assert answer.location == f"{back}#r-{remark.id}"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/sign-out", "/tasks/1/remarks?\\evil", "/tasks/1/remarksx"],
)
def test_it_never_leads_elsewhere(minh: Browser, hall: Hall, elsewhere: str) -> None:
    remark = hall.write("Chờ lâu quá.")
    answer = post(minh, hall, f"/remarks/{remark.id}/reading", {"back": elsewhere}).answer
    assert answer.location == f"/remarks/{remark.id}"


def test_without_a_token_nothing_is_marked(minh: Browser, hall: Hall, session: Session) -> None:
    remark = hall.write("Chờ lâu quá.")
    assert minh.post_plain(f"/remarks/{remark.id}/reading").status == 400
    assert fresh(session, remark).read_at is None
