"""What the reader found, tied to the things on a sheet: how sure each field is, and what is still to be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.plans.corrections.fresh import Read
from app.plans.corrections.replay import Places
from app.plans.corrections.sheet import HEAD, PARTS, Lines, Sheet, Thing
from app.plans.corrections.verbs import Confirm

PATH = re.compile(r"(?P<name>\w+)(?:\[(?P<at>\d+)\])?(?:\.(?P<part>\w+)(?:\[(?P<inner>\d+)\])?)?")
OF_HEAD = {
    **{name: name for name in ("title", "number", "year", "issuer", "parent_authority", "province", "place")},
    "date": "issued_text",
    "signer": "signer_name",
}
LISTS = {
    **{"deadlines": "d", "assignments": "u", "recipients": "r", "sections": "s", "purposes": "p"},
    **{"legal_bases": "c", "cited_documents": "c"},
}
CITED = re.compile(r"(?:legal_bases|cited_documents)\[\d+\]")
FIELDS = {
    "tasks": {"owner_units": "owner", "coordinating_units": "coordinating"},
    "assignments": {"duties": "texts", "sub_assignments": "unit"},
    "recipients": {"": "text"},
    "purposes": {"": "text"},
    "sections": {"": "title"},
}
"""Where a field of the reading has another name on the sheet."""


@dataclass(frozen=True, slots=True)
class SheetFinding:
    """What the reader says of one field. ``key`` is None, and ``field`` the path, where the field is on no sheet.

    ``sureness`` is ``sure``, ``likely``, ``doubtful`` or ``missing``; ``why`` is ``{"text": ..., "with": {...}}``.
    """

    path: str
    key: str | None
    field: str
    value: str | None
    lines: Lines | None
    sureness: str
    why: Mapping[str, Any] | None

    @property
    def confirmation(self) -> Confirm:
        """The verb by which a person says that it is right."""
        return Confirm(self.key, self.field, self.value)


def findings_on(read: Read, base: Sheet) -> list[SheetFinding]:
    """The findings of a reading, in the order of the document; ``base`` is the sheet of that reading."""
    duties = _keys_of_duties(read, base)
    return [_on_sheet(finding, base, duties) for finding in read.get("findings") or ()]


def moved_to(findings: Iterable[SheetFinding], reading: Sheet, sheet: Sheet) -> list[SheetFinding]:
    """The findings of another reading of the same document, on the things of ``sheet`` that are found again."""
    places = Places(sheet)
    moved = []
    for finding in findings:
        thing = reading.find(finding.key) if finding.key else None
        anchor = getattr(thing, "anchor", None)
        if finding.key is None or finding.key == HEAD or anchor is None:
            moved.append(finding)
        elif key := places.find(finding.key, anchor):
            moved.append(replace(finding, key=key))
    return moved


class Corrected:
    """Two sheets compared field by field: what the document says (``base``), and what stands now."""

    def __init__(self, base: Sheet, sheet: Sheet) -> None:
        self.base, self.sheet = base, sheet
        self._before = _by_key(base)
        self._now = _by_key(sheet)
        self._gone = {task.key for task in sheet.tasks if sheet.is_gone(task)}

    def still_open(self, findings: Iterable[SheetFinding]) -> list[SheetFinding]:
        """Those that are not sure and that nobody has confirmed, corrected or removed yet."""
        return [
            finding
            for finding in findings
            if finding.sureness != "sure"
            and (finding.key, finding.field, finding.value) not in self.sheet.confirmed
            and not self.is_corrected(finding.key, finding.field)
        ]

    def is_corrected(self, key: str | None, field: str) -> bool:
        """Whether a field has another value than the document gave it, or went with the thing it belongs to."""
        if key is None:  # a whole list that was missing, or something that is on no sheet
            kind = LISTS.get(field)
            return kind is not None and len(self.sheet.parts(kind)) > len(self.base.parts(kind))
        before, now = self._before.get(key), self._now.get(key)
        if now is None or key in self._gone or getattr(now, "removed", False):
            return True
        return before is not None and _differ(key, field, before, now)


def _by_key(sheet: Sheet) -> dict[str, Thing]:
    return {HEAD: sheet.head, **{thing.key: thing for thing in sheet.things()}}


def _differ(key: str, field: str, before: Thing, now: Thing) -> bool:
    if key == HEAD and field.startswith("signer_"):
        return any(getattr(before, name) != getattr(now, name) for name in _SIGNER)
    return bool(getattr(before, field, None) != getattr(now, field, None))


_SIGNER = ("signer_name", "signer_role", "signer_on_behalf")


def _on_sheet(finding: Mapping[str, Any], base: Sheet, duties: list[list[str]]) -> SheetFinding:
    path = str(finding["path"])
    key, field = _cited(path, finding.get("value"), base) if CITED.fullmatch(path) else _place(path, base, duties)
    lines = finding.get("lines")
    return SheetFinding(
        path=path,
        key=key,
        field=field,
        value=finding.get("value"),
        lines=(lines[0], lines[1]) if lines else None,
        sureness=str(finding["sureness"]),
        why=finding.get("why"),
    )


def _cited(path: str, symbol: str | None, base: Sheet) -> tuple[str | None, str]:
    """A document is named in two lists of the reading and stands once on the sheet."""
    known = next((one.key for one in base.citations if one.symbol == symbol), None)
    return (known, "symbol") if known else (None, path)


def _place(path: str, base: Sheet, duties: list[list[str]]) -> tuple[str | None, str]:
    found = PATH.fullmatch(path)
    if found is None:
        return None, path
    name, at, part = found["name"], found["at"], found["part"] or ""
    if at is None:
        return (HEAD, OF_HEAD[name]) if name in OF_HEAD else (None, path)
    things: tuple[Any, ...] = ()
    if name == "tasks":
        things = base.tasks
    elif name in LISTS and name != "assignments":
        things = getattr(base, PARTS[LISTS[name]])
    field = FIELDS.get(name, {}).get(part, part)
    if name == "assignments" and int(at) < len(duties):
        row = int(found["inner"]) + 1 if found["inner"] else 0
        return (duties[int(at)][row], field) if row < len(duties[int(at)]) else (None, path)
    return (things[int(at)].key, field) if int(at) < len(things) else (None, path)


def _keys_of_duties(read: Read, base: Sheet) -> list[list[str]]:
    """For each assignment of the reading the keys of its duties: its own, then those of the other units under it."""
    keys = iter(duty.key for duty in base.duties)
    return [
        [next(keys) for _ in range(1 + len(assignment.get("sub_assignments") or ()))]
        for assignment in read.get("assignments") or ()
    ]
