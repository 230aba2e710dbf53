"""The four doors as citizens open them, and what happens to what they write there."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.desks.actions import retire_placement
from app.desks.models import Placement
from app.feedback.cases.models import Case, Step
from app.feedback.cases.rules import TEXT_LENGTH
from app.feedback.codes.rules import hash_of
from app.feedback.contact.models import CaseContact
from app.feedback.doors.models import Reception
from app.feedback.doors.page import MOST_SENT
from app.responses.views.noticing import COUNTERS
from tests.client import Browser, Page
from tests.make import SECRET, Make

TEXT = "Đèn đường ngõ 12 hỏng ba tuần nay."
LIMIT = 14_336


@pytest.fixture
def placement(make: Make) -> Placement:
    return make.placement()


def open_form(browser: Browser, at: str, door: str = "petition") -> dict[str, Any]:
    """The fields of a page as it was opened."""
    path = f"/C/{at}/{door}"
    return browser.get(path).fields(path)


def send(browser: Browser, at: str, door: str = "petition", **typed: Any) -> Page:
    """Open a door, write, and send."""
    return browser.post_plain(f"/C/{at}/{door}", {**open_form(browser, at, door), "text": TEXT, **typed})


def code_on(page: Page) -> str:
    found = re.search(r'<p class="code">([0-9A-Z-]{19})</p>', page.html)
    assert found, page.text
    return found[1]


def tags_of(page: Page) -> set[str]:
    """What the page itself is made of, without the frame around it."""
    main = page.tree.find(".//main")
    assert main is not None
    return {element.tag for element in main.iter()}


def cases(session: Session) -> list[Case]:
    return list(session.scalars(select(Case)))


def test_it_works(browser: Browser, session: Session, placement: Placement) -> None:
    """What was written arrives at the office with the place where it was written; the page shows the code once."""
    page = send(browser, placement.code, place="Ngõ 12")
    assert page.status == 200
    case = cases(session)[0]
    assert (case.text, case.place, case.kind, case.state) == (TEXT, "Ngõ 12", "petition", "received")
    assert (case.office_id, case.desk_id) == (placement.desk.office_id, placement.desk_id)
    assert case.task_id == placement.form.task_id
    assert case.hour.minute == case.hour.second == 0
    assert case.code_hash == hash_of(SECRET, code_on(page))
    assert "<svg" in page.html
    assert page.answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.answer.headers
    assert session.scalar(select(func.count()).select_from(CaseContact)) == 0


def test_four_doors_stand_at_a_placement_at_a_desk_and_at_an_office(browser: Browser, placement: Placement) -> None:
    for place in (placement.code, placement.desk.code, placement.desk.office.code):
        page = browser.get(f"/C/{place}")
        for door in ("suggestion", "petition", "guidance"):
            assert f"/C/{place}/{door}" in page.links
        rating = f"/P/{placement.code}" if place == placement.code else f"/D/{placement.desk.code}"
        assert rating in page.links
        assert "/T" in page.links


def test_form_receipt_and_chooser_lead_to_the_doors(browser: Browser, make: Make, placement: Placement) -> None:
    make.placement(placement.desk, make.form(make.task(placement.form.task.plan)))
    assert f"/C/{placement.code}" in browser.get(f"/P/{placement.code}").links
    assert f"/C/{placement.desk.code}" in browser.get(f"/D/{placement.desk.code}").links


def test_a_withdrawn_form_still_leads_to_the_office(browser: Browser, session: Session, placement: Placement) -> None:
    retire_placement(session, placement)
    session.commit()
    assert f"/P/{placement.code}" not in browser.get(f"/C/{placement.code}").links
    assert send(browser, placement.code).status == 200


def test_a_place_that_is_none_says_so(browser: Browser) -> None:
    page = browser.get("/C/khong-co")
    assert page.status == 404
    assert "Xin quét lại mã QR" in page.text


def test_sent_twice_it_is_one_case_with_the_same_code(browser: Browser, session: Session, placement: Placement) -> None:
    """A double tap, a reload of the receipt, a telephone that lost the network after the first try."""
    fields = {**open_form(browser, placement.code), "text": TEXT}
    codes = {code_on(browser.post_plain(f"/C/{placement.code}/petition", fields)) for _time in range(3)}
    assert len(codes) == 1
    assert len(cases(session)) == 1
    assert session.scalar(select(func.count()).select_from(Step)) == 1


def test_the_script_learns_that_it_arrived_and_nothing_else(browser: Browser, placement: Placement) -> None:
    fields = {**open_form(browser, placement.code), "text": TEXT}
    path = f"/C/{placement.code}/petition"
    answer = browser.client.post(path, data=fields, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.data) == (202, b"")


def test_two_pages_are_two_cases_with_two_codes(browser: Browser, session: Session, placement: Placement) -> None:
    first, second = send(browser, placement.code), send(browser, placement.code, door="suggestion")
    assert code_on(first) != code_on(second)
    assert sorted(case.kind for case in cases(session)) == ["petition", "suggestion"]


def test_contact_details_are_sealed_apart_from_the_case(
    browser: Browser, session: Session, placement: Placement
) -> None:
    assert send(browser, placement.code, name="Bà Tư", phone=" 0912 345 678 ", agreed="1").status == 200
    row = session.scalars(select(CaseContact)).one()
    assert row.case_id == cases(session)[0].id
    assert "0912" not in row.sealed
    assert row.consent.startswith("Tôi đồng ý")
    assert (row.delete_on - row.consented_on).days == 365


def test_the_tick_is_never_there_before(browser: Browser, placement: Placement) -> None:
    assert "agreed" not in open_form(browser, placement.code)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"text": " \n "}, "Ông/Bà chưa viết gì."),
        ({"text": "x" * (TEXT_LENGTH + 1)}, "nhiều hơn 30000 ký tự"),
        ({"phone": "0912 345 678"}, "chưa đánh dấu đồng ý"),
        ({"agreed": "1"}, "chưa ghi cách liên hệ"),
        ({"key": "forged"}, "Xin bấm gửi một lần nữa."),
        ({"ticket": "x"}, "Xin bấm gửi một lần nữa."),
    ],
)
def test_whatever_is_wrong_everything_typed_comes_back(
    browser: Browser, session: Session, placement: Placement, typed: dict[str, str], says: str
) -> None:
    wanted = {"text": TEXT, "place": "Ngõ 12 <b>"} | typed
    page = send(browser, placement.code, **wanted)
    assert page.status == 422
    assert says in page.text
    assert cases(session) == []
    back = page.fields(f"/C/{placement.code}/petition")
    assert back["text"] == wanted["text"]
    for name in ("place", "phone"):
        assert back[name] == [wanted.get(name, "")]
    assert ("agreed" in back) == ("agreed" in wanted)


def test_after_an_error_the_same_page_is_sent_once(browser: Browser, session: Session, placement: Placement) -> None:
    path = f"/C/{placement.code}/petition"
    page = send(browser, placement.code, phone="0912 345 678")
    done = browser.post_plain(path, {**page.fields(path), "agreed": "1"})
    assert done.status == 200
    again = browser.post_plain(path, {**page.fields(path), "agreed": "1"})
    assert code_on(done) == code_on(again)
    assert len(cases(session)) == 1


def test_a_text_of_ten_pages_is_taken(browser: Browser, session: Session, placement: Placement) -> None:
    assert send(browser, placement.code, text="Đường lầy lội. " * 1900).status == 200
    assert len(cases(session)[0].text) > 28_000


def test_too_many_bytes_are_refused_with_the_way_back(browser: Browser, placement: Placement) -> None:
    page = send(browser, placement.code, text="đ" * 200_000)
    assert page.status == 413
    assert "quay lại" in page.text


def test_a_flood_is_held_back_with_everything_typed(
    app: Flask, browser: Browser, placement: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.extensions[COUNTERS], "now", lambda: 1_800_000_000.0)  # no span ends meanwhile
    fields = {**open_form(browser, placement.code), "text": TEXT}
    path = f"/C/{placement.code}/petition"
    pages = [browser.post_plain(path, fields) for _time in range(MOST_SENT + 1)]
    assert [page.status for page in pages[-2:]] == [200, 429]
    assert pages[-1].fields(path)["text"] == TEXT


def test_the_fourth_door_stores_nothing_and_has_no_field(
    browser: Browser, session: Session, placement: Placement
) -> None:
    session.add(
        Reception(
            office_id=placement.desk.office_id,
            address="Phòng 102, trụ sở UBND phường",
            schedule="Thứ ba, thứ năm, 7 giờ 30 đến 11 giờ 30",
        )
    )
    session.commit()
    path = f"/C/{placement.code}/guidance"
    page = browser.get(path)
    for words in ("người đứng đầu cơ quan", "chữ ký hoặc điểm chỉ", "Phòng 102", "Thứ ba, thứ năm"):
        assert words in page.text
    assert tags_of(page).isdisjoint({"form", "input", "textarea", "button"})
    assert browser.client.post(path, data={"text": TEXT}).status_code == 405
    for kind in ("complaint", "denunciation"):
        letter = browser.get(f"/C/{placement.code}/letters/{kind}")
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in letter.text
        assert tags_of(letter).isdisjoint({"form", "input", "textarea", "button"})


def test_an_office_that_has_not_said_when_it_receives_people(browser: Browser, placement: Placement) -> None:
    assert "chưa ghi lịch và địa chỉ" in browser.get(f"/C/{placement.code}/guidance").text


@pytest.mark.parametrize(
    "door",
    [
        "",
        "/suggestion",
        "/petition",
        "/guidance",
        "/letters/complaint",
        "?lang=km",
        "/petition?lang=km",
        "/guidance?lang=km",
    ],
)
def test_every_door_fits_into_one_round_trip(
    browser: Browser, session: Session, placement: Placement, door: str
) -> None:
    placement.desk.office.citizen_locales = ["vi", "en", "km", "zh"]
    session.commit()
    answer = browser.client.get(f"/C/{placement.code}{door}", headers={"Accept-Encoding": "gzip"})
    assert answer.content_encoding == "gzip"
    assert len(answer.data) + sum(len(name) + len(value) + 4 for name, value in answer.headers) < LIMIT
    html = gzip.decompress(answer.data).decode()
    html = re.sub('<script src="/static/[a-z]+[.]js" defer></script>', "", html)
    html = html.replace("url(/fonts/khmer.ttf)", "", 1)  # for a device without Khmer letters; no text waits for it
    assert re.findall(r'(?:src|href)="(?!#|data:|/[A-Z])[^"]*"|@import|url\((?!data:)', html) == []


def test_a_case_leaves_no_trace_of_its_sender(live: Flask) -> None:
    """Address, make of browser and what leads from elsewhere stand in no column."""
    with live.extensions["thuocdo.sessions"]() as own:
        code = Make(own).placement().code
    browser = Browser(live)
    browser.client.environ_base.update(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Telltale/1.0")
    send(browser, code)
    with live.extensions["thuocdo.sessions"]() as own:
        rows = [str(vars(row)) for kind in (Case, Step) for row in own.scalars(select(kind))]
    assert len(rows) == 2
    assert not re.search(r"203\.0\.113|Telltale", "".join(rows))


def test_numbers_of_persons_are_pointed_at_and_may_still_be_sent(
    browser: Browser, placement: Placement, session: Session
) -> None:
    text = "Chủ quán gọi 0912 345 678 để dọa."
    page = send(browser, placement.code, text=text)
    assert page.status == 422
    assert "giống số điện thoại, số căn cước hoặc thư điện tử: 0912 345 678" in page.text
    path = f"/C/{placement.code}/petition"
    again = page.fields(path)
    assert again["text"] == text
    assert "as_is" not in again
    assert cases(session) == []
    assert browser.post_plain(path, {**again, "as_is": "1"}).status == 200
    assert [case.text for case in cases(session)] == [text]
