"""Typing in and importing how many visits desks have served."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.core import clock
from app.core.errors import NotFound
from app.core.session import session as current
from app.core.session import transaction
from app.desks.actions import retire_desk
from app.desks.models import Desk
from app.desks.visits.actions import ChangedMeanwhile, DeskClosed, record_visits
from app.desks.visits.models import VisitsServed
from app.desks.visits.rules import Cell, NotADay, NotANumberOfVisits
from app.desks.visits.table import MOST_BYTES
from tests.cast import Cast
from tests.client import Browser, Page
from tests.desks.visits.files import csv_of, workbook_of
from tests.make import Make

TODAY = date(2026, 11, 20)
GRID = "/visits?day=2026-11-20"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 20, 5, tzinfo=UTC))


@pytest.fixture
def desk(make: Make, cast: Cast) -> Desk:
    return make.desk(cast.hoa_sen, "Quầy số 1")


def stored(session: Session) -> dict[Cell, int]:
    rows = session.scalars(select(VisitsServed).execution_options(populate_existing=True))
    return {(row.desk_id, row.day): row.visits for row in rows}


def name(desk: Desk, day: str = "20261119") -> str:
    return f"c-{desk.id}-{day}"


def type_in(who: Browser, **cells: Any) -> Page:
    """Open the grid of the week, change some cells, save."""
    fields = who.get(GRID).fields("/visits?span=week&day=2026-11-20") | {
        key.replace("_", "-"): v for key, v in cells.items()
    }
    return who.post_plain("/visits?span=week&day=2026-11-20", fields, follow=True)


def upload(who: Browser, content: bytes, filename: str = "luot.csv") -> Page:
    return who.post("/visits/file", {"office": "", "file": Browser.file(content, filename)})


def confirm(who: Browser, preview: Page) -> Page:
    return who.post_plain("/visits/file/confirmation", preview.fields("/visits/file/confirmation"), follow=True)


def test_it_works(lan: Browser, desk: Desk, session: Session) -> None:
    page = type_in(lan, **{name(desk): "125", name(desk, "20261120"): "1.040"})
    assert "Đã ghi 2 ô." in page.text
    assert stored(session) == {(desk.id, date(2026, 11, 19)): 125, (desk.id, TODAY): 1040}
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.verb, entry.target) == ("Ghi số lượt phục vụ", f"desk:{desk.id}")
    assert entry.details == {"name": "Quầy số 1", "from_day": "19/11/2026", "to_day": "20/11/2026", "days": 2}
    assert "Số ngày: 2" in lan.get("/audit").text


def test_an_officer_may_type_too(minh: Browser, desk: Desk, session: Session) -> None:
    type_in(minh, **{name(desk): "3"})
    assert stored(session) == {(desk.id, date(2026, 11, 19)): 3}


def test_a_number_is_corrected_and_taken_back(lan: Browser, desk: Desk, session: Session) -> None:
    type_in(lan, **{name(desk): "3", name(desk, "20261118"): "0"})
    assert "Đã ghi 2 ô." in type_in(lan, **{name(desk): "4", name(desk, "20261118"): ""}).text
    assert stored(session) == {(desk.id, date(2026, 11, 19)): 4}
    assert "Không có ô nào thay đổi." in type_in(lan).text


def test_nothing_is_written_when_one_cell_is_wrong(lan: Browser, desk: Desk, session: Session) -> None:
    page = type_in(lan, **{name(desk): "3", name(desk, "20261118"): "-4"})
    assert page.status == 422
    assert "không thể là số âm" in page.text
    values = {field.get("name"): field.get("value") for field in page.tree.iter("input")}
    assert (values[name(desk)], values[name(desk, "20261118")]) == ("3", "-4")
    assert stored(session) == {}


def test_a_day_that_has_not_come_cannot_be_typed(lan: Browser, desk: Desk, session: Session) -> None:
    page = lan.get(GRID)
    assert name(desk, "20261120") in page.html
    assert name(desk, "20261121") not in page.html
    assert "Ngày 21/11/2026 chưa đến" in type_in(lan, **{name(desk, "20261121"): "3"}).text
    assert stored(session) == {}


def test_a_closed_desk_takes_no_number(lan: Browser, desk: Desk, session: Session, make: Make, cast: Cast) -> None:
    make.desk(cast.hoa_sen, "Quầy số 2")
    fields = lan.get(GRID).fields("/visits?span=week&day=2026-11-20")
    retire_desk(session, desk)
    session.commit()
    page = lan.post_plain("/visits?span=week&day=2026-11-20", fields | {name(desk): "3"})
    assert page.status == 409
    assert "“Quầy số 1” đã ngừng" in page.text
    assert name(desk) not in lan.get(GRID).html
    assert stored(session) == {}


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten_unseen(
    lan: Browser, desk: Desk, session: Session
) -> None:
    fields = lan.get(GRID).fields("/visits?span=week&day=2026-11-20")
    type_in(lan, **{name(desk): "9", name(desk, "20261118"): "8"})
    page = lan.post_plain("/visits?span=week&day=2026-11-20", fields | {name(desk): "3"})
    assert page.status == 409
    assert "Người khác vừa ghi 9." in page.text
    values = {field.get("name"): field.get("value") for field in page.tree.iter("input")}
    assert (values[name(desk)], values[name(desk, "20261118")]) == ("3", "8")
    again = lan.post_plain("/visits?span=week&day=2026-11-20", page.fields("/visits?span=week&day=2026-11-20"))
    assert again.status == 302
    assert stored(session) == {(desk.id, date(2026, 11, 19)): 3, (desk.id, date(2026, 11, 18)): 8}


def test_a_desk_of_another_office_is_not_there(
    stranger: Browser, desk: Desk, session: Session, make: Make, cast: Cast
) -> None:
    make.desk(cast.an_binh, "Quầy An Bình")
    page = type_in(stranger, **{name(desk): "3"})
    assert page.status == 404
    assert "Quầy số 1" not in page.text
    assert stranger.get(f"/visits?office={cast.hoa_sen.id}").status == 404
    assert "Quầy số 1" not in stranger.get("/visits").text
    assert stored(session) == {}


@pytest.mark.parametrize("path", ["/visits", "/visits/file", "/visits/sample.csv"])
def test_those_who_only_read_find_no_grid(thu: Browser, hoa: Browser, desk: Desk, path: str) -> None:
    assert {thu.get(path).status, hoa.get(path).status} == {404}


def test_the_way_there_is_on_the_pages_of_desks(lan: Browser, thu: Browser, desk: Desk) -> None:
    assert "/visits" in lan.get("/desks").links
    assert f"/visits?office={desk.office_id}" in lan.get(f"/desks/{desk.id}").links
    assert "/visits" not in thu.get("/desks").links


def test_an_office_without_desks_is_told_what_to_do(lan: Browser) -> None:
    assert "Hãy thêm điểm tiếp nhận trước." in lan.get("/visits").text
    assert "Hãy thêm điểm tiếp nhận trước." in lan.get("/visits/file").text


def test_a_month_shows_its_days_and_the_way_on(lan: Browser, desk: Desk) -> None:
    page = lan.get("/visits?span=month&day=2026-10-15")
    assert "01/10/2026 – 31/10/2026" in page.text
    assert any("day=2026-11-01" in link for link in page.links)
    assert not any("day=2026-11-23" in link for link in lan.get(GRID).links)
    assert lan.get("/visits?day=nonsense&span=x").status == 200


def test_a_file_is_shown_before_it_is_stored(lan: Browser, desk: Desk, session: Session) -> None:
    type_in(lan, **{name(desk): "9", name(desk, "20261118"): "8"})
    rows = (("Quầy số 1", date(2026, 11, 17), 7), ("Quầy số 1", date(2026, 11, 18), 8), ("quay so 1", "19/11/2026", 10))
    preview = upload(lan, workbook_of(*rows), "lượt tháng 11.xlsx")
    assert preview.status == 200
    for part in ("Ghi mới 1 ô", "Thay số đã có 1 ô", "Giữ nguyên 1 ô", "19/11/2026 Quầy số 1 9 10", "Ghi 2 ô"):
        assert part in preview.text
    assert stored(session)[desk.id, date(2026, 11, 19)] == 9
    assert "Đã ghi 2 ô từ tệp." in confirm(lan, preview).text
    assert stored(session) == {(desk.id, date(2026, 11, day)): number for day, number in ((17, 7), (18, 8), (19, 10))}
    files = [entry.details.get("file") for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert files == [None, "lượt tháng 11.xlsx"]


def test_a_file_with_a_wrong_row_stores_nothing(lan: Browser, desk: Desk, session: Session) -> None:
    page = upload(lan, csv_of(("Quầy số 1", "19/11/2026", "5"), ("Quầy số 1", "21/11/2026", "5")))
    assert "Dòng 3: Ngày 21/11/2026 chưa đến" in page.text
    assert "/visits/file/confirmation" not in page.html
    assert stored(session) == {}


def test_a_preview_that_is_behind_overwrites_nothing(lan: Browser, desk: Desk, session: Session) -> None:
    preview = upload(lan, csv_of(("Quầy số 1", "19/11/2026", "5")))
    type_in(lan, **{name(desk): "9"})
    assert confirm(lan, preview).status == 409
    assert stored(session) == {(desk.id, date(2026, 11, 19)): 9}


def test_a_confirmation_made_by_hand_is_checked_like_the_file(
    lan: Browser, stranger: Browser, desk: Desk, session: Session, make: Make, cast: Cast
) -> None:
    make.desk(cast.an_binh)
    for who, wanted in (
        (lan, f"{desk.id}-20261121=5"),
        (lan, f"{desk.id}-20261119=999999"),
        (stranger, f"{desk.id}-20261119=5"),
    ):
        token = who.get("/visits/file").csrf
        page = who.post_plain("/visits/file/confirmation", {"csrf_token": token, "wanted": wanted, "seen": ""})
        assert page.status in {404, 422}
    assert stored(session) == {}


def test_a_file_without_numbers_says_so(lan: Browser, desk: Desk) -> None:
    assert "mọi ô số lượt đều trống" in upload(lan, csv_of(("Quầy số 1", "19/11/2026", ""))).text


def test_no_file_a_hostile_file_and_a_large_one_are_refused_in_words(lan: Browser, desk: Desk) -> None:
    assert "Hãy chọn tệp." in lan.post("/visits/file", {"office": ""}).text
    assert "Không đọc được loại tệp này" in upload(lan, b"%PDF-1.7", "a.csv").text
    large = upload(lan, b"a;b;c\n" * (lan.app.config["SETTINGS"].upload_bytes // 6 + 2))
    assert large.status == 413
    assert "Hãy chia nhỏ" in large.text
    beyond = upload(lan, b"0" * (MOST_BYTES // 2))
    assert beyond.status == 413


def test_a_file_name_cannot_break_the_page(lan: Browser, desk: Desk) -> None:
    page = upload(lan, csv_of(("Quầy số 1", "19/11/2026", "5")), '"><script>alert(1)</script>.csv')
    assert "<script>alert" not in page.html


def test_the_sample_names_the_desks_and_the_working_days(lan: Browser, desk: Desk) -> None:
    sample = lan.get("/visits/sample.csv").html
    assert sample.count("Quầy số 1;") == 15, "the working days of November up to the 20th"
    assert "Quầy số 1;20/11/2026;" in sample
    assert lan.get("/visits/sample.xlsx").answer.data.startswith(b"PK")
    assert lan.get("/visits/sample.exe").status == 404


@pytest.mark.parametrize(
    ("cell", "number", "problem"),
    [
        ((0, date(2026, 11, 21)), 5, NotADay),
        ((0, date(2019, 1, 1)), 5, NotADay),
        ((0, date(2026, 11, 19)), -1, NotANumberOfVisits),
        ((0, date(2026, 11, 19)), 10**6, NotANumberOfVisits),
        ((987, date(2026, 11, 19)), 5, NotFound),
    ],
)
def test_the_verb_itself_refuses(
    session: Session, desk: Desk, cell: Cell, number: int, problem: type[Exception]
) -> None:
    where = (cell[0] or desk.id, cell[1])
    with pytest.raises(problem):
        record_visits(session, [desk], {where: number}, seen={}, today=TODAY, by=None)
    desk.retired_at = clock.now()
    if problem is NotADay:
        with pytest.raises(DeskClosed):
            record_visits(session, [desk], {where: number}, seen={}, today=TODAY, by=None)


def test_two_people_at_the_same_moment_do_not_overwrite_each_other(live: Flask) -> None:
    """Both have read an empty cell; the database lets one of them in."""
    with live.extensions["thuocdo.sessions"]() as own:
        desk = Make(own).desk()
        cell = (desk.id, TODAY)
    sessions = live.extensions["thuocdo.sessions"]
    with live.app_context(), transaction():
        record_visits(current(), [current().get_one(Desk, cell[0])], {cell: 5}, seen={}, today=TODAY, by=None)
    with sessions() as late:
        desk = late.get_one(Desk, cell[0])
        with pytest.raises(ChangedMeanwhile):
            record_visits(late, [desk], {cell: 6}, seen={}, today=TODAY, by=None)
        late.rollback()
        assert record_visits(late, [desk], {cell: 5}, seen={}, today=TODAY, by=None) == 0
        assert stored(late) == {cell: 5}
