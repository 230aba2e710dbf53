"""Documents with what a careful person reads in them: the real plans, where they are, and the project's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from app.plans.reading import read_plan
from tests.plans.specimens import GOLD as SPECIMENS
from tests.plans.specimens import document_of, gold_of

ROOT = Path(__file__).resolve().parents[4]
REAL = ROOT.parent / "shared" / "plans"
REAL_GOLD = sorted((REAL / "gold").glob("*.json")) if REAL.is_dir() else []
SAMPLES = sorted((ROOT / "tests" / "plans" / "reading" / "samples").iterdir())
"""Their reading is checked line by line in ``test_samples.py``, so it is their gold."""

Data = Mapping[str, Any]


@cache
def read(content: bytes, name: str) -> Data:
    """What is read from a document, as it travels."""
    found: dict[str, Any] = json.loads(json.dumps(read_plan(content, name).as_json()))
    return found


def with_gold() -> list[tuple[str, bytes, Data]]:
    """Name, content and gold of each document that a person has read."""
    real = [(path.stem[:3], json.loads(path.read_text(encoding="utf-8"))) for path in REAL_GOLD]
    documents = [(name, (REAL / gold["source_file"]).read_bytes(), gold) for name, gold in real]
    own = [gold_of(path) for path in SPECIMENS]
    return [*documents, *((document_of(gold).name, document_of(gold).read_bytes(), gold) for gold in own)]


def texts_with_gold() -> list[tuple[str, str, Data]]:
    """The same for documents in plain text, and for the samples."""
    written = [(name, content, gold) for name, content, gold in with_gold() if not content.startswith((b"PK", b"%PDF"))]
    written += [(path.name, path.read_bytes(), read(path.read_bytes(), path.name)) for path in SAMPLES]
    return [(name, content.decode("utf-8"), gold) for name, content, gold in written]
