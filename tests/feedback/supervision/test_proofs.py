"""Photos and documents of a supervision sheet: put to the draft, kept as filed, handed out to who reads the sheet."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.feedback.files.actions import Ready
from app.feedback.files.models import KeptFile
from app.feedback.supervision.models import SupervisionSheet
from app.feedback.supervision.proofs.actions import PER_SHEET, add_proofs
from tests.cast import Cast
from tests.client import Browser, Page
from tests.feedback.files.pictures import PLACE, bomb, from_a_telephone, picture
from tests.make import Make

PDF = b"%PDF-1.7 bien ban"


@pytest.fixture
def draft(make: Make, cast: Cast) -> SupervisionSheet:
    return make.sheet(cast.hoa_sen, filed=False, by=cast.hoa)


def path_of(sheet: SupervisionSheet) -> str:
    return f"/supervision/sheets/{sheet.id}"


def put(browser: Browser, sheet: SupervisionSheet, *files: tuple[bytes, str]) -> Page:
    path = f"{path_of(sheet)}/files"
    token = {"csrf_token": browser.get(path_of(sheet)).csrf}
    return browser.post_plain(path, token | {"files": [browser.file(*file) for file in files]}, follow=True)


def kept(session: Session) -> list[KeptFile]:
    return list(session.scalars(select(KeptFile).order_by(KeptFile.number)))


def test_it_works(
    hoa: Browser, thu: Browser, stranger: Browser, draft: SupervisionSheet, session: Session, cast: Cast
) -> None:
    """Drawn again, fingerprinted, the same file kept once; the office reads it when the sheet is filed, as a file."""
    page = put(hoa, draft, (from_a_telephone(), "IMG_1.jpg"), (PDF, "Biên bản.pdf"))
    assert "Đã thêm 2 tệp." in page.text
    assert "đã có trong phiếu" in put(hoa, draft, (PDF, "Biên bản.pdf")).text
    photo, document = kept(session)
    assert [(file.name, file.number) for file in (photo, document)] == [("anh-1.jpg", 1), ("Biên bản.pdf", 2)]
    assert PLACE.encode() not in photo.content
    assert photo.sha256 == hashlib.sha256(photo.content).hexdigest()
    assert document.sha256 == hashlib.sha256(PDF).hexdigest()
    for words in ("anh-1.jpg", document.sha256, "(1 kB)"):
        assert words in page.text
    addresses = [f"{path_of(draft)}/files/{file.id}" for file in (photo, document)]
    assert {thu.get(address).status for address in addresses} == {404}
    hoa.post(f"{path_of(draft)}/filing", page=path_of(draft))
    for address in addresses:
        answer = thu.get(address).answer
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert stranger.get(address).status == 404
    assert "Biên bản.pdf (1 kB)" in thu.get(f"{path_of(draft)}/print").text
    read = thu.get(path_of(draft))
    assert "Biên bản.pdf" in read.text
    assert f'{path_of(draft)}/files"' not in read.html


@pytest.mark.parametrize(
    ("files", "status", "words"),
    [
        ([], 422, "Chưa chọn tệp nào"),
        ([(picture(), "a.jpg")] * 4, 422, "nhiều nhất 3 tệp"),
        ([(b"MZ" + bytes(90), "may.jpg")], 422, "Chỉ nhận ảnh"),
        ([(PDF, "bien-ban.docx")], 422, "Chỉ nhận ảnh"),
        ([(bomb(), "b.png")], 422, "lớn quá nên không mở"),
        ([(bytes(13 * 1024 * 1024), "nang.pdf")], 413, "Tệp nặng quá"),
    ],
)
def test_what_is_no_proof_is_refused(
    hoa: Browser, draft: SupervisionSheet, session: Session, files: list[tuple[bytes, str]], status: int, words: str
) -> None:
    page = put(hoa, draft, *files)
    assert page.status == status
    assert words in page.text
    assert kept(session) == []


def test_a_sheet_takes_so_many_and_no_more(hoa: Browser, draft: SupervisionSheet, session: Session, cast: Cast) -> None:
    many = [Ready(f"so-{number}.pdf", PDF + bytes([number])) for number in range(PER_SHEET - 1)]
    assert add_proofs(session, draft, many, by=cast.hoa.id) == PER_SHEET - 1
    session.commit()
    page = put(hoa, draft, (PDF + b"x", "x.pdf"), (PDF + b"y", "y.pdf"))
    assert page.status == 422
    assert "nhiều nhất là 10" in page.text
    assert len(kept(session)) == PER_SHEET - 1
    assert "Thêm tệp" not in put(hoa, draft, (PDF + b"x", "x.pdf")).text


def test_what_is_filed_keeps_its_files_and_a_draft_lets_go(
    hoa: Browser, thu: Browser, draft: SupervisionSheet, make: Make, session: Session, cast: Cast
) -> None:
    put(hoa, draft, (PDF, "a.pdf"), (picture(), "b.jpg"))
    first, _second = kept(session)
    address = f"{path_of(draft)}/files/{first.id}/removal"
    token: dict[str, Any] = {"csrf_token": thu.get("/").csrf}
    assert thu.post_plain(address, token).status == 404
    assert "Đã bỏ tệp" in hoa.post(address, page=path_of(draft), follow=True).text
    assert len(kept(session)) == 1
    other = make.sheet(cast.hoa_sen, by=cast.hoa)
    gone = make.sheet(cast.hoa_sen, filed=False, by=cast.hoa)
    put(hoa, gone, (PDF, "c.pdf"))
    hoa.post(f"{path_of(gone)}/removal", page=path_of(gone))
    [left] = kept(session)
    hoa.post(f"{path_of(draft)}/filing", page=path_of(draft))
    for where in (f"{path_of(draft)}/files/{left.id}/removal", f"{path_of(draft)}/files"):
        files = {"files": [hoa.file(PDF, "d.pdf")]}
        page = hoa.post_plain(where, {"csrf_token": hoa.get("/").csrf} | files)
        assert page.status == 409
        assert "không sửa, không xóa được nữa" in page.text
    assert hoa.get(f"{path_of(other)}/files/{left.id}").status == 404
    assert [file.id for file in kept(session)] == [left.id]
