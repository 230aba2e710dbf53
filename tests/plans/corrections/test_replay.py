"""Kept corrections meet the same document again, a changed version of it, and another document."""

from __future__ import annotations

import pytest

from app.plans.corrections.differences import told
from app.plans.corrections.exchange import (
    Correction,
    CorrectionsUnreadable,
    correct_all,
    from_data,
    from_text,
    to_data,
    to_text,
)
from app.plans.corrections.fresh import sheet_of
from app.plans.corrections.replay import replay
from app.plans.corrections.sheet import Sheet
from app.plans.corrections.structure import Add, Merge, Move, Remove, Split
from app.plans.corrections.verbs import Change, Confirm, Verb
from tests.plans.samples import TEXT, read


def made(sheet: Sheet, *verbs: Verb) -> tuple[Sheet, list[Correction]]:
    return correct_all(sheet, verbs)


def corrected() -> tuple[Sheet, list[Correction]]:
    sheet = sheet_of(read())
    first, second, third = sheet.tasks
    return made(
        sheet,
        Change("head", "number", "16/KH-UBND"),
        Change(second.key, "title", "Trả kết quả đúng hẹn"),
        Change(third.key, "reason", "Năm nay chưa hỏi."),
        Split(second.items[1].key, "tn1", "Đúng hẹn", "administrative_reform"),
        Change("tn1", "owner", "Bộ phận Một cửa"),
        Change(sheet.deadlines[0].key, "to_unit", "Sở Nội vụ"),
        Confirm(first.key, "theme", first.theme),
        Add("rn2", None, (("text", "Các khu phố"),)),
    )


def test_it_works() -> None:
    sheet, corrections = corrected()
    again = replay(sheet_of(read()), corrections)
    assert again.sheet == sheet
    assert list(again.corrections) == corrections
    assert again.unplaced == ()


def test_corrections_survive_being_written_down() -> None:
    sheet, corrections = corrected()
    assert from_text(to_text(corrections)) == corrections
    assert replay(sheet_of(read()), from_text(to_text(corrections))).sheet == sheet


def test_they_find_their_tasks_in_a_version_with_another_task_before_them() -> None:
    _, corrections = corrected()
    text = TEXT.replace("2. Thực hiện cải cách", "2. Xây dựng văn hóa công sở\n- Làm nội quy.\n3. Thực hiện cải cách")
    text = text.replace("3. Tiếp công dân", "4. Tiếp công dân")
    again = replay(sheet_of(read(text)), corrections)
    assert again.unplaced == ()
    assert [(task.label, task.title) for task in again.sheet.kept][1:] == [
        ("2", "Xây dựng văn hóa công sở"),
        ("3", "Trả kết quả đúng hẹn"),
        ("3a", "Đúng hẹn"),
        ("4", "Tiếp công dân, giải quyết kiến nghị"),
    ]


def test_they_find_a_task_whose_words_changed_a_little() -> None:
    _, corrections = corrected()
    again = replay(sheet_of(read(TEXT.replace("2. Thực hiện cải cách", "2. Tiếp tục thực hiện cải cách"))), corrections)
    assert again.unplaced == ()
    assert again.sheet.tasks[1].title == "Trả kết quả đúng hẹn"


def test_what_finds_no_place_is_told_and_applied_nowhere() -> None:
    sheet, corrections = corrected()
    text = TEXT.replace("2. Thực hiện cải cách thủ tục hành chính", "2. Phòng cháy, chữa cháy ở khu dân cư").replace(
        "- Trả kết quả đúng hẹn.\n", "- Tập huấn cho các tổ liên gia.\n"
    )
    fresh = sheet_of(read(text))
    again = replay(fresh, corrections)
    lost = [told(one.correction, sheet) for one in again.unplaced]
    assert [one.text % one.values for one in lost] == [
        "Sửa tên nhiệm vụ “2. Trả kết quả đúng hẹn”",
        "Tách nhiệm vụ mới bắt đầu từ đoạn “Trả kết quả đúng hẹn.”",
        "Đổi đơn vị chủ trì của nhiệm vụ “2a. Đúng hẹn”",
    ]
    assert all("Không còn tìm thấy" in str(one.why) for one in again.unplaced)
    assert again.sheet.tasks[1] == fresh.tasks[1]
    assert again.sheet.tasks[2].reason == "Năm nay chưa hỏi."


def test_of_two_places_with_the_same_words_none_is_guessed() -> None:
    doubled = TEXT.replace("- Trả lời kiến nghị đúng hạn.", "- Trả kết quả đúng hẹn.")
    sheet = sheet_of(read(doubled))
    _, corrections = made(sheet, Remove(sheet.tasks[2].items[0].key))
    again = replay(sheet_of(read(doubled)), corrections)
    assert [item.removed for item in again.sheet.tasks[2].items] == [True]
    renumbered = doubled.replace("3. Tiếp công dân", "3. Trồng cây\n- Mỗi nhà một cây.\n4. Tiếp công dân")
    again = replay(sheet_of(read(renumbered)), corrections)
    assert len(again.unplaced) == 1
    assert not any(item.removed for task in again.sheet.tasks for item in task.items)


def test_a_correction_of_what_was_merged_away_is_told() -> None:
    sheet = sheet_of(read())
    _, late = made(sheet, Move(sheet.tasks[2].key, up=True))
    _, merged = made(sheet, Merge(sheet.tasks[2].key, "in1"))
    again = replay(sheet, [*merged, *late])
    assert [one.correction for one in again.unplaced] == late


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        "nonsense",
        "[" * 100_000,
        '[{"verb":"explode","at":{}}]',
        '[{"verb":"remove","at":{}}]',
        '[{"verb":"remove","key":1,"at":{}}]',
        '[{"verb":"remove","key":"t1","at":{"t1":["a","b","c",true]}}]',
        '[{"verb":"remove","key":"t1","at":[]}]',
        '[{"verb":"remove","key":"t1","at":{},"more":1}]',
        '[{"verb":"move","key":"t1","up":"yes","at":{}}]',
        '[{"verb":"add","key":"tn1","after":null,"values":[],"at":{}}]',
    ],
)
def test_what_is_no_list_of_corrections_is_refused(text: str) -> None:
    with pytest.raises(CorrectionsUnreadable, match="không còn nguyên vẹn"):
        from_text(text)


def test_every_verb_can_be_written_down() -> None:
    _, corrections = corrected()
    for correction in corrections:
        assert from_data(to_data(correction)) == correction
