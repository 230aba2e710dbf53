"""Kept corrections on a freshly read plan: the same document again, a newer reader, or a slightly changed version.

Each correction is applied at the place that its anchors find. Where a place cannot be found, or the verb is refused
there, the correction is set aside and told; it is never applied anywhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.plans.corrections.anchors import Anchor, find
from app.plans.corrections.exchange import Correction
from app.plans.corrections.sheet import HEAD, Sheet
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
