"""How a benchmark speaks: a small table for people on standard error, JSON for machines on standard output."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours against theirs in the same run, and the target it is held against (docs/benchmarks.md)."""

    name: str
    value: float
    target: float
    at_least: bool = True

    @property
    def met(self) -> bool:
        """Whether the target is reached."""
        return self.value >= self.target if self.at_least else self.value <= self.target


_LOAD_BEFORE = os.getloadavg()
"""Read when a benchmark starts: at its end the machine is busy with the benchmark itself."""


def machine() -> dict[str, Any]:
    """What the numbers were measured on."""
    return {
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
        "load_before": [round(value, 2) for value in _LOAD_BEFORE],
    }


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print a small table; numbers to the right."""
    cells = [[_text(value) for value in row] for row in rows]
    widths = [max(len(line[place]) for line in [list(head), *cells]) for place in range(len(head))]
    print(f"\n{title}", file=sys.stderr)
    print("  ".join(name.ljust(width) for name, width in zip(head, widths, strict=True)), file=sys.stderr)
    print("  ".join("-" * width for width in widths), file=sys.stderr)
    for row in cells:
        print(
            "  ".join(
                text.ljust(width) if place == 0 else text.rjust(width)
                for place, (text, width) in enumerate(zip(row, widths, strict=True))
            ),
            file=sys.stderr,
        )


def ratios(found: Sequence[Ratio]) -> None:
    """Print the ratios beside their targets."""
    table(
        "Ratios",
        ("ratio", "value", "target", ""),
        [
            (
                ratio.name,
                f"{ratio.value:.3g}",
                f"{'>=' if ratio.at_least else '<='} {ratio.target:g}",
                "met" if ratio.met else "MISSED",
            )
            for ratio in found
        ],
    )


def result(name: str, **parts: Any) -> None:
    """Print the whole result as JSON."""
    print(json.dumps({"benchmark": name, "machine": machine(), **parts}, default=_plain, ensure_ascii=False, indent=1))


def note(text: str) -> None:
    """One line of progress."""
    print(text, file=sys.stderr, flush=True)


def _plain(value: Any) -> Any:
    if isinstance(value, Ratio):
        return {**asdict(value), "met": value.met}
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(type(value).__name__)


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
