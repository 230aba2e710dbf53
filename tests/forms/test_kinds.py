"""Each kind: how an answer is stored, shown and counted."""

from __future__ import annotations

from typing import Any

import pytest

from app.forms.definition import Question
from app.forms.kinds import KINDS
from app.forms.kinds.base import ANSWERED
from tests.forms.sample import sample, vietnamese

EVERY_KIND = sample("every_kind")
SAY = vietnamese(EVERY_KIND)


def asked(name: str) -> Question:
    return EVERY_KIND.by_id[name]


def test_the_eight_kinds_are_there() -> None:
    assert list(KINDS) == ["faces", "choice", "choices", "yes_no", "number", "date", "short_text", "long_text"]
    assert {question.kind for question in EVERY_KIND.questions} == set(KINDS)


@pytest.mark.parametrize(
    ("name", "stored", "shown"),
    [
        ("item", 1, "Rất không hài lòng"),
        ("item", 9, "Không biết / không liên quan"),
        ("visits", 0, "Chưa lần nào"),
        ("sources", [1, 99], "Loa; Nguồn khác"),
        ("met", 2, "Không"),
        ("days", 1500, "1.500"),
        ("came_on", "2026-09-02", "02/09/2026"),
        ("desk_name", "=1+1", "=1+1"),
        ("remark", "<b>\nhai", "<b>\nhai"),
        ("item", 7, "7"),
        ("sources", [1, 5], "Loa; 5"),
    ],
)
def test_an_answer_is_shown_in_words(name: str, stored: Any, shown: str) -> None:
    question = asked(name)
    assert KINDS[question.kind].display(question, stored, SAY) == shown


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("item", ["1", "2", "3", "4", "5", "9"]),
        ("visits", ["1", "2", "0"]),
        ("sources", ["1", "2", "99", "answered"]),
        ("met", ["1", "2"]),
        ("days", ["answered"]),
        ("came_on", ["answered"]),
        ("desk_name", ["answered"]),
        ("remark", ["answered"]),
    ],
)
def test_the_cells_of_a_question_are_fixed(name: str, keys: list[str]) -> None:
    question = asked(name)
    kind = KINDS[question.kind]
    assert [cell.key for cell in kind.own_cells(question)] == keys


@pytest.mark.parametrize(
    ("name", "stored", "cells"),
    [
        ("item", 1, (0,)),
        ("item", 9, (5,)),
        ("visits", 0, (2,)),
        ("sources", [1, 99], (0, 2, 3)),
        ("met", 2, (1,)),
        ("days", 3, (0,)),
        ("remark", "x", (0,)),
    ],
)
def test_an_answer_counts_in_its_cells(name: str, stored: Any, cells: tuple[int, ...]) -> None:
    question = asked(name)
    assert tuple(KINDS[question.kind].counter(question, 0)(stored)) == cells
    shifted = KINDS[question.kind].counter(question, 100)(stored)
    assert tuple(shifted) == tuple(cell + 100 for cell in cells)


def test_an_unknown_code_breaks_no_fold() -> None:
    assert tuple(KINDS["faces"].counter(asked("item"), 0)(7)) == ()
    assert tuple(KINDS["choices"].counter(asked("sources"), 0)([1, 5])) == (0, 3)


def test_answered_is_the_last_own_cell_of_several_choices() -> None:
    assert KINDS["choices"].own_cells(asked("sources"))[-1] == ANSWERED


def test_only_text_is_text_and_only_faces_are_scored() -> None:
    assert [name for name, kind in KINDS.items() if kind.is_text] == ["short_text", "long_text"]
    assert [name for name, kind in KINDS.items() if kind.scorable] == ["faces"]
    assert [name for name, kind in KINDS.items() if not kind.comparable] == ["date", "short_text", "long_text"]
    assert [name for name, kind in KINDS.items() if kind.several] == ["choices"]


def test_the_code_book_of_a_question() -> None:
    assert KINDS["choice"].choices(asked("visits"), SAY) == ((1, "Một lần"), (2, "Hai lần"), (0, "Chưa lần nào"))
    assert KINDS["yes_no"].choices(asked("met"), SAY) == ((1, "Có"), (2, "Không"))
    assert KINDS["long_text"].choices(asked("remark"), SAY) == ()
