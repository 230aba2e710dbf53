"""Which unit does what."""

from __future__ import annotations

import pytest

from app.plans.reading.assignments import Assignment, read_assignments, unit_of
from app.plans.reading.blocks import to_blocks
from app.plans.reading.layout import Layout
from app.plans.reading.lines import to_lines
from app.plans.reading.outline import to_outline


def assignments(text: str) -> list[Assignment]:
    outline = to_outline(to_blocks(to_lines("I. TỔ CHỨC THỰC HIỆN\n" + text), Layout()))
    return read_assignments(outline.sections)


def test_it_works() -> None:
    (one,) = assignments("1. Văn phòng Sở\nTheo dõi, đôn đốc.\nTổng hợp, báo cáo.")
    assert (one.label, one.unit, one.inline_unit) == ("1", "Văn phòng Sở", False)
    assert one.duties == ("Theo dõi, đôn đốc.", "Tổng hợp, báo cáo.")
    assert one.lines == (2, 4)


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("Công chức xã và các bộ phận liên quan căn cứ chức năng", "Công chức xã và các bộ phận liên quan"),
        ("Giao Văn phòng UBND chủ trì, tham mưu", "Văn phòng UBND"),
        ("Đề nghị Ủy ban MTTQ thị trấn và các đoàn thể tăng cường", "Ủy ban MTTQ thị trấn và các đoàn thể"),
        ("Hằng quý giao công chức VP-TK tổng hợp số liệu", "công chức VP-TK"),
        ("Các cơ quan, đơn vị; các thôn ăn cứ nhiệm vụ", "Các cơ quan, đơn vị; các thôn"),
        ("Phòng Kỹ thuật, Bưu chính và Viễn thông đẩy mạnh", "Phòng Kỹ thuật, Bưu chính và Viễn thông"),
        ("Giao Phòng Nội vụ là cơ quan thường trực giúp UBND", "Phòng Nội vụ"),
        ("Công an xã; Chủ tịch UBND các xã, phường có trách nhiệm", "Công an xã; Chủ tịch UBND các xã, phường"),
        ("Ban Tổ chức Tỉnh ủy phối hợp", "Ban Tổ chức Tỉnh ủy"),
        ("Sở Xây dựng chủ trì", "Sở Xây dựng"),
        (
            "Đề nghị Ủy ban Mặt trận Tổ quốc xã và các tổ chức chính trị - xã hội phối hợp vận động",
            "Ủy ban Mặt trận Tổ quốc xã và các tổ chức chính trị - xã hội",
        ),
        ("Văn phòng tổ chức chính sách mới thành chuyên đề", "Văn phòng"),
        ("Trên cơ sở kế hoạch này, mọi người cùng thực hiện", None),
    ],
)  # fmt: skip
def test_the_unit_is_found_inside_the_sentence(sentence: str, unit: str | None) -> None:
    assert unit_of(sentence) == unit


def test_a_unit_inside_its_sentence_leaves_the_sentence_whole() -> None:
    (one,) = assignments("1. Giao Văn phòng UBND theo dõi, đôn đốc việc thực hiện.")
    assert (one.unit, one.inline_unit) == ("Văn phòng UBND", True)
    assert one.duties == ("Giao Văn phòng UBND theo dõi, đôn đốc việc thực hiện.",)


def test_a_unit_before_a_colon_is_cut_off() -> None:
    (one,) = assignments("1. Trạm Y tế xã: phối hợp tuyên truyền phòng bệnh.")
    assert (one.unit, one.inline_unit, one.duties) == ("Trạm Y tế xã", False, ("phối hợp tuyên truyền phòng bệnh.",))


def test_a_sentence_that_opens_a_list_is_no_heading() -> None:
    (one,) = assignments("1. Phòng Nội vụ có trách nhiệm:\n- Theo dõi;\n- Tổng hợp.")
    assert (one.unit, one.inline_unit) == ("Phòng Nội vụ", True)
    assert one.duties == ("Phòng Nội vụ có trách nhiệm:", "Theo dõi;", "Tổng hợp.")


def test_a_paragraph_for_another_unit_is_pointed_at() -> None:
    (one,) = assignments(
        "1. Các phòng thuộc Sở\nThực hiện kế hoạch.\nPhòng Báo chí chủ động đăng tin, bài tuyên truyền."
    )
    assert [(other.unit, other.duty_index) for other in one.sub_assignments] == [("Phòng Báo chí", 1)]


def test_without_numbers_bullets_are_entries() -> None:
    found = assignments("- Văn phòng: theo dõi.\n- Công an xã giữ gìn trật tự.\n+ Trực đêm.")
    assert [(one.label, one.unit, len(one.duties)) for one in found] == [("", "Văn phòng", 1), ("", "Công an xã", 2)]


def test_without_any_mark_a_paragraph_that_begins_with_a_unit_is_an_entry() -> None:
    found = assignments("Văn phòng UBND xã theo dõi việc thực hiện.\nBáo cáo kết quả.\nCông an xã giữ gìn trật tự.")
    assert [(one.unit, len(one.duties)) for one in found] == [("Văn phòng UBND xã", 2), ("Công an xã", 1)]
