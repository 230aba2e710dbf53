"""By when, from whom, to whom."""

from __future__ import annotations

import pytest

from app.plans.reading import read_text
from app.plans.reading.deadlines import Deadline, find_deadlines


def deadlines(
    text: str, *, year: int | None = 2025, unit: str | None = "Văn phòng", duties: bool = True
) -> list[Deadline]:
    return find_deadlines(text, where="III.1", lines=(7, 9), unit=unit, year=year, duties=duties)


def test_it_works() -> None:
    (due,) = deadlines("Thời hạn báo cáo năm 2027: trước ngày 12 tháng 9 năm 2027.")
    assert (due.kind, due.period, due.due_date, due.before) == ("report", "năm", "2027-09-12", True)
    assert due.due_text == "Thời hạn báo cáo năm 2027: trước ngày 12 tháng 9 năm 2027"
    assert (due.from_unit, due.where, due.lines, due.year_inferred) == ("Văn phòng", "III.1", (7, 9), False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Định kỳ, 6 tháng (trước ngày 01/4/2025); năm (trước ngày 01/10) báo cáo về Phòng Nội vụ.",
            [("6 tháng", "2025-04-01"), ("năm", "2025-10-01")],
        ),
        (
            "Báo cáo quý I trước ngày 10/3, 6 tháng trước ngày 10/6, quý III trước ngày 10/9, năm trước ngày 10/12.",
            [("quý", "2025-03-10"), ("6 tháng", "2025-06-10"), ("quý", "2025-09-10"), ("năm", "2025-12-10")],
        ),
        (
            "Báo cáo định kỳ 6 tháng, năm (trước ngày 10/6 và trước ngày 10/12) về Sở Nội vụ.",
            [("6 tháng", "2025-06-10"), ("năm", "2025-12-10")],
        ),
        (
            "Định kỳ 6 tháng và năm báo cáo trước ngày 15/6 và 15/12.",
            [("6 tháng", "2025-06-15"), ("năm", "2025-12-15")],
        ),
        (
            "Báo cáo trước ngày 10/6 đối với báo cáo 6 tháng và trước ngày 05/12 đối với báo cáo năm.",
            [("6 tháng", "2025-06-10"), ("năm", "2025-12-05")],
        ),
        (
            "Gửi báo cáo về Văn phòng trước ngày 01/6 (báo cáo 6 tháng), trước ngày 25/11 (báo cáo năm).",
            [("6 tháng", "2025-06-01"), ("năm", "2025-11-25")],
        ),
        (
            "Báo cáo kết quả năm 2026 trước ngày 10/12/2026, kết quả năm 2027 trước ngày 10/12/2027.",
            [("năm", "2026-12-10"), ("năm", "2027-12-10")],
        ),
        ("Lấy ý kiến người dân vào tháng 11 hằng năm.", [("năm", None)]),
        ("Định kỳ 6 tháng và cuối năm báo cáo UBND huyện.", [("6 tháng", None), ("năm", None)]),
        ("Hằng quý, 6 tháng, năm báo cáo UBND huyện.", [("quý", None), ("6 tháng", None), ("năm", None)]),
        ("Báo cáo trước 17 giờ 00 ngày 20/6/2024.", [(None, "2024-06-20")]),
        ("Từ ngày 01/3/2025 đến ngày 30/6/2025 tổ chức lấy ý kiến.", [(None, "2025-06-30")]),
        ("Hoàn thành trong tháng 10/2024.", [(None, "2024-10")]),
        ("Hoàn thành trong quý III năm 2025.", [(None, None)]),
    ],
)
def test_each_day_finds_its_period(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert [(due.period, due.due_date) for due in deadlines(text)] == expected


def test_a_day_without_a_year_gets_the_year_of_the_plan_and_says_so() -> None:
    (due,) = deadlines("Báo cáo trước ngày 01/10.")
    assert (due.due_date, due.year_inferred) == ("2025-10-01", True)


def test_without_a_year_of_the_plan_the_day_stays_unknown() -> None:
    (due,) = deadlines("Báo cáo trước ngày 01/10.", year=None)
    assert (due.due_date, due.year_inferred, due.due_text) == (None, False, "trước ngày 01/10")


def test_days_that_come_back_every_year_have_no_date() -> None:
    found = deadlines("Các đơn vị gửi báo cáo 6 tháng trước ngày 15/6, báo cáo năm trước ngày 15/12 hằng năm.")
    assert [(due.period, due.due_date) for due in found] == [("6 tháng", None), ("năm", None)]


@pytest.mark.parametrize(
    ("text", "sender", "receiver"),
    [
        ("Giao công chức Văn phòng tổng hợp, báo cáo UBND huyện trước ngày 5/6.", "công chức Văn phòng", "UBND huyện"),
        ("Các đơn vị gửi kết quả về Phòng Nội vụ trước ngày 5/6.", "Các đơn vị", "Phòng Nội vụ"),
        ("Hằng tháng, các thôn báo cáo kết quả về UBND xã.", "các thôn", "UBND xã"),
        ("Báo cáo Chủ tịch UBND xã trước ngày 5/6.", "Văn phòng", "Chủ tịch UBND xã"),
        (
            "Gửi về Văn phòng Sở để trình Ban Giám đốc. Thời hạn báo cáo: trước ngày 5/6.",
            "Văn phòng",
            "Văn phòng Sở",
        ),
        ("Hoàn thành việc niêm yết trước ngày 5/6.", "Văn phòng", None),
    ],
)
def test_sender_and_receiver_are_read_from_the_sentence(text: str, sender: str, receiver: str | None) -> None:
    (due,) = deadlines(text)
    assert (due.from_unit, due.to_unit) == (sender, receiver)


@pytest.mark.parametrize(
    "text",
    [
        "Hoàn thành 8/10 chỉ tiêu được giao.",
        "Thực hiện Kế hoạch số 5/KH-UBND ngày 12/3/2024 của UBND xã.",
        "Thường xuyên báo cáo cấp trên.",
        "Báo cáo trước ngày 31/02/2025.",
        "Hằng năm tham mưu xây dựng kế hoạch.",
    ],
)
def test_what_sets_no_limit_gives_no_deadline(text: str) -> None:
    assert deadlines(text) == []


def test_in_a_task_only_days_that_are_limits_count() -> None:
    text = "Hằng tháng tiếp công dân. Lắp máy lấy số trước ngày 30/5/2025. Ngày hội vào ngày 18/11 hằng năm."
    assert [due.due_date for due in deadlines(text, duties=False)] == ["2025-05-30"]


def test_a_text_without_end_is_not_searched() -> None:
    assert deadlines("báo cáo trước ngày 5/6, " * 300) == []


def test_the_last_of_several_units_stands_for_all_of_them() -> None:
    units = "Các sở, ban, ngành; UBND các xã, phường"
    (due,) = deadlines(f"{units} xây dựng kế hoạch trước ngày 30/4/2026.", unit=units)
    assert due.from_unit == units


def test_the_last_of_a_chain_receives_the_report() -> None:
    (due,) = deadlines("Trình Ủy ban nhân dân xã báo cáo Ủy ban nhân dân tỉnh trước ngày 10/12/2026.")
    assert due.to_unit == "Ủy ban nhân dân tỉnh"


def test_what_is_put_before_somebody_goes_to_them() -> None:
    (due,) = deadlines("Lập danh sách, trình UBND phường trước ngày 31/3/2025.")
    assert (due.kind, due.to_unit) == ("other", "UBND phường")


@pytest.mark.parametrize(
    ("words", "period", "day", "before"),
    [
        ("trước ngày 15 hằng tháng", "tháng", 15, True),
        ("vào ngày 25 hàng tháng", "tháng", 25, False),
        ("trước ngày 05 của tháng sau", "tháng", 5, True),
        ("trước ngày 20 của tháng cuối quý", "quý", 20, True),
        ("chậm nhất vào ngày 20 tháng cuối mỗi quý", "quý", 20, True),
    ],
)
def test_a_day_that_comes_back_is_kept(words: str, period: str, day: int, before: bool) -> None:
    text = f"Các phòng báo cáo về Văn phòng {words}."
    [found] = find_deadlines(text, where="III.1", lines=(1, 1), unit=None, year=2026, duties=True)
    assert (found.period, found.day, found.before, found.due_date) == (period, day, before, None)
    assert found.due_text == words


def test_a_deadline_inside_a_task_knows_its_task() -> None:
    plan = read_text(
        "KẾ HOẠCH\nCông tác dân vận năm 2026\nI. NHIỆM VỤ\n1. Cải cách hành chính\n- Niêm yết đủ thủ tục.\n"
        "2. Tuyên truyền chính sách\n- Phát tờ rơi trước ngày 31/3/2026.\n"
        "II. TỔ CHỨC THỰC HIỆN\n1. Văn phòng\n- Báo cáo Ủy ban nhân dân tỉnh trước ngày 20/11/2026.\n"
    )
    assert [(one.due_date, one.task) for one in plan.deadlines] == [("2026-03-31", 1), ("2026-11-20", None)]
    assert plan.as_json()["deadlines"][0]["task"] == 1
