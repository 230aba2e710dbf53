"""What somebody typed becomes corrections, and what nobody touched becomes none."""

from __future__ import annotations

from typing import Any

import pytest

from app.plans.corrections.fresh import sheet_of
from app.plans.corrections.pressed import first_clause, verbs_of
from app.plans.corrections.sheet import HEAD, Sheet, SheetDeadline
from app.plans.corrections.typed import shown, typed_on
from app.plans.corrections.verbs import FIELDS, kind_of
from tests.plans.samples import read


@pytest.fixture
def sheet() -> Sheet:
    return sheet_of(read())


def untouched(sheet: Sheet) -> dict[str, str]:
    """Every box as the page shows it."""
    things: dict[str, Any] = {HEAD: sheet.head, **{thing.key: thing for thing in sheet.things()}}
    boxes = {
        f"{key}.{field}": shown(thing, field)
        for key, thing in things.items()
        for field in FIELDS[kind_of(key)]
        if field != "before"
    }
    boxes |= {f"{task.key}.surveyed": "y" for task in sheet.tasks if task.surveyed}
    return boxes | {f"{one.key}.before": "y" for one in sheet.deadlines if one.before}


def test_it_works(sheet: Sheet) -> None:
    key = sheet.tasks[1].key
    typed = typed_on(sheet, untouched(sheet) | {f"{key}.title": " Trả  kết quả ", f"{key}.target": "92,5 %"})
    assert [(change.field, change.value) for change in typed.changes] == [
        ("title", " Trả  kết quả "),
        ("target", 0.925),
    ]


def test_what_nobody_touched_is_no_correction(sheet: Sheet) -> None:
    assert typed_on(sheet, untouched(sheet)).changes == ()
    assert typed_on(sheet, {}).changes == ()


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("due", "5/6/2026", "2026-06-05"),
        ("due", "05-06-2026", "2026-06-05"),
        ("due", "6/2026", "2026-06"),
        ("due", "", None),
        ("period", "half-year", "6 tháng"),
        ("period", "", None),
    ],
)
def test_a_deadline_is_typed_as_people_write_it(sheet: Sheet, field: str, written: str, value: str | None) -> None:
    one = sheet.deadlines[0]
    typed = typed_on(sheet, untouched(sheet) | {f"{one.key}.{field}": written})
    expected = [] if value == getattr(one, field) else [(field, value)]
    assert [(change.field, change.value) for change in typed.changes] == expected


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("20/3/2026", "ngày 20/03/2026"),
        ("20.03.2026", "ngày 20/03/2026"),
        ("ngày 20-3-2026", "ngày 20/03/2026"),
        ("ngày 5 tháng 3 năm 2026", "ngày 5 tháng 3 năm 2026"),
        ("Hoa Sen, ngày 05 tháng 3  năm 2026", "Hoa Sen, ngày 05 tháng 3 năm 2026"),
        ("ngày … tháng 3 năm 2026", "ngày … tháng 3 năm 2026"),
        ("tháng 3 năm 2026", "tháng 3 năm 2026"),
        ("", None),
    ],
)
def test_the_day_of_issue_is_typed_as_offices_write_it(sheet: Sheet, written: str, value: str | None) -> None:
    typed = typed_on(sheet, untouched(sheet) | {"head.issued_text": written})
    assert [(change.field, change.value) for change in typed.changes] == [("issued_text", value)]


@pytest.mark.parametrize("written", ["hôm qua", "31/2/2026", "20/3", "ngày 20 tháng 13 năm 2026", "20/3/2026 chiều"])
def test_words_that_are_no_day_of_issue_are_refused(sheet: Sheet, written: str) -> None:
    typed = typed_on(sheet, untouched(sheet) | {"head.issued_text": written})
    assert typed.changes == ()
    assert "12/02/2026" in str(typed.refused["head.issued_text"])


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("trước ngày 20/11/2026", {"due": "2026-11-20", "before": True}),
        ("trước ngày 20 tháng 11", {"due": "2026-11-20", "before": True}),
        ("20/11/2026", {"due": "2026-11-20"}),
        ("ngày 5 tháng 6 năm 2027", {"due": "2027-06-05"}),
        ("trong tháng 9/2026", {"due": "2026-09"}),
        ("báo cáo quý trước ngày 20 của tháng cuối quý", {"period": "quý", "before": True}),
        ("hằng tháng", {"period": "tháng"}),
        (
            "gửi Ủy ban nhân dân tỉnh trước ngày 5/12",
            {"due": "2026-12-05", "before": True, "to_unit": "Ủy ban nhân dân tỉnh"},
        ),
        ("khi có yêu cầu", {}),
        ("trước ngày 31/2/2026", {}),
    ],
)
def test_a_new_deadline_takes_its_day_from_the_typed_words(sheet: Sheet, written: str, said: dict[str, Any]) -> None:
    (verb,), key = verbs_of("add d", sheet, {"new.d": written}, ())
    added = verb.on(sheet).find(key or "")
    assert isinstance(added, SheetDeadline)
    names = ("due", "period", "before", "to_unit")
    assert {name: value for name in names if (value := getattr(added, name))} == said
    assert added.due_text == written


def test_a_box_that_is_no_longer_ticked_is_a_correction(sheet: Sheet) -> None:
    one = sheet.deadlines[0]
    boxes = untouched(sheet)
    del boxes[f"{one.key}.before"]
    assert [(change.field, change.value) for change in typed_on(sheet, boxes).changes] == [("before", False)]


@pytest.mark.parametrize(
    ("field", "written"), [("due", "mai"), ("due", "31/2/2026"), ("due_text", " ")], ids=["words", "no day", "empty"]
)
def test_what_is_not_understood_is_refused_and_named(sheet: Sheet, field: str, written: str) -> None:
    key = sheet.deadlines[0].key
    typed = typed_on(sheet, untouched(sheet) | {f"{key}.{field}": written})
    assert typed.changes == ()
    assert list(typed.refused) == [f"{key}.{field}"]


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Niêm yết đầy đủ giấy tờ; trả kết quả đúng hẹn.", "Niêm yết đầy đủ giấy tờ"),
        ("Trả kết quả đúng hẹn.", "Trả kết quả đúng hẹn"),
        ("Một, hai, ba việc cần làm ngay, rồi nghỉ", "Một, hai, ba việc cần làm ngay"),
        ("chữ " * 60, ("chữ " * 35).strip()),
    ],
)
def test_a_paragraph_gives_the_first_proposal_of_a_heading(text: str, clause: str) -> None:
    assert first_clause(text) == clause
