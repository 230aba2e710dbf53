"""Supervision sheets: a draft of one's own, filed once, then only added to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.core import clock
from app.feedback.supervision.models import SheetAddendum, SupervisionSheet
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make

SCRIPT = "<script>alert(1)</script>"
NEW = "/supervision/sheets/new"


def action_of(cast: Cast) -> str:
    return f"{NEW}?office={cast.hoa_sen.id}"


def typed(page: Page, action: str, **other: Any) -> dict[str, Any]:
    day = clock.today().isoformat()
    return (
        page.fields(action)
        | {
            "title": "Thu đóng góp làm đường",
            "body": "Ban Thanh tra nhân dân",
            "from_on": day,
            "to_on": day,
            "participants": "Trưởng ban; hai ủy viên",
            "findings-0-what": "Niêm yết mức thu",
            "findings-0-verdict": "unmet",
            "findings-0-words": "Chưa thấy ở nhà văn hóa.",
            "findings-2-what": "Biên lai",
            "findings-2-verdict": "met",
            "conclusion": "Cần niêm yết ngay.",
        }
        | other
    )


def write(browser: Browser, cast: Cast, **other: Any) -> Page:
    fields = typed(browser.get(NEW), action_of(cast), **other)
    return browser.post_plain(action_of(cast), fields, follow=True)


def only(session: Session) -> SupervisionSheet:
    return session.scalars(select(SupervisionSheet).execution_options(populate_existing=True)).one()


def test_it_works(hoa: Browser, thu: Browser, cast: Cast, session: Session) -> None:
    """Drafted, filed, read by the office, added to, printed."""
    assert "Gửi cho cơ quan" in write(hoa, cast).text
    path = f"/supervision/sheets/{only(session).id}"
    assert [line.what for line in only(session).findings] == ["Niêm yết mức thu", "Biên lai"]
    assert thu.get(path).status == 404
    page = hoa.post(f"{path}/filing", page=path, follow=True)
    assert "Đã gửi phiếu" in page.text
    read = thu.get(path)
    assert "Chưa thấy ở nhà văn hóa." in read.text
    assert "Viết bổ sung" not in read.text
    fields = hoa.get(path).fields(f"{path}/addenda") | {"text": "Ngày 20 đã niêm yết."}
    for _time in range(2):
        assert hoa.post_plain(f"{path}/addenda", fields).status == 303
    assert len(session.scalars(select(SheetAddendum)).all()) == 1
    paper = thu.get(f"{path}/print").text
    for words in ("BAN THANH TRA NHÂN DÂN", "Ngày 20 đã niêm yết.", "ĐẠI DIỆN BÊN GIÁM SÁT", cast.hoa_sen.name):
        assert words in paper
    kept = select(AuditEntry.verb).where(AuditEntry.target.startswith("sheet:")).order_by(AuditEntry.id)
    assert session.scalars(kept).all() == ["Gửi phiếu giám sát", "Bổ sung phiếu giám sát"]


def test_the_page_sent_twice_is_one_sheet(hoa: Browser, cast: Cast, session: Session) -> None:
    fields = typed(hoa.get(NEW), action_of(cast))
    for _time in range(2):
        assert hoa.post_plain(action_of(cast), fields).status == 303
    assert only(session).title == "Thu đóng góp làm đường"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Hãy điền ô này."),
        ({"title": "x" * 300}, "nhiều nhất 200 ký tự"),
        ({"conclusion": "x" * 100_000}, "nhiều nhất 5000 ký tự"),
        ({"findings-0-words": "x" * 100_000}, "nhiều nhất 5000 ký tự"),
        ({"from_on": "2099-01-01"}, "Ngày cuối không được trước ngày đầu"),
        ({"to_on": ""}, "Hãy chọn ngày."),
        ({"findings-0-what": ""}, "chưa ghi nội dung xem xét"),
        ({"findings-0-verdict": "perfect"}, "Hãy chọn một mục"),
        ({"task": "99999"}, "Hãy chọn một mục"),
    ],
)
def test_what_does_not_fit_comes_back(hoa: Browser, cast: Cast, wrong: dict[str, Any], words: str) -> None:
    page = write(hoa, cast, **wrong)
    assert page.status == 422
    assert words in page.text
    assert page.fields(action_of(cast))["participants"] == "Trưởng ban; hai ủy viên"
    long = {name: value for name, value in wrong.items() if len(value) > 1000}
    assert long.items() <= page.fields(action_of(cast)).items()


def test_more_lines_are_given_as_often_as_asked(hoa: Browser, cast: Cast, session: Session) -> None:
    page = write(hoa, cast, more="y")
    path = f"/supervision/sheets/{only(session).id}/draft"
    names = [name for name in page.fields(path) if name.endswith("-what")]
    assert len(names) == 4
    lines = {f"findings-{at}-what": f"Việc {at}" for at in range(60)}
    lines |= {f"findings-{at}-verdict": "" for at in range(60)}
    assert hoa.post_plain(path, page.fields(path) | lines | {"more": "y"}).status == 303
    assert len(only(session).findings) == 40


def test_what_is_not_finished_is_not_filed(hoa: Browser, cast: Cast, session: Session) -> None:
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    page = write(hoa, cast, to_on=tomorrow, participants="", conclusion="", **{"findings-0-verdict": ""})
    for words in ("chưa kết thúc", "thành phần tham gia", "Hãy chọn kết quả", "Hãy ghi kết luận"):
        assert words in page.text
    path = f"/supervision/sheets/{only(session).id}"
    assert hoa.post(f"{path}/filing", page=path).status == 422
    assert only(session).filed_at is None


def test_a_filed_sheet_is_changed_by_nobody(
    hoa: Browser, lan: Browser, make: Make, cast: Cast, session: Session
) -> None:
    made = make.sheet(cast.hoa_sen, filed=False, by=cast.hoa)
    path = f"/supervision/sheets/{made.id}"
    open_page = hoa.get(f"{path}/draft").fields(f"{path}/draft") | {"title": "Tên khác"}
    hoa.post(f"{path}/filing", page=path)
    page = hoa.post_plain(f"{path}/draft", open_page)
    assert page.status == 409
    assert "không sửa, không xóa được nữa" in page.text
    for verb in ("filing", "removal"):
        assert hoa.post(f"{path}/{verb}", page=path).status == 409
    assert hoa.get(f"{path}/draft").status == 302
    assert lan.post_plain(f"{path}/draft", {"csrf_token": lan.get("/").csrf}).status == 404
    assert only(session).title == "Thu đóng góp ở thôn"


def test_a_draft_goes_and_is_seen_by_its_author_alone(
    hoa: Browser, thu: Browser, make: Make, cast: Cast, session: Session
) -> None:
    path = f"/supervision/sheets/{make.sheet(cast.hoa_sen, filed=False, by=cast.hoa).id}"
    assert "Thu đóng góp" in hoa.get("/supervision/sheets").text
    assert "Thu đóng góp" not in thu.get("/supervision/sheets").text
    assert "Đã xóa bản nháp" in hoa.post(f"{path}/removal", page=path, follow=True).text
    assert session.scalars(select(SupervisionSheet)).all() == []


def test_an_empty_addendum_and_one_of_another_observer_are_refused(
    hoa: Browser, app: Any, make: Make, cast: Cast
) -> None:
    path = f"/supervision/sheets/{make.sheet(cast.hoa_sen, by=cast.hoa).id}"
    assert hoa.post(f"{path}/addenda", {"text": ""}, page=path).status == 422
    page = hoa.post(f"{path}/addenda", {"text": "y" * 100_000}, page=path)
    assert page.status == 422
    assert page.fields(f"{path}/addenda")["text"] == "y" * 100_000
    other = Browser(app).signed_in_as(make.official("Tâm", cast.hoa_sen, "observer"))
    token = other.get(path).csrf
    assert other.post_plain(f"{path}/addenda", {"csrf_token": token, "text": "Thêm."}).status == 404


def test_who_follows_a_colleague_that_left_may_add(app: Any, make: Make, cast: Cast, session: Session) -> None:
    path = f"/supervision/sheets/{make.sheet(cast.hoa_sen, by=cast.hoa).id}"
    cast.hoa.active = False
    session.commit()
    other = Browser(app).signed_in_as(make.official("Tâm", cast.hoa_sen, "observer"))
    assert "Thêm." in other.post(f"{path}/addenda", {"text": "Thêm."}, page=path, follow=True).text


def test_names_of_citizens_are_pointed_out_before_filing(hoa: Browser, cast: Cast) -> None:
    assert "bà Trần Thị Bé" in write(hoa, cast, conclusion="Nhà bà Trần Thị Bé nộp hai lần.").html


def test_a_title_is_only_text(hoa: Browser, cast: Cast, session: Session) -> None:
    page = write(hoa, cast, title=SCRIPT, **{"findings-0-words": SCRIPT})
    printed = hoa.get(f"/supervision/sheets/{only(session).id}/print")
    for each in (page, printed):
        assert SCRIPT not in each.html
        assert SCRIPT in each.text


def test_a_plan_with_a_filed_sheet_stays_and_drafts_let_go(
    lan: Browser, make: Make, cast: Cast, session: Session
) -> None:
    kept, gone = make.task(make.plan(cast.hoa_sen)), make.task(make.plan(cast.hoa_sen, "Kế hoạch khác"))
    make.sheet(cast.hoa_sen, task=kept, by=cast.hoa)
    draft = make.sheet(cast.hoa_sen, filed=False, task=gone, by=cast.hoa)
    page = lan.post(f"/plans/{kept.plan_id}/removal")
    assert page.status == 409
    assert "Đã có phiếu giám sát" in page.text
    assert lan.post(f"/plans/{gone.plan_id}/removal").status == 302
    session.refresh(draft)
    assert draft.task_id is None


def test_a_stranger_and_an_officer_write_none(
    stranger: Browser, minh: Browser, lan: Browser, make: Make, cast: Cast
) -> None:
    path = f"/supervision/sheets/{make.sheet(cast.hoa_sen, by=cast.hoa).id}"
    assert stranger.get(path).status == 404
    assert stranger.get(f"{path}/print").status == 404
    for inside in (minh, lan):
        assert inside.get(path).status == 200
        assert inside.get(NEW).status == 404
