"""Who does what: the entries of the organisation section, each with its unit and duties.

The unit is a heading of its own ("1. Văn phòng Sở"), stands before a colon, or is the subject of the sentence
("Giao Văn phòng UBND chủ trì ..."). In the last case the sentence stays whole: unit and duty cannot be parted in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from app.plans.reading.blocks import Block
from app.plans.reading.findings import Sureness
from app.plans.reading.outline import Entry, Section
from app.plans.reading.units import begins_unit, strip_order, unit_at

Role = Literal["lead", "coordinating"]
LONGEST_HEADING = 220
COLON = re.compile(r"^(?P<unit>[^:.]{3,200}):\s+(?P<duty>\S.*)$", re.DOTALL)
ORDER_INSIDE = re.compile(r"\b(?:giao(?: cho)?|đề nghị|yêu cầu)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Tie:
    """A task that a duty names; ``task`` counts from zero.

    ``role`` is None where the duty does not say what the unit does in the task.
    """

    task: int
    role: Role | None
    sureness: Sureness
    duty_index: int


@dataclass(frozen=True)
class SubAssignment:
    """A paragraph under one unit that speaks of another; ``duty_index`` points at it."""

    unit: str
    duty_index: int


@dataclass(frozen=True)
class Assignment:
    """One entry. ``inline_unit``: the unit stands inside ``duties[0]``, which is then the whole paragraph.

    ``tasks``: which tasks its duties name.
    """

    label: str
    unit: str | None
    inline_unit: bool
    duties: tuple[str, ...]
    sub_assignments: tuple[SubAssignment, ...]
    lines: tuple[int, int]
    tasks: tuple[Tie, ...] = ()


def read_assignments(sections: Iterable[Section]) -> list[Assignment]:
    """The assignments of all organisation sections, in reading order."""
    found: list[Assignment] = []
    for section in sections:
        entries = section.entries or _paragraphs(section)
        found += [_assignment(entry) for entry in entries]
    return found


def _paragraphs(section: Section) -> list[Entry]:
    """A section without numbers or bullets: a paragraph that begins with a unit begins an entry."""
    entries: list[Entry] = []
    for block in section.intro:
        if begins_unit(strip_order(block.text)) or not entries:
            entries.append(Entry(block))
        else:
            entries[-1].items.append(block)
    section.intro = []
    return entries


def _assignment(entry: Entry) -> Assignment:
    head = entry.head
    lines = (head.lines[0], entry.last_line)
    if entry.items and _is_heading(head):
        duties = tuple(item.text for item in entry.items)
        unit = strip_order(head.text).rstrip(" .:;")
        return Assignment(entry.label, unit, False, duties, _others(entry.items), lines)
    colon = COLON.match(head.text)
    if colon and (begins_unit(strip_order(colon["unit"])) or head.strong):
        duties = (colon["duty"], *(item.text for item in entry.items))
        return Assignment(entry.label, strip_order(colon["unit"]).strip(), False, duties, (), lines)
    duties = (head.text, *(item.text for item in entry.items))
    return Assignment(entry.label, unit_of(head.text), True, duties, (), lines)


def _is_heading(block: Block) -> bool:
    """A heading names units and nothing else; "... có trách nhiệm:" begins a sentence."""
    text = strip_order(block.text).rstrip(" .:;")
    if len(text) > LONGEST_HEADING or not (block.text.endswith(":") or not block.ended or block.strong):
        return False
    unit = unit_at(text)
    return unit is None or unit == text


def unit_of(sentence: str) -> str | None:
    """The unit that a sentence gives a duty to: its subject, or the one after "giao" or "đề nghị"."""
    subject = unit_at(strip_order(sentence))
    if subject:
        return subject
    for order in ORDER_INSIDE.finditer(sentence):
        named = unit_at(sentence[order.end() :])
        if named:
            return named
    return None


def _others(items: Iterable[Block]) -> tuple[SubAssignment, ...]:
    """Paragraphs without a mark under a unit's heading that begin with the name of another unit."""
    found = []
    for index, item in enumerate(items):
        unit = unit_at(item.text) if item.mark is None else None
        if unit and len(unit) < len(item.text) * 0.6:
            found.append(SubAssignment(unit, index))
    return tuple(found)
