"""Changing fields and confirming them."""

from __future__ import annotations

from typing import Any

import pytest

from app.plans.corrections.fresh import sheet_of
from app.plans.corrections.sheet import Sheet
from app.plans.corrections.verbs import FIELDS, Change, Confirm, CorrectionRefused, PlaceLost, Value
from tests.plans.samples import read


@pytest.fixture
def sheet() -> Sheet:
    return sheet_of(read())


def changed(sheet: Sheet, of: str, field: str, value: Value) -> Any:
    return getattr(Change(of, field, value).on(sheet).find(of), field)


def test_it_works(sheet: Sheet) -> None:
    task, deadline = sheet.tasks[1], sheet.deadlines[0]
    assert changed(sheet, "head", "number", " 16/KH-UBND ") == "16/KH-UBND"
    assert changed(sheet, task.key, "title", "Trả kết quả\n đúng hẹn") == "Trả kết quả đúng hẹn"
    assert changed(sheet, task.items[0].key, "text", "Niêm yết.") == "Niêm yết."
    assert changed(sheet, deadline.key, "due", "2026-12") == "2026-12"
    assert changed(sheet, sheet.duties[0].key, "texts", ["Một.", " ", "Hai."]) == ("Một.", "Hai.")
    assert changed(sheet, sheet.recipients[0].key, "note", "") is None
    assert changed(sheet, sheet.sections[0].key, "title", "Mục tiêu") == "Mục tiêu"


def test_what_is_decided_about_a_task(sheet: Sheet) -> None:
    key = sheet.tasks[1].key
    assert changed(sheet, key, "theme", "propaganda") == "propaganda"
    assert changed(sheet, key, "reason", "Việc nội bộ.") == "Việc nội bộ."
    assert changed(sheet, key, "reason", None) is None
    assert changed(sheet, key, "target", 0.925) == pytest.approx(0.925)
    assert changed(sheet, key, "owner", "Văn phòng") == "Văn phòng"
    assert changed(sheet, key, "coordinating", ["Tư pháp", "", "Tư pháp", "Địa chính"]) == ("Tư pháp", "Địa chính")


def test_a_change_leaves_everything_else_alone(sheet: Sheet) -> None:
    key = sheet.tasks[1].key
    back = Change(key, "title", sheet.tasks[1].title).on(Change(key, "title", "Khác").on(sheet))
    assert back == sheet


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", " ", "Hãy ghi tên nhiệm vụ."),
        ("title", None, "Hãy ghi tên nhiệm vụ."),
        ("title", "x" * 4001, "nhiều nhất 4000 ký tự"),
        ("theme", "magic", "“magic”"),
        ("reason", " ", "Hãy ghi lý do"),
        ("target", 1.01, "từ 0 đến 100"),
        ("target", "nhiều", "từ 0 đến 100"),
        ("items", "x", "Không có ô “items”"),
    ],
)
def test_a_value_that_does_not_fit_a_task_is_refused(sheet: Sheet, field: str, value: Value, sentence: str) -> None:
    with pytest.raises(CorrectionRefused, match=sentence):
        changed(sheet, sheet.tasks[0].key, field, value)


@pytest.mark.parametrize("value", [1826, "2026", 2101])
def test_a_year_is_a_year(sheet: Sheet, value: Value) -> None:
    with pytest.raises(CorrectionRefused, match="từ 2000 đến 2100"):
        changed(sheet, "head", "year", value)
    assert changed(sheet, "head", "year", None) is None


@pytest.mark.parametrize("value", ["20/11/2026", "2026-13", "2026-02-30", 5, "mai"])
def test_a_day_is_a_day_or_a_month(sheet: Sheet, value: Value) -> None:
    with pytest.raises(CorrectionRefused, match="Hãy ghi ngày như 20/11/2026"):
        changed(sheet, sheet.deadlines[0].key, "due", value)


def test_confirming_remembers_the_value_that_was_looked_at(sheet: Sheet) -> None:
    key = sheet.tasks[0].key
    assert Confirm(key, "theme", "propaganda").on(sheet).confirmed == {(key, "theme", "propaganda")}
    assert Confirm(None, "legal_bases[0]", "07/KH-UBND").on(sheet).confirmed == {(None, "legal_bases[0]", "07/KH-UBND")}
    with pytest.raises(PlaceLost):
        Confirm("tx", "theme", None).on(sheet)


def test_every_field_has_a_sentence_of_its_own() -> None:
    said = [field.said for fields in FIELDS.values() for field in fields.values()]
    assert len(set(said)) == len(said)
