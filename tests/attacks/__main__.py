"""``python -m tests.attacks``: bring the table of ``docs/an-toan.md`` up to date, and print it."""

from __future__ import annotations

import sys

from app.core.settings import ROOT
from tests.attacks import test_citizen_pages, test_posts, test_staff_pages  # noqa: F401  they write their rows
from tests.attacks.book import table

PAGE = ROOT / "docs" / "an-toan.md"
BEGIN, END = "<!-- table -->\n", "<!-- /table -->\n"


def renewed(page: str) -> str:
    """The page with the table of today."""
    before, rest = page.split(BEGIN)
    return before + BEGIN + table() + END + rest.split(END)[1]


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(table())
