"""Merging, splitting, moving, adding, removing: what the verbs do to the tasks, and what they refuse."""

from __future__ import annotations

import pytest

from app.plans.corrections.fresh import sheet_of
from app.plans.corrections.sheet import Sheet
from app.plans.corrections.structure import Add, Merge, Move, MoveIn, MoveOut, Remove, Restore, Split
from app.plans.corrections.verbs import Change, CorrectionRefused, PlaceLost, Verb
from app.plans.rules import CHILDREN_ASKED
from tests.plans.samples import read


@pytest.fixture
def sheet() -> Sheet:
    return sheet_of(read())


def outline(sheet: Sheet) -> list[tuple[str, str, int]]:
    """Label, title and number of paragraphs of each task; children indented."""
    return [(("  " if task.parent else "") + task.label, task.title[:12], len(task.shown)) for task in sheet.kept]


def after(sheet: Sheet, *verbs: Verb) -> Sheet:
    for verb in verbs:
        sheet = verb.on(sheet)
    return sheet


def test_it_works(sheet: Sheet) -> None:
    assert outline(sheet) == [("1", "Tổ chức quán", 1), ("2", "Thực hiện cả", 2), ("3", "Tiếp công dâ", 1)]
    assert len({thing.key for thing in sheet.things()}) == len(list(sheet.things()))


def test_merging_keeps_the_heading_as_a_paragraph(sheet: Sheet) -> None:
    first, second, _ = sheet.tasks
    merged = Merge(second.key, sheet.new_key("i")).on(sheet)
    assert outline(merged) == [("1", "Tổ chức quán", 4), ("3", "Tiếp công dâ", 1)]
    heading = merged.tasks[0].items[1]
    assert (heading.text, heading.marker, heading.lines) == (second.title, "2.", second.lines)
    assert merged.tasks[0].lines == (first.lines or (0, 0))[:1] + (second.lines or (0, 0))[1:]


def test_deadlines_follow_a_merged_task() -> None:
    data = read()
    data["deadlines"][0]["task"] = 1
    sheet = sheet_of(data)
    merged = Merge(sheet.tasks[1].key, "in1").on(sheet)
    assert merged.deadlines[0].task == sheet.tasks[0].key


def test_splitting_makes_a_task_of_the_paragraphs_from_there_on(sheet: Sheet) -> None:
    item = sheet.tasks[1].items[1]
    split = Split(item.key, "tn1", "Trả kết quả đúng hẹn", "public_service_ethics").on(sheet)
    assert outline(split) == [
        ("1", "Tổ chức quán", 1),
        ("2", "Thực hiện cả", 1),
        ("2a", "Trả kết quả ", 1),
        ("3", "Tiếp công dâ", 1),
    ]
    made = split.tasks[2]
    assert (made.theme, made.surveyed, made.items[0].key, made.lines) == (
        "public_service_ethics",
        True,
        item.key,
        item.lines,
    )


def test_one_heading_becomes_a_task_with_tasks_under_it(sheet: Sheet) -> None:
    """Each split below takes the paragraphs from there on, so it goes from the last to the first."""
    second = sheet.tasks[1]
    split = after(
        sheet,
        Split(second.items[1].key, "tn1", "Trả kết quả", "administrative_reform", below=True),
        Split(second.items[0].key, "tn2", "Niêm yết", "administrative_reform", below=True),
    )
    assert outline(split)[1:4] == [("2", "Thực hiện cả", 0), ("  2.2", "Niêm yết", 1), ("  2.1", "Trả kết quả", 1)]
    assert split.tasks[1].reason == CHILDREN_ASKED


def test_a_task_that_keeps_paragraphs_of_its_own_is_still_asked_about(sheet: Sheet) -> None:
    second = sheet.tasks[1]
    split = Split(second.items[1].key, "tn1", "Trả kết quả", "administrative_reform", below=True).on(sheet)
    assert split.tasks[1].surveyed


def test_a_task_goes_up_and_down_with_what_is_under_it(sheet: Sheet) -> None:
    _, second, third = sheet.tasks
    nested = MoveIn(second.key).on(sheet)
    assert outline(nested) == [("1", "Tổ chức quán", 1), ("  2", "Thực hiện cả", 2), ("3", "Tiếp công dâ", 1)]
    moved = Move(third.key, up=True).on(nested)
    assert [line[0] for line in outline(moved)] == ["3", "1", "  2"]
    assert Move(third.key, up=False).on(moved) == nested


def test_a_task_comes_out_behind_what_it_was_under(sheet: Sheet) -> None:
    _, second, third = sheet.tasks
    nested = after(sheet, MoveIn(second.key), MoveIn(third.key))
    assert [line[0] for line in outline(nested)] == ["1", "  2", "  3"]
    assert [line[0] for line in outline(MoveOut(second.key).on(nested))] == ["1", "  3", "2"]


def test_an_item_changes_its_place(sheet: Sheet) -> None:
    first, second = sheet.tasks[1].items
    moved = Move(second.key, up=True).on(sheet)
    assert [item.key for item in moved.tasks[1].items] == [second.key, first.key]
    assert Move(second.key, up=False).on(moved) == sheet


def test_a_removed_task_takes_what_is_under_it_along_and_both_come_back(sheet: Sheet) -> None:
    nested = MoveIn(sheet.tasks[1].key).on(sheet)
    removed = Remove(sheet.tasks[0].key).on(nested)
    assert [line[0] for line in outline(removed)] == ["3"]
    assert Restore(sheet.tasks[0].key).on(removed) == nested


def test_a_removed_item_comes_back_to_its_place(sheet: Sheet) -> None:
    item = sheet.tasks[1].items[0]
    removed = Remove(item.key).on(sheet)
    assert [one.text for one in removed.tasks[1].shown] == ["Trả kết quả đúng hẹn."]
    assert Restore(item.key).on(removed) == sheet


def test_what_the_reader_missed_is_added(sheet: Sheet) -> None:
    second = sheet.tasks[1].key
    added = after(
        sheet,
        Add("tn1", second, (("title", "Chuyển đổi số"), ("theme", "administrative_reform"))),
        Add("in2", "tn1", (("text", "Dùng chữ ký số."),)),
        Add("dn3", None, (("due_text", "trước ngày 05/6/2026"), ("due", "2026-06-05"), ("period", "6 tháng"))),
        Add("un4", None, (("unit", "Công an phường"), ("texts", ["Giữ trật tự."]))),
        Add("rn5", None, (("text", "Các khu phố"),)),
    )
    assert outline(added)[2] == ("2a", "Chuyển đổi s", 1)
    assert (added.deadlines[-1].due, added.duties[-1].texts, added.recipients[-1].text) == (
        "2026-06-05",
        ("Giữ trật tự.",),
        "Các khu phố",
    )
    assert added.new_key("t") == "tn6"


def test_labels_of_new_tasks_are_never_given_twice(sheet: Sheet) -> None:
    for number in range(30):
        sheet = Add(f"tn{number}", sheet.tasks[-1].key, (("title", "Việc mới"),)).on(sheet)
    labels = [task.label for task in sheet.tasks]
    assert len(set(labels)) == len(labels)
    assert labels[3:5] == ["3a", "3b"]
    assert labels[-1] == "3-1c"


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        (lambda s: Merge(s.tasks[0].key, "in1"), "Phía trên không còn nhiệm vụ nào"),
        (lambda s: Merge(s.tasks[1].key, s.tasks[1].items[0].key), "Không thêm được"),
        (lambda s: MoveIn(s.tasks[0].key), "Phía trên không có nhiệm vụ nào"),
        (lambda s: MoveOut(s.tasks[0].key), "không nằm trong nhiệm vụ nào"),
        (lambda s: Move(s.tasks[0].key, up=True), "đầu hoặc cuối danh sách"),
        (lambda s: Move(s.tasks[1].items[1].key, up=False), "đầu hoặc cuối danh sách"),
        (lambda _: Add("tn1", None), "Hãy ghi tên nhiệm vụ"),
        (lambda _: Add("sn1", None), "Không thêm được"),
        (lambda _: Add("t1", None, (("title", "Tên"),)), "Không thêm được"),
        (lambda _: Add("dn1", None, (("due_text", "bao giờ"), ("due", "mai"))), "Hãy ghi ngày như"),
    ],
)
def test_what_makes_no_sense_is_refused(sheet: Sheet, verb: object, sentence: str) -> None:
    with pytest.raises(CorrectionRefused, match=sentence):
        verb(sheet).on(sheet)  # type: ignore[operator]


def test_there_is_only_one_level_of_tasks_under_tasks(sheet: Sheet) -> None:
    first, second, third = sheet.tasks
    nested = MoveIn(second.key).on(sheet)
    with pytest.raises(CorrectionRefused, match="một cấp"):
        MoveIn(first.key).on(Move(third.key, up=True).on(nested))
    with pytest.raises(CorrectionRefused, match="nhiệm vụ con"):
        Split(second.items[1].key, "tn1", "Việc", "other", below=True).on(nested)


def test_the_last_task_cannot_be_removed(sheet: Sheet) -> None:
    first, second, third = (task.key for task in sheet.tasks)
    with pytest.raises(CorrectionRefused, match="ít nhất một nhiệm vụ"):
        after(sheet, Remove(first), Remove(second), Remove(third))


@pytest.mark.parametrize(
    "verb",
    [
        Merge("tx", "in1"),
        Split("ix", "tn1", "T", "other"),
        Move("tx", up=True),
        Move("ix", up=True),
        MoveIn("tx"),
        MoveOut("tx"),
        Add("in1", "tx", (("text", "Đoạn"),)),
        Remove("dx"),
        Restore("head"),
        Change("ux", "unit", "Đơn vị"),
    ],
)
def test_what_is_not_on_the_sheet_is_lost(sheet: Sheet, verb: Verb) -> None:
    with pytest.raises(PlaceLost, match="Không còn tìm thấy"):
        verb.on(sheet)


def test_a_removed_task_takes_no_further_corrections_of_its_place(sheet: Sheet) -> None:
    second = sheet.tasks[1]
    removed = Remove(second.key).on(sheet)
    for verb in (Merge(second.key, "in1"), MoveIn(second.key), Split(second.items[0].key, "tn1", "T", "other")):
        with pytest.raises(PlaceLost):
            verb.on(removed)
