"""``flask plans``: reading, importing and listing from a terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.plans.models import Plan
from app.plans.reading.text import LIMIT
from tests.cast import Cast
from tests.plans.reading.word_files import docx_of, paragraph
from tests.plans.samples import FILE, TEXT, UNTITLED

Command = Callable[..., Result]


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / FILE[0]
    path.write_bytes(FILE[1])
    return path


def stored(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Plan)) or 0


def test_it_works(command: Command, document: Path, cast: Cast, session: Session) -> None:
    answer = command("plans", "import", str(document), "--office", cast.hoa_sen.code)
    plan = session.scalars(select(Plan)).one()
    assert (answer.exit_code, answer.output) == (
        0,
        f"Đã nhập kế hoạch số {plan.id}: 3 nhiệm vụ, trong đó 2 nhiệm vụ khảo sát người dân.\n",
    )
    listed = command("plans", "list")
    assert listed.output == f"{plan.id}\t2026\thoa-sen\t{plan.title}\n"


def test_reading_shows_the_plan_and_stores_nothing(command: Command, document: Path, session: Session) -> None:
    answer = command("plans", "read", str(document))
    assert answer.exit_code == 0
    assert "Số, ký hiệu: 15/KH-UBND" in answer.output
    assert "2. Thực hiện cải cách thủ tục hành chính" in answer.output
    assert "| không khảo sát người dân" in answer.output
    assert stored(session) == 0


def test_what_is_missing_is_said_to_be_missing(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "khong-so.txt"
    path.write_text(TEXT.replace("Số: 15/KH-UBND\n", ""), encoding="utf-8")
    assert "Số, ký hiệu: không thấy trong văn bản" in command("plans", "read", str(path)).output


def test_what_should_be_checked_comes_first_with_its_line(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "ngay-trong.txt"
    path.write_text(TEXT.replace("ngày 12 tháng", "ngày     tháng"), encoding="utf-8")
    lines = command("plans", "read", str(path)).output.splitlines()
    assert lines[:3] == [
        "Cần kiểm tra (1 mục):",
        "! Ngày ban hành (dòng 7): 2026-02",
        "   Ngày ban hành chưa ghi đủ (“ngày tháng 02 năm 2026”). Hãy điền đủ khi văn bản được ký.",
    ]
    assert lines[3] == "5 mục do máy suy ra hoặc đề xuất, nên xem lại."


def test_who_leads_a_task_and_the_years_of_a_plan_are_told(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "hai-nam.txt"
    text = TEXT.replace("chính quyền năm 2026", "chính quyền năm 2026-2027")
    path.write_text(text.replace("- Phối hợp thực hiện.", "- Chủ trì nhiệm vụ 3."), encoding="utf-8")
    told = command("plans", "read", str(path)).output
    assert "Năm: 2026-2027" in told
    assert "   Chủ trì: Công chức tư pháp" in told


def test_a_word_file_may_be_larger_than_a_text(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "lon.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"%" * LIMIT)
    assert "lớn hơn" not in command("plans", "read", str(path)).output


def test_what_of_the_file_was_not_read_comes_first(command: Command, document: Path, tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.docx"
    lines = map(paragraph, document.read_text(encoding="utf-8").split("\n"))
    path.write_bytes(docx_of("".join(lines), parts={"word/media/image1.png": b"x"}))
    told = command("plans", "read", str(path)).output
    assert told.startswith("! Tệp Word có 1 hình ảnh")


def test_a_doubtful_theme_is_told_by_its_name(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "chu-de.txt"
    path.write_text(TEXT.replace("Tiếp công dân, giải quyết kiến nghị", "Làm những việc cần ngay"), encoding="utf-8")
    assert "! Chủ đề nhiệm vụ thứ 3 (dòng 24-25): " in command("plans", "read", str(path)).output


def test_reading_as_json_gives_the_exchange_shape(command: Command, document: Path) -> None:
    answer = command("plans", "read", str(document), "--json")
    found = json.loads(answer.output)
    assert (found["number"], found["date"], found["year"]) == ("15/KH-UBND", "2026-02-12", 2026)
    assert [task["label"] for task in found["tasks"]] == ["1", "2", "3"]


def test_importing_as_json_names_plan_and_tasks(command: Command, document: Path, cast: Cast, session: Session) -> None:
    answer = command("plans", "import", str(document), "--office", cast.hoa_sen.code, "--json")
    found = json.loads(answer.output)
    assert found["id"] == session.scalars(select(Plan.id)).one()
    assert [task["surveyed"] for task in found["tasks"]] == [False, True, True]
    [line] = json.loads(command("plans", "list", "--json").output)
    assert (line["tasks"], line["surveyed"], line["office"]) == (3, 2, "hoa-sen")


def test_an_empty_list_says_what_to_do(command: Command) -> None:
    assert "flask plans import" in command("plans", "list").output


def test_a_title_can_be_given_where_the_document_has_none(
    command: Command, tmp_path: Path, cast: Cast, session: Session
) -> None:
    path = tmp_path / "khong-ten.txt"
    path.write_text(UNTITLED, encoding="utf-8")
    refused = command("plans", "import", str(path), "--office", cast.hoa_sen.code)
    assert (refused.exit_code, refused.output) == (1, "Error: Hãy ghi tên kế hoạch.\n")
    assert command("plans", "import", str(path), "--office", cast.hoa_sen.code, "--title", "Tên").exit_code == 0
    assert session.scalars(select(Plan.title)).one() == "Tên"


def test_an_unknown_office_is_refused(command: Command, document: Path, cast: Cast, session: Session) -> None:
    answer = command("plans", "import", str(document), "--office", "khong-co")
    assert (answer.exit_code, answer.output) == (1, "Error: Không có cơ quan mang mã “khong-co”.\n")
    assert stored(session) == 0


def test_a_second_import_is_refused(command: Command, document: Path, cast: Cast, session: Session) -> None:
    command("plans", "import", str(document), "--office", cast.hoa_sen.code)
    answer = command("plans", "import", str(document), "--office", cast.hoa_sen.code)
    assert answer.exit_code == 1
    assert answer.output.startswith("Error: Văn bản này đã được nhập ngày")
    assert stored(session) == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Tệp trống"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "ảnh chụp"),
        (bytes(range(256)) * 40, "không phải là văn bản"),
        (b"a" * (LIMIT + 1), "lớn hơn 1 MB"),
        (TEXT.split("II. NHIỆM VỤ")[0].encode(), "nhiệm vụ"),
    ],
    ids=["empty", "picture", "binary", "too large", "no tasks"],
)
def test_what_is_no_plan_gets_one_sentence(
    command: Command, tmp_path: Path, cast: Cast, session: Session, content: bytes, sentence: str
) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(content)
    for words in (("read", str(path), "--json"), ("import", str(path), "--office", cast.hoa_sen.code)):
        answer = command("plans", *words)
        assert answer.exit_code == 1
        assert answer.output.splitlines()[-1].startswith("Error: ")
        assert sentence in answer.output.splitlines()[-1]
    assert stored(session) == 0


def test_a_document_of_another_kind_is_refused_and_what_was_recognised_is_shown(
    command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "bien-ban.txt"
    path.write_text(TEXT.replace("KẾ HOẠCH\nThực hiện", "BIÊN BẢN\nHọp về"), encoding="utf-8")
    answer = command("plans", "read", str(path), "--json")
    assert answer.exit_code == 1
    assert answer.stdout == ""
    assert "Số, ký hiệu: 15/KH-UBND" in answer.stderr
    assert "không phải kế hoạch" in answer.stderr


def test_a_file_that_is_not_there_is_refused(command: Command) -> None:
    assert command("plans", "read", "khong-co.txt").exit_code == 2
