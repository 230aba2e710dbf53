"""The plan as an administrator works on it: what was read, with the corrections applied so far.

Everything that can be corrected carries a ``key`` that stays the same whatever happens to it: one letter for its kind,
then a digest of where it stood in the document, or ``n`` and a number for what a person added. What was removed is
still there, marked so, and can be brought back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from app.plans.corrections.anchors import Anchor

Lines: TypeAlias = tuple[int, int]
Confirmed: TypeAlias = tuple[str | None, str, str | None]


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph or bullet of a task."""

    key: str
    text: str
    marker: str = ""
    level: int = 1
    lines: Lines | None = None
    anchor: Anchor | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class SheetTask:
    """A task; ``reason`` says why citizens are not asked and is None where they are. ``parent`` is a task's key.

    ``target`` is the share of satisfied people aimed at, 0 to 1. What a person added has no anchor.
    """

    key: str
    label: str
    title: str
    theme: str = "other"
    further: tuple[str, ...] = ()
    reason: str | None = None
    owner: str | None = None
    coordinating: tuple[str, ...] = ()
    target: float | None = None
    items: tuple[Item, ...] = ()
    parent: str | None = None
    lines: Lines | None = None
    anchor: Anchor | None = None
    removed: bool = False

    @property
    def surveyed(self) -> bool:
        """Whether citizens are asked about it."""
        return self.reason is None

    @property
    def shown(self) -> tuple[Item, ...]:
        """The items that were not removed."""
        return tuple(item for item in self.items if not item.removed)


@dataclass(frozen=True, slots=True)
class SheetDeadline:
    """A time limit; ``due`` is a day or a month in ISO form, ``task`` the key of the task that it stands in."""

    key: str
    kind: str = "report"
    period: str | None = None
    due_text: str = ""
    due: str | None = None
    before: bool = False
    from_unit: str | None = None
    to_unit: str | None = None
    where: str | None = None
    task: str | None = None
    lines: Lines | None = None
    anchor: Anchor | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class SheetDuty:
    """What one unit has to do."""

    key: str
    unit: str = ""
    texts: tuple[str, ...] = ()
    label: str | None = None
    lines: Lines | None = None
    anchor: Anchor | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class SheetRecipient:
    """One line of "Nơi nhận"."""

    key: str
    text: str = ""
    note: str | None = None
    lines: Lines | None = None
    anchor: Anchor | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A part of the document."""

    key: str
    label: str = ""
    title: str = ""
    kind: str = "other"
    lines: Lines | None = None
    anchor: Anchor | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class SheetText:
    """A paragraph of the preamble, or of the purposes."""

    key: str
    text: str = ""
    lines: Lines | None = None
    anchor: Anchor | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class SheetCitation:
    """A document that the plan names; ``day`` in ISO form, ``basis`` where the plan rests on it."""

    key: str
    symbol: str = ""
    kind: str | None = None
    day: str | None = None
    issuer: str | None = None
    basis: bool = False
    lines: Lines | None = None
    anchor: Anchor | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the head of the plan, and who signed it at its foot."""

    title: str | None = None
    number: str | None = None
    issued_text: str | None = None
    year: int | None = None
    issuer: str | None = None
    parent_authority: str | None = None
    province: str | None = None
    place: str | None = None
    signer_name: str | None = None
    signer_role: str | None = None
    signer_on_behalf: str | None = None


HEAD = "head"
"""The key of the head; there is one on every sheet."""

Part: TypeAlias = SheetDeadline | SheetDuty | SheetRecipient | SheetSection | SheetText | SheetCitation
Thing: TypeAlias = Head | SheetTask | Item | Part


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole plan. Tasks stand in reading order, children behind their parent.

    ``confirmed`` holds key, field and value of what a person has looked at and found right.
    """

    head: Head = Head()
    tasks: tuple[SheetTask, ...] = ()
    deadlines: tuple[SheetDeadline, ...] = ()
    duties: tuple[SheetDuty, ...] = ()
    recipients: tuple[SheetRecipient, ...] = ()
    sections: tuple[SheetSection, ...] = ()
    preamble: tuple[SheetText, ...] = ()
    purposes: tuple[SheetText, ...] = ()
    citations: tuple[SheetCitation, ...] = ()
    confirmed: frozenset[Confirmed] = frozenset()

    def find(self, key: str) -> Thing | None:
        """Whatever has this key."""
        if key == HEAD:
            return self.head
        return next((thing for thing in self.things() if thing.key == key), None)

    def task(self, key: str) -> SheetTask | None:
        """The task with this key."""
        return next((task for task in self.tasks if task.key == key), None)

    def holder(self, item: str) -> SheetTask | None:
        """The task that holds the item with this key."""
        return next((task for task in self.tasks if any(held.key == item for held in task.items)), None)

    def things(self) -> Iterator[SheetTask | Item | Part]:
        """Everything that has a key of its own, removed things too."""
        for task in self.tasks:
            yield task
            yield from task.items
        yield from self.deadlines
        yield from self.duties
        yield from self.recipients
        yield from self.sections
        yield from self.preamble
        yield from self.purposes
        yield from self.citations

    def children(self, key: str) -> tuple[SheetTask, ...]:
        """The tasks under one task."""
        return tuple(task for task in self.tasks if task.parent == key)

    def is_gone(self, task: SheetTask) -> bool:
        """Whether the task, or the one that it stands under, was removed."""
        parent = self.task(task.parent) if task.parent else None
        return task.removed or (parent is not None and parent.removed)

    @property
    def kept(self) -> tuple[SheetTask, ...]:
        """The tasks of the plan: those that were not removed."""
        return tuple(task for task in self.tasks if not self.is_gone(task))

    def with_task(self, changed: SheetTask) -> Sheet:
        """The sheet with ``changed`` in the place of the task with its key."""
        return replace(self, tasks=tuple(changed if task.key == changed.key else task for task in self.tasks))

    def with_part(self, changed: Part) -> Sheet:
        """The sheet with ``changed`` in the place of the part with its key."""
        kind = changed.key[0]
        return self.with_parts(kind, (changed if part.key == changed.key else part for part in self.parts(kind)))

    def parts(self, kind: str) -> tuple[Part, ...]:
        """The parts whose keys begin with this letter."""
        found: tuple[Part, ...] = getattr(self, PARTS[kind])
        return found

    def with_parts(self, kind: str, parts: Iterable[Part]) -> Sheet:
        """The sheet with other parts of this kind."""
        values: dict[str, Any] = {PARTS[kind]: tuple(parts)}
        return replace(self, **values)

    def new_key(self, kind: str) -> str:
        """A key for something of this kind (one letter) that is about to be added."""
        return next_key(kind, (thing.key for thing in self.things()))


PARTS = {
    **{"d": "deadlines", "u": "duties", "r": "recipients", "s": "sections"},
    **{"b": "preamble", "p": "purposes", "c": "citations"},
}
"""Where the parts of each kind are, by the letter of their keys."""
MAKERS: dict[str, Callable[..., Part]] = {
    "d": SheetDeadline,
    "u": SheetDuty,
    "r": SheetRecipient,
    "s": SheetSection,
    "b": SheetText,
    "p": SheetText,
    "c": SheetCitation,
}


def next_key(kind: str, taken: Iterable[str]) -> str:
    """A key for something of this kind whose number is higher than any in ``taken``."""
    numbers = [int(key[2:]) for key in taken if key[1:2] == "n" and key[2:].isdigit()]
    return f"{kind}n{max(numbers, default=0) + 1}"


def in_reading_order(tasks: Iterable[SheetTask]) -> tuple[SheetTask, ...]:
    """Children right behind their parent, otherwise as they were."""
    known = list(tasks)
    keys = {task.key for task in known}
    ordered: list[SheetTask] = []
    for task in known:
        if task.parent is None or task.parent not in keys:
            ordered.append(task)
            ordered += [child for child in known if child.parent == task.key]
    return tuple(ordered)
