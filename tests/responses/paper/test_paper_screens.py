"""The way of a sheet: printed, typed in, noticed when typed twice, typed again by somebody else, forgotten."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.core import clock
from app.desks.models import Placement
from app.responses.models import Quarantine, Response
from app.responses.paper.models import PaperBatch, PaperEntry
from app.responses.paper.rules import noon_of
from tests.cast import Cast
from tests.client import Browser, Page
from tests.desks.test_posters import scanned
from tests.make import Make
from tests.responses.citizen import key_in

FILLED = {"q_de_tim": "5", "q_niem_yet": "4", "q_huong_dan_du": "9", "q_dung_hen": "1", "q_y_kien": "Chờ lâu"}


@pytest.fixture
def placement(make: Make, cast: Cast) -> Placement:
    return make.placement(make.desk(cast.hoa_sen, "Quầy số 1"))


@pytest.fixture
def batch(minh: Browser, session: Session, placement: Placement) -> PaperBatch:
    answer = minh.post("/paper", {"placement": placement.id, "sheets": 20, "locale": "vi"})
    assert answer.status == 302
    return session.scalars(select(PaperBatch)).one()


def typed(who: Browser, batch: PaperBatch, sheet: int | str = 1, **answers: str) -> Page:
    """Type a sheet as the screen sends it."""
    address = f"/paper/{batch.id}/entry"
    page = who.get(address)
    data = {"sheet": sheet, "day": clock.today().isoformat(), "key": key_in(page.html)} | (answers or FILLED)
    return who.post(address, data)


def checked(who: Browser, batch: PaperBatch, sheet: int = 1, **answers: str) -> Page:
    return who.post(f"/paper/{batch.id}/check", {"sheet": sheet} | (answers or FILLED))


def count(session: Session, table: type[Response] | type[PaperEntry] | type[Quarantine]) -> int:
    session.commit()
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_it_works(minh: Browser, session: Session, batch: PaperBatch, browser: Browser) -> None:
    pdf = minh.get(f"/paper/{batch.id}/sheets.pdf").answer.data
    (address,) = set(scanned(pdf)[0])
    assert browser.get(urlsplit(address).path).status == 200
    answer = typed(minh, batch)
    assert answer.status == 303
    session.commit()
    response = session.scalars(select(Response)).one()
    assert (response.mode, response.hour) == ("paper", noon_of(clock.today()))
    assert response.answers == {
        "de_tim": 5, "niem_yet": 4, "huong_dan_du": 9, "dung_hen": 1, "y_kien": "Chờ lâu",
    }  # fmt: skip
    page = minh.get(str(answer.answer.location))
    assert "Đã ghi tờ số 1." in page.text
    assert "Hôm nay bạn đã nhập 1 tờ" in page.text
    assert 'name="sheet" type="text" value="2"' in page.html or re.search(r'id="sheet"[^>]*value="2"', page.html)


def test_day_and_next_number_are_kept(minh: Browser, session: Session, batch: PaperBatch) -> None:
    batch.made_on = clock.today() - timedelta(days=5)
    session.commit()
    day = (clock.today() - timedelta(days=2)).isoformat()
    key = key_in(minh.get(f"/paper/{batch.id}/entry").html)
    answer = minh.post(f"/paper/{batch.id}/entry", {"sheet": 7, "day": day, "key": key, **FILLED})
    kept = parse_qs(urlsplit(str(answer.answer.location)).query)
    assert (kept["sheet"], kept["on"]) == (["8"], [day])
    session.commit()
    assert session.scalars(select(Response.hour)).one() == noon_of(clock.today() - timedelta(days=2))


@pytest.mark.parametrize("days", [1, -1, -400])
def test_a_day_on_which_nobody_can_have_answered_is_refused(
    minh: Browser, session: Session, batch: PaperBatch, days: int
) -> None:
    day = (clock.today() + timedelta(days=days)).isoformat()
    key = key_in(minh.get(f"/paper/{batch.id}/entry").html)
    page = minh.post(f"/paper/{batch.id}/entry", {"sheet": 1, "day": day, "key": key, **FILLED})
    assert page.status == 422
    assert "từ ngày in" in page.text
    assert "Chờ lâu" in page.html
    assert count(session, Response) == 0


def test_enter_pressed_twice_stores_once(minh: Browser, session: Session, batch: PaperBatch) -> None:
    key = key_in(minh.get(f"/paper/{batch.id}/entry").html)
    data = {"sheet": 1, "day": clock.today().isoformat(), "key": key, **FILLED}
    assert {minh.post(f"/paper/{batch.id}/entry", data).status for _ in range(2)} == {303}
    assert (count(session, Response), count(session, PaperEntry)) == (1, 1)


def test_a_sheet_typed_twice_is_noticed(minh: Browser, lan: Browser, session: Session, batch: PaperBatch) -> None:
    typed(minh, batch, 3)
    page = typed(lan, batch, 3, q_de_tim="2", q_y_kien="Khác")
    assert page.status == 409
    assert "Tờ số 3 đã được Minh nhập ngày" in page.text
    assert "Khác" in page.html
    assert "bản sao chụp" in page.text
    assert count(session, Response) == 1
    assert typed(lan, batch, 3, q_de_tim="2", again="y").status == 303
    assert count(session, Response) == 2


@pytest.mark.parametrize("sheet", [0, 21, "x", "9" * 30])
def test_a_number_that_the_batch_does_not_have_is_refused(
    minh: Browser, session: Session, batch: PaperBatch, sheet: int | str
) -> None:
    assert typed(minh, batch, sheet).status == 422
    assert count(session, Response) == 0


def test_a_sheet_without_a_number_is_taken(minh: Browser, session: Session, batch: PaperBatch) -> None:
    for _ in range(2):
        assert typed(minh, batch, "").status == 303
    assert count(session, Response) == 2


@pytest.mark.parametrize(
    "answers", [{"q_de_tim": "7"}, {"q_de_tim": "55"}, {"q_de_tim": "năm"}, {"q_so_lan_den": "77"}]
)
def test_a_wrong_digit_brings_everything_back(
    minh: Browser, session: Session, batch: PaperBatch, answers: dict[str, str]
) -> None:
    page = typed(minh, batch, 1, q_niem_yet="4", q_y_kien="Chờ lâu", **answers)
    assert page.status == 422
    assert "Chờ lâu" in page.html
    assert 'aria-invalid="true"' in page.html
    assert count(session, Response) == 0


def test_an_empty_sheet_is_not_stored(minh: Browser, session: Session, batch: PaperBatch) -> None:
    page = typed(minh, batch, 1, q_y_kien="  ")
    assert page.status == 422
    assert "Tờ giấy trắng" in page.text


def test_a_forged_key_is_refused(minh: Browser, session: Session, batch: PaperBatch) -> None:
    data = {"sheet": 1, "day": clock.today().isoformat(), "key": "0" * 32 + "." + "0" * 16 + "." + "0" * 32, **FILLED}
    assert minh.post(f"/paper/{batch.id}/entry", data).status == 422
    assert count(session, Response) == 0


def test_the_last_one_can_be_taken_back(minh: Browser, lan: Browser, session: Session, batch: PaperBatch) -> None:
    """It is set aside with the reason, nothing is deleted, and only who typed it may."""
    place = str(typed(minh, batch, 4).answer.location)
    entry = parse_qs(urlsplit(place).query)["last"][0]
    address = f"/paper/{batch.id}/entry/undoing"
    assert lan.post(address, {"entry": entry}, page=place).status == 409
    assert "tạm loại kèm lý do" in minh.post(address, {"entry": entry}, page=place, follow=True).text
    assert (count(session, Response), count(session, Quarantine)) == (1, 1)
    assert minh.post(address, {"entry": entry}, page=place).status == 409
    assert minh.post(address, {"entry": "nonsense"}, page=place).status == 404
    assert typed(minh, batch, 4).status == 303  # and its number is free again


def test_a_second_typing_is_compared(minh: Browser, lan: Browser, session: Session, batch: PaperBatch) -> None:
    for sheet in (1, 2):
        typed(minh, batch, sheet)
    assert "khớp hoàn toàn (5 câu)" in checked(lan, batch, 1).text
    page = checked(lan, batch, 2, **(FILLED | {"q_dung_hen": "2", "q_y_kien": "chờ  LÂU"}))
    assert "1 trong 5 câu khác nhau" in page.text
    assert count(session, Response) == 2
    page = lan.get(f"/paper/{batch.id}")
    assert "Đã kiểm tra 2 tờ, hai lần nhập khớp 90,0 % câu trả lời." in page.text
    assert "90,0 %" in lan.get("/paper").text


def test_a_differing_sheet_is_typed_anew(minh: Browser, lan: Browser, session: Session, batch: PaperBatch) -> None:
    typed(minh, batch, 2)
    address = f"/paper/{batch.id}/check/retyping"
    assert lan.post(address, {"sheet": 2}, page=f"/paper/{batch.id}").status == 409
    checked(lan, batch, 2, q_de_tim="1")
    assert lan.post(address, {"sheet": 2}, page=f"/paper/{batch.id}").status == 302
    assert count(session, Quarantine) == 1
    assert typed(lan, batch, 2).status == 303


def test_nobody_checks_their_own_typing(minh: Browser, session: Session, batch: PaperBatch) -> None:
    typed(minh, batch, 1)
    page = checked(minh, batch, 1)
    assert page.status == 409
    assert "do chính bạn nhập" in page.text


def test_a_sheet_is_checked_once(minh: Browser, lan: Browser, batch: PaperBatch) -> None:
    typed(minh, batch, 1)
    checked(lan, batch, 1)
    assert checked(lan, batch, 1).status == 409


def test_a_sheet_that_was_not_typed_has_nothing_to_compare(lan: Browser, batch: PaperBatch) -> None:
    page = checked(lan, batch, 5)
    assert page.status == 404
    assert "chưa được nhập" in page.text


def test_closing_cuts_the_tie_to_the_responses(
    minh: Browser, lan: Browser, session: Session, batch: PaperBatch
) -> None:
    typed(minh, batch, 1)
    session.commit()
    assert session.scalars(select(PaperEntry.response_id)).one() is not None
    assert "Đã khóa sổ." in minh.post(f"/paper/{batch.id}/closing", page=f"/paper/{batch.id}", follow=True).text
    session.commit()
    assert session.scalars(select(PaperEntry.response_id)).one() is None
    assert checked(lan, batch, 1).status == 409
    assert typed(minh, batch, 2).status == 409
    assert minh.post(f"/paper/{batch.id}/closing", page="/paper").status == 409
    assert count(session, Response) == 1


def test_the_record_says_who_printed_and_closed_and_nothing_of_the_answers(
    minh: Browser, session: Session, batch: PaperBatch
) -> None:
    typed(minh, batch, 1)
    minh.post(f"/paper/{batch.id}/closing", page=f"/paper/{batch.id}")
    session.commit()
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.verb for entry in entries] == ["Phát hành phiếu", "In phiếu giấy", "Khóa sổ đợt phiếu giấy"]
    assert not any("Chờ lâu" in str(entry.details) for entry in entries)


@pytest.mark.parametrize("data", [{"sheets": 0}, {"sheets": 201}, {"sheets": "x"}, {"sheets": ""}])
def test_a_wrong_batch_is_refused(
    minh: Browser, session: Session, placement: Placement, data: dict[str, object]
) -> None:
    page = minh.post("/paper", {"placement": placement.id, "locale": "vi", **data})
    assert page.status == 422
    assert session.scalars(select(PaperBatch)).all() == []


def test_a_language_that_is_off_or_has_no_font_makes_no_batch(
    minh: Browser, session: Session, placement: Placement
) -> None:
    placement.desk.office.citizen_locales = ["vi", "zh"]
    session.commit()
    refused = {"km": (409, "chưa bật ngôn ngữ này"), "zh": (422, "Không in được chữ"), "xx": (409, "chưa bật")}
    for locale, (status, sentence) in refused.items():
        page = minh.post("/paper", {"placement": placement.id, "sheets": 5, "locale": locale})
        assert page.status == status
        assert sentence in page.text
    assert session.scalars(select(PaperBatch)).all() == []


def test_a_khmer_batch_prints_khmer(minh: Browser, session: Session, placement: Placement) -> None:
    placement.desk.office.citizen_locales = ["vi", "km"]
    session.commit()
    assert "tiếng Khmer" in minh.get("/paper").text
    minh.post("/paper", {"placement": placement.id, "sheets": 1, "locale": "km"})
    batch = session.scalars(select(PaperBatch)).one()
    pdf = minh.get(f"/paper/{batch.id}/sheets.pdf")
    assert pdf.answer.mimetype == "application/pdf"


def test_an_english_batch_prints_english(minh: Browser, session: Session, placement: Placement) -> None:
    placement.desk.office.citizen_locales = ["vi", "en"]
    session.commit()
    minh.post("/paper", {"placement": placement.id, "sheets": 2, "locale": "en"})
    batch = session.scalars(select(PaperBatch)).one()
    assert minh.get(f"/paper/{batch.id}/sheets.pdf").status == 200
    assert "Very satisfied" in minh.get(f"/paper/{batch.id}/entry").text
    typed(minh, batch, 1)
    session.commit()
    assert session.scalars(select(Response.locale)).one() == "en"


def test_who_only_watches_or_leads_types_nothing(
    hoa: Browser, thu: Browser, session: Session, batch: PaperBatch
) -> None:
    for who in (hoa, thu):
        assert "Phiếu giấy" not in who.get("/").text
        for path in ("/paper", f"/paper/{batch.id}", f"/paper/{batch.id}/entry", f"/paper/{batch.id}/sheets.pdf"):
            assert who.get(path).status == 404
        assert who.post(f"/paper/{batch.id}/entry", {"sheet": 1, **FILLED}, page="/").status == 404
        assert who.post(f"/paper/{batch.id}/closing", page="/").status == 404
    assert count(session, Response) == 0


def test_a_stranger_does_not_learn_it_exists(stranger: Browser, placement: Placement, batch: PaperBatch) -> None:
    for path in ("", "/entry", "/check", "/sheets.pdf"):
        assert stranger.get(f"/paper/{batch.id}{path}").status == 404
    assert batch.code not in stranger.get("/paper").text
    assert stranger.post("/paper", {"placement": placement.id, "sheets": 3, "locale": "vi"}).status == 404
    for path in ("/entry", "/check", "/closing", "/entry/undoing", "/check/retyping"):
        assert stranger.post(f"/paper/{batch.id}{path}", {"sheet": 1}, page="/paper").status == 404
