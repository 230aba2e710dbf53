"""Tables of Word documents: letterheads, frames, merged cells, and the duties of an appendix."""

from __future__ import annotations

from app.plans.reading import read_plan
from tests.plans.reading.document_lines import word_lines
from tests.plans.reading.word_files import cell, docx_of, item, paragraph, pattern, row, run, table, use

NUMBERS = pattern(("decimal", "%1."), ("lowerLetter", "%2)"), ("bullet", "-"))


def texts(body: str) -> list[str]:
    return [line.text for line in word_lines(docx_of(body))]


def test_a_letterhead_keeps_its_columns_and_their_lines() -> None:
    left = cell("UBND HUYỆN A", "UBND XÃ B", "Số: 5/KH-UBND")
    (line,) = word_lines(docx_of(table(row(left, cell("CỘNG HÒA", "Độc lập")))))
    assert line.cells == ("UBND HUYỆN A\nUBND XÃ B\nSố: 5/KH-UBND", "CỘNG HÒA\nĐộc lập")
    assert line.columns == ("UBND HUYỆN A", "UBND XÃ B", "Số: 5/KH-UBND", "CỘNG HÒA", "Độc lập")


def test_a_table_of_one_column_is_a_frame_around_paragraphs() -> None:
    assert texts(table(row(cell("Một", "hai")), row("ba"))) == ["Một", "hai", "ba"]


def test_a_table_in_a_cell_loses_its_columns() -> None:
    (line,) = word_lines(docx_of(table(row(cell("a", table(row("b", "c"))), "d"))))
    assert line.cells == ("a\nb\nc", "d")


def test_a_cell_merged_downwards_speaks_for_each_row() -> None:
    rows = table(
        row("1", cell("Chủ trì", merged="restart"), "x"),
        row("2", cell("", merged="continue"), "y"),
        row("3", cell("Khác", merged="restart"), "z"),
    )
    assert [line.cells for line in word_lines(docx_of(rows))] == [
        ("1", "Chủ trì", "x"),
        ("2", "Chủ trì", "y"),
        ("3", "Khác", "z"),
    ]


def test_a_cell_merged_sideways_stands_in_its_first_column() -> None:
    rows = table(row("1", "a", "b"), row(cell("Nhóm", span=3)), row("2", cell("c", span=2)))
    assert [line.cells for line in word_lines(docx_of(rows))] == [("1", "a", "b"), ("Nhóm", "", ""), ("2", "c", "")]


def test_a_head_of_two_rows_becomes_one() -> None:
    rows = table(
        row(cell("STT", merged="restart"), cell("Nội dung", merged="restart"), cell("Đơn vị thực hiện", span=2)),
        row(cell("", merged="continue"), cell("", merged="continue"), "Chủ trì", "Phối hợp"),
        row("1", "x", "y", "z"),
    )
    assert [line.cells for line in word_lines(docx_of(rows))] == [
        ("STT", "Nội dung", "Chủ trì", "Phối hợp"),
        ("1", "x", "y", "z"),
    ]


def test_numbers_that_word_counts_in_a_column_are_found() -> None:
    number = cell('<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>')
    lines = word_lines(docx_of(table(row(number, "x", "y"), row(number, "z", "t")), numbering=NUMBERS + use()))
    assert [line.cells[0] for line in lines] == ["1", "2"]


def test_rows_may_begin_further_right() -> None:
    rows = table(row("1", "a", "b"), row("c", "d", properties='<w:gridBefore w:val="1"/>'))
    assert [line.cells for line in word_lines(docx_of(rows))] == [("1", "a", "b"), ("", "c", "d")]


def test_the_table_of_an_appendix_becomes_rows_of_duties() -> None:
    plan = read_plan(docx_of(PLAN, numbering=NUMBERS + use()), "ke-hoach.docx")
    assert plan.header.issuer == "Ủy ban nhân dân xã Bình Lâm"
    assert [task.title for task in plan.tasks] == ["Tiếp công dân", "Cải cách thủ tục hành chính"]
    assert plan.appendix is not None
    assert [
        (one.stt, one.content, one.lead, one.coop, one.due_text, one.due_date, one.group) for one in plan.appendix.rows
    ] == [
        ("1", "Niêm yết thủ tục", "Văn phòng", "Các thôn", "Trước ngày 31/3/2026", "2026-03-31", "I. Thủ tục"),
        ("2", "Lắp máy lấy số", "Văn phòng", None, "Tháng 5/2026", "2026-05", "I. Thủ tục"),
        ("3", "Đối thoại với Nhân dân", "Chủ tịch UBND xã", "Mặt trận", "Quý II", None, "II. Tiếp dân"),
    ]


def on(text: str) -> str:
    """A cell that goes on in the rows below."""
    return cell(text, merged="restart")


def _plan() -> str:
    bold = "<w:b/>"
    left = cell("ỦY BAN NHÂN DÂN", "XÃ BÌNH LÂM", "Số: 47/KH-UBND")
    motto = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    off = cell("", merged="continue")
    duties = table(
        row(on("STT"), on("Nội dung công việc"), cell("Đơn vị", span=2), on("Thời gian")),
        row(off, off, "Chủ trì", "Phối hợp", off),
        row(cell("I. Thủ tục", span=5)),
        row("1", "Niêm yết thủ tục", on("Văn phòng"), "Các thôn", "Trước ngày 31/3/2026"),
        row("2", "Lắp máy lấy số", off, "", "Tháng 5/2026"),
        row(cell("II. Tiếp dân", span=5)),
        row("3", cell("Đối thoại", "với Nhân dân"), "Chủ tịch UBND xã", "Mặt trận", "Quý II"),
    )
    recipients = cell("Nơi nhận:", "- UBND tỉnh;", "- Lưu: VT.")
    return "".join(
        (
            table(row(left, cell(*motto, "Bình Lâm, ngày 09 tháng 02 năm 2026"))),
            paragraph(run("KẾ HOẠCH", bold)),
            paragraph(run("Công tác dân vận chính quyền năm 2026", bold)),
            paragraph("Ủy ban nhân dân xã Bình Lâm ban hành kế hoạch như sau:"),
            paragraph(run("I. MỤC ĐÍCH, YÊU CẦU", bold)),
            paragraph("- Phục vụ người dân tốt hơn."),
            paragraph(run("II. NHIỆM VỤ", bold)),
            item("Tiếp công dân"),
            paragraph("Chủ tịch tiếp công dân hằng tuần."),
            item("Cải cách thủ tục hành chính"),
            paragraph("Niêm yết đầy đủ thủ tục."),
            paragraph(run("III. TỔ CHỨC THỰC HIỆN", bold)),
            paragraph("1. Văn phòng theo dõi, tổng hợp."),
            table(row(recipients, cell("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn Thu"))),
            paragraph(run("PHỤ LỤC PHÂN CÔNG NHIỆM VỤ", bold)),
            paragraph("(Kèm theo Kế hoạch số 47/KH-UBND)"),
            duties,
        )
    )


PLAN = _plan()


def test_a_text_box_in_a_cell_is_read_in_the_cell() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('trong khung')}</w:txbxContent></w:pict></w:r>"
    (line,) = word_lines(docx_of(table(row(cell(paragraph("Một", box)), cell(paragraph("Hai"))))))
    assert line.cells == ("Một\ntrong khung", "Hai")
