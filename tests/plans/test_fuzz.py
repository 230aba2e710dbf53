"""Spoilt documents are read or refused with a sentence; a longer run is ``python -m tests.plans.fuzz``."""

from __future__ import annotations

import itertools

import pytest

from app.plans.reading import NotAPlan, read_text
from app.plans.reading.reader import MOST_TASKS
from tests.plans.fuzz import fuzz
from tests.plans.mutations import spoilt
from tests.plans.specimens import FOLDER

COUNTS = {"text": 30, "docx": 20, "pdf": 5}
TEXT = (FOLDER / "phuong_ba_cap.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", COUNTS)
def test_it_works(form: str) -> None:
    found = fuzz(itertools.islice(spoilt(7, [form], most=20_000), COUNTS[form]))
    assert found.tried == COUNTS[form]
    assert [why for _, _, why in found.broken] == []
    assert len(found.ends) > 1, "chance spoilt nothing, or everything"


def test_the_same_seed_spoils_in_the_same_way() -> None:
    assert list(itertools.islice(spoilt(3), 20)) == list(itertools.islice(spoilt(3), 20))


def test_what_breaks_the_reader_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(content: bytes, _name: str) -> None:
        raise ZeroDivisionError(content)

    monkeypatch.setattr("tests.plans.fuzz.read_plan", broken)
    found = fuzz([("text x", b"x")])
    assert found.ends == {"BROKEN": 1}
    assert "ZeroDivisionError" in found.broken[0][2]


@pytest.mark.parametrize("line", ["- Người nhận;", "| a | b |", "Phần thứ nhất", "STT\tNội dung\tChủ trì", "1. Việc"])
def test_a_foot_of_thousands_of_lines_or_columns_is_read_in_one_go(line: str) -> None:
    """Each of these once took minutes: every recipient was looked for by going through all lines anew."""
    body, head, foot = TEXT.partition("Nơi nhận:")
    for blown in (f"{line}\n" * 4000, line * 4000):
        plan = read_text(f"{body}{head}\n{blown}\n{foot}")
        assert len(plan.tasks) == 4


def test_hundreds_of_tasks_are_no_plan() -> None:
    many = "1. Nhận quà\n" * (MOST_TASKS + 1)
    with pytest.raises(NotAPlan, match="quá nhiều so với nhiệm vụ") as refused:
        read_text(TEXT.replace("III. TỔ CHỨC", f"{many}III. TỔ CHỨC"))
    assert len(refused.value.recognised.tasks) > MOST_TASKS
