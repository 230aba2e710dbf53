"""The lists of remarks: who sees which, in which order, narrowed and page by page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.access.queries import viewer_of
from app.core import clock
from app.feedback.actions import note
from app.feedback.queries import PAGE, unread_by_task
from app.responses.actions import set_aside
from tests.cast import Cast
from tests.client import Browser, Page
from tests.feedback.conftest import Hall
from tests.make import Make
from tests.responses.scene import NOON


def shown(page: Page) -> list[str]:
    """The remarks on a page, from top to bottom."""
    return [
        "".join(element.itertext())
        for article in page.tree.iter("article")
        for element in article.iter("p")
        if element.get("class") == "remark-text"
    ]


def numbers(page: Page) -> list[int]:
    """How many there are: all, unread, with a note."""
    found = re.search(r"Tất cả (\d+) Chưa đọc (\d+) Có ghi chú (\d+)", page.text)
    assert found
    return [int(number) for number in found.groups()]


def test_it_works(lan: Browser, hall: Hall) -> None:
    hall.write("Chờ lâu quá.")
    page = lan.get(f"/tasks/{hall.held.id}/remarks")
    assert shown(page) == ["Chờ lâu quá."]
    for words in (
        hall.held.title,
        "Theo Ông/Bà, cần làm gì để lần sau nhanh và dễ hơn?",
        "20/11/2026, từ 12 đến 13 giờ",
        "Quầy tư pháp",
        "chưa đọc",
    ):
        assert words in page.text


def test_the_newest_hour_comes_first(lan: Browser, hall: Hall) -> None:
    for hours in (5, 1, 30):
        hall.write(f"{hours} giờ trước", at=NOON - timedelta(hours=hours))
    page = lan.get(f"/tasks/{hall.held.id}/remarks")
    assert shown(page) == ["1 giờ trước", "5 giờ trước", "30 giờ trước"]


def test_the_list_of_a_plan_names_the_tasks(lan: Browser, hall: Hall) -> None:
    hall.write("Về Một cửa.")
    hall.write("Về đạo đức.", task="other", at=NOON - timedelta(hours=1))
    page = lan.get(f"/plans/{hall.plan.id}/remarks")
    assert shown(page) == ["Về Một cửa.", "Về đạo đức."]
    assert hall.other.title in page.text
    assert f"/tasks/{hall.other.id}/remarks" in page.links


def test_an_officer_sees_the_remarks_of_his_tasks_only(minh: Browser, hall: Hall) -> None:
    hall.write("Về Một cửa.")
    elsewhere = hall.write("Về đạo đức.", task="other")
    assert shown(minh.get(f"/plans/{hall.plan.id}/remarks")) == ["Về Một cửa."]
    assert minh.get(f"/tasks/{hall.other.id}/remarks").status == 404
    assert minh.get(f"/remarks/{elsewhere.id}").status == 404
    assert hall.other.title not in minh.get("/remarks").text


def test_the_leader_sees_all_and_changes_nothing(thu: Browser, hall: Hall) -> None:
    hall.write("Về Một cửa.")
    remark = hall.write("Về đạo đức.", task="other")
    page = thu.get(f"/plans/{hall.plan.id}/remarks")
    assert len(shown(page)) == 2
    assert "Đánh dấu đã đọc" not in page.text
    assert "Lưu ghi chú" not in thu.get(f"/remarks/{remark.id}").text


@pytest.mark.parametrize("path", ["/remarks", "/plans/{plan}/remarks", "/tasks/{task}/remarks", "/remarks/{remark}"])
def test_the_observer_and_strangers_do_not_learn_that_there_are_any(
    hoa: Browser, stranger: Browser, browser: Browser, hall: Hall, path: str
) -> None:
    address = path.format(plan=hall.plan.id, task=hall.held.id, remark=hall.write("Chờ lâu.").id)
    assert hoa.get(address).status == 404
    assert browser.get(address).status == 302
    if path == "/remarks":
        assert hall.held.title not in stranger.get(address).text
    else:
        assert stranger.get(address).status == 404


def test_text_is_shown_as_it_was_written(lan: Browser, hall: Hall) -> None:
    hall.write("<script>alert(1)</script> & =1+1\ndòng hai")
    page = lan.get(f"/tasks/{hall.held.id}/remarks")
    assert shown(page) == ["<script>alert(1)</script> & =1+1\ndòng hai"]
    assert "<script" not in page.html


def test_a_long_text_is_folded_and_there_in_full(lan: Browser, hall: Hall) -> None:
    text = "Tôi đã đến bốn lần. " * 30
    remark = hall.write(text.strip())
    page = lan.get(f"/tasks/{hall.held.id}/remarks")
    assert "Đọc hết (599 ký tự)" in page.text
    assert text.strip() in page.html
    assert text.strip() in lan.get(f"/remarks/{remark.id}").html


def test_states_narrow_the_list(lan: Browser, hall: Hall, session: Session, cast: Cast) -> None:
    read, noted = hall.write("Đã đọc."), hall.write("Có ghi chú.")
    hall.write("Mới.")
    read.read_at, read.read_by_id = clock.now(), cast.lan.id
    noted.note, noted.noted_at, noted.noted_by_id = "Đã nhắc quầy.", clock.now(), cast.lan.id
    session.commit()
    address = f"/tasks/{hall.held.id}/remarks"
    assert numbers(lan.get(address)) == [3, 2, 1]
    assert sorted(shown(lan.get(f"{address}?state=unread"))) == ["Có ghi chú.", "Mới.", "Đã nhắc quầy."]
    assert shown(lan.get(f"{address}?state=noted")) == ["Có ghi chú.", "Đã nhắc quầy."]


@pytest.mark.parametrize(("wanted", "found"), [("cho lau", 2), ("chờ lâu", 1), ("CHỖ", 1), ("%", 1), ("khong co", 0)])
def test_searching_with_marks_and_without(lan: Browser, hall: Hall, wanted: str, found: int) -> None:
    hall.write("Chờ lâu quá.")
    hall.write("Chỗ lâu đời, 100% hài lòng.")
    page = lan.get(f"/tasks/{hall.held.id}/remarks", q=wanted)
    assert len(shown(page)) == found
    assert numbers(page)[0] == found


def test_a_desk_narrows_the_list(lan: Browser, hall: Hall) -> None:
    hall.write("Ở quầy tư pháp.")
    hall.write("Ở quầy đất đai.", desk=1)
    desk = hall.placements["held", 1].desk_id
    assert shown(lan.get(f"/tasks/{hall.held.id}/remarks", desk=desk)) == ["Ở quầy đất đai."]


def test_pages_keep_what_was_chosen(lan: Browser, hall: Hall) -> None:
    written = hall.write_many(PAGE + 3)
    first = lan.get(f"/tasks/{hall.held.id}/remarks?q=y+kien&state=unread")
    assert shown(first) == [remark.text for remark in written[:PAGE]]
    following = next(link for link in first.links if "page=2" in link)
    assert "q=y+kien" in following
    assert "state=unread" in following
    second = lan.get(following)
    assert shown(second) == [remark.text for remark in written[PAGE:]]
    assert "Trang 2 / 2" in second.text


@pytest.mark.parametrize(
    "query", ["page=99", "page=-1", "page=x", "state=alles", "desk=x", "desk=99999999999999999999"]
)
def test_an_address_that_asks_for_nonsense_shows_what_there_is(lan: Browser, hall: Hall, query: str) -> None:
    hall.write("Tốt.")
    assert shown(lan.get(f"/tasks/{hall.held.id}/remarks?{query}")) == ["Tốt."]


def test_a_remark_of_a_response_that_was_set_aside_says_so(lan: Browser, hall: Hall, session: Session) -> None:
    remark = hall.write("Tốt tốt tốt.")
    set_aside(session, remark.response_id, "Gửi lúc nửa đêm", None)
    session.commit()
    assert "phiếu tạm loại" in lan.get(f"/tasks/{hall.held.id}/remarks").text


def test_nothing_written_yet_is_explained(lan: Browser, minh: Browser, hall: Hall) -> None:
    page = lan.get(f"/plans/{hall.plan.id}/remarks")
    assert "Chưa có ý kiến nào." in page.text
    assert f"/plans/{hall.plan.id}/desks" in page.links
    hall.write("Tốt.")
    page = lan.get(f"/plans/{hall.plan.id}/remarks?q=khong+co")
    assert "Không có ý kiến nào phù hợp với lựa chọn này." in page.text


def test_the_overview_counts_what_is_unread(lan: Browser, minh: Browser, hall: Hall, session: Session) -> None:
    hall.write("Một.")
    hall.write("Hai.").read_at = clock.now()
    session.commit()
    page = minh.get("/remarks")
    assert re.search(rf"{hall.held.title} 1 2 tháng 11/2026", page.text)
    page = lan.get("/remarks")
    assert re.search(rf"{hall.other.title} 0 0 chưa có", page.text)
    assert f"/tasks/{hall.held.id}/remarks?state=unread" in page.links


def test_an_officer_without_tasks_learns_what_to_do(minh: Browser, make: Make, cast: Cast) -> None:
    assert "Bạn chưa phụ trách nhiệm vụ nào" in minh.get("/remarks").text
    plan = make.plan(cast.hoa_sen)
    assert "Bạn chưa phụ trách nhiệm vụ nào" in minh.get(f"/plans/{plan.id}/remarks").text


def test_unread_remarks_are_counted_by_task(hall: Hall, cast: Cast, session: Session) -> None:
    hall.write("Một.")
    hall.write("Hai.")
    hall.write("Ba.", task="other")
    hall.write("Bốn.", task="other").read_at = clock.now()
    session.commit()
    today = clock.today()
    assert unread_by_task(session, viewer_of(session, cast.lan, on=today)) == {hall.held.id: 2, hall.other.id: 1}
    assert unread_by_task(session, viewer_of(session, cast.minh, on=today)) == {hall.held.id: 2}
    assert unread_by_task(session, viewer_of(session, cast.hoa, on=today)) == {}
    assert unread_by_task(session, viewer_of(session, cast.quan, on=today)) == {}


@pytest.mark.parametrize("wanted", ["%", "_", "\x00zzz", "z" * 900])
def test_every_letter_of_a_search_stands_for_itself(lan: Browser, hall: Hall, wanted: str) -> None:
    hall.write("Tôi chờ lâu quá.")
    page = lan.get(f"/tasks/{hall.held.id}/remarks", q=wanted)
    assert page.status == 200
    assert "Không có ý kiến nào phù hợp với lựa chọn này." in page.text


def test_the_cost_does_not_grow(
    lan: Browser, hall: Hall, make: Make, cast: Cast, session: Session, statements: list[str]
) -> None:
    def cost(path: str) -> int:
        statements.clear()
        assert lan.get(path).status == 200
        return len([statement for statement in statements if statement.startswith("SELECT")])

    paths = ("/remarks", f"/plans/{hall.plan.id}/remarks", f"/tasks/{hall.held.id}/remarks")
    hall.write("Một.")
    before = [cost(path) for path in paths]
    for number in range(12):
        remark = hall.write(f"Ý kiến {number}.", task=("held", "other")[number % 2], desk=number % 2)
        by = make.official(f"Cán bộ {number}", cast.hoa_sen).id
        note(session, remark, "Đã xem.", by=by, office_id=cast.hoa_sen.id)
    session.commit()
    assert [cost(path) for path in paths] == before
