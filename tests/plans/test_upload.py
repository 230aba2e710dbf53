"""The way of a document in: upload, review, store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.models import Membership
from app.core import clock
from app.plans.models import Plan
from app.plans.reading.formats import LIMIT as UPLOAD
from app.plans.reading.text import LIMIT
from tests.cast import Cast
from tests.client import Browser, Page
from tests.plans.samples import FILE, TEXT, UNTITLED

DEMO = Path(__file__).resolve().parents[2] / "app" / "cli" / "demo"
HOSTILE = TEXT.replace("Thực hiện cải cách thủ tục", "Cải cách <script>alert(1)</script> thủ tục").replace(
    "- Trả kết quả đúng hẹn.", '- =1+1 "><img src=x onerror=alert(1)>'
)


def stored(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Plan)) or 0


def upload(browser: Browser, content: bytes = FILE[1], name: str = FILE[0]) -> Page:
    return browser.post("/plans/import", {"file": browser.file(content, name)})


def fields(review: Page) -> dict[str, Any]:
    """What a browser would send from the review page if nobody touched it."""
    return review.fields("/plans/sheet")


def key(review: Page, number: int) -> str:
    """The key of the task that stands at this place on the page, counted from one."""
    return [name.partition(".")[0] for name in fields(review) if name.endswith(".theme")][number - 1]


def confirm(browser: Browser, review: Page, changes: dict[str, Any] | None = None) -> Page:
    return browser.post_plain("/plans", fields(review) | (changes or {}))


def test_it_works(lan: Browser, session: Session) -> None:
    review = upload(lan)
    assert review.status == 200
    assert "Xem lại trước khi nhập" in review.text
    assert stored(session) == 0
    answer = confirm(lan, review)
    plan = session.scalars(select(Plan)).one()
    assert (answer.status, answer.answer.location) == (302, f"/plans/{plan.id}")
    page = lan.get(f"/plans/{plan.id}")
    assert "Đã nhập kế hoạch với 3 nhiệm vụ, trong đó 2 nhiệm vụ khảo sát người dân." in page.text
    assert (plan.title, plan.number, plan.year) == (
        "Thực hiện công tác dân vận chính quyền năm 2026",
        "15/KH-UBND",
        2026,
    )


@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_a_word_file_or_pdf_is_kept_as_it_was_uploaded(lan: Browser, session: Session, suffix: str) -> None:
    content = (DEMO / f"ke-hoach-mau{suffix}").read_bytes()
    review = upload(lan, content, f"ke-hoach{suffix}")
    assert "Ủy ban nhân dân xã Bình Minh" in review.text
    confirm(lan, review)
    plan = session.scalars(select(Plan)).one()
    assert len(plan.tasks) == 10
    assert plan.document is not None
    assert (plan.document.filename, plan.document.content) == (f"ke-hoach{suffix}", content)


def test_the_review_shows_everything_that_was_read(lan: Browser) -> None:
    page = upload(lan)
    text = f"{page.text} {fields(page)}"
    for part in (
        "Ủy ban nhân dân tỉnh Đông Sơn",
        "2 Thực hiện cải cách thủ tục hành chính",
        "Niêm yết đầy đủ giấy tờ và phí phải nộp.",
        "Phục vụ người dân tốt hơn.",
        "Công chức tư pháp",
        "trước ngày 20/11/2026",
        "07/KH-UBND",
        "b/c",
        "Lê Văn Thu",
    ):
        assert part in text, part


def test_what_is_missing_is_marked_and_not_invented(lan: Browser) -> None:
    review = upload(lan, TEXT.replace("Số: 15/KH-UBND\n", "").split("Nơi nhận:")[0].encode())
    assert "Không thấy số, ký hiệu của kế hoạch." in review.text
    assert fields(review)["head.number"] == [""]


def test_pasted_text_is_read_like_a_file(lan: Browser, session: Session) -> None:
    review = lan.post("/plans/import", {"text": TEXT})
    assert review.status == 200
    confirm(lan, review)
    plan = session.scalars(select(Plan)).one()
    assert plan.document is not None
    assert plan.document.filename == "noi-dung-dan.txt"
    assert plan.document.content.decode().replace("\r\n", "\n") == TEXT


def test_choices_and_corrections_of_the_review_are_stored(lan: Browser, session: Session) -> None:
    review = upload(lan)
    first, third = key(review, 1), key(review, 3)
    sent = fields(review) | {
        "head.title": "Tên đã sửa",
        "head.number": "16/KH-UBND",
        "head.year": "2027",
        f"{first}.surveyed": "y",
        f"{first}.theme": "propaganda",
        f"{third}.reason": "Chưa tiếp dân trong năm nay.",
    }
    del sent[f"{third}.surveyed"]
    assert lan.post_plain("/plans", sent).status == 302
    plan = session.scalars(select(Plan)).one()
    assert (plan.title, plan.number, plan.year) == ("Tên đã sửa", "16/KH-UBND", 2027)
    assert [(task.theme, task.surveyed, task.unsurveyed_reason) for task in plan.tasks] == [
        ("propaganda", True, None),
        ("administrative_reform", True, None),
        ("citizen_reception_complaints", False, "Chưa tiếp dân trong năm nay."),
    ]


def test_not_asking_without_a_reason_shows_the_review_again_with_every_choice(lan: Browser, session: Session) -> None:
    review = upload(lan)
    first = key(review, 1)
    page = confirm(lan, review, {f"{first}.reason": " ", "head.number": "16/KH-UBND"})
    assert page.status == 422
    assert "Hãy ghi lý do không khảo sát nhiệm vụ này, hoặc bật khảo sát." in page.text
    assert fields(page)["head.number"] == ["16/KH-UBND"]
    assert stored(session) == 0
    assert confirm(lan, page, {f"{first}.reason": "Việc nội bộ."}).status == 302


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"head.title": " "}, "Hãy ghi tên kế hoạch."),
        ({"head.title": "\0"}, "Hãy ghi tên kế hoạch."),
        ({"head.year": "1826"}, "Năm phải từ 2000 đến 2100."),
        ({"theme": "magic"}, "Không có chủ đề “magic”."),
    ],
    ids=["no title", "invisible title", "year", "theme"],
)
def test_a_wrong_correction_is_refused_and_stores_nothing(
    lan: Browser, session: Session, change: dict[str, str], sentence: str
) -> None:
    review = upload(lan)
    second = key(review, 2)
    page = confirm(lan, review, {f"{second}.theme" if name == "theme" else name: to for name, to in change.items()})
    assert page.status == 422
    assert sentence in page.text
    assert stored(session) == 0


def test_a_document_without_a_title_asks_for_one(lan: Browser, session: Session) -> None:
    review = upload(lan, UNTITLED.encode())
    assert "Không thấy tên kế hoạch." in review.text
    page = confirm(lan, review)
    assert page.status == 422
    assert "Hãy ghi tên kế hoạch." in page.text
    assert confirm(lan, review, {"head.title": "Kế hoạch dân vận"}).status == 302
    assert session.scalars(select(Plan.title)).one() == "Kế hoạch dân vận"


def test_hostile_words_are_shown_as_words(lan: Browser, session: Session) -> None:
    review = upload(lan, HOSTILE.encode())
    confirm(lan, review)
    plan = session.scalars(select(Plan)).one()
    for page in (review, lan.get(f"/plans/{plan.id}"), lan.get(f"/tasks/{plan.tasks[1].id}")):
        assert "<script>alert" not in page.html
        assert "<img" not in page.html.replace('<img src="/static/mark.svg"', "")
        assert "Cải cách <script>alert(1)</script> thủ tục" in page.text
    assert "=1+1" in review.text


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        (b"", 422, "Tệp trống"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, 422, "ảnh chụp"),
        (bytes(range(256)) * 40, 422, "không phải là văn bản"),
        (b"%PDF-1.7" + bytes(range(256)) * 40, 422, "PDF bị hỏng"),
        (b"PK\x03\x04" + bytes(range(256)) * 40, 422, "Word bị hỏng"),
        (b"a" * (LIMIT + 1), 413, "lớn hơn 1 MB"),
        (b"a" * (2 * UPLOAD + 1), 413, "Tệp quá lớn"),
        (TEXT.split("II. NHIỆM VỤ")[0].encode(), 422, "nhiệm vụ"),
        (TEXT.replace("KẾ HOẠCH\nThực hiện", "BIÊN BẢN\nHọp về").encode(), 422, "không phải kế hoạch"),
    ],
    ids=["empty", "picture", "binary", "PDF", "zip", "too large", "far too large", "no tasks", "minutes"],
)
def test_what_is_no_plan_shows_the_upload_page_again_with_one_sentence(
    lan: Browser, session: Session, content: bytes, status: int, sentence: str
) -> None:
    page = upload(lan, content)
    assert page.status == status
    assert sentence in page.text
    assert "Đọc và xem lại" in page.text
    assert stored(session) == 0


def test_a_document_of_another_kind_shows_what_was_recognised(lan: Browser) -> None:
    page = upload(lan, TEXT.replace("KẾ HOẠCH\nThực hiện", "BIÊN BẢN\nHọp về").encode())
    assert "Những gì đã nhận ra trong văn bản" in page.text
    assert "15/KH-UBND" in page.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Hãy chọn tệp kế hoạch hoặc dán nội dung kế hoạch."),
        ({"text": TEXT, "file": True}, "Hãy chỉ dùng một cách."),
    ],
    ids=["neither", "both"],
)
def test_one_of_file_and_text_is_needed(lan: Browser, data: dict[str, Any], sentence: str) -> None:
    if "file" in data:
        data = {**data, "file": lan.file(*reversed(FILE))}  # type: ignore[arg-type]
    page = lan.post("/plans/import", data)
    assert page.status == 422
    assert sentence in page.text


def test_a_document_that_was_imported_is_refused_at_once_with_the_way_to_it(lan: Browser, session: Session) -> None:
    review = upload(lan)
    confirm(lan, review)
    plan = session.scalars(select(Plan)).one()
    for page in (upload(lan), confirm(lan, review)):
        assert page.status == 409
        assert f"đã được nhập ngày {clock.show_day(clock.today())}" in page.text
        assert f"/plans/{plan.id}" in page.links
    assert stored(session) == 1


@pytest.mark.parametrize("field", ["document", "filename", "office", "signature"])
def test_nothing_can_be_put_in_the_place_of_the_reviewed_document(
    lan: Browser, cast: Cast, session: Session, field: str
) -> None:
    review = upload(lan)
    other = {
        "document": "QUJD",
        "filename": "khac.txt",
        "office": str(cast.an_binh.id),
        "signature": "0" * 32,
    }
    page = confirm(lan, review, {field: other[field]})
    assert page.status == 422
    assert "không còn nguyên vẹn" in page.text
    assert stored(session) == 0


@pytest.mark.parametrize("junk", ["không phải base64", "A", ""])
def test_a_document_that_cannot_be_read_back_is_refused(lan: Browser, session: Session, junk: str) -> None:
    page = confirm(lan, upload(lan), {"document": junk})
    assert page.status == 422
    assert stored(session) == 0


def test_a_review_page_belongs_to_the_official_it_was_shown_to(
    app: Flask, lan: Browser, stranger: Browser, session: Session
) -> None:
    sent = fields(upload(lan)) | {"csrf_token": stranger.get("/plans/import").csrf}
    for path in ("/plans", "/plans/sheet"):
        assert stranger.post_plain(path, sent).status == 422
    assert stored(session) == 0


@pytest.mark.parametrize("who", ["minh", "thu", "hoa"])
def test_who_may_not_import_does_not_find_the_page(request: pytest.FixtureRequest, who: str, session: Session) -> None:
    browser: Browser = request.getfixturevalue(who)
    assert browser.get("/plans/import").status == 404
    token = browser.get("/").csrf
    for path in ("/plans/import", "/plans/sheet", "/plans"):
        assert browser.post_plain(path, {"csrf_token": token, "text": TEXT}).status == 404
    assert "/plans/import" not in browser.get("/plans").links


def test_a_body_beyond_every_limit_is_refused_to_others_without_the_upload_page(hoa: Browser) -> None:
    token = hoa.get("/").csrf
    page = hoa.post_plain("/plans/import", {"csrf_token": token, "file": hoa.file(b"a" * (2 * UPLOAD + 1), "x.txt")})
    assert page.status == 413
    assert "Tệp quá lớn" in page.text
    assert "Đọc và xem lại" not in page.text


def test_an_administrator_of_two_offices_chooses_one(lan: Browser, cast: Cast, session: Session) -> None:
    session.add(
        Membership(official_id=cast.lan.id, office_id=cast.an_binh.id, role="administrator", valid_from=clock.today())
    )
    session.commit()
    page = lan.post("/plans/import", {"file": lan.file(FILE[1], FILE[0]), "office": str(cast.an_binh.id)})
    assert "khác với “Ủy ban nhân dân xã An Bình”" in page.text
    confirm(lan, page)
    assert session.scalars(select(Plan.office_id)).one() == cast.an_binh.id
    elsewhere = lan.post("/plans/import", {"text": TEXT, "office": "999999"})
    assert elsewhere.status == 422
