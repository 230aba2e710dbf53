"""Sending a form: stored once, and whatever goes wrong, nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.responses.keys import SubmissionKey, new_key, read_key, receipt_pass
from app.responses.models import Pending, Response
from tests.client import Browser, Page
from tests.conftest import SECRET
from tests.forms.sample import sample
from tests.make import Make
from tests.responses.citizen import ANSWERS, Citizen, key_in, typed_in
from tests.responses.scene import Scene, set_up

STORED = {
    "de_tim": 5,
    "niem_yet": 4,
    "huong_dan_du": 9,
    "cach_noi_nang": 1,
    "dung_hen": 2,
    "khong_sai_sot": 3,
    "nhin_chung": 2,
    "chua_hai_long": "Chờ lâu quá.",
    "so_lan_den": 2,
    "y_kien": "Nên có thêm ghế ngồi\nvà nước uống.",
}
TYPED = {name: [value.replace("\r\n", "\n")] for name, value in ANSWERS.items()}


@pytest.fixture
def citizen(browser: Browser, scene: Scene) -> Citizen:
    return Citizen(browser, scene.placement.code)


def stored(session: Session) -> list[Response]:
    session.expire_all()
    return list(session.scalars(select(Response)))


def is_receipt(page: Page, citizen: Citizen) -> bool:
    return page.status == 303 and (page.answer.location or "").startswith(f"/P/{citizen.code}/receipt?sent=")


def test_it_works(citizen: Citizen, session: Session, scene: Scene) -> None:
    assert is_receipt(citizen.send(), citizen)
    response = stored(session)[0]
    assert response.answers == STORED
    assert (response.mode, response.locale, response.desk_id) == ("phone", "vi", scene.placement.desk_id)
    assert response.hour == clock.hour_of(clock.now())
    assert session.scalar(select(func.count()).select_from(Pending)) == 1


def test_the_receipt_says_thanks_and_where_to_go_on(citizen: Citizen, browser: Browser, scene: Scene) -> None:
    page = browser.get(citizen.send().answer.location or "")
    assert "Cảm ơn Ông/Bà. Phiếu đã được ghi nhận." in page.text
    assert scene.definition.title in page.text
    assert {link.upper() for link in page.links if link.startswith("/")} == {
        f"/D/{scene.placement.desk.code}",
        f"/P/{citizen.code}",
        f"/C/{citizen.code}",
    }
    assert "Set-Cookie" not in page.answer.headers


@pytest.mark.parametrize("sent", ["", "1", "70000.00000000000000000000000000000000", "x" * 500])
def test_without_having_sent_anything_there_is_no_receipt(citizen: Citizen, browser: Browser, sent: str) -> None:
    page = browser.get(f"/P/{citizen.code}/receipt", sent=sent)
    assert (page.status, page.answer.location) == (302, f"/P/{citizen.code}")


def test_a_receipt_can_be_opened_again_for_a_day_and_at_its_own_placement_only(
    citizen: Citizen, browser: Browser, scene: Scene
) -> None:
    location = citizen.send().answer.location or ""
    assert "Cảm ơn" in browser.get(location).text
    assert browser.get(location.replace(citizen.code, scene.placements[1].code)).status == 302
    for hours, status in ((23, 200), (26, 302)):
        sent = receipt_pass(SECRET, citizen.code, clock.now() - timedelta(hours=hours))
        assert browser.get(f"/P/{citizen.code}/receipt", sent=sent).status == status


def test_everybody_of_an_hour_gets_the_same_receipt(citizen: Citizen, browser: Browser) -> None:
    at = clock.hour_of(clock.now())
    passes = {receipt_pass(SECRET, citizen.code, at + timedelta(minutes=minutes)) for minutes in range(60)}
    assert len(passes) == 1


def test_no_address_carries_a_key(citizen: Citizen) -> None:
    key = read_key(SECRET, citizen.key)
    assert key
    location = citizen.send().answer.location or ""
    assert key.id.hex not in location
    assert "key" not in location


def test_the_same_page_sent_again_is_the_same_response(citizen: Citizen, session: Session) -> None:
    """A double click, a refresh, a step back: one row, and the same receipt each time."""
    first = citizen.send()
    again = [citizen.send(), citizen.send()]
    assert all(is_receipt(page, citizen) for page in (first, *again))
    assert [response.answers for response in stored(session)] == [STORED]


def test_a_changed_form_sent_again_is_told_that_the_first_one_counts(
    citizen: Citizen, browser: Browser, session: Session
) -> None:
    """Saying only thanks would let a citizen believe that the correction was kept."""
    citizen.send()
    page = citizen.send({"de_tim": "1"})
    assert (page.answer.location or "").startswith(f"/P/{citizen.code}/receipt?first=1&")
    receipt = browser.get(page.answer.location or "")
    assert "Phiếu đã được ghi nhận." in receipt.text
    assert "nội dung vừa sửa không được ghi" in receipt.text
    assert [response.answers for response in stored(session)] == [STORED]


def test_the_same_key_at_another_desk_is_the_same_response(
    citizen: Citizen, browser: Browser, session: Session, scene: Scene
) -> None:
    citizen.send()
    other = Citizen(browser, scene.placements[1].code)
    other.key = citizen.key
    assert is_receipt(other.send(), other)
    assert [response.desk_id for response in stored(session)] == [scene.placement.desk_id]


def test_a_form_left_open_for_a_year_is_accepted(citizen: Citizen, session: Session, scene: Scene) -> None:
    citizen.key = new_key(scene.edition.digest, clock.now() - timedelta(days=365)).signed(SECRET)
    assert is_receipt(citizen.send(), citizen)
    assert stored(session)[0].hour == clock.hour_of(clock.now())


def test_hidden_answers_are_cleared(citizen: Citizen, session: Session) -> None:
    citizen.send({"nhin_chung": "5", "chua_hai_long": "Chờ lâu quá."})
    assert stored(session)[0].answers == {"nhin_chung": 5}


def test_fields_that_are_not_in_the_form_are_ignored(citizen: Citizen, session: Session) -> None:
    page = citizen.send(q_khong_co="5", csrf_token="x", ten="Nguyễn Văn A", desk="3")
    assert is_receipt(page, citizen)
    assert stored(session)[0].answers == STORED


@pytest.mark.parametrize("text", ["=1+1", "<script>alert(1)</script>", "a\x00b\u202ec", "🙂" * 300])
def test_any_text_is_stored_as_text(citizen: Citizen, session: Session, text: str) -> None:
    assert is_receipt(citizen.send({"y_kien": text}), citizen)
    assert stored(session)[0].answers["y_kien"] == text.replace("\x00", "").replace("\u202e", "")


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"de_tim": "6"}, "Xin chọn một trong các trả lời có sẵn của câu này."),
        ({"de_tim": "-1"}, "Xin chọn một trong các trả lời có sẵn của câu này."),
        ({"so_lan_den": "x"}, "Xin chọn một trong các trả lời có sẵn của câu này."),
        ({"y_kien": "a" * 4001}, "Câu trả lời dài 4.001 ký tự"),
    ],
)
def test_a_wrong_answer_brings_the_form_back(
    citizen: Citizen, session: Session, answers: dict[str, Any], sentence: str
) -> None:
    page = citizen.send(ANSWERS | answers)
    name = next(iter(answers))
    assert page.status == 422
    assert "Phiếu chưa được gửi" in page.text
    assert page.text.count(sentence) == 2
    assert f"#q_{name}" in page.links
    assert stored(session) == []
    kept = {other: values for other, values in TYPED.items() if other != name}
    assert {other: values for other, values in typed_in(page).items() if other != name} == kept


def test_the_key_of_a_page_that_came_back_still_counts(citizen: Citizen, session: Session) -> None:
    before = citizen.key
    assert key_in(citizen.send({"de_tim": "6"}).html) == before
    assert is_receipt(citizen.send(), citizen)
    assert len(stored(session)) == 1


def test_a_missing_required_answer_is_asked_for(browser: Browser, session: Session, make: Make) -> None:
    scene = set_up(make, sample("every_kind"))
    page = Citizen(browser, scene.placement.code).send({"item": "4", "remark": "Tốt"})
    assert page.status == 422
    assert "Xin trả lời câu này trước khi gửi." in page.text
    assert typed_in(page) == {"item": ["4"], "remark": ["Tốt"]}
    assert stored(session) == []


def test_an_empty_form_is_not_sent(citizen: Citizen, session: Session) -> None:
    page = citizen.send({"y_kien": "   "})
    assert page.status == 422
    assert "Phiếu chưa có câu trả lời nào." in page.text
    assert stored(session) == []


@pytest.mark.parametrize("forged", ["", "x", "0" * 32 + "." + "0" * 16 + "." + "0" * 32])
def test_a_forged_key_brings_the_form_back_with_a_fresh_one(citizen: Citizen, session: Session, forged: str) -> None:
    citizen.key = forged
    page = citizen.send()
    assert page.status == 422
    assert "Mã của tờ phiếu bị thiếu hoặc bị sửa" in page.text
    assert typed_in(page) == TYPED
    assert stored(session) == []
    citizen.key = key_in(page.html)
    assert is_receipt(citizen.send(), citizen)


def test_a_form_that_was_opened_before_a_new_edition_is_read_by_its_own(
    citizen: Citizen, session: Session, scene: Scene, make: Make
) -> None:
    make.edition(scene.form, title="Nộp và nhận hồ sơ")
    assert is_receipt(citizen.send(), citizen)
    assert stored(session)[0].edition_id == scene.edition.id


def test_a_key_of_another_form_is_read_by_the_form_that_was_sent(
    citizen: Citizen, session: Session, scene: Scene, browser: Browser, make: Make
) -> None:
    other = set_up(make, sample("every_kind"))
    citizen.key = Citizen(browser, other.placement.code).key
    assert is_receipt(citizen.send(), citizen)
    assert stored(session)[0].edition_id == scene.edition.id


def test_a_form_that_was_opened_before_its_desk_closed_is_accepted(
    citizen: Citizen, session: Session, scene: Scene
) -> None:
    key = read_key(SECRET, citizen.key)
    assert key
    citizen.key = SubmissionKey(key.id, key.digest).signed(SECRET)
    scene.placement.retired_at = clock.now() + timedelta(seconds=1)
    session.commit()
    assert is_receipt(citizen.send(), citizen)


def test_a_form_opened_after_its_desk_closed_says_where_to_go(citizen: Citizen, session: Session, scene: Scene) -> None:
    scene.placement.retired_at = clock.now() - timedelta(hours=2)
    session.commit()
    page = citizen.send()
    assert page.status == 410
    assert scene.placements[1].desk.name in page.text
    assert stored(session) == []


def test_a_long_text_below_the_limit_of_the_body_comes_back(citizen: Citizen) -> None:
    text = "Chờ lâu. " * 2000
    page = citizen.send(ANSWERS | {"y_kien": text})
    assert page.status == 422
    assert typed_in(page)["y_kien"] == [text.strip()]


def test_a_megabyte_of_text_is_too_long(citizen: Citizen, session: Session) -> None:
    page = citizen.send(ANSWERS | {"y_kien": "a" * 1_000_000})
    assert page.status == 413
    assert "Phần viết quá dài" in page.text
    assert stored(session) == []


def test_an_unknown_code_is_not_found(browser: Browser, session: Session) -> None:
    assert browser.post_plain("/P/KHONGCO", {"q_de_tim": "5"}).status == 404
    assert stored(session) == []


def test_the_language_stays(browser: Browser, session: Session, scene: Scene) -> None:
    scene.placement.desk.office.citizen_locales = ["vi", "en"]
    session.commit()
    citizen = Citizen(browser, scene.placement.code, lang="en")
    page = citizen.send({"de_tim": "6"})
    assert "Please choose" in page.text
    assert '<html lang="en">' in page.html
    assert (citizen.send().answer.location or "").startswith(f"/P/{citizen.code}/receipt?lang=en&sent=")
    assert stored(session)[0].locale == "en"
