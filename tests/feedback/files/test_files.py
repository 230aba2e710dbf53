"""Photos and proofs on the pages: who sees them, what comes back after a refusal, and when they are gone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.desks.models import Placement
from app.feedback.cases import actions
from app.feedback.cases.models import Case, Step
from app.feedback.codes.rules import code_of
from app.feedback.files.models import KeptFile
from tests.cast import Cast
from tests.client import Browser, Page
from tests.feedback.files.pictures import bomb, from_a_telephone, picture
from tests.make import SECRET, Make

CODE = code_of(SECRET, UUID(int=9), "0" * 32)
OTHER = code_of(SECRET, UUID(int=10), "0" * 32)
HEAVY = bytes(30 * 1024 * 1024)


@pytest.fixture
def case(make: Make, cast: Cast, session: Session) -> Case:
    """A case that Minh holds."""
    made = make.case(cast.hoa_sen, code=CODE)
    actions.assign(session, made, holder_id=cast.minh.id, unit="", by=cast.lan.id, seen=None)
    session.commit()
    return made


def files(session: Session) -> list[KeptFile]:
    return list(session.scalars(select(KeptFile).order_by(KeptFile.number)))


def say(browser: Browser, text: str, *photos: bytes) -> Page:
    path = f"/T/{CODE}/messages"
    fields = browser.get(f"/T/{CODE}").fields(path)
    named = [browser.file(content, f"IMG_{number}.jpg") for number, content in enumerate(photos)]
    return browser.post_plain(path, {**fields, "text": text, "photos": named})


def do(browser: Browser, case: Case, noun: str, verb: str, **typed: Any) -> Page:
    action = f"/cases/{case.id}/{noun}"
    fields = browser.get(f"/cases/{case.id}").fields(action)
    return browser.post_plain(action, {**fields, **{f"{verb}-{name}": value for name, value in typed.items()}})


def test_it_works(browser: Browser, minh: Browser, make: Make, session: Session) -> None:
    """Two photos arrive with a new case, and again with the same page: they are kept once, and drawn again."""
    placement: Placement = make.placement()
    path = f"/C/{placement.code}/petition"
    fields = {**browser.get(path).fields(path), "text": "Cống tắc."}
    for _time in range(2):
        photos = [browser.file(from_a_telephone(), "a.jpg"), browser.file(picture(kind="PNG"), "b.png")]
        assert "mã tra cứu" in browser.post_plain(path, {**fields, "photos": photos}).text
    kept = files(session)
    assert [(file.name, file.is_photo) for file in kept] == [("anh-1.jpg", True), ("anh-2.jpg", True)]
    assert all(b"Exif" not in file.content for file in kept)


def test_both_sides_see_them_and_nobody_else(
    browser: Browser,
    minh: Browser,
    hoa: Browser,
    stranger: Browser,
    make: Make,
    cast: Cast,
    case: Case,
    session: Session,
) -> None:
    assert say(browser, "Ảnh chụp sáng nay.", picture()).status == 303
    (file,) = files(session)
    make.case(cast.hoa_sen, code=OTHER)
    mine, theirs = f"/T/{CODE}/files/{file.id}", f"/cases/{case.id}/files/{file.id}"
    assert mine in browser.get(f"/T/{CODE}").html
    assert theirs in minh.get(f"/cases/{case.id}").html
    for reader, path in ((browser, mine), (minh, theirs)):
        answer = reader.get(path).answer
        assert answer.mimetype == "image/jpeg"
        assert answer.headers["Content-Disposition"] == 'inline; filename="anh-1.jpg"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
    for reader in (hoa, stranger):
        assert reader.get(theirs).status == 404
    assert browser.get(f"/T/{OTHER}/files/{file.id}").status == 404
    assert browser.get(theirs).status in {302, 303}


def test_withdrawing_deletes_the_senders_photos_and_not_the_offices(
    browser: Browser, minh: Browser, case: Case, session: Session
) -> None:
    say(browser, "Ảnh chụp sáng nay.", picture())
    do(minh, case, "answer", "answer", text="Đã nạo vét.", files=[minh.file(picture(), "sau.jpg")])
    path = f"/T/{CODE}/withdrawal"
    assert browser.post_plain(path, {"sure": "1"}).status == 303
    (kept,) = files(session)
    assert session.get_one(Step, kept.step_id).verb == "answer"


@pytest.mark.parametrize(
    ("content", "status", "says"),
    [
        (HEAVY, 413, "12 MB"),
        (bomb(), 422, "20000 × 20000"),
        (b"MZ\x90\x00 a program", 422, "không phải ảnh"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(99), 422, "iPhone"),
    ],
    ids=["heavy", "bomb", "program", "heic"],
)
def test_a_refused_photo_leaves_the_words(
    browser: Browser, make: Make, case: Case, session: Session, content: bytes, status: int, says: str
) -> None:
    code = make.placement().code
    for path, page in ((f"/C/{code}/petition", f"/C/{code}/petition"), (f"/T/{CODE}/messages", f"/T/{CODE}")):
        typed = {**browser.get(page).fields(path), "text": "Cống tắc trước chợ."}
        answer = browser.post_plain(path, {**typed, "photos": [browser.file(content, "anh.jpg")]})
        assert (answer.status, says in answer.text) == (status, True)
        assert answer.fields(path)["text"] == "Cống tắc trước chợ."
        assert "xin chọn lại" in answer.text
    assert files(session) == []


def test_more_than_a_page_may_bring_is_refused_with_the_way_back(browser: Browser, case: Case) -> None:
    path = f"/T/{CODE}/messages"
    fields = {**browser.get(f"/T/{CODE}").fields(path), "text": "Xem ảnh."}
    page = browser.post_plain(path, {**fields, "photos": [browser.file(HEAVY, "a.jpg"), browser.file(HEAVY, "b.jpg")]})
    assert page.status == 413
    assert "bấm quay lại, bỏ bớt ảnh" in page.text


def test_a_case_takes_no_more_than_nine(browser: Browser, case: Case, session: Session) -> None:
    for _time in range(3):
        assert say(browser, "Thêm ảnh.", *[picture()] * 3).status == 303
    page = say(browser, "Một ảnh nữa.", picture())
    assert page.status == 422
    assert "đã có 9 ảnh" in page.text
    assert len(files(session)) == 9
    assert session.get_one(Case, case.id, populate_existing=True).last_number == 5


def test_a_proof_lets_an_answer_be_closed(browser: Browser, minh: Browser, case: Case, session: Session) -> None:
    do(minh, case, "answer", "answer", text="Đã nạo vét.")
    bare = do(minh, case, "closure", "close", proof="document", text="Kèm biên bản.")
    assert bare.status == 422
    assert "Chưa có ảnh hoặc văn bản nào" in bare.text
    assert bare.fields(f"/cases/{case.id}/closure")["close-text"] == "Kèm biên bản."
    letter = [minh.file(b"%PDF-1.7 x", "bien-ban.pdf")]
    assert do(minh, case, "closure", "close", proof="document", text="Kèm biên bản.", files=letter).status == 303
    (kept,) = files(session)
    page = browser.get(f"/T/{CODE}")
    assert "bien-ban.pdf" in page.text
    answer = browser.get(f"/T/{CODE}/files/{kept.id}").answer
    assert answer.data == b"%PDF-1.7 x"
    assert answer.headers["Content-Disposition"] == "attachment; filename=bien-ban.pdf"
    assert answer.mimetype == "application/octet-stream"


def test_a_file_with_the_answer_is_proof_enough_until_the_case_is_reopened(
    minh: Browser, case: Case, session: Session
) -> None:
    do(minh, case, "answer", "answer", text="Đã nạo vét.", files=[minh.file(picture(), "sau.jpg")])
    assert do(minh, case, "closure", "close", proof="document", text="Xem ảnh.").status == 303
    do(minh, case, "reopening", "reopen", text="Lại tắc.")
    do(minh, case, "answer", "answer", text="Đã nạo vét lần nữa.")
    assert do(minh, case, "closure", "close", proof="document", text="Xem ảnh.").status == 422


def test_a_refused_proof_leaves_the_words(minh: Browser, case: Case, session: Session) -> None:
    for content, status in ((HEAVY, 413), (b"MZ\x90\x00", 422)):
        page = do(minh, case, "answer", "answer", text="Đã nạo vét.", files=[minh.file(content, "sau.jpg")])
        assert page.status == status
        assert page.fields(f"/cases/{case.id}/answer")["answer-text"] == "Đã nạo vét."
    assert session.get_one(Case, case.id, populate_existing=True).state == "received"
