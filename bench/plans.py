"""How long reading a plan takes, against taking its text out with the libraries alone; and whether memory stays flat.

Run ``python bench/plans.py [--rounds 10] [--plans 1000]``. The plan is made from the demo's, as long as ten pages, as a
Word file, as a PDF by two producers (``tests/plans/turn``) and as text. Alone means: python-docx opens the file and
gives the text of every paragraph and cell, pypdfium2 opens it and gives the text of every page, charset-normalizer
tells the encoding of the text and decodes it. Ours is the whole way from bytes to a plan, with the worker process that
a PDF needs. Then as many plans as asked for are read in one go.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import charset_normalizer
import docx
import psutil
import pypdfium2

from app.plans.reading import read_plan
from bench import show
from bench.show import Ratio
from tests.plans.turn.as_word import docx_of
from tests.plans.turn.by_reportlab import reportlab_pdf
from tests.plans.turn.by_typst import typst_pdf
from tests.plans.turn.manuscript import Manuscript, manuscript

SAMPLE = Path(__file__).resolve().parents[1] / "app" / "cli" / "demo" / "ke-hoach-mau.txt"
TIMES_AS_LONG = 2
TARGET = 20.0
PAUSE = 0.5
"""Seconds between two documents: nobody uploads faster, and the next worker is ready by then."""
FLAT = 1.2
MEGABYTE = 1024 * 1024


def main() -> None:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--rounds", type=int, default=10, help="how often each file is read; the fastest time of each side counts"
    )
    options.add_argument("--plans", type=int, default=200, help="plans read in one go")
    chosen = options.parse_args()
    plan, tasks = long_plan()
    files = {
        "docx": docx_of(plan),
        "pdf (Typst)": typst_pdf(plan),
        "pdf (ReportLab)": reportlab_pdf(plan),
        "txt": _text_of(plan),
    }
    lines = [_line(name, content, chosen.rounds, tasks) for name, content in files.items()]
    memory = _memory(list(files.values()), chosen.plans)
    found = [Ratio(f"{line['file']}: read / text alone", line["ratio"], TARGET, at_least=False) for line in lines]
    found.append(Ratio("memory after all / after a tenth", memory["growth"], FLAT, at_least=False))
    show.table(
        "Reading one plan",
        ("file", "pages", "kB", "tasks", "text alone ms", "read ms"),
        [[line[key] for key in ("file", "pages", "kb", "tasks", "alone_ms", "read_ms")] for line in lines],
    )
    show.table("Reading many plans in one go", tuple(memory), [tuple(memory.values())])
    show.ratios(found)
    show.result("plans", lines=lines, memory=memory, ratios=found)


def long_plan() -> tuple[Manuscript, int]:
    """The demo's plan with its tasks several times over, numbered through; and how many there are."""
    read: dict[str, Any] = json.loads(json.dumps(read_plan(SAMPLE.read_bytes(), SAMPLE.name).as_json()))
    tasks = [task for _ in range(TIMES_AS_LONG) for task in read["tasks"]]
    numbered = [{**task, "label": str(number)} for number, task in enumerate(tasks, start=1)]
    plan = replace(manuscript({**read, "tasks": numbered}), running_head="Kế hoạch mẫu để đo thời gian đọc")
    return plan, len(tasks)


def _line(name: str, content: bytes, rounds: int, tasks: int) -> dict[str, Any]:
    alone = {"docx": _docx_alone, "txt": _text_alone}.get(name, _pdf_alone)
    read = read_plan(content, name)
    if len(read.tasks) != tasks:
        raise SystemExit(f"{name}: {len(read.tasks)} tasks were read, {tasks} were written")
    ours, theirs = [], []
    for _ in range(rounds):  # in turn, so that both meet the same load
        time.sleep(PAUSE)
        theirs.append(_seconds(lambda: alone(content)))
        ours.append(_seconds(lambda: read_plan(content, name)))
    return {
        "file": name,
        "pages": len(pypdfium2.PdfDocument(content)) if name.startswith("pdf") else 0,
        "kb": len(content) // 1024,
        "tasks": len(read.tasks),
        "alone_ms": round(min(theirs) * 1000, 1),
        "read_ms": round(min(ours) * 1000, 1),
        "ratio": round(min(ours) / min(theirs), 2),
    }


def _docx_alone(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _pdf_alone(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def _text_alone(content: bytes) -> str:
    return str(charset_normalizer.from_bytes(content).best())


def _text_of(plan: Manuscript) -> bytes:
    """The plan as text, a paragraph to a line."""
    head = [*plan.office, plan.number, *plan.motto, plan.place_and_day, plan.kind, plan.title]
    foot = ["Nơi nhận:", *plan.recipients, *plan.signature, plan.signer]
    return "\n".join([*head, *(part.written for part in plan.parts), *foot]).encode()


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _memory(files: list[bytes], plans: int) -> dict[str, Any]:
    """Read ``plans`` plans one after the other, and look at the memory of this process after a tenth and at the end."""
    process = psutil.Process()
    early = 0
    started = time.perf_counter()
    for number in range(plans):
        read_plan(files[number % len(files)], "plan")
        if number + 1 == max(1, plans // 10):
            early = process.memory_info().rss
    late = process.memory_info().rss
    return {
        "plans": plans,
        "per_second": round(plans / (time.perf_counter() - started), 1),
        "early_mb": round(early / MEGABYTE, 1),
        "late_mb": round(late / MEGABYTE, 1),
        "growth": round(late / early, 3),
        "worker_peak_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 1),
    }


if __name__ == "__main__":
    main()
