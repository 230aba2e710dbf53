"""What is typed from a sheet, and how two typings of the same sheet compare. Pure."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from app.core.clock import VIETNAM
from app.core.text import fold
from app.forms.builder import field_name
from app.forms.definition import Definition
from app.forms.kinds import KINDS

MOST_SHEETS = 200
SAMPLE_SHARE = 10
"""One sheet in so many is proposed for a second typing."""
SMALLEST_SAMPLE = 5

_SHEET = re.compile(r"\s*(?:(?P<code>[0-9A-Za-z]{5})[-–\s]+)?(?P<number>\d{1,4})\s*")


def noon_of(day: date) -> datetime:
    """The hour under which a sheet of ``day`` is stored: nobody knows a finer one, and none is made up."""
    return datetime.combine(day, time(12), VIETNAM).astimezone(UTC)


def split_sheet(typed: str) -> tuple[str, str]:
    """The batch's code, where it was typed too, and the number of a sheet.

    >>> split_sheet("7K3M9-012"), split_sheet(" 7k3m9 12 "), split_sheet("12"), split_sheet("12b")
    (('7K3M9', '012'), ('7k3m9', '12'), ('', '12'), ('', '12b'))
    """
    found = _SHEET.fullmatch(typed)
    return (found["code"] or "", found["number"]) if found else ("", typed)


def as_posted(definition: Definition, typed: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was typed, as the citizen's page would send it: several codes of one question become several values.

    Only the codes of such a question are taken apart, at anything that is no digit: ``1 3,4``.
    """
    pairs = []
    for question in definition.questions:
        name = field_name(question.id)
        text = typed.get(name, "").strip()
        values = re.split(r"[\s,;.+/-]+", text) if KINDS[question.kind].several else [text]
        pairs += [(name, value) for value in values if value]
    return pairs


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two typings compare: the questions that either answered, and those of them that differ."""

    compared: int
    differing: tuple[str, ...]


def compare(definition: Definition, first: Mapping[str, Any], second: Mapping[str, Any]) -> Comparison:
    """Compare two typings; of texts neither capitals nor blanks nor marks count."""
    asked = [question for question in definition.questions if question.id in first or question.id in second]
    differing = tuple(
        question.id for question in asked if _plain(first.get(question.id)) != _plain(second.get(question.id))
    )
    return Comparison(len(asked), differing)


def agreement(compared: int, differing: int) -> float | None:
    """The share of answers that both typings agree on; None before anything was compared."""
    return (compared - differing) / compared if compared else None


def sample_of(batch_code: str, sheets: Iterable[int]) -> list[int]:
    """The sheets to type again: a tenth and at least five, drawn by the batch's code, so the draw can be repeated."""
    known: Sequence[int] = sorted(set(sheets))
    wanted = min(len(known), max(SMALLEST_SAMPLE, -(-len(known) // SAMPLE_SHARE)))
    return sorted(random.Random(batch_code).sample(known, wanted))  # noqa: S311  a draw that anybody can repeat


def _plain(stored: Any) -> Any:
    return " ".join(fold(stored).split()) if isinstance(stored, str) else stored
