"""Plans turned into Word files and PDFs of three producers read like the texts that they were made from."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from app.plans.reading import read_plan
from tests.plans.turn.as_word import docx_of
from tests.plans.turn.by_chromium import CHROMIUM, chromium_pdf
from tests.plans.turn.by_reportlab import reportlab_pdf
from tests.plans.turn.by_typst import typst_pdf
from tests.plans.turn.manuscript import Manuscript, manuscript

ROOT = Path(__file__).resolve().parents[3]
PLANS = ROOT.parent / "shared" / "plans"
GOLD = sorted((PLANS / "gold").glob("*.json")) if PLANS.is_dir() else []
SAMPLE = ROOT / "app" / "cli" / "demo" / "ke-hoach-mau.txt"
WITH_APPENDIX = Path(__file__).parent / "samples" / "xa_hai_cap.txt"

needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no Chromium on this machine")
MAKERS = [docx_of, typst_pdf, reportlab_pdf]
WITH_CHROMIUM = [*MAKERS, pytest.param(chromium_pdf, marks=needs_chromium)]

Make = Callable[[Manuscript], bytes]


@cache
def read(path: Path) -> dict[str, Any]:
    """What is read from a text."""
    found: dict[str, Any] = json.loads(json.dumps(read_plan(path.read_bytes(), path.name).as_json()))
    return found


def without_places(found: Any) -> Any:
    """The same without its places in the file; a symbol broken at its hyphen may have a blank there."""
    if isinstance(found, str):
        return BROKEN.sub("", found)
    if isinstance(found, dict):
        return {key: without_places(value) for key, value in found.items() if key not in PLACES}
    return [without_places(value) for value in found] if isinstance(found, list) else found


PLACES = {"line", "lines", "item_lines", "source_file", "source", "findings"}
BROKEN = re.compile(r"(?<=\w[-/]) (?=\w)")


@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_the_three_files_of_the_demo_read_equal(suffix: str) -> None:
    other = read(SAMPLE.with_suffix(suffix))
    assert without_places(other) == without_places(read(SAMPLE))


@pytest.mark.parametrize("make", WITH_CHROMIUM)
def test_a_plan_comes_back_whole(make: Make) -> None:
    text = read(SAMPLE)
    plan = json.loads(json.dumps(read_plan(make(manuscript(text)), "turned").as_json()))
    for part in ("tasks", "sections", "purposes", "title", "deadlines", "signer", "legal_bases", "number", "date"):
        assert without_places(plan[part]) == without_places(text[part]), part
    assert [one["text"] for one in plan["recipients"]] == [one["text"] for one in text["recipients"]]


@pytest.mark.parametrize("make", WITH_CHROMIUM)
def test_the_rows_of_an_appendix_come_back(make: Make) -> None:
    text = read(WITH_APPENDIX)
    plan = read_plan(make(manuscript(text)), "turned").as_json()
    assert without_places(plan["appendix"]["rows"]) == without_places(text["appendix"]["rows"])
    assert plan["appendix"]["title"] == text["appendix"]["title"]


@pytest.mark.parametrize(
    "look",
    [
        {"size": 12, "indent": 0, "spacing": 0.9},
        {"size": 13, "indent": 12.7, "spacing": 0.6},
        {"size": 14, "indent": 10, "spacing": 0.6, "justified": False},
    ],
)
def test_the_look_of_a_page_changes_nothing(look: dict[str, Any]) -> None:
    text = read(SAMPLE)
    plan = json.loads(json.dumps(read_plan(typst_pdf(manuscript(text), **look), "turned").as_json()))
    for part in ("tasks", "sections", "purposes", "title", "deadlines"):
        assert without_places(plan[part]) == without_places(text[part]), part


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("plan_scorer", PLANS / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not GOLD, reason="the folder shared/plans with the real plans is not beside the checkout")
@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("gold_path", GOLD, ids=[path.stem[:3] for path in GOLD])
def test_a_real_plan_is_read_nearly_perfectly_in_every_form(scorer: ModuleType, gold_path: Path, make: Make) -> None:
    gold: dict[str, Any] = json.loads(gold_path.read_text(encoding="utf-8"))
    plan = json.loads(json.dumps(read_plan(make(manuscript(gold)), "turned").as_json()))
    _, _, fields, overall, _ = scorer.evaluate(gold, plan)
    assert fields["sections"] == 1.0
    assert fields["tasks.title"] == 1.0
    assert overall >= 0.95
