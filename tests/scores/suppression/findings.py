"""What an attack shows, hides and recovers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Found:
    """What was shown, what is hidden and not empty, and what of that is recovered, by kind of table."""

    shown: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    hidden: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    recovered: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def __add__(self, other: Found) -> Found:
        total = Found()
        for part in (self, other):
            for mine, theirs in (
                (total.shown, part.shown), (total.hidden, part.hidden), (total.recovered, part.recovered),
            ):  # fmt: skip
                for name, number in theirs.items():
                    mine[name] += number
        return total


def lines(found: Found) -> Iterator[str]:
    """What was shown, hidden and recovered, one line for each kind of table."""
    for name in dict.fromkeys((*found.shown, *found.hidden)):
        yield (
            f"{name:>22}: {found.shown[name]:>6} shown, {found.hidden[name]:>6} hidden and not empty, "
            f"{found.recovered[name]} recovered"
        )
