"""Lines keep words and their place in the file; marks that are no words go."""

from __future__ import annotations

import pytest

from app.plans.reading.lines import to_lines


def texts(text: str) -> list[str]:
    return [line.text for line in to_lines(text)]


def test_it_works() -> None:
    first, second = to_lines("\n  Kế   hoạch\n\n\nnăm 2025\n")
    assert (first.number, first.text, first.gap, first.indent) == (2, "Kế hoạch", 1, 2)
    assert (second.number, second.text, second.gap) == (5, "năm 2025", 2)


@pytest.mark.parametrize("stray", ["2", " - 3 -", "Trang 4/12", "[5]", "-----", "____", "* * *", "|---|---|"])
def test_page_numbers_and_drawn_rules_go(stray: str) -> None:
    assert texts(f"vì nhân\n{stray}\ndân phục vụ") == ["vì nhân", "dân phục vụ"]


def test_free_lines_around_the_end_of_a_page_say_nothing() -> None:
    assert [line.gap for line in to_lines("vì nhân\n\n\n2\n\n\ndân\n\nphục vụ")] == [0, 0, 1]


def test_a_number_in_the_table_of_an_appendix_stays() -> None:
    assert texts("Phụ lục\n1\nNiêm yết thủ tục") == ["Phụ lục", "1", "Niêm yết thủ tục"]


def test_link_targets_of_a_converter_go_with_their_second_line() -> None:
    stray = "https://vanban.example.vn/quyet-dinh-1847-qd-ttg-2018-phe-duyet-\nde-an-van-hoa-cong-vu-403791.aspx"
    assert texts(f"vì nhân\n{stray}\ndân phục vụ") == ["vì nhân", "dân phục vụ"]


def test_an_address_that_the_sentence_announces_stays() -> None:
    assert texts("Nộp hồ sơ tại địa chỉ:\nhttps://dichvucong.example.vn") == [
        "Nộp hồ sơ tại địa chỉ:",
        "https://dichvucong.example.vn",
    ]


def test_marks_of_markdown_become_properties_of_the_line() -> None:
    heading, bold, plain, bullet = to_lines("## **I. MỤC ĐÍCH**\n**1. Tuyên truyền**\n*Bình Lâm*, xã\n* Công khai")
    assert (heading.text, heading.heading, heading.strong) == ("I. MỤC ĐÍCH", True, True)
    assert (bold.text, bold.heading, bold.strong) == ("1. Tuyên truyền", False, True)
    assert (plain.text, plain.strong) == ("Bình Lâm, xã", False)
    assert bullet.text == "* Công khai"


def test_bold_that_runs_over_two_lines_marks_both() -> None:
    assert [line.strong for line in to_lines("**1. Tuyên truyền,\nvận động**\nPhát thanh")] == [True, True, False]


def test_stars_stay_where_the_text_is_no_markdown() -> None:
    assert texts("Đạt 5 * 2 điểm") == ["Đạt 5 * 2 điểm"]


def test_columns_are_known_by_wide_blanks_tabs_and_bars() -> None:
    blanks, tabs, bars = to_lines("UBND XÃ      CỘNG HÒA\n1\tViệc\t\tThôn\n| UBND<br>XÃ | Độc lập |")
    assert blanks.columns == ("UBND XÃ", "CỘNG HÒA")
    assert tabs.cells == ("1", "Việc", "", "Thôn")
    assert bars.columns == ("UBND", "XÃ", "Độc lập")


def test_a_mark_left_alone_belongs_to_the_line_below() -> None:
    line, bullet = to_lines("1.\nTuyên truyền\n-\nPhát thanh")
    assert (line.text, line.number) == ("1. Tuyên truyền", 1)
    assert bullet.text == "- Phát thanh"


def test_a_number_that_ends_a_sentence_is_no_mark_of_the_next_line() -> None:
    assert texts("Gửi Văn phòng trước ngày\n25.\n3. Phòng Kinh tế") == [
        "Gửi Văn phòng trước ngày",
        "25.",
        "3. Phòng Kinh tế",
    ]
