"""What of a file is not read is said in a sentence, and never opened or fetched."""

from __future__ import annotations

import io

import openpyxl
import pypdfium2 as pdfium
import pytest

from app.plans.reading import read_plan
from app.plans.reading.formats import read_document
from tests.plans.reading.pdf_files import body, pdf_of
from tests.plans.reading.word_files import OFFICE, RELATIONS, docx_of, paragraph
from tests.plans.specimens import FOLDER

RELATED = "word/_rels/document.xml.rels"
LONG = "Công khai đầy đủ thủ tục, phí, lệ phí tại nơi tiếp nhận hồ sơ và trên trang thông tin điện tử của phường."
SECOND = "Tiếp công dân vào thứ Hai hằng tuần; trả lời kiến nghị trong mười lăm ngày."


def said(content: bytes) -> list[str]:
    return [str(one) for one in read_document(content).left_out]


def outside(*kinds: str) -> bytes:
    """A document that points to another machine."""
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{OFFICE}/{kind}" Target="http://127.0.0.1:9/a" TargetMode="External"/>'
        for at, kind in enumerate(kinds)
    )
    return docx_of(paragraph("Một"), parts={RELATED: f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'})


def workbook() -> bytes:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


def test_it_works() -> None:
    (sentence,) = said(docx_of(paragraph("Một"), parts={"word/embeddings/bang.xlsx": workbook()}))
    assert sentence.startswith("Tệp Word có 1 đối tượng nhúng")
    assert sentence.endswith("rồi tải lên lại.")


def test_a_file_that_was_read_whole_says_nothing() -> None:
    assert said(docx_of(paragraph("Một"))) == []
    assert said("Một\nhai".encode()) == []
    assert said(pdf_of([body(LONG)])) == []
    assert read_plan((FOLDER / "so_cong_thuong.docx").read_bytes(), "a").as_json()["left_out"] == []


def test_what_comes_from_elsewhere_is_not_fetched() -> None:
    (sentence,) = said(outside("image", "oleObject", "hyperlink"))
    assert sentence.startswith("Tệp Word lấy 2 phần từ tệp khác")
    assert said(outside("hyperlink")) == []


def test_a_template_elsewhere_takes_no_word_away() -> None:
    (sentence,) = said(outside("attachedTemplate"))
    assert "mẫu (template) ở nơi khác" in sentence


def test_pictures_are_counted() -> None:
    (sentence,) = said(docx_of(paragraph("Một"), parts={"word/media/a.png": b"x", "word/media/b.png": b"x"}))
    assert sentence.startswith("Tệp Word có 2 hình ảnh")


def test_charts_footnotes_and_comments_are_counted() -> None:
    body = paragraph("Một", '<w:r><w:footnoteReference w:id="2"/></w:r>', '<w:r><w:endnoteReference w:id="3"/></w:r>')
    body += paragraph("Hai", '<w:r><w:commentReference w:id="0"/></w:r>')
    charts = {"word/charts/chart1.xml": "<c/>", "word/charts/style1.xml": "<s/>", "word/diagrams/data1.xml": "<d/>"}
    chart, note, comment = said(docx_of(body, parts={**charts, "word/footnotes.xml": "<f/>"}))
    assert chart.startswith("Tệp Word có 2 biểu đồ hoặc sơ đồ")
    assert note.startswith("Tệp Word có 2 chú thích cuối trang")
    assert comment.startswith("Tệp Word có 1 bình luận")


def test_the_separators_that_every_word_file_has_are_no_footnotes() -> None:
    assert said(docx_of(paragraph("Một"), parts={"word/footnotes.xml": "<f/>", "word/comments.xml": "<c/>"})) == []


@pytest.mark.parametrize(
    "relations", ["<Relationships", "x" * (1024 * 1024 + 1), '<!DOCTYPE a><a TargetMode="External"/>']
)
def test_relations_that_cannot_be_read_name_nothing(relations: str) -> None:
    assert said(docx_of(paragraph("Một"), parts={"word/_rels/footer1.xml.rels": relations})) == []


def test_scanned_pages_between_others_are_named() -> None:
    pages = [body(LONG), [], body(SECOND)]
    (sentence,) = said(pdf_of(pages, pictures_on={2}))
    assert sentence.startswith("Trang 2 của tệp PDF là ảnh chụp nên chưa được đọc.")


def test_a_figure_beside_words_is_named_a_stamp_is_not() -> None:
    pages = [body(LONG), body(SECOND)]
    (sentence,) = said(pdf_of(pages, pictures_on={2}, size=(300, 200)))
    assert sentence.startswith("Trang 2 của tệp PDF có hình")
    assert said(pdf_of(pages, pictures_on={2}, size=(80, 80))) == []


def test_the_picture_behind_the_words_of_a_recognised_scan_is_none() -> None:
    assert said(pdf_of([body(LONG)], pictures_on={1})) == []


def test_notes_on_pages_are_named() -> None:
    (sentence,) = said(pdf_of([body(LONG), body(SECOND)], notes_on={1, 2}))
    assert sentence.startswith("Ghi chú viết thêm ở trang 1, 2 của tệp PDF")


def test_files_in_a_pdf_are_counted_and_left_closed() -> None:
    document = pdfium.PdfDocument(pdf_of([body(LONG)]))
    document.new_attachment("phu-luc.xlsx").set_data(workbook())
    stream = io.BytesIO()
    document.save(stream)
    (sentence,) = said(stream.getvalue())
    assert sentence.startswith("Tệp PDF có 1 tệp đính kèm không được mở.")
