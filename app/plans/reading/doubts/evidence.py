"""What the rules look at, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.plans.reading.doubts.endings import Endings
from app.plans.reading.fields import Field
from app.plans.reading.findings import Message, Sureness
from app.plans.reading.layout import Layout
from app.plans.reading.lines import Line
from app.plans.reading.outline import Entry, Outline, Section
from app.plans.reading.places import Lines
from app.plans.reading.plan import ReadPlan
from app.plans.reading.zones import Zones


@dataclass(frozen=True)
class Evidence:
    """The plan, its fields, and the parts of the document that it was read from."""

    plan: ReadPlan
    fields: Sequence[Field]
    zones: Zones
    body: Outline
    layout: Layout

    @cached_property
    def lines(self) -> dict[int, Line]:
        """The lines of the body by their number."""
        return {line.number: line for line in self.zones.body}

    @cached_property
    def endings(self) -> Endings:
        """The words that end phrases in this document."""
        heads = [entry.head.text for section in self.body.sections for entry in section.entries]
        items = [block.text for section in self.body.sections for entry in section.entries for block in entry.items]
        intros = [block.text for section in self.body.sections for block in section.intro]
        return Endings([*(block.text for block in self.body.preamble), *heads, *items, *intros])

    def tasks(self) -> Iterator[tuple[str, Section, Entry]]:
        """The path of each task, its section and its blocks."""
        entries = [(section, entry) for section in self.body.of_kind("tasks") for entry in section.entries]
        for at, (section, entry) in enumerate(entries):
            yield f"tasks[{at}]", section, entry

    def assignments(self) -> Iterator[tuple[str, Section, Entry]]:
        """The path of each assignment that is an entry of its section, and its blocks."""
        paths = {one.lines[0]: f"assignments[{at}]" for at, one in enumerate(self.plan.assignments)}
        for section in self.body.of_kind("organisation"):
            for entry in section.entries:
                if entry.head.lines[0] in paths:
                    yield paths[entry.head.lines[0]], section, entry


@dataclass(frozen=True)
class Doubt:
    """A reason not to trust a field; ``lines`` where to look, if not where the field stands."""

    path: str
    sureness: Sureness
    why: Message
    lines: Lines | None = None


Rule = Callable[[Evidence], Iterator[Doubt]]
