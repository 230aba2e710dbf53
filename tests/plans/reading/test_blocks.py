"""Which lines belong together."""

from __future__ import annotations

import pytest

from app.plans.reading.blocks import Block, to_blocks
from app.plans.reading.layout import Layout, by_count, by_type, learn
from app.plans.reading.lines import to_lines

WRAPPED = """- Công khai đầy đủ các thủ tục hành chính, phí và lệ phí tại nơi tiếp
nhận hồ sơ và trên trang thông tin điện tử của xã để người dân tiện theo
dõi, kiểm tra và giám sát việc thực hiện của cán bộ, công chức được phân
công.
- Tổ chức đối thoại với người dân ít nhất hai lần trong năm để lắng nghe
ý kiến.
"""


def blocks(text: str) -> list[Block]:
    lines = to_lines(text)
    return to_blocks(lines, learn(lines))


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


def after_wrapped(text: str) -> list[str]:
    """Blocks of ``text`` at the end of a page whose lines were all broken at the same width."""
    return texts(WRAPPED + text)[2:]


def test_it_works() -> None:
    first, second = blocks(WRAPPED)
    assert first.text.endswith("cán bộ, công chức được phân công.")
    assert first.lines == (1, 4)
    assert second.mark is not None
    assert second.mark.written == "-"


def test_a_short_line_ends_its_paragraph_even_without_a_full_stop() -> None:
    assert after_wrapped("1. Nâng cao đạo đức công vụ\nNghiêm túc thực hiện văn hóa công sở.") == [
        "Nâng cao đạo đức công vụ",
        "Nghiêm túc thực hiện văn hóa công sở.",
    ]


def test_a_heading_that_fills_its_line_ends_where_its_first_words_come_again() -> None:
    heading = "1. Tiếp tục đẩy mạnh công tác tuyên truyền, nâng cao nhận thức cho dân"
    assert len(after_wrapped(f"{heading}\nTiếp tục đẩy mạnh phát thanh.")) == 2


def test_a_heading_that_fills_its_line_ends_before_a_sentence() -> None:
    heading = "1. Thực hiện có hiệu quả công tác tiếp dân và xử lý đơn thư của dân ta"
    assert len(after_wrapped(f"{heading}\nPhân công người trực mỗi ngày.")) == 2


@pytest.mark.parametrize("name", ["Nhà nước; góp phần ổn định.", "Mặt trận Tổ quốc xã.", "UBND xã.", "Bình Lâm."])
def test_a_name_at_the_beginning_of_a_line_begins_no_paragraph(name: str) -> None:
    heading = "1. Phối hợp thực hiện tốt các chủ trương, chính sách, pháp luật của ta"
    assert len(after_wrapped(f"{heading}\n{name}")) == 1


@pytest.mark.parametrize("line", ["- xã hội của địa phương.", "2. của Chính phủ.", "2025 và các năm sau."])
def test_marks_inside_a_sentence_begin_no_paragraph(line: str) -> None:
    full = "- Gắn công tác dân vận với việc thực hiện các nhiệm vụ về phát triển kinh"
    assert len(after_wrapped(f"{full}\n{line}")) == 1


def test_a_number_out_of_turn_on_a_full_line_begins_no_paragraph() -> None:
    full = "1. Thực hiện Nghị quyết của Hội đồng nhân dân xã, trong đó chú ý khoản"
    assert len(after_wrapped(f"{full}\n7. Quy chế đã ban hành.")) == 1


def test_a_small_letter_goes_on_even_after_a_semicolon() -> None:
    assert texts("- Nâng cao chất lượng phục vụ;\n\n\ntiếp tục rà soát.") == [
        "Nâng cao chất lượng phục vụ; tiếp tục rà soát."
    ]


def test_a_heading_in_capitals_may_have_two_lines() -> None:
    assert texts("I. MỤC ĐÍCH,\nYÊU CẦU\nPhục vụ Nhân dân.") == ["MỤC ĐÍCH, YÊU CẦU", "Phục vụ Nhân dân."]


def test_an_abbreviation_at_the_beginning_of_a_line_is_no_heading() -> None:
    full = "- Xây dựng tác phong, lề lối làm việc chuyên nghiệp của cả đội ngũ anh"
    assert after_wrapped(f"{full}\nCBCCVC.") == [full.removeprefix("- ") + " CBCCVC."]


def test_what_is_bold_is_a_paragraph_of_its_own() -> None:
    assert texts("**1. Tuyên truyền**\nPhát thanh hằng ngày") == ["Tuyên truyền", "Phát thanh hằng ngày"]


def test_the_number_of_a_part_may_stand_alone() -> None:
    (block,) = blocks("PHẦN II\nNỘI DUNG THỰC HIỆN")
    assert block.mark is not None
    assert (block.mark.label, block.text) == ("II", "NỘI DUNG THỰC HIỆN")


def test_free_lines_are_believed_only_where_they_never_tear_a_sentence() -> None:
    spaced = WRAPPED.replace("\n- ", "\n\n- ").replace(
        "công.\n", "công.\n\n- Làm việc cả sáng thứ Bảy.\n\n- Trả lời dân.\n"
    )
    assert learn(to_lines(spaced)).gaps_tell
    assert not learn(to_lines(spaced.replace("tiếp\n", "tiếp\n\n"))).gaps_tell


def test_a_text_with_a_paragraph_per_line_was_not_wrapped() -> None:
    assert learn(to_lines("Một việc.\nHai việc.\nBa việc.\nBốn việc.")) == Layout()


def test_the_measure_is_the_one_the_lines_were_broken_by() -> None:
    assert learn(to_lines(WRAPPED)).measure is by_count
    assert by_type("lll") < by_type("aaa") < by_type("MMM")


@pytest.mark.parametrize("above", ["nêu tại Mục", "quy định tại điểm", "nhiệm vụ thuộc Phần"])
def test_a_number_that_a_sentence_refers_to_begins_nothing(above: str) -> None:
    assert texts(f"1. Thực hiện các việc {above}\nII. Phần này của Kế hoạch.") == [
        f"Thực hiện các việc {above} II. Phần này của Kế hoạch."
    ]


def test_the_title_of_a_part_stands_below_its_number() -> None:
    (part,) = blocks("**PHẦN THỨ HAI**\n\n**Nhiệm vụ, giải pháp**")
    assert part.mark is not None
    assert (part.mark.label, part.text) == ("II", "Nhiệm vụ, giải pháp")


def test_a_law_at_the_end_of_a_full_line_waits_for_its_name() -> None:
    wide = "a) Công khai các khoản thu, chi trong mười ngày kể từ khi xong theo Luật"
    assert after_wrapped(f"{wide}\nThực hiện dân chủ ở cơ sở.") == [f"{wide[3:]} Thực hiện dân chủ ở cơ sở."]


@pytest.mark.parametrize(
    "broken",
    [
        ("1. Nâng cao chất lượng phục vụ người dân tại hai điểm mới của Trung tâm", "Phục vụ hành chính công xã"),
        ("1. Hồ sơ trễ hạn của phòng nào thì phòng ấy chịu trách nhiệm trước Giám đốc", "Sở và trước người dân"),
    ],
)
def test_a_name_may_be_broken_at_the_end_of_a_full_line(broken: tuple[str, str]) -> None:
    assert after_wrapped("\n".join(broken)) == [" ".join(broken)[3:]]


def test_a_unit_that_fills_the_line_ends_before_its_duty() -> None:
    unit = "Văn phòng Hội đồng nhân dân xã và Trung tâm Văn hóa của xã"
    assert after_wrapped(f"1. {unit}\nTham mưu, theo dõi việc thực hiện.") == [
        unit,
        "Tham mưu, theo dõi việc thực hiện.",
    ]


def test_words_to_everybody_begin_a_paragraph_after_a_full_line() -> None:
    full = "- Thông báo lịch tiếp nhận hồ sơ lưu động trên loa của từng thôn."
    assert after_wrapped(f"{full}\nYêu cầu các thôn thực hiện.") == [full[2:], "Yêu cầu các thôn thực hiện."]
