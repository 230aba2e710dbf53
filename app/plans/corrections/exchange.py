"""Corrections as plain data, for the review page, the database and other programs; and back, strictly.

``{"verb": "change", "of": "t1f…", "field": "title", "value": "…", "at": {"t1f…": ["II.3", "words as read", 0, true]}}``
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from app.core.errors import Problem
from app.core.text import N_
from app.plans.corrections.anchors import Anchor
from app.plans.corrections.sheet import HEAD, Sheet
from app.plans.corrections.structure import Add, Merge, Move, MoveIn, MoveOut, Remove, Restore, Split
from app.plans.corrections.verbs import Change, Confirm, Verb

VERBS: dict[str, type[Verb]] = {
    verb.name: verb for verb in (Change, Confirm, Merge, Split, Move, MoveIn, MoveOut, Add, Remove, Restore)
}
MOST = 5000
"""Corrections that one plan may have."""


class CorrectionsUnreadable(Problem):
    """What came back as corrections is not what was sent out."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A verb, and what in the document the things that it refers to were read from, by their keys."""

    verb: Verb
    at: tuple[tuple[str, Anchor], ...] = ()


def correct(sheet: Sheet, verb: Verb) -> tuple[Sheet, Correction]:
    """The sheet after ``verb``, and the correction to keep. Raises what the verb refuses with."""
    changed = verb.on(sheet)
    found = [(key, getattr(sheet.find(key), "anchor", None)) for key in verb.mentions() if key != HEAD]
    return changed, Correction(verb, tuple((key, anchor) for key, anchor in found if anchor is not None))


def correct_all(sheet: Sheet, verbs: Iterable[Verb]) -> tuple[Sheet, list[Correction]]:
    """The sheet after all of ``verbs``, and the corrections to keep."""
    kept = []
    for verb in verbs:
        sheet, correction = correct(sheet, verb)
        kept.append(correction)
    return sheet, kept


def to_data(correction: Correction) -> dict[str, Any]:
    """Plain data for one correction."""
    verb = correction.verb
    written = {field.name: getattr(verb, field.name) for field in fields(verb)}  # type: ignore[arg-type]
    if isinstance(verb, Add):
        written["values"] = dict(verb.values)
    at = {key: [anchor.label, anchor.words, anchor.ordinal, anchor.alone] for key, anchor in correction.at}
    return {"verb": verb.name, **written, "at": at}


def from_data(data: Any) -> Correction:
    """The correction that was written down; :class:`CorrectionsUnreadable` for anything else."""
    try:
        kind = VERBS[data["verb"]]
        values = {field.name: data[field.name] for field in fields(kind)}  # type: ignore[arg-type]
        if kind is Add:
            values["values"] = tuple((str(name), value) for name, value in values["values"].items())
        at = tuple((str(key), _anchor(*anchor)) for key, anchor in data["at"].items())
        if set(data) != {"verb", "at", *values} or not all(_is_plain(name, one) for name, one in values.items()):
            raise ValueError(data["verb"])
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise CorrectionsUnreadable(
            N_("Các chỗ đã sửa đi kèm trang này không còn nguyên vẹn. Hãy mở lại trang rồi sửa tiếp.")
        ) from problem
    return Correction(kind(**values), at)


def to_text(corrections: Iterable[Correction]) -> str:
    """Corrections in one line of JSON."""
    return json.dumps([to_data(one) for one in corrections], ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> list[Correction]:
    """The corrections in a line of JSON; :class:`CorrectionsUnreadable` for anything else."""
    try:
        written = json.loads(text)
    except (ValueError, RecursionError):
        written = None
    if not isinstance(written, list) or len(written) > MOST:
        written = [None]
    return [from_data(one) for one in written]


def _anchor(label: object, words: object, ordinal: object, alone: object) -> Anchor:
    if isinstance(label, str) and isinstance(words, str) and isinstance(ordinal, int) and isinstance(alone, bool):
        return Anchor(label, words, ordinal, alone)
    raise ValueError(label)


def _is_plain(name: str, value: object) -> bool:
    """Keys and names are text; what a field's value may be, the field itself decides."""
    if name in {"value", "values"}:
        return True
    if name in {"up", "below"}:
        return isinstance(value, bool)
    return isinstance(value, str) or (value is None and name in {"after", "of"})
