"""What is no plan, or would do harm: the upload page comes again and says what to do, and nothing is kept."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.plans.actions import import_plan
from app.plans.models import Plan, PlanDocument
from app.plans.reading import read_plan
from tests.cast import Cast
from tests.client import Browser, Page
from tests.plans.bad import BAD, document
from tests.plans.reading.word_files import OFFICE, RELATIONS, docx_of, paragraph
from tests.plans.specimens import FOLDER

RECOGNISED = "Những gì đã nhận ra trong văn bản"


def upload(browser: Browser, content: bytes, name: str) -> Page:
    return browser.post("/plans/import", {"file": browser.file(content, name)})


def stored(session: Session) -> int:
    return sum(session.scalar(select(func.count()).select_from(table)) or 0 for table in (Plan, PlanDocument))


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("filename", ["ke-hoach.docx", "ke-hoach.pdf"])
def test_it_works(lan: Browser, session: Session, name: str, filename: str) -> None:
    made, status, words = BAD[name]
    page = upload(lan, made(), filename)
    assert page.status == status
    assert words in page.text
    assert "Đọc và xem lại" in page.text
    assert stored(session) == 0


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("minutes", ["14/BB-UBND", "Thành phần", "Nội dung"]),
        ("decision", ["77/QĐ-UBND", "Ủy ban nhân dân phường Đông Thạnh"]),
        ("English", ["Improving the reception of citizens in 2026", "IMPLEMENTATION"]),
    ],
)
def test_what_was_recognised_is_shown(lan: Browser, name: str, seen: list[str]) -> None:
    page = upload(lan, BAD[name][0](), "van-ban.docx")
    assert RECOGNISED in page.text
    assert all(words in page.text for words in seen)


@pytest.mark.parametrize(
    ("source", "filename"), [("so_cong_thuong.docx", "ke-hoach.pdf"), ("dac_khu_hai_nam.pdf", "ke-hoach.docx")]
)
def test_a_wrong_ending_does_not_matter(lan: Browser, source: str, filename: str) -> None:
    page = upload(lan, (FOLDER / source).read_bytes(), filename)
    assert page.status == 200
    assert "Xem lại trước khi nhập" in page.text


def test_a_plan_that_embeds_or_links_is_read_with_a_word_about_what_was_not(lan: Browser) -> None:
    lines = (FOLDER / "phuong_ba_cap.txt").read_text(encoding="utf-8").split("\n")
    link = f'<Relationship Id="a" Type="{OFFICE}/image" Target="http://127.0.0.1:9/a.png" TargetMode="External"/>'
    content = docx_of(
        "".join(map(paragraph, lines)),
        parts={
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">{link}</Relationships>',
            "word/embeddings/oleObject1.bin": b"x",
        },
    )
    page = upload(lan, content, "ke-hoach.docx")
    assert page.status == 200
    assert "Tệp Word có 1 đối tượng nhúng (bảng tính, tệp đính kèm) không được mở." in page.text
    assert "Tệp Word lấy 1 phần từ tệp khác hoặc từ mạng" in page.text


def test_the_word_about_what_was_not_read_stays_with_the_stored_plan(
    lan: Browser, cast: Cast, session: Session
) -> None:
    lines = (FOLDER / "phuong_ba_cap.txt").read_text(encoding="utf-8").split("\n")
    content = docx_of("".join(map(paragraph, lines)), parts={"word/media/image1.png": b"x"})
    read = read_plan(content, "ke-hoach.docx").as_json()
    plan = import_plan(session, cast.hoa_sen, read, ("ke-hoach.docx", content), by=cast.lan.id)
    session.commit()
    page = lan.get(f"/plans/{plan.id}/review")
    assert "Phần của tệp chưa đọc được" in page.text
    assert "Tệp Word có 1 hình ảnh" in page.text


def test_a_plan_that_was_read_whole_has_no_such_word(lan: Browser) -> None:
    assert "đối tượng nhúng" not in upload(lan, (FOLDER / "so_cong_thuong.docx").read_bytes(), "a.docx").text


def test_a_document_of_names_alone_is_no_plan(lan: Browser, session: Session) -> None:
    page = upload(lan, document("DANH SÁCH", "1. Nguyễn Văn A", "2. Trần Thị B"), "danh-sach.docx")
    assert page.status == 422
    assert "Không nhận ra đây là một kế hoạch" in page.text
    assert stored(session) == 0
