"""What a stranger finds: pages, files, badge, feed and verification, without a session and kept by caches."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy.orm import Session

from app.offices.models import Succession
from app.reports.publication.actions import change_page, withdraw
from app.reports.publication.deeds import tell
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import Make
from tests.reports.publication.scene import AUTUMN, open_page, publish_quarter, published, survey
from tests.scores.survey import level

ADDRESSES = (
    "/O/hoa-sen",
    "/O/hoa-sen/2026-Q3",
    "/O/hoa-sen/2026-Q3/1",
    "/O/hoa-sen/2026-Q3/data.json",
    "/O/hoa-sen/2026-Q3/1/data.csv",
    "/O/hoa-sen/badge.svg",
    "/O/hoa-sen/rss.xml",
)


def test_it_works(browser: Browser, make: Make, cast: Cast, session: Session) -> None:
    _found, snapshot = published(make, cast, session)
    tell(session, cast.hoa_sen, said="Thiếu ghế chờ.", did="Đã kê thêm 20 ghế.", on=date(2026, 9, 1), by=None)
    session.commit()
    listed = browser.get("/O/hoa-sen")
    assert "Quý III năm 2026" in listed.text
    assert "/O/hoa-sen/2026-Q3" in listed.links
    page = browser.get("/O/hoa-sen/2026-Q3")
    for words in (
        "75,0 %",
        "40 phiếu",
        "đủ tin cậy",
        "không phải mẫu chọn ngẫu nhiên",
        "Đã kê thêm 20 ghế.",
        "CC BY 4.0",
    ):
        assert words in page.text
    assert snapshot.checksum[:8] in page.text


def test_it_speaks_english_where_the_office_offers_it(
    browser: Browser, make: Make, cast: Cast, session: Session
) -> None:
    published(make, cast, session)
    cast.hoa_sen.citizen_locales = ["vi", "en"]
    session.commit()
    page = browser.get("/O/hoa-sen/2026-Q3", lang="en")
    assert "Quarter III of 2026" in page.text
    assert "75.0%" in page.text


def test_a_page_that_was_never_switched_on_is_not_there(browser: Browser, cast: Cast, session: Session) -> None:
    assert cast.hoa_sen
    for address in ("/O/hoa-sen", "/O/nowhere", "/O/hoa-sen/2026-Q3", "/O/hoa-sen/badge.svg", "/O/hoa-sen/rss.xml"):
        assert browser.get(address).status == 404


def test_a_page_switched_off_again_shows_nothing(browser: Browser, make: Make, cast: Cast, session: Session) -> None:
    published(make, cast, session)
    change_page(session, cast.hoa_sen, is_open=False, delay_days=5, kinds=[], by=None)
    session.commit()
    assert {browser.get(address).status for address in ADDRESSES} == {404}


@pytest.mark.parametrize("key", ["2026-Q2", "2026-Q9", "x", "2026-Q3/2"])
def test_a_period_that_was_not_published_is_not_there(
    browser: Browser, make: Make, cast: Cast, session: Session, key: str
) -> None:
    published(make, cast, session)
    page = browser.get(f"/O/hoa-sen/{key}")
    assert page.status == 404
    assert "chưa công bố số liệu của kỳ này" in page.html


@pytest.mark.parametrize("good", [0, 4])
def test_nobody_and_too_few_look_the_same(
    browser: Browser, make: Make, cast: Cast, session: Session, good: int
) -> None:
    published(make, cast, session, good)
    page = browser.get("/O/hoa-sen/2026-Q3")
    assert "Chưa đủ phiếu để công bố" in page.text
    task = json.loads(browser.get("/O/hoa-sen/2026-Q3/data.json").html)["tasks"][0]
    assert set(task["score"].values()) == {None, "hidden"}
    assert task["levels"] is None


def test_the_json_is_what_the_checksum_is_of(browser: Browser, make: Make, cast: Cast, session: Session) -> None:
    _found, snapshot = published(make, cast, session)
    answer = browser.get("/O/hoa-sen/2026-Q3/1/data.json").answer
    assert hashlib.sha256(answer.get_data()).hexdigest() == snapshot.checksum
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert json.loads(answer.get_data())["licence"]["id"] == "CC-BY-4.0"


def test_the_csv_holds_each_task_and_all_together(browser: Browser, make: Make, cast: Cast, session: Session) -> None:
    found = survey(make, cast, "=HYPERLINK(1)")
    found.answer(level(4), 40, days=AUTUMN)
    open_page(session, cast.hoa_sen)
    publish_quarter(session, cast.hoa_sen)
    answer = browser.get("/O/hoa-sen/2026-Q3/1/data.csv").answer
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [row["scope"] for row in rows] == ["task", "all"]
    assert rows[0]["title"] == "'=HYPERLINK(1)"
    assert (rows[0]["value"], rows[0]["n"], rows[0]["licence"]) == ("1", "40", "CC-BY-4.0")


def test_a_correction_leads_from_the_old_version_to_the_new(
    browser: Browser, make: Make, cast: Cast, session: Session
) -> None:
    found, _old = published(make, cast, session)
    found.answer(level(5), 10, days=AUTUMN)
    publish_quarter(session, cast.hoa_sen, "Sót một xấp phiếu giấy.")
    newest, old = browser.get("/O/hoa-sen/2026-Q3"), browser.get("/O/hoa-sen/2026-Q3/1")
    assert "Sót một xấp phiếu giấy." in newest.text
    assert "50 phiếu" in newest.text
    assert "Đây là bản cũ" in old.text
    assert "40 phiếu" in old.text
    assert '"n":40' in browser.get("/O/hoa-sen/2026-Q3/1/data.json").html
    assert '"n":50' in browser.get("/O/hoa-sen/2026-Q3/data.json").html


def test_what_was_withdrawn_says_so_and_shows_no_number(
    browser: Browser, make: Make, cast: Cast, session: Session
) -> None:
    _found, snapshot = published(make, cast, session)
    withdraw(session, snapshot, reason="Nhầm mẫu phiếu.", by=None)
    session.commit()
    page = browser.get("/O/hoa-sen/2026-Q3")
    assert "đã được thu hồi" in page.text
    assert "Nhầm mẫu phiếu." in page.text
    assert "75,0" not in page.html
    assert "75,0" not in browser.get("/O/hoa-sen").html
    data = browser.get("/O/hoa-sen/2026-Q3/data.json")
    assert (data.status, "Nhầm mẫu phiếu." in data.html) == (410, True)
    assert "75,0" not in browser.get("/O/hoa-sen/badge.svg").html


@pytest.mark.parametrize(("good", "shown"), [(40, True), (29, False), (0, False)])
def test_the_badge_shows_a_published_score_and_no_other(
    browser: Browser, make: Make, cast: Cast, session: Session, good: int, shown: bool
) -> None:
    published(make, cast, session, good)
    answer = browser.get("/O/hoa-sen/badge.svg").answer
    root = ET.fromstring(answer.get_data())  # noqa: S314  our own
    words = "".join(root.itertext())
    assert ("40 phiếu" in words) is shown
    assert ("Chưa đủ phiếu" in words) is not shown
    assert "phường Hoa Sen" in words
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_feed_tells_what_was_published_and_withdrawn(
    browser: Browser, make: Make, cast: Cast, session: Session
) -> None:
    _found, snapshot = published(make, cast, session)
    withdraw(session, snapshot, reason="Nhầm <mẫu> phiếu.", by=None)
    session.commit()
    channel = ET.fromstring(browser.get("/O/hoa-sen/rss.xml").answer.get_data()).find("channel")  # noqa: S314  our own
    assert channel is not None
    items = channel.findall("item")
    assert [item.findtext("title") for item in items] == [
        "Quý III năm 2026: đã thu hồi bản số 1",
        "Quý III năm 2026: đã công bố số liệu",
    ]
    assert {item.findtext("link") for item in items} == {"http://localhost/O/hoa-sen/2026-Q3/1"}
    assert len({item.findtext("guid") for item in items}) == 2
    for name in ("title", "link", "description", "lastBuildDate"):
        assert channel.findtext(name)


def test_a_checksum_leads_to_its_snapshot(browser: Browser, make: Make, cast: Cast, session: Session) -> None:
    _found, snapshot = published(make, cast, session)
    for typed in (snapshot.checksum, snapshot.checksum[:8], snapshot.checksum[:16].upper()):
        page = browser.get(f"/verify/{typed}")
        assert "Khớp." in page.text
        assert "phường Hoa Sen" in page.text
    spaced = f"{snapshot.checksum[:8]} {snapshot.checksum[8:16]}"
    assert "Khớp." in browser.get("/verify/", code=spaced).text


@pytest.mark.parametrize(
    ("typed", "told"),
    [("0" * 16, "Không có bản công bố nào"), ("abc", "Mã quá ngắn"), ("%00%25", "Mã quá ngắn"), ("f" * 90, "Không có")],
)
def test_an_unknown_checksum_is_told_so(browser: Browser, typed: str, told: str) -> None:
    page = browser.get(f"/verify/{typed}")
    assert (page.status, told in page.html) == (404, True)


def test_the_empty_verification_page_asks_for_the_code(browser: Browser) -> None:
    assert browser.get("/verify/").status == 200


def test_nothing_is_sent_twice_and_no_cookie_is_set(browser: Browser, make: Make, cast: Cast, session: Session) -> None:
    published(make, cast, session)
    for address in ADDRESSES:
        first = browser.get(address).answer
        assert first.status_code == 200, address
        assert "public" in first.headers["Cache-Control"]
        assert "Set-Cookie" not in first.headers
        again = browser.client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.get_data()) == (304, b""), address


def test_a_page_costs_few_queries(
    browser: Browser, make: Make, cast: Cast, session: Session, statements: list[str]
) -> None:
    published(make, cast, session)
    for address, most in (("/O/hoa-sen/2026-Q3", 5), ("/O/hoa-sen", 2), ("/O/hoa-sen/2026-Q3/data.csv", 2)):
        statements.clear()
        browser.get(address)
        assert len([each for each in statements if each.startswith("SELECT")]) <= most


def test_the_page_of_a_merged_office_leads_to_its_successor(
    browser: Browser, make: Make, cast: Cast, session: Session
) -> None:
    published(make, cast, session)
    session.add(
        Succession(predecessor_id=cast.hoa_sen.id, successor_id=cast.an_binh.id, taken_over_on=date(2026, 11, 1))
    )
    cast.hoa_sen.valid_to = date(2026, 11, 1)
    session.commit()
    assert "/O/an-binh" not in browser.get("/O/hoa-sen").links
    open_page(session, cast.an_binh)
    for address in ("/O/hoa-sen", "/O/hoa-sen/2026-Q3"):
        page = browser.get(address)
        assert "Ủy ban nhân dân xã An Bình" in page.text
        assert "/O/an-binh" in page.links


def test_levels_that_are_cut_are_drawn_as_a_whole(browser: Browser, make: Make, cast: Cast, session: Session) -> None:
    found = survey(make, cast)
    for point in (2, 4, 5):
        found.answer(level(point), 11, days=AUTUMN)
    open_page(session, cast.hoa_sen)
    publish_quarter(session, cast.hoa_sen)
    assert browser.get("/O/hoa-sen/2026-Q3").status == 200


def test_long_names_stay_whole_on_the_page(browser: Browser, make: Make, cast: Cast, session: Session) -> None:
    published(make, cast, session)
    cast.hoa_sen.name = "Ủy ban nhân dân phường " + "Nguyễn Thị Minh Khai & Bạn <b> " * 6
    session.commit()
    page: Page = browser.get("/O/hoa-sen")
    assert "<b>" in page.text
    assert "…" in browser.get("/O/hoa-sen/badge.svg").html
