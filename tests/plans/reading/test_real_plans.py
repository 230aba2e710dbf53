"""The real plans beside the checkout, judged by their scorer. They are no part of the project and may be absent."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from app.plans.reading import read_plan

ROOT = Path(__file__).resolve().parents[3]
PLANS = ROOT.parent / "shared" / "plans"
GOLD = sorted((PLANS / "gold").glob("*.json")) if PLANS.is_dir() else []

pytestmark = pytest.mark.skipif(
    not GOLD, reason="the folder shared/plans with the real plans is not beside the checkout"
)


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("plan_scorer", PLANS / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("gold_path", GOLD, ids=[path.stem[:3] for path in GOLD])
def test_sections_and_titles_are_exact_and_the_rest_is_nearly_so(scorer: ModuleType, gold_path: Path) -> None:
    gold: dict[str, Any] = json.loads(gold_path.read_text(encoding="utf-8"))
    source = PLANS / gold["source_file"]
    plan = read_plan(source.read_bytes(), source.name).as_json()
    _, _, fields, overall, _ = scorer.evaluate(gold, json.loads(json.dumps(plan)))
    assert fields["sections"] == 1.0
    assert fields["tasks.title"] == 1.0
    assert fields["deadlines"] == 1.0
    assert overall >= 0.95
