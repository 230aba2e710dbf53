"""The sample plan of the demo says the same in its three files, and is made the way offices make them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document

from app.plans.reading import ReadPlan, read_plan
from app.plans.rules import survey_default, template_for
from tests.cli import sample_plan

PLAN = sample_plan.read()
WORDS = Counter(re.findall(r"\w+", sample_plan.TEXT.read_text(encoding="utf-8")))
NOTE = Counter(re.findall(r"\w+", PLAN.note))
AGAIN = "Run `make sample-plan` and commit the three files together."


def docx_words(document: Document) -> Counter[str]:
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    texts = [paragraph.text for place in (document, *cells) for paragraph in place.paragraphs]
    return Counter(re.findall(r"\w+", "\n".join(texts)))


def pdf_words(path: Path) -> Counter[str]:
    document = pypdfium2.PdfDocument(path)
    pages = [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
    found = Counter(re.findall(r"\w+", "\n".join(pages)))
    for _page in pages:
        found -= NOTE
    found -= Counter(str(number) for number in range(2, len(pages) + 1))
    return found


def test_it_works() -> None:
    assert PLAN.title == "Công tác dân vận của chính quyền xã Bình Minh năm 2026"
    assert [line for line in PLAN.body if re.match(r"[IVX]+\. ", line)] == [
        "I. MỤC ĐÍCH, YÊU CẦU",
        "II. NHIỆM VỤ",
        "III. TỔ CHỨC THỰC HIỆN",
    ]


def test_the_word_file_says_the_same_as_the_text() -> None:
    assert docx_words(docx.Document(str(sample_plan.TEXT.with_suffix(".docx")))) == WORDS - NOTE, AGAIN


def test_the_pdf_says_the_same_as_the_text() -> None:
    assert pdf_words(sample_plan.TEXT.with_suffix(".pdf")) == WORDS - NOTE, AGAIN


def test_the_files_can_be_written_again(tmp_path: Path) -> None:
    sample_plan.write_docx(PLAN, tmp_path / "again.docx")
    sample_plan.write_pdf(PLAN, tmp_path / "again.pdf")
    assert docx_words(docx.Document(str(tmp_path / "again.docx"))) == WORDS - NOTE
    assert pdf_words(tmp_path / "again.pdf") == WORDS - NOTE


def test_the_word_file_has_the_structure_of_an_office_letter() -> None:
    document = docx.Document(str(sample_plan.TEXT.with_suffix(".docx")))
    head, foot = document.tables
    assert "XÃ BÌNH MINH" in head.cell(0, 0).text
    assert "Độc lập - Tự do - Hạnh phúc" in head.cell(0, 1).text
    assert "Nơi nhận:" in foot.cell(0, 0).text
    assert "Lương Thị Hoài An" in foot.cell(0, 1).text
    headings = [paragraph for paragraph in document.paragraphs if sample_plan.is_heading(paragraph.text)]
    assert len(headings) == 3 + 2 + 10 + 8
    assert all(run.bold for paragraph in headings for run in paragraph.runs)
    items = [
        paragraph for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "List Bullet"
    ]
    assert len(items) == sum(line.startswith("- ") for line in PLAN.body)


@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_every_page_says_that_it_is_a_sample(suffix: str) -> None:
    path = sample_plan.TEXT.with_suffix(suffix)
    if suffix == ".docx":
        (section,) = docx.Document(str(path)).sections
        assert section.footer.paragraphs[0].text == section.first_page_footer.paragraphs[0].text == PLAN.note
        return
    document = pypdfium2.PdfDocument(path)
    for number in range(len(document)):
        assert PLAN.note in document[number].get_textpage().get_text_bounded()


@pytest.fixture
def plan() -> ReadPlan:
    return read_plan(sample_plan.TEXT.read_bytes(), sample_plan.TEXT.name)


def test_the_importer_reads_who_wrote_it_and_when(plan: ReadPlan) -> None:
    header = plan.header
    assert (header.issuer, header.number, header.date) == ("Ủy ban nhân dân xã Bình Minh", "18/KH-UBND", "2026-01-22")
    assert header.province
    assert (header.province.name, header.year, plan.title) == ("Đông Sơn", 2026, PLAN.title)
    assert plan.signer
    assert plan.signer.name == PLAN.signer


def test_its_tasks_cover_every_form_template_and_two_are_not_asked_about(plan: ReadPlan) -> None:
    templates = [
        template_for(task.theme, task.title)[:2]
        for task in plan.tasks
        if survey_default(task.theme, task.title, [item.text for item in task.items]).surveyed
    ]
    assert sorted(templates) == ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"]
    assert len(plan.tasks) == 10


def test_every_unit_has_its_duties_and_every_report_its_day(plan: ReadPlan) -> None:
    assert len(plan.assignments) == 8
    assert all(assignment.duties for assignment in plan.assignments)
    reports = [(deadline.period, deadline.due_date) for deadline in plan.deadlines if deadline.kind == "report"]
    assert reports == [
        ("6 tháng", "2026-06-05"),
        ("năm", "2026-11-25"),
        ("6 tháng", "2026-05-25"),
        ("năm", "2026-11-15"),
    ]
