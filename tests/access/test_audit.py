"""The record of what officials did."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.access.actions import record
from app.access.models import AuditEntry
from app.access.views import ENTRIES_A_PAGE
from tests.cast import Cast
from tests.client import Browser


def write(session: Session, cast: Cast, name: str, *, count: int = 1, verb: str = "Nhập kế hoạch") -> None:
    for number in range(count):
        record(
            session, verb, "plan:1", by=cast.minh.id, office_id=cast.hoa_sen.id, name=f"{name} {number}", holders=[7]
        )
        session.flush()
    session.commit()


def test_it_works(lan: Browser, cast: Cast, session: Session) -> None:
    write(session, cast, "Dân vận")
    page = lan.get("/audit")
    assert "Minh Nhập kế hoạch Kế hoạch Dân vận 0" in page.text
    assert "/plans/1" in page.links


def test_an_empty_record_says_so(lan: Browser) -> None:
    assert "Nhật ký chưa ghi thao tác nào." in lan.get("/audit").text


def test_what_a_command_did_is_named_as_such(lan: Browser, cast: Cast, session: Session) -> None:
    record(session, "Nhập kế hoạch", "plan:5", by=None, office_id=cast.hoa_sen.id)
    session.commit()
    assert "dòng lệnh trên máy chủ Nhập kế hoạch Kế hoạch mở ra xem" in lan.get("/audit").text


def test_what_was_noted_is_said_in_words(lan: Browser, cast: Cast, session: Session) -> None:
    record(
        session, "Sửa nhiệm vụ", "task:7", by=cast.lan.id, office_id=cast.hoa_sen.id, name="Tiếp dân", theme="other",
        surveyed=False, reason="Việc nội bộ.", target_share=0.85, holders=["Minh", "Thu"],
    )  # fmt: skip
    record(
        session, "Đổi vai trò", "official:3", by=cast.lan.id, office_id=cast.hoa_sen.id, name="Minh", before="officer",
        after="leader",
    )  # fmt: skip
    session.commit()
    text = lan.get("/audit").text
    assert "Khảo sát người dân: không" in text
    assert "Lý do: Việc nội bộ." in text
    assert "Mục tiêu: 85 %" in text
    assert "Người phụ trách: Minh, Thu" in text
    assert "Trước: Công chức Sau: Lãnh đạo" in text.replace(" · ", " ")
    assert "theme" not in text
    assert "official:3" not in text


def test_numbers_of_rows_in_older_entries_are_not_shown(lan: Browser, cast: Cast, session: Session) -> None:
    record(
        session, "Thu hồi lượt đặt phiếu", "placement:52", by=None, office_id=cast.hoa_sen.id, name="Tiếp dân",
        moved_to=9, desk="Quầy số 1", holders=[7], edition=4, rows=0, surprise="x",
    )  # fmt: skip
    session.commit()
    text = lan.get("/audit").text
    assert "Lượt đặt phiếu Tiếp dân Điểm tiếp nhận: Quầy số 1" in text
    for hidden in ("52", "Chuyển sang", "Người phụ trách", "edition", "Số dòng", "surprise"):
        assert hidden not in text


def test_what_was_removed_has_no_address(lan: Browser, cast: Cast, session: Session) -> None:
    record(session, "Gỡ kế hoạch", "plan:5", by=None, office_id=cast.hoa_sen.id, name="Cũ")
    record(session, "Việc của bản trước", "thing", by=None, office_id=cast.hoa_sen.id, name="Một việc")
    session.commit()
    page = lan.get("/audit")
    assert "Cũ" in page.text
    assert "Một việc" in page.text
    assert not [link for link in page.links if link.startswith("/plans/")]


def test_the_newest_comes_first_and_older_ones_are_a_page_away(lan: Browser, cast: Cast, session: Session) -> None:
    write(session, cast, "Số", count=ENTRIES_A_PAGE + 2)
    first = lan.get("/audit")
    assert first.text.index(f"Số {ENTRIES_A_PAGE + 1} ") < first.text.index(f"Số {ENTRIES_A_PAGE} ")
    assert "Số 1 " not in first.text
    [older] = [link for link in first.links if link.startswith("/audit?before=")]
    second = lan.get(older)
    assert "Số 1 " in second.text
    assert "Số 0 " in second.text
    assert not [link for link in second.links if link.startswith("/audit?before=")]


def test_entries_of_other_offices_are_not_there(stranger: Browser, cast: Cast, session: Session) -> None:
    write(session, cast, "Kế hoạch")
    assert "Nhật ký chưa ghi thao tác nào." in stranger.get("/audit").text


def test_hostile_words_are_shown_as_words(lan: Browser, cast: Cast, session: Session) -> None:
    write(session, cast, "<script>alert(1)</script>")
    page = lan.get("/audit")
    assert "<script>alert" not in page.html
    assert "<script>alert(1)</script>" in page.text


def test_a_nonsensical_page_shows_the_newest(lan: Browser, cast: Cast, session: Session) -> None:
    write(session, cast, "Kế hoạch")
    for before in ("abc", "", "99999999999999999999"):
        assert "Kế hoạch 0" in lan.get("/audit", before=before).text


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET verb = 'khác'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_change_the_record(cast: Cast, session: Session, statement: str) -> None:
    write(session, cast, "Kế hoạch")
    with pytest.raises(DBAPIError, match="frozen"):
        session.execute(text(statement))
    session.rollback()
    assert session.scalars(select(AuditEntry.verb)).all() == ["Nhập kế hoạch"]
