"""Blocks become sections and entries."""

from __future__ import annotations

import pytest

from app.plans.reading.blocks import to_blocks
from app.plans.reading.layout import Layout
from app.plans.reading.lines import to_lines
from app.plans.reading.outline import Outline, section_kind, to_outline


def outline(text: str) -> Outline:
    return to_outline(to_blocks(to_lines(text), Layout()))


def entries(text: str) -> list[tuple[str, int]]:
    """Label and number of items of each task."""
    plan = outline("I. NỘI DUNG\n" + text + "\nII. TỔ CHỨC THỰC HIỆN\n1. Văn phòng theo dõi.")
    return [(entry.label, len(entry.items)) for entry in plan.sections[0].entries]


def test_it_works() -> None:
    plan = outline(
        "Căn cứ Luật.\nI. MỤC ĐÍCH\nPhục vụ dân.\nII. NỘI DUNG\n1. Việc đầu\n- Làm.\nTrên đây là Kế hoạch./."
    )
    assert [block.text for block in plan.preamble] == ["Căn cứ Luật."]
    assert [(part.label, part.title, part.kind, part.line) for part in plan.sections] == [
        ("I", "MỤC ĐÍCH", "purpose", 2),
        ("II", "NỘI DUNG", "tasks", 4),
    ]
    assert [block.text for block in plan.closing] == ["Trên đây là Kế hoạch./."]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("MỤC ĐÍCH, YÊU CẦU", "purpose"),
        ("MỤC TIÊU", "purpose"),
        ("NỘI DUNG THỰC HIỆN", "tasks"),
        ("NHIỆM VỤ VÀ GIẢI PHÁP", "tasks"),
        ("NỘI DUNG TRIỂN KHAI THỰC HIỆN", "tasks"),
        ("TỔ CHỨC THỰC HIỆN", "organisation"),
        ("PHÂN CÔNG NHIỆM VỤ", "organisation"),
        ("TRÁCH NHIỆM THỰC HIỆN", "organisation"),
        ("KINH PHÍ TỔ CHỨC THỰC HIỆN", "other"),
        ("THỜI GIAN TRIỂN KHAI THỰC HIỆN", "other"),
        ("CHẾ ĐỘ THÔNG TIN, BÁO CÁO", "other"),
    ],
)
def test_a_section_is_known_by_its_words(title: str, kind: str) -> None:
    assert section_kind(title) == kind


def test_a_list_inside_a_task_may_begin_again_at_one() -> None:
    assert entries("1. Một\nGồm:\n1. Trong một;\n2. Trong hai.\n2. Hai\nLàm.\n3. Ba\nLàm.") == [
        ("1", 3),
        ("2", 1),
        ("3", 1),
    ]


def test_every_bullet_stays_with_its_task() -> None:
    assert entries("1. Một\na) Việc:\n- Làm;\n+ Rồi làm.\nb) Việc.\n2. Hai\nLàm.") == [("1", 4), ("2", 1)]


def test_decimals_alone_are_tasks() -> None:
    assert entries("2.1. Một\n- Làm.\n2.2. Hai\n- Làm.") == [("2.1", 1), ("2.2", 1)]


def test_a_title_in_capitals_that_lost_its_number_is_a_section() -> None:
    plan = outline(
        "MỤC ĐÍCH, YÊU CẦU\nPhục vụ.\nNỘI DUNG THỰC HIỆN\n1. Việc\nLàm.\nTỔ CHỨC THỰC HIỆN\n1. Văn phòng theo dõi."
    )
    assert [(part.label, part.kind) for part in plan.sections] == [("", "purpose"), ("", "tasks"), ("", "organisation")]


def test_a_capital_letter_outside_the_row_is_no_section() -> None:
    plan = outline("I. MỤC ĐÍCH\nPhục vụ.\nA. Lê Văn B\nII. NỘI DUNG\n1. Việc\nLàm.")
    assert [part.label for part in plan.sections] == ["I", "II"]


def test_what_speaks_to_everybody_at_the_end_is_closing() -> None:
    plan = outline(
        "I. TỔ CHỨC THỰC HIỆN\n1. Văn phòng\nTheo dõi.\n"
        "Trong quá trình thực hiện, nếu có vướng mắc, phản ánh về Văn phòng.\nTrên đây là Kế hoạch./."
    )
    assert len(plan.closing) == 2
    assert len(plan.sections[0].entries[0].items) == 1


def test_a_title_may_stand_inside_the_first_sentence_with_bullets_below() -> None:
    plan = outline(
        "I. NỘI DUNG\n1. Tiếp công dân: Chủ tịch tiếp công dân tại thôn ít nhất mỗi quý một lần.\n- Ghi biên bản.\n"
        "2. Việc khác\n- Làm."
    )
    first, second = plan.sections[0].entries
    assert first.head.text == "Tiếp công dân"
    assert [item.text for item in first.items] == [
        "Chủ tịch tiếp công dân tại thôn ít nhất mỗi quý một lần.",
        "Ghi biên bản.",
    ]
    assert second.head.text == "Việc khác"


@pytest.mark.parametrize(
    ("last", "closing"),
    [
        ("- Họp dân.\nCác thôn nghiêm túc thực hiện./.", ["Các thôn nghiêm túc thực hiện./."]),
        ("Họp dân.\nYêu cầu các thôn thực hiện./.", ["Yêu cầu các thôn thực hiện./."]),
        ("Họp dân.\nThông báo trên loa của thôn./.", []),
        ("- Họp dân.\n- Thông báo trên loa của thôn./.", []),
    ],
)
def test_the_last_words_to_everybody_are_nobodys_duty(last: str, closing: list[str]) -> None:
    plan = outline(f"I. NỘI DUNG\n1. Việc\n- Làm.\nII. TỔ CHỨC THỰC HIỆN\n1. Trưởng thôn\n{last}")
    assert [block.text for block in plan.closing] == closing
