"""What was found in each field, on which lines, and how sure it is.

Four words of sureness: ``sure`` was written so in the document; ``likely`` was inferred from something else;
``doubtful`` should be looked at, because something speaks against it; ``missing`` was not found. Whatever is not sure
says why in a sentence for the official who reviews the plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Sureness = Literal["sure", "likely", "doubtful", "missing"]

ORDER: dict[Sureness, int] = {"doubtful": 0, "missing": 1, "likely": 2, "sure": 3}


@dataclass(frozen=True)
class Message:
    """A whole sentence in the source language, marked with ``N_``; ``values`` fill its ``%(name)s`` places.

    Nothing here translates: the edge does, ``_(message.text, **message.places)``.
    """

    text: str
    values: tuple[tuple[str, str | int], ...] = ()

    @property
    def places(self) -> dict[str, str | int]:
        """What stands in the places of the sentence."""
        return dict(self.values)

    def as_json(self) -> dict[str, Any]:
        """``{"text": ..., "with": {...}}``."""
        return {"text": self.text, "with": self.places}

    def __str__(self) -> str:
        return self.text % self.places if self.values else self.text


def message(text: str, **values: str | int) -> Message:
    """A message; ``text`` was marked with ``N_`` by the caller."""
    return Message(text, tuple(values.items()))


@dataclass(frozen=True)
class Finding:
    """One field of the plan. ``path`` names it from zero on (``tasks[3].title``), ``value`` is what was read there."""

    path: str
    value: str | None
    lines: tuple[int, int] | None
    sureness: Sureness
    why: Message | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "path": self.path,
            "value": self.value,
            "lines": list(self.lines) if self.lines else None,
            "sureness": self.sureness,
            "why": self.why.as_json() if self.why else None,
        }


def doubtful_first(findings: Iterable[Finding]) -> list[Finding]:
    """What needs a look first: doubtful, then missing, likely and sure; each in the order of the document."""
    return sorted(findings, key=lambda finding: ORDER[finding.sureness])
