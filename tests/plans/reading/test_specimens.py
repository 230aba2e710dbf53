"""Whole plans in five manners, judged against what a careful reader finds in them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.plans.reading import read_plan
from tests.plans.reading.document_lines import read_lines
from tests.plans.specimens import FOLDER, GOLD, document_of, gold_of
from tests.plans.specimens.__main__ import MAKERS, made
from tests.plans.specimens.judge import EXACT, judged, missed, overall

every_specimen = pytest.mark.parametrize("path", GOLD, ids=[path.stem for path in GOLD])


@cache
def read(path: Path) -> dict[str, Any]:
    document = document_of(gold_of(path))
    found: dict[str, Any] = json.loads(json.dumps(read_plan(document.read_bytes(), document.name).as_json()))
    return found


def test_there_is_one_of_each_form() -> None:
    assert sorted(document_of(gold_of(path)).suffix for path in GOLD) == [".docx", ".docx", ".md", ".pdf", ".txt"]


@every_specimen
def test_what_must_be_exact_is_exact_and_the_rest_nearly_so(path: Path) -> None:
    gold = gold_of(path)
    marks = judged(gold, read(path))
    for name in EXACT:
        assert marks[name] == 1.0, missed(gold, read(path), name)
    assert overall(marks) >= 0.95, [missed(gold, read(path), name) for name, mark in marks.items() if mark < 1]


@every_specimen
def test_every_word_that_was_found_stands_in_the_gold(path: Path) -> None:
    """No letter of a task is lost or invented."""
    gold, found = gold_of(path), read(path)
    for one, other in zip(gold["tasks"], found["tasks"], strict=True):
        assert [one["title"], *one["items"]] == [other["title"], *other["items"]]


@pytest.mark.parametrize("path", [path for path in GOLD if document_of(gold_of(path)).suffix in MAKERS])
def test_the_stored_file_is_the_one_that_its_sheet_makes(path: Path) -> None:
    document = document_of(gold_of(path))
    assert read_lines(document.read_bytes()) == read_lines(made(document))


def test_the_judge_marks_what_is_wrong() -> None:
    gold = gold_of(GOLD[0])
    assert set(judged(gold, gold).values()) == {1.0}
    wrong = {**gold, "tasks": gold["tasks"][1:], "sections": [*gold["sections"], gold["sections"][0]], "signer": None}
    marks = judged(gold, wrong)
    assert marks["titles"] < 1
    assert marks["sections"] < 1
    assert marks["signer"] == 0
    assert overall(marks) < 0.95


def test_every_sheet_belongs_to_a_specimen() -> None:
    assert {path.stem for path in (FOLDER / "written").iterdir()} < {path.stem for path in GOLD}
