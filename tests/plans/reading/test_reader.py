"""What is no plan is refused in words, together with what was recognised in it."""

from __future__ import annotations

import pytest

from app.plans.reading import NotAPlan, PlanUnreadable, PlanWithoutTasks, read_plan, read_text

SMALL_PLAN = """KẾ HOẠCH
Thực hiện công tác dân vận năm 2025
I. MỤC ĐÍCH, YÊU CẦU
Phục vụ Nhân dân tốt hơn.
II. NỘI DUNG
1. Cải cách hành chính
Trả kết quả đúng hẹn.
III. TỔ CHỨC THỰC HIỆN
Văn phòng theo dõi, đôn đốc.
"""


def test_it_works() -> None:
    plan = read_plan(SMALL_PLAN.encode(), "nho.txt")
    assert [task.title for task in plan.tasks] == ["Cải cách hành chính"]
    assert plan.filename == "nho.txt"


def test_pasted_text_is_read_like_a_file() -> None:
    assert read_text(SMALL_PLAN, "nho.txt") == read_plan(SMALL_PLAN.encode(), "nho.txt")


def test_it_refuses_more_bytes_than_the_caller_allows() -> None:
    with pytest.raises(PlanUnreadable, match="lớn hơn"):
        read_plan(SMALL_PLAN.encode(), "nho.txt", limit=100)


def test_it_refuses_a_decision_and_names_its_kind() -> None:
    decision = (
        "ỦY BAN NHÂN DÂN XÃ BÌNH LÂM\nQUYẾT ĐỊNH\nVề việc khen thưởng\nĐiều 1. Tặng giấy khen cho ông Lê Văn A.\n"
    )
    with pytest.raises(NotAPlan, match="“quyết định”") as caught:
        read_text(decision)
    assert caught.value.recognised.tasks == ()


def test_a_plan_attached_to_a_decision_is_read() -> None:
    decision = "QUYẾT ĐỊNH\nVề việc ban hành Kế hoạch\nĐiều 1. Ban hành Kế hoạch kèm theo.\n"
    assert read_text(decision + SMALL_PLAN).tasks == read_text("\n\n\n" + SMALL_PLAN).tasks


def test_it_refuses_an_english_text() -> None:
    with pytest.raises(NotAPlan, match="Không nhận ra đây là một kế hoạch"):
        read_text("Minutes of the meeting\n\n1. Opening\nThe chair opened the meeting.\n2. Any other business\n")


def test_it_refuses_a_plan_without_tasks_and_shows_what_it_found() -> None:
    text = "KẾ HOẠCH\nThực hiện công tác dân vận năm 2025\nI. MỤC ĐÍCH, YÊU CẦU\nPhục vụ Nhân dân tốt hơn.\n"
    with pytest.raises(PlanWithoutTasks, match="Không tìm thấy nhiệm vụ") as caught:
        read_text(text)
    recognised = caught.value.recognised
    assert recognised.title == "Thực hiện công tác dân vận năm 2025"
    assert recognised.header.year == 2025
    assert [part.kind for part in recognised.sections] == ["purpose"]


def test_tasks_that_lost_their_numbers_are_found_by_their_headings() -> None:
    text = SMALL_PLAN.replace("1. Cải", "Cải").replace(
        "III. ", "Tuyên truyền chính sách mới\nPhát thanh mỗi sáng.\nIII. "
    )
    assert [(task.label, task.title) for task in read_text(text).tasks] == [
        ("", "Cải cách hành chính"),
        ("", "Tuyên truyền chính sách mới"),
    ]


def test_tasks_in_bullets_are_found() -> None:
    text = SMALL_PLAN.replace(
        "1. Cải cách hành chính\nTrả kết quả đúng hẹn.", "- Trả kết quả đúng hẹn.\n- Tiếp công dân."
    )
    assert [task.title for task in read_text(text).tasks] == ["Trả kết quả đúng hẹn.", "Tiếp công dân."]


def test_the_tasks_are_found_under_a_title_of_unknown_words() -> None:
    assert len(read_text(SMALL_PLAN.replace("II. NỘI DUNG", "II. NHỮNG VIỆC LÀM NGAY")).tasks) == 1


def test_words_before_a_colon_are_the_title_of_a_task_in_one_paragraph() -> None:
    long = "Niêm yết đủ thủ tục tại nơi tiếp nhận, hướng dẫn người dân một lần, trả kết quả đúng hẹn. " * 3
    plan = read_text(SMALL_PLAN.replace("hành chính\nTrả kết quả đúng hẹn.", f"hành chính: {long}"))
    assert plan.tasks[0].title == "Cải cách hành chính"
    assert plan.tasks[0].items[0].text == long.strip()
