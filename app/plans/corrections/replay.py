"""Kept corrections on a freshly read plan: the same document again, a newer reader, or a slightly changed version.

Each correction is applied at the place that its anchors find. Where a place cannot be found, or the verb is refused
there, the correction is set aside and told; it is never applied anywhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from app.plans.corrections.anchors import Anchor, find
from app.plans.corrections.exchange import Correction
from app.plans.corrections.sheet import HEAD, PARTS, Sheet, next_key
from app.plans.corrections.structure import Add, Merge, Split
from app.plans.corrections.verbs import CorrectionRefused, kind_of


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A correction that no longer fits, and why."""

    correction: Correction
    why: CorrectionRefused


@dataclass(frozen=True, slots=True)
class Replayed:
    """The sheet afterwards, the corrections as they fit it, and those that do not."""

    sheet: Sheet
    corrections: tuple[Correction, ...]
    unplaced: tuple[Unplaced, ...]


def replay(sheet: Sheet, corrections: Iterable[Correction]) -> Replayed:
    """Apply ``corrections`` to ``sheet``, which nobody has corrected yet."""
    places = Places(sheet)
    kept: list[Correction] = []
    unplaced: list[Unplaced] = []
    for correction in corrections:
        moved = places.moved(correction)
        try:
            sheet = moved.verb.on(sheet)
        except CorrectionRefused as refusal:
            unplaced.append(Unplaced(correction, refusal))
        else:
            kept.append(moved)
    return Replayed(sheet, tuple(kept), tuple(unplaced))


def beside(sheet: Sheet, corrections: Iterable[Correction]) -> list[Correction]:
    """``corrections`` with other keys for what they add where ``sheet`` has come to use those keys meanwhile.

    Two people may add something at the same time; neither may get the other's words.
    """
    taken = {thing.key for thing in sheet.things()}
    renamed: dict[str, str] = {}
    done = []
    for correction in corrections:
        verb = correction.verb
        changes = {name: renamed[key] for name in verb.refers if (key := getattr(verb, name)) in renamed}
        if isinstance(verb, Add | Split | Merge):
            if verb.key in taken:
                changes["key"] = renamed[verb.key] = next_key(verb.key[0], taken)
            taken.add(changes.get("key", verb.key))
        done.append(Correction(replace(verb, **changes), correction.at))  # type: ignore[type-var]
    return done


def with_lines_of(sheet: Sheet, reading: Sheet) -> Sheet:
    """``sheet`` with the lines at which another reading of the document found the same things."""
    places = Places(reading)

    def lines(thing: Any) -> Any:
        key = places.find(thing.key, thing.anchor) if thing.anchor else None
        found = reading.find(key) if key else None
        return replace(thing, lines=getattr(found, "lines", None)) if found else thing

    tasks = tuple(replace(lines(task), items=tuple(lines(item) for item in task.items)) for task in sheet.tasks)
    for kind in PARTS:
        sheet = sheet.with_parts(kind, (lines(part) for part in sheet.parts(kind)))
    return replace(sheet, tasks=tasks)


class Places:
    """Where the anchors of a reading are, by kind; what was asked once is remembered."""

    def __init__(self, sheet: Sheet) -> None:
        self._places: dict[str, dict[str, Anchor]] = {}
        for thing in sheet.things():
            if thing.anchor is not None:
                self._places.setdefault(kind_of(thing.key), {})[thing.key] = thing.anchor
        self._found: dict[tuple[str, Anchor], str | None] = {}

    def find(self, key: str, anchor: Anchor) -> str | None:
        """The key here of what had ``key`` and ``anchor`` in another reading."""
        asked = (kind_of(key), anchor)
        if asked not in self._found:
            self._found[asked] = find(anchor, self._places.get(asked[0], {}))
        return self._found[asked]

    def moved(self, correction: Correction) -> Correction:
        """The correction with the keys and anchors of this reading; a place that is not here gets a key of nothing."""
        keys: dict[str, str] = {}
        at = []
        for key, anchor in correction.at:
            here = self.find(key, anchor)
            keys[key] = here or GONE
            at.append((here or key, self._places[kind_of(key)][here] if here else anchor))
        verb = correction.verb
        known = {field: getattr(verb, field) for field in verb.refers}
        changes = {
            field: keys.get(key, key if _is_here(key) else GONE) for field, key in known.items() if key is not None
        }
        return Correction(replace(verb, **changes), tuple(at))  # type: ignore[type-var]


GONE = "?"
"""The key of nothing."""


def _is_here(key: str) -> bool:
    """Whether a key means the same on every sheet: the head, and what a person added."""
    return key == HEAD or key[1:2] == "n"
