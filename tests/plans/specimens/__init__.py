"""Whole plans in five manners, written by us, each in the form that an office would send it in, with what a careful
reader finds in it (``gold/``, written by hand before any program read the document).

=====================  ====  =======================================================================================
so_cong_thuong         docx  a department of another province; duties in a table with merged cells, groups, two heads
phuong_ba_cap          txt   lines broken hard, page numbers inside sentences, a) - + below numbered tasks
dac_khu_hai_nam        pdf   a plan for two years, issued in the year before; running head, numbers of pages
xa_sau_sap_nhap        docx  a commune after the merger of 2025; Word's own lists, tracked changes, broken office name
huyen_phan_thu         md    Phần thứ nhất / A / I / 1, numbers that begin again, titles inside sentences, NFD, NBSP
=====================  ====  =======================================================================================

The Word files and the PDF are made from the sheets in ``written/`` by ``python -m tests.plans.specimens``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
GOLD = sorted((FOLDER / "gold").glob("*.json"))


def gold_of(path: Path) -> dict[str, Any]:
    """What a careful reader finds; the document is the file named in ``source_file``."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def document_of(gold: dict[str, Any]) -> Path:
    """The document that a gold file speaks of."""
    return FOLDER / str(gold["source_file"])
