"""What the rules look at, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.plans.reading.fields import Field
from app.plans.reading.findings import Message, Sureness
from app.plans.reading.places import Lines
from app.plans.reading.plan import ReadPlan
from app.plans.reading.zones import Zones


@dataclass(frozen=True)
class Evidence:
    """The plan, its fields, and the parts of the document that it was read from."""

    plan: ReadPlan
    fields: Sequence[Field]
    zones: Zones


@dataclass(frozen=True)
class Doubt:
    """A reason not to trust a field; ``lines`` where to look, if not where the field stands."""

    path: str
    sureness: Sureness
    why: Message
    lines: Lines | None = None


Rule = Callable[[Evidence], Iterator[Doubt]]
