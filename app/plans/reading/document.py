"""What a document gives to read, whatever its format: its lines, and what of it could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.plans.reading.findings import Message
from app.plans.reading.lines import Line


@dataclass(frozen=True)
class Document:
    """``left_out`` are sentences for the official, each about a kind of content that a person has to look at."""

    lines: Sequence[Line]
    left_out: tuple[Message, ...] = ()
