"""Units and rows of the appendix find their tasks where the plan says so, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.plans.reading import ReadPlan, read_plan, read_text
from app.plans.reading.assignments import Assignment
from app.plans.reading.ties import Heading, Likeness, ties_of

DEMO = Path(__file__).resolve().parents[3] / "app" / "cli" / "demo" / "ke-hoach-mau.txt"
SPECIMENS = Path(__file__).resolve().parents[1] / "specimens"

HEADINGS = [
    Heading("II", "1", "Tuyên truyền, vận động Nhân dân thực hiện chính sách", ""),
    Heading("II", "2", "Cải cách thủ tục hành chính", ""),
    Heading("II", "3", "Tiếp công dân, giải quyết khiếu nại, tố cáo", ""),
]


def tied(duty: str, headings: list[Heading] = HEADINGS) -> list[tuple[int, str | None, str]]:
    assignment = Assignment("1", "Văn phòng", False, (duty,), (), (1, 1))
    return [(tie.task, tie.role, tie.sureness) for tie in ties_of(assignment, headings)]


@pytest.fixture(scope="module")
def demo() -> ReadPlan:
    return read_plan(DEMO.read_bytes(), DEMO.name)


def test_it_works(demo: ReadPlan) -> None:
    digital = demo.tasks[4]
    assert [(one.unit, one.sureness) for one in digital.owner_units] == [("Phòng Văn hóa - Xã hội", "sure")]
    assert [one.unit for one in digital.coordinating_units] == ["Trung tâm Phục vụ hành chính công xã"]
    assert demo.assignments[1].lines == digital.coordinating_units[0].lines


def test_every_task_of_a_well_written_plan_finds_its_owner(demo: ReadPlan) -> None:
    owners = [[one.unit for one in task.owner_units] for task in demo.tasks]
    office, culture = "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã", "Phòng Văn hóa - Xã hội"
    assert owners == [
        [office], [culture], [office], ["Trung tâm Phục vụ hành chính công xã"], [culture], [office], [office],
        ["Phòng Kinh tế"], [culture], [office],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("duty", "expected"),
    [
        ("Chủ trì thực hiện các nhiệm vụ 1 và 3.", [(0, "lead", "sure"), (2, "lead", "sure")]),
        ("Chủ trì, phối hợp với Công an xã thực hiện nhiệm vụ số 2.", [(1, "lead", "sure")]),
        ("Phối hợp với Phòng Kinh tế thực hiện nhiệm vụ 2.", [(1, "coordinating", "sure")]),
        ("Chủ trì nhiệm vụ 1; phối hợp thực hiện nhiệm vụ 2.", [(0, "lead", "sure"), (1, "coordinating", "sure")]),
        ("Chủ trì nhiệm vụ tại mục II.3.", [(2, "lead", "sure")]),
        ("Chủ trì thực hiện điểm 2 mục II Kế hoạch này.", [(1, "lead", "sure")]),
        ("Chủ trì các nhiệm vụ 1 đến 3.", [(0, "lead", "sure"), (1, "lead", "sure"), (2, "lead", "sure")]),
        ("Triển khai nhiệm vụ 2.", [(1, "lead", "likely")]),
        ("Cung cấp tài liệu theo nhiệm vụ 3.", [(2, None, "likely")]),
        ("Chủ trì công tác cải cách thủ tục hành chính.", [(1, "lead", "likely")]),
    ],
)
def test_a_duty_names_its_tasks(duty: str, expected: list[tuple[int, str | None, str]]) -> None:
    assert tied(duty) == expected


@pytest.mark.parametrize(
    "duty",
    [
        "Chủ trì thực hiện nhiệm vụ 7.",
        "Tổng kết nhiệm vụ 2 năm qua.",
        "Hoàn thành nhiệm vụ 3/5 chỉ tiêu.",
        "Chủ trì nhiệm vụ tại mục III.3.",
        "Thực hiện nhiệm vụ được giao.",
    ],
)
def test_other_numbers_tie_nothing(duty: str) -> None:
    assert tied(duty) == []


def test_a_number_that_two_sections_have_ties_nothing_without_its_section() -> None:
    headings = [*HEADINGS, Heading("III", "1", "Củng cố tổ chức hội", "")]
    assert tied("Chủ trì nhiệm vụ 1.", headings) == []
    assert tied("Chủ trì nhiệm vụ tại mục III.1.", headings) == [(3, "lead", "sure")]


def test_a_plan_that_names_no_tasks_offers_no_units() -> None:
    plan = read_text(
        "KẾ HOẠCH\nCông tác dân vận năm 2026\nI. NHIỆM VỤ\n1. Cải cách thủ tục hành chính\n- Trả kết quả đúng hẹn.\n"
        "II. TỔ CHỨC THỰC HIỆN\n1. Văn phòng\n- Theo dõi, đôn đốc.\n"
    )
    assert plan.tasks[0].owner_units == ()
    assert plan.assignments[0].tasks == ()


def test_rows_of_an_appendix_find_their_tasks_by_words() -> None:
    path = SPECIMENS / "so_cong_thuong.docx"
    plan = read_plan(path.read_bytes(), path.name)
    assert plan.appendix is not None
    assert [row.task for row in plan.appendix.rows] == [1, 1, 2, 2, 2, 4]
    assert {row.task_sureness for row in plan.appendix.rows} == {"likely"}
    assert "Văn phòng Sở" in [one.unit for one in plan.tasks[1].owner_units]


def test_a_row_that_fits_no_task_stays_open_and_asks() -> None:
    plan = read_text(
        "KẾ HOẠCH\nCông tác dân vận năm 2026\nI. NHIỆM VỤ\n1. Cải cách thủ tục hành chính\n- Trả kết quả đúng hẹn.\n"
        "2. Tiếp công dân\n- Trả lời đơn.\nII. TỔ CHỨC THỰC HIỆN\n1. Văn phòng\n- Theo dõi, đôn đốc.\n"
        "Nơi nhận:\n- Lưu: VT.\nPHỤ LỤC\nSTT\tNội dung\tChủ trì\tThời gian\n"
        "1\tMua sắm máy vi tính\tVăn phòng\tQuý I\n2\tCải cách thủ tục hành chính\tVăn phòng\tQuý II\n"
    )
    assert plan.appendix is not None
    assert [(row.task, row.task_sureness) for row in plan.appendix.rows] == [(None, "missing"), (0, "sure")]
    found = {finding.path: finding for finding in plan.findings}
    assert found["appendix.rows[0].task"].sureness == "missing"
    assert "thuộc nhiệm vụ nào" in str(found["appendix.rows[0].task"].why)
    assert found["appendix.rows[1].task"].value == "Cải cách thủ tục hành chính"


def test_words_that_fit_two_tasks_alike_tie_nothing() -> None:
    headings = [Heading("I", "1", "Đối thoại với doanh nghiệp", ""), Heading("I", "2", "Đối thoại với nông dân", "")]
    assert Likeness(headings).best("Đối thoại") is None
    assert Likeness(headings).best("của các") is None
    assert Likeness([]).best("Đối thoại") is None
