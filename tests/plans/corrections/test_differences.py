"""What is told before a new reading takes the place of the old one."""

from __future__ import annotations

from app.plans.corrections.differences import Difference, differences
from app.plans.corrections.exchange import correct_all
from app.plans.corrections.fresh import sheet_of
from app.plans.corrections.sheet import Sheet
from app.plans.corrections.structure import Add, Merge, Move, MoveIn, Remove
from app.plans.corrections.verbs import Change, Confirm, Verb
from tests.plans.samples import TEXT, read


def told(found: list[Difference]) -> list[str]:
    return [one.text % one.values for one in found]


def after(sheet: Sheet, *verbs: Verb) -> list[str]:
    return told(differences(sheet, correct_all(sheet, verbs)[0]))


def test_it_works() -> None:
    before, changed = sheet_of(read()), sheet_of(read(TEXT.replace("15/KH-UBND", "19/KH-UBND")))
    assert told(differences(before, changed)) == ["Số, ký hiệu: “15/KH-UBND” thành “19/KH-UBND”"]
    assert differences(before, sheet_of(read())) == []


def test_tasks_that_came_went_and_changed() -> None:
    sheet = sheet_of(read())
    first, second, third = sheet.tasks
    assert after(
        sheet,
        Remove(first.key),
        Change(second.key, "title", "Tên khác"),
        Change(second.key, "theme", "propaganda"),
        Change(second.key, "reason", "Không hỏi."),
        Change(second.key, "owner", "Văn phòng"),
        Change(second.key, "coordinating", ["Tư pháp", "Địa chính"]),
        Change(second.key, "target", 0.8),
        Change(third.items[0].key, "text", "Khác."),
        Add("tn1", None, (("title", "Việc mới"),)),
    ) == [
        "Không còn nhiệm vụ “1. Tổ chức quán triệt các văn bản về công tác dân vận”",
        "Thêm nhiệm vụ “3a. Việc mới”",
        "Nhiệm vụ “2. Thực hiện cải cách thủ tục hành chính” đổi tên thành “Tên khác”",
        "Nhiệm vụ “2. Thực hiện cải cách thủ tục hành chính”: chủ đề khác",
        "Nhiệm vụ “2. Thực hiện cải cách thủ tục hành chính”: việc khảo sát khác",
        "Nhiệm vụ “2. Thực hiện cải cách thủ tục hành chính”: đơn vị chủ trì “–” thành “Văn phòng”",
        "Nhiệm vụ “2. Thực hiện cải cách thủ tục hành chính”: đơn vị phối hợp “–” thành “Tư pháp; Địa chính”",
        "Nhiệm vụ “2. Thực hiện cải cách thủ tục hành chính”: mục tiêu khác",
        "Nhiệm vụ “3. Tiếp công dân, giải quyết kiến nghị”: 1 đoạn nội dung khác",
    ]


def test_order_and_nesting_are_one_difference() -> None:
    sheet = sheet_of(read())
    _, second, third = sheet.tasks
    order = ["Thứ tự hoặc cấp của các nhiệm vụ khác trước"]
    assert after(sheet, Move(third.key, up=True)) == order
    assert after(sheet, MoveIn(second.key)) == order


def test_a_merge_is_a_task_gone_and_paragraphs_gained() -> None:
    sheet = sheet_of(read())
    assert after(sheet, Merge(sheet.tasks[1].key, "in1")) == [
        "Không còn nhiệm vụ “2. Thực hiện cải cách thủ tục hành chính”",
        "Nhiệm vụ “1. Tổ chức quán triệt các văn bản về công tác dân vận”: 3 đoạn nội dung khác",
    ]


def test_the_other_parts() -> None:
    sheet = sheet_of(read())
    assert after(
        sheet,
        Change(sheet.deadlines[0].key, "to_unit", "Sở Nội vụ"),
        Change(sheet.duties[0].key, "unit", "Văn phòng UBND"),
        Remove(sheet.recipients[1].key),
        Add("rn1", None, (("text", "Các khu phố"),)),
        Change(sheet.sections[1].key, "title", "Nội dung"),
    ) == [
        "Thời hạn “trước ngày 20/11/2026” có chi tiết khác",
        "Phân công “Văn phòng phường” có nội dung khác",
        "Không còn nơi nhận “Lưu: VT”",
        "Thêm nơi nhận “Các khu phố”",
        "Phần “NHIỆM VỤ” có tên khác",
    ]


def test_looking_at_something_is_no_difference() -> None:
    sheet = sheet_of(read())
    assert after(sheet, Confirm(sheet.tasks[0].key, "theme", sheet.tasks[0].theme)) == []
