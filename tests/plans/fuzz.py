"""``python -m tests.plans.fuzz --seconds 300 --seed 1 [--forms text docx pdf] [--keep FOLDER]``

Reads spoilt documents (:mod:`tests.plans.mutations`) for a while. Each must become a plan or be refused with a whole
sentence, in bounded time and memory. Prints how many ended how and which took longest; fails where one broke the
reader, and keeps those documents in FOLDER.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from app.plans.reading import ReadPlan, read_plan
from app.plans.reading.problems import PlanUnreadable
from tests.plans.mutations import spoilt

PATIENCE = 30
"""Seconds for one document; a quiet machine needs a fraction of one."""
MEMORY = 3 * 1024**3
"""Bytes of address space for everything."""
MEGABYTE = 1024


class TookTooLong(Exception):
    """One document kept the reader busy beyond all patience."""


@dataclass
class Found:
    """What a run has seen so far. ``broken`` are the documents that broke the reader, with why."""

    tried: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    sentences: Counter[str] = field(default_factory=Counter)
    broken: list[tuple[str, bytes, str]] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    seconds: float = 0.0

    def rows(self) -> Iterator[tuple[str, str]]:
        """The run in lines for a reader."""
        yield "inputs tried", str(self.tried)
        yield from ((f"  {kind}", str(count)) for kind, count in sorted(self.ends.items()))
        yield "slowest", f"{self.slowest[0]:.2f} s, {self.slowest[1]}"
        yield "mean", f"{1000 * self.seconds / max(1, self.tried):.0f} ms"
        yield "peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGABYTE} MB"
        yield from ((f"  “{sentence}”", str(count)) for sentence, count in self.sentences.most_common())


def end_of(content: bytes) -> tuple[str, str]:
    """How reading a document ends: the kind of end, and the sentence of a refusal."""
    refusal: PlanUnreadable | None = None
    try:
        plan: ReadPlan | None = read_plan(content, "ke-hoach")
    except PlanUnreadable as problem:
        refusal = problem
        plan = getattr(problem, "recognised", None)
    if plan is not None:
        _check(plan)
    if refusal is None:
        assert plan is not None
        assert plan.tasks, "a plan without tasks was let through"
        return "plan", ""
    assert str(refusal).endswith("."), f"no sentence: {refusal}"
    return type(refusal).__name__, str(refusal)


def _check(plan: ReadPlan) -> None:
    """What was read can be stored and shown: plain data in letters that UTF-8 has, without control signs."""
    text = json.dumps(plan.as_json(), ensure_ascii=False)
    text.encode()
    assert "\\u0000" not in text, "a NUL came through"


def fuzz(documents: Iterable[tuple[str, bytes]]) -> Found:
    """Read them all."""
    found = Found()
    for name, content in documents:
        started = time.perf_counter()
        try:
            with _patience():
                kind, sentence = end_of(content)
        except Exception:
            kind, sentence = "BROKEN", ""
            found.broken.append((name, content, traceback.format_exc()))
        took = time.perf_counter() - started
        found.tried += 1
        found.ends[kind] += 1
        found.sentences[sentence] += bool(sentence)
        found.slowest = max(found.slowest, (took, f"{name}, {len(content)} bytes, {kind}"))
        found.seconds += took
    return found


@contextmanager
def _patience() -> Iterator[None]:
    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TookTooLong

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)


def main() -> int:
    """Run for as long as asked; 1 where something broke."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--forms", nargs="+", default=["text", "docx", "pdf"], choices=["text", "docx", "pdf"])
    options.add_argument("--keep", type=Path, help="folder for documents that broke the reader")
    chosen = options.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    until = time.monotonic() + chosen.seconds
    documents = itertools.takewhile(lambda _: time.monotonic() < until, spoilt(chosen.seed, chosen.forms))
    found = fuzz(documents)
    for name, value in found.rows():
        sys.stdout.write(f"{value:>24}  {name}\n")
    for number, (name, content, why) in enumerate(found.broken):
        sys.stdout.write(f"\n{name}\n{why}")
        if chosen.keep:
            chosen.keep.mkdir(parents=True, exist_ok=True)
            (chosen.keep / f"{number}.bin").write_bytes(content)
    return bool(found.broken)


if __name__ == "__main__":
    sys.exit(main())
