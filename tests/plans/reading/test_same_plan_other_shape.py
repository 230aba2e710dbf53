"""However its lines were broken, spaced or encoded, it is the same plan."""

from __future__ import annotations

import textwrap
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plans.reading import PlanUnreadable, ReadPlan, read_plan, read_text

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in SAMPLES}
IN_PLAIN_TEXT = [name for name in TEXTS if name.endswith(".txt")]

HEADINGS = [
    "Nâng cao chất lượng giải quyết thủ tục hành chính cho người dân và doanh nghiệp trên địa bàn",
    "Tuyên truyền, phổ biến chính sách mới đến từng hộ gia đình",
    "Tiếp công dân, giải quyết khiếu nại, tố cáo, phản ánh, kiến nghị",
    "Phối hợp với Mặt trận Tổ quốc và các tổ chức chính trị - xã hội",
    "Thực hiện dân chủ ở cơ sở; công khai các khoản đóng góp của Nhân dân",
]
PARAGRAPHS = [
    "Công khai đầy đủ thủ tục, phí, lệ phí tại nơi tiếp nhận hồ sơ theo Nghị định số 61/2018/NĐ-CP của Chính phủ.",
    "Tổ chức đối thoại với người dân ít nhất hai lần trong năm; trả lời bằng văn bản những việc chưa giải quyết ngay.",
    "Phân công cán bộ trực vào sáng thứ Bảy để nhận hồ sơ của người lao động.",
    "Rà soát, cắt giảm giấy tờ không cần thiết; không yêu cầu người dân nộp lại giấy tờ đã có trong cơ sở dữ liệu.",
    "Khen thưởng kịp thời mô hình hay, cách làm mới.",
]
Task = tuple[str, list[str]]


def meaning(plan: ReadPlan) -> tuple[object, ...]:
    """What was understood, without the lines it came from."""
    return (
        plan.title,
        plan.header,
        [(part.label, part.title, part.kind) for part in plan.sections],
        plan.purposes,
        [(task.label, task.title, [item.text for item in task.items]) for task in plan.tasks],
        [(one.unit, one.duties) for one in plan.assignments],
        [(one.period, one.due_date, one.from_unit, one.to_unit) for one in plan.deadlines],
        [(one.symbol, one.date, one.issuer) for one in plan.cited_documents],
        [(one.text, one.note) for one in plan.recipients],
        plan.signer,
    )


def letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


@pytest.mark.parametrize("name", TEXTS)
def test_decomposed_letters_do_not_matter(name: str) -> None:
    decomposed = unicodedata.normalize("NFD", TEXTS[name]).encode()
    assert meaning(read_plan(decomposed, name)) == meaning(read_text(TEXTS[name], name))


@pytest.mark.parametrize("name", TEXTS)
def test_line_ends_of_windows_do_not_matter(name: str) -> None:
    plan = read_plan(TEXTS[name].replace("\n", "\r\n").encode(), name)
    assert plan == read_text(TEXTS[name], name)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("spacing", ["\n\n", "\n\n\n\n", "\n \u00a0\n"])
def test_free_lines_between_all_lines_do_not_matter(name: str, spacing: str) -> None:
    assert meaning(read_text(TEXTS[name].replace("\n", spacing), name)) == meaning(read_text(TEXTS[name], name))


@pytest.mark.parametrize("name", IN_PLAIN_TEXT)
def test_a_page_number_between_any_two_lines_does_not_matter(name: str) -> None:
    body, recipients, foot = TEXTS[name].partition("Nơi nhận")
    lines = body.split("\n")
    expected = meaning(read_text(TEXTS[name], name))
    for at in range(0, len(lines), 5):
        torn = "\n".join([*lines[:at], "", "17", "", *lines[at:]])
        assert meaning(read_text(torn + recipients + foot, name)) == expected, f"page number before line {at}"


tasks = st.lists(
    st.tuples(st.sampled_from(HEADINGS), st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=4)),
    min_size=1,
    max_size=6,
)


def wrap(paragraph: str, width: int) -> list[str]:
    return textwrap.wrap(paragraph, width, break_on_hyphens=False)


def written(planned: list[Task], bullet: str) -> list[str]:
    """The paragraphs of a small plan with these tasks."""
    paragraphs = [
        "KẾ HOẠCH",
        "Thực hiện công tác dân vận năm 2025",
        "UBND xã Bình Lâm xây dựng kế hoạch như sau:",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "Làm cho người dân hài lòng hơn khi đến giải quyết công việc tại trụ sở Ủy ban nhân dân xã.",
        "II. NỘI DUNG THỰC HIỆN",
    ]
    for number, (title, items) in enumerate(planned, start=1):
        paragraphs.append(f"{number}. {title}")
        paragraphs += [bullet + item for item in items]
    return [
        *paragraphs,
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Văn phòng",
        "Theo dõi, đôn đốc việc thực hiện.",
        "Nơi nhận:",
        "- Lưu: VT.",
    ]


@given(tasks, st.integers(60, 120), st.integers(1, 3), st.sampled_from(["- ", "+ ", "• "]))
def test_bullets_survive_wrapping_and_spacing(planned: list[Task], width: int, spacing: int, bullet: str) -> None:
    lines = [line for paragraph in written(planned, bullet) for line in wrap(paragraph, width)]
    plan = read_text(("\n" * spacing).join(lines))
    assert [(task.title, [item.text for item in task.items]) for task in plan.tasks] == planned


@given(tasks)
def test_paragraphs_without_bullets_survive_where_every_line_is_one(planned: list[Task]) -> None:
    plan = read_text("\n".join(written(planned, "")))
    assert [(task.title, [item.text for item in task.items]) for task in plan.tasks] == planned


@given(tasks, st.integers(50, 130), st.data())
def test_no_letter_of_a_task_is_lost_however_it_is_broken(planned: list[Task], width: int, data: st.DataObject) -> None:
    lines = [line for paragraph in written(planned, "") for line in wrap(paragraph, width)]
    gaps = data.draw(st.lists(st.integers(1, 4), min_size=len(lines), max_size=len(lines)))
    plan = read_text("".join(line + "\n" * gap for line, gap in zip(lines, gaps, strict=True)))
    found = "".join(task.title + "".join(item.text for item in task.items) for task in plan.tasks)
    assert letters(found) == letters("".join(title + "".join(items) for title, items in planned))


PIECES = [
    "KẾ HOẠCH", "I. ", "II. NỘI DUNG", "1. ", "1.1", "a) ", "- ", "+", "#", "**", "|", "Nơi nhận:", "TM. ", "Phần I",
    "\n", " ", "\t", "./.", "số 5/KH-UBND", "ngày 31/2", "trước ngày 15/6", "Phụ lục", "STT | Nội dung | Chủ trì", "“",
    "(",
    "https://a.vn/b", "Trên đây là", "báo cáo về UBND xã", "của", "năm 2025", "\u0301", "\ufeff", "Đ", "x" * 300,
]  # fmt: skip
pieces = st.sampled_from(PIECES)


@given(st.one_of(st.text(max_size=400), st.lists(pieces, max_size=60).map("".join)))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        plan = read_text(text)
    except PlanUnreadable as problem:
        refusal = str(problem)
    else:
        refusal = ""
        assert plan.tasks
    assert not refusal or refusal.endswith(".")
