"""PDFs: what a reader sees becomes lines in reading order; what cannot be read is refused with the way out."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from app.plans.reading import PlanTooLarge, PlanUnreadable, read_plan
from app.plans.reading.lines import Line
from app.plans.reading.pdf.lines import to_lines
from app.plans.reading.pdf.page import Page, Rule, Word
from app.plans.reading.pdf.workers import Limits
from tests.plans.reading.document_lines import read_lines
from tests.plans.reading.pdf_files import LEFT, RIGHT, TOP, Mark, Stroke, Text, body, grid, pdf_of, width_of

LONG = (
    "Niêm yết đầy đủ thủ tục hành chính, phí, lệ phí và thời hạn giải quyết tại nơi tiếp nhận hồ sơ; hướng dẫn người "
    "dân một lần, dễ hiểu, bằng tờ hướng dẫn in chữ lớn."
)
OTHER = "Trả lời kiến nghị của người dân đúng hạn và công khai kết quả tại nhà văn hóa của từng thôn trong xã."


def texts(*pages: list[Mark]) -> list[str]:
    return [line.text for line in read_lines(pdf_of(pages))]


def joined(lines: list[Line]) -> str:
    return " ".join(line.text for line in lines)


def test_it_works() -> None:
    lines = read_lines(pdf_of([body(LONG, OTHER)]))
    assert joined(lines) == f"{LONG} {OTHER}"
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert {line.page for line in lines} == {1}


def test_full_lines_are_told_from_ended_ones() -> None:
    lines = read_lines(pdf_of([body(LONG, OTHER)]))
    ends = [line.full for line in lines]
    assert ends == [True] * 2 + [False] + [True, False]


def test_indents_tell_where_paragraphs_open() -> None:
    lines = read_lines(pdf_of([body(*(f"{at}. {LONG}" for at in range(1, 8)))]))
    assert [line.opens for line in lines] == [line.text[0].isdigit() for line in lines]


def test_page_numbers_and_running_heads_are_taken_out_of_a_sentence() -> None:
    words = body(LONG, OTHER, LONG)
    pages = [
        [
            Text(LEFT, 40, "Kế hoạch của UBND xã Bình Lâm"),
            *words[:4],
            Text(300, 800, f"Trang {number}/2", align="middle"),
        ]
        if number == 1
        else [
            Text(LEFT, 40, "Kế hoạch của UBND xã Bình Lâm"),
            *words[4:],
            Text(300, 800, f"Trang {number}/2", align="middle"),
        ]
        for number in (1, 2)
    ]
    lines = read_lines(pdf_of(pages))
    assert joined(lines) == f"{LONG} {OTHER} {LONG}"
    assert [line.page for line in lines] == [1] * 4 + [2] * (len(lines) - 4)


def test_a_page_number_at_the_top_goes_even_where_it_stands_once() -> None:
    assert texts(body(LONG), [Text(300, 40, "2", align="middle"), *body(OTHER)])[-2:] == texts(body(OTHER))


def test_heads_of_two_rows_and_dates_in_them_go() -> None:
    def page(number: int, text: str) -> list[Mark]:
        head = [Text(LEFT, 30, "UBND xã Bình Lâm"), Text(LEFT, 44, f"In ngày {number}/3/2026")]
        return [*head, *body(text, top=80)]

    assert texts(page(1, LONG), page(2, OTHER), page(3, LONG)) == texts(body(LONG), body(OTHER), body(LONG))


def test_a_line_at_the_top_is_text_though_another_page_has_one_like_it() -> None:
    pages: list[list[Mark]] = [
        body(LONG, OTHER),
        [Text(LEFT, TOP, "30/9/2026.")],
        body(OTHER),
        [Text(LEFT, TOP, "31/10/2026.")],
    ]
    assert [text for text in texts(*pages) if "/2026" in text] == ["30/9/2026.", "31/10/2026."]
    short: list[list[Mark]] = [[Text(LEFT, TOP, "của xã.")] if at in {2, 5} else body(LONG) for at in range(1, 9)]
    assert texts(*short).count("của xã.") == 2


def test_pages_may_be_numbered_from_another_number_on() -> None:
    bodies = [body(LONG), body(OTHER), body(f"Việc khác: {LONG}")]
    for foot_of in ("Kế hoạch dân vận - {}/3", "- 1{} -", "trang {}"):
        pages: list[list[Mark]] = [
            [*words, Text(300, 800, foot_of.format(at), align="middle")] for at, words in enumerate(bodies, start=1)
        ]
        assert texts(*pages) == [text for words in bodies for text in texts(words)]


def test_small_print_in_the_margin_of_a_single_page_goes() -> None:
    assert texts([*body(LONG), Text(RIGHT, 822, "Kế hoạch dân vận", size=8, align="right")]) == texts(body(LONG))


def test_the_letterhead_of_an_appendix_is_no_running_head() -> None:
    head = [
        Text(170, 60, "ỦY BAN NHÂN DÂN", bold=True, align="middle"),
        Text(420, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, align="middle"),
        Text(170, 78, "XÃ BÌNH LÂM", bold=True, align="middle"),
        Text(420, 78, "Độc lập - Tự do - Hạnh phúc", bold=True, align="middle"),
    ]
    lines = read_lines(pdf_of([[*head, *body(LONG, top=150)], [*head, *body(OTHER, top=150)]]))
    assert sum("CỘNG HÒA" in line.text for line in lines) == 2


def test_a_letterhead_is_read_column_after_column() -> None:
    marks = [
        Text(170, 60, "UBND TỈNH ĐÔNG SƠN", align="middle"),
        Text(420, 64, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", align="middle"),
        Text(170, 78, "SỞ NÔNG NGHIỆP VÀ MÔI", bold=True, align="middle"),
        Text(420, 82, "Độc lập - Tự do - Hạnh phúc", bold=True, align="middle"),
        Text(170, 96, "TRƯỜNG", bold=True, align="middle"),
        Text(170, 118, "Số: 12/KH-SNNMT", align="middle"),
        Text(420, 118, "Đông Sơn, ngày 05 tháng 3 năm 2026", align="middle"),
        Text(300, 150, "KẾ HOẠCH", bold=True, align="middle"),
        *body(LONG, top=190),
    ]
    lines = read_lines(pdf_of([marks]))
    assert lines[0].columns == (
        "UBND TỈNH ĐÔNG SƠN",
        "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
        "Số: 12/KH-SNNMT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Đông Sơn, ngày 05 tháng 3 năm 2026",
    )
    assert lines[1].text == "KẾ HOẠCH"


def test_a_narrow_strip_between_the_columns_is_seen() -> None:
    office, motto = "ỦY BAN NHÂN DÂN HUYỆN BA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    right = LEFT + width_of(office) + 10
    marks = [
        Text(LEFT, 60, office),
        Text(right, 60, motto),
        Text(LEFT + width_of(office) / 2, 78, "UBND XÃ BÌNH LÂM", align="middle"),
        Text(right + width_of(motto) / 2, 78, "Độc lập - Tự do - Hạnh phúc", align="middle"),
        *body(LONG, top=190),
    ]
    lines = read_lines(pdf_of([marks]))
    assert lines[0].columns == (office, "UBND XÃ BÌNH LÂM", motto, "Độc lập - Tự do - Hạnh phúc")


def foot(y: float) -> list[Mark]:
    return [
        Text(LEFT, y, "Nơi nhận:", bold=True),
        Text(420, y + 2, "TM. ỦY BAN NHÂN DÂN", bold=True, align="middle"),
        Text(LEFT, y + 15, "- Ủy ban nhân dân tỉnh", size=11),
        Text(420, y + 20, "CHỦ TỊCH", bold=True, align="middle"),
        Text(LEFT, y + 29, "(để báo cáo);", size=11),
        Text(LEFT, y + 43, "- Lưu: VT.", size=11),
        Text(420, y + 100, "Lê Văn Thu", bold=True, align="middle"),
    ]


FOOT_COLUMNS = (
    "Nơi nhận:\n- Ủy ban nhân dân tỉnh\n(để báo cáo);\n- Lưu: VT.",
    "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn Thu",
)


def test_the_foot_is_read_column_after_column() -> None:
    lines = read_lines(pdf_of([[*body(LONG, "Hết./."), *foot(300)]]))
    assert lines[-1].cells == FOOT_COLUMNS
    assert lines[-2].text == "Hết./."


def test_a_foot_may_go_on_over_the_page() -> None:
    marks = foot(100)
    moved = [Text(LEFT, 60, mark.text, size=11) for mark in marks[4:6] if isinstance(mark, Text)]
    below = [Text(420, 100, "Lê Văn Thu", bold=True, align="middle"), *body(OTHER, top=300)]
    lines = read_lines(
        pdf_of([[*body(LONG), *foot(300)[:4]], [moved[0], Text(LEFT, 75, moved[1].text, size=11), *below]])
    )
    assert FOOT_COLUMNS in [line.cells for line in lines]


def test_two_columns_that_are_neither_stay_rows() -> None:
    marks: list[Mark] = [
        mark for y in (300, 318, 336) for mark in (Text(LEFT, y, "Việc cần làm ngay"), Text(400, y, "Văn phòng"))
    ]
    lines = read_lines(pdf_of([[*body(LONG), *marks]]))
    assert [line.cells for line in lines[-3:]] == [("Việc cần làm ngay", "Văn phòng")] * 3


XS, YS = (85, 115, 300, 400, 550), (300, 330, 360, 390, 420)


def in_cells(*rows: tuple[str, ...]) -> list[Mark]:
    return [
        Text(x + 3, y + 18, text, size=10)
        for y, row in zip(YS, rows, strict=False)
        for x, text in zip(XS, row, strict=False)
        if text
    ]


def test_a_ruled_table_becomes_rows_of_cells() -> None:
    cells = in_cells(("STT", "Nội dung", "Chủ trì", "Thời hạn"), ("1", "Niêm yết", "Văn phòng", "31/3/2026"))
    more = [Text(118, 356, "thủ tục", size=10)]
    lines = read_lines(pdf_of([[*body(LONG), *grid(XS, YS[:3]), *cells, *more]]))
    assert [line.cells for line in lines[-2:]] == [
        ("STT", "Nội dung", "Chủ trì", "Thời hạn"),
        ("1", "Niêm yết thủ tục", "Văn phòng", "31/3/2026"),
    ]


def test_merged_cells_are_seen_by_the_rules_that_lack() -> None:
    rows = (
        ("STT", "Nội dung", "Chủ trì", "Thời hạn"),
        ("I", "Nhóm việc"),
        ("1", "Niêm yết", "Văn phòng", "Quý I"),
        ("2", "Trả lời", "", "Quý II"),
    )
    without = [Stroke(300, 330, 300, 360), Stroke(400, 330, 400, 360), Stroke(300, 390, 400, 390)]
    lines = read_lines(pdf_of([[*body(LONG), *grid(XS, YS, without=without), *in_cells(*rows)]]))
    assert [line.cells for line in lines[-4:]] == [
        ("STT", "Nội dung", "Chủ trì", "Thời hạn"),
        ("I", "Nhóm việc", "", ""),
        ("1", "Niêm yết", "Văn phòng", "Quý I"),
        ("2", "Trả lời", "Văn phòng", "Quý II"),
    ]


def test_a_table_over_two_pages_has_one_head_and_whole_rows() -> None:
    head = ("STT", "Nội dung", "Chủ trì", "Thời hạn")
    first = [*body(LONG), *grid(XS, YS[:3]), *in_cells(head, ("1", "Niêm yết thủ tục", "Văn phòng", "Quý I"))]
    second = [*grid(XS, YS[:4]), *in_cells(head, ("", "và phí, lệ phí"), ("2", "Trả lời", "Các thôn", "Quý II"))]
    lines = read_lines(pdf_of([first, second]))
    assert [line.cells for line in lines if line.cells[0] in {"STT", "1", "2", ""}] == [
        head,
        ("1", "Niêm yết thủ tục và phí, lệ phí", "Văn phòng", "Quý I"),
        ("2", "Trả lời", "Các thôn", "Quý II"),
    ]


def test_a_frame_around_text_is_no_table() -> None:
    marks = [*body(LONG), *grid((80, 560), (40, 120))]
    assert texts(marks) == texts(body(LONG))


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_turned_pages_are_read_as_they_are_shown(degrees: int) -> None:
    marks = [Text(100, 300 + at * 18, line) for at, line in enumerate(LONG.split("; "))]
    assert [line.text for line in read_lines(pdf_of([marks], turned=degrees))] == LONG.split("; ")


def test_bold_lines_are_strong_but_a_bold_beginning_is_not() -> None:
    heading = body("1. " + OTHER, top=60, bold=True)
    run_in = [*body(OTHER, top=120, bold=True), Text(400, 138, "và việc khác")]
    lines = read_lines(pdf_of([[*heading, *run_in]]))
    assert [line.strong for line in lines] == [True, True, False, False]


def test_words_of_a_browser_that_a_page_end_shows_twice_go() -> None:
    first = [*body(LONG), Text(120, 800, "Ổ")]
    second = body("TỔ CHỨC THỰC HIỆN", indent=120 - LEFT - 8)
    assert texts(first, second) == [*texts(body(LONG)), "TỔ CHỨC THỰC HIỆN"]


def refusal(content: bytes) -> str:
    with pytest.raises(PlanUnreadable) as refused:
        read_plan(content, "ke-hoach.pdf")
    assert str(refused.value).endswith(".")
    return str(refused.value)


def test_a_scanned_pdf_is_refused_with_the_way_out() -> None:
    message = refusal(pdf_of([[], []], picture=True))
    assert "scan" in message
    assert "OCR" in message
    assert "scan" in refusal(pdf_of([body(LONG), [], []], picture=True))


def test_a_pdf_with_a_password_is_refused() -> None:
    assert "mật khẩu" in refusal(pdf_of([body(LONG)], password="bí mật".encode().hex()))


def test_too_many_pages_are_refused() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for _ in range(Limits().pages + 1):
        canvas.showPage()
    canvas.save()
    with pytest.raises(PlanTooLarge, match=f"{Limits().pages + 1} trang"):
        read_plan(stream.getvalue(), "ke-hoach.pdf")


def test_a_damaged_pdf_is_refused() -> None:
    content = pdf_of([body(LONG)])
    assert "bị hỏng" in refusal(content[: len(content) // 3])
    assert "bị hỏng" in refusal(b"%PDF-1.7\n" + bytes(2000))


words = st.builds(
    Word,
    text=st.text(alphabet="aảbcđ-1.:/ÔN", min_size=1, max_size=8),
    left=st.floats(0, 500),
    right=st.floats(500, 600),
    top=st.floats(0, 800),
    bottom=st.floats(0, 842),
    bold=st.booleans(),
)
rules = st.builds(
    Rule, left=st.floats(0, 300), right=st.floats(300, 600), top=st.floats(0, 400), bottom=st.floats(400, 800)
)


@given(st.lists(st.tuples(st.lists(words, max_size=25), st.lists(rules, max_size=12)), max_size=3))
def test_words_anywhere_on_a_page_become_lines_and_none_is_invented(pages: list[tuple[list[Word], list[Rule]]]) -> None:
    given_pages = [Page(at, 600, 842, tuple(found), tuple(drawn)) for at, (found, drawn) in enumerate(pages, start=1)]
    written = {word.text for found, _ in pages for word in found}
    for line in to_lines(given_pages):
        assert set(line.text.split()) <= written
