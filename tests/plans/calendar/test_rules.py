"""States, internal before outward, stages of reminding, and what is taken as evidence."""

from __future__ import annotations

import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.offices.rules import WorkingDays
from app.plans.calendar.rules import (
    FORGIVEN,
    Link,
    inner_of,
    internal_day,
    is_late_for,
    paragraph_with,
    stage_of,
    state_of,
    task_label_in,
    type_of,
)

TODAY = date(2026, 11, 20)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("last_on", "done", "asking", "state"),
    [
        (ahead(-1), False, False, "overdue"),
        (TODAY, False, False, "due"),
        (ahead(14), False, False, "due"),
        (ahead(15), False, False, "later"),
        (ahead(-400), True, False, "done"),
        (None, False, True, "asking"),
        (None, False, False, "later"),
        (None, True, True, "done"),
        (ahead(-1), False, True, "overdue"),
    ],
)
def test_the_state_follows_from_the_last_day(last_on: date | None, done: bool, asking: bool, state: str) -> None:
    assert state_of(last_on, TODAY, done=done, asking=asking) == state


OUTWARD = Link("d2.2026-Y", "2026-Y", "Văn phòng Sở", "Sở Nội vụ", ahead(10))
INNER = Link("d1.2026-Y", "2026-Y", "Các phòng", "Văn phòng", ahead(5))


def test_the_units_report_comes_before_the_outward_one() -> None:
    assert inner_of(OUTWARD, [OUTWARD, INNER]) == [INNER]
    assert inner_of(INNER, [OUTWARD, INNER]) == []


def test_another_period_is_no_part_of_the_chain() -> None:
    other = Link("d1.2026-H1", "2026-H1", "Các phòng", "Văn phòng Sở", ahead(5))
    assert inner_of(OUTWARD, [other]) == []


def test_a_part_of_a_word_is_no_unit() -> None:
    other = Link("d1.2026-Y", "2026-Y", "Các phòng", "Văn phò", ahead(5))
    assert inner_of(OUTWARD, [other]) == []


@pytest.mark.parametrize(("days", "late"), [(9, False), (10, True), (11, True)])
def test_an_internal_day_that_is_not_before_is_late(days: int, late: bool) -> None:
    assert is_late_for(Link("d1", "2026-Y", "A", "B", ahead(days)), OUTWARD) is late


def test_a_chain_without_days_is_not_late() -> None:
    assert not is_late_for(Link("d1", "2026-Y", "A", "B", None), OUTWARD)


@given(DAYS, st.integers(1, 60), st.frozensets(DAYS, max_size=30), st.frozensets(DAYS, max_size=30))
def test_after_acceptance_the_internal_day_is_before_the_outward_one(
    outward: date, lead: int, off: frozenset[date], worked: frozenset[date]
) -> None:
    days = WorkingDays(off, worked)
    accepted = internal_day(outward, lead, days)
    assert days.is_working(accepted)
    assert not is_late_for(Link("d1", "2026-Y", "A", "B", accepted), Link("d2", "2026-Y", "B", "C", outward))


@pytest.mark.parametrize(
    ("left", "stage"),
    [(8, None), (7, "7"), (3, "7"), (1, "1"), (0, "1"), (-1, "overdue"), (-FORGIVEN, "overdue"), (-FORGIVEN - 1, None)],
)
def test_the_stage_is_the_nearest_that_holds(left: int, stage: str | None) -> None:
    """A run that was missed on the very day is made up for on the next."""
    assert stage_of(ahead(left), TODAY, [7, 1], overdue=True) == stage


def test_an_office_may_want_no_reminders() -> None:
    assert stage_of(ahead(1), TODAY, [], overdue=True) is None
    assert stage_of(ahead(-1), TODAY, [7], overdue=False) is None


def test_the_paragraph_of_a_deadline_is_found_whatever_its_blanks() -> None:
    assert (
        paragraph_with("trước ngày  31/3", ["Không phải.", "Làm xong trước  ngày 31/3."])
        == "Làm xong trước  ngày 31/3."
    )
    assert paragraph_with("", ["Gì cũng được."]) is None


def test_a_path_leads_to_a_task_in_a_section_of_tasks_only() -> None:
    assert task_label_in("II.3", {"II"}) == "3"
    assert task_label_in("III.3", {"II"}) is None
    assert task_label_in(None, {"II"}) is None


def archive(*names: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return buffer.getvalue()


WORD = archive("[Content_Types].xml", "word/document.xml")
EXCEL = archive("[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (b"%PDF-1.7\n", "bao cao.pdf", "pdf"),
        (b"%PDF-1.7\n", "BAO CAO.PDF", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "anh.png", "png"),
        (b"\xff\xd8\xff\xe0", "anh.jpeg", "jpg"),
        (WORD, "bao-cao.docx", "docx"),
        (EXCEL, "so-lieu.xlsx", "xlsx"),
        (EXCEL, "so-lieu.docx", None),
        (b"%PDF-1.7\n", "bao-cao.docx", None),
        (b"%PDF-1.7\n", "bao-cao", None),
        (b"<html><script>", "bao-cao.pdf", None),
        (b"<svg xmlns='x'>", "anh.svg", None),
        (b"MZ\x90", "chay.exe", None),
        (archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macro.docx", None),
        (archive("bat-ky.txt"), "nen.docx", None),
        (WORD[: len(WORD) // 2], "hong.docx", None),
        (b"PK\x03\x04", "hong.docx", None),
    ],
)
def test_only_what_is_what_it_says_is_taken(content: bytes, name: str, found: str | None) -> None:
    assert type_of(content, name) == found


@given(st.binary(max_size=200), st.text(max_size=30))
def test_no_bytes_break_the_look_at_a_file(content: bytes, name: str) -> None:
    for beginning in (b"", b"PK\x03\x04", WORD[:60]):
        type_of(beginning + content, name)
