"""The table of ``docs/an-toan.md`` says what the tests show, and names tests that exist."""

from __future__ import annotations

import ast

import pytest

from app.core.settings import ROOT
from tests.attacks.__main__ import PAGE, renewed
from tests.attacks.book import ELSEWHERE, ROWS, Row


def test_the_table_is_up_to_date() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert renewed(page) == page, "run python -m tests.attacks"


def test_it_holds_what_was_asked_for() -> None:
    assert len(ROWS) + len(ELSEWHERE) >= 40


@pytest.mark.parametrize("row", ELSEWHERE, ids=lambda row: row.test)
def test_every_row_names_a_test(row: Row) -> None:
    path, name = row.test.split("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
