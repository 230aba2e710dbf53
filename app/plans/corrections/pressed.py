"""A button of the review page as a verb. Its value is what to do and the key of what to do it to: ``merge t1f…``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from app.core.text import one_line
from app.plans.corrections.doubts import SheetFinding
from app.plans.corrections.sheet import Sheet
from app.plans.corrections.structure import Add, Merge, Move, MoveIn, MoveOut, Remove, Restore, Split
from app.plans.corrections.verbs import Verb, lost
from app.plans.reading.citations import find_mentions
from app.plans.reading.deadlines import limit_of
from app.plans.reading.themes import suggest_theme

CLAUSE = re.compile(r"[.;:]\s|,\s")
LONGEST_CLAUSE = 140
ADDED = {"t": "title", "d": "due_text", "u": "unit", "r": "text", "b": "text", "p": "text", "c": "symbol"}
"""What can be added at the end of its list, and the field that is typed for it (named ``new.<letter>``)."""


def verbs_of(
    button: str, sheet: Sheet, form: Mapping[str, str], findings: Iterable[SheetFinding]
) -> tuple[list[Verb], str | None]:
    """What the button does to ``sheet``, and the key of what the person will want to look at afterwards.

    Nothing for a button that changes nothing. ``findings`` are those that are still open.
    """
    what, _, key = button.partition(" ")
    if what == "confirm":
        return [finding.confirmation for finding in findings if finding.path == key], None
    if what == "confirm-all":
        return [finding.confirmation for finding in findings if finding.sureness == "likely"], None
    if what in {"split", "split-below"}:
        split = _split(sheet, key, below=what == "split-below")
        return [split], split.key
    if what == "add":
        added = _add(sheet, key, form)
        return [added], added.key
    if what == "add-item":
        return [_add_item(sheet, key, form)], key
    make = SIMPLE.get(what)
    return ([make(sheet, key)], _seen(what, sheet, key)) if make else ([], None)


def additions(button: str, sheet: Sheet, form: Mapping[str, str]) -> list[Callable[[Sheet], Verb]]:
    """What was typed into the boxes for something new beside the pressed button; each made on the sheet of its turn."""
    made: list[Callable[[Sheet], Verb]] = []
    for kind in ADDED:
        if button != f"add {kind}" and form.get(f"new.{kind}", "").strip():
            made.append(partial(_add, kind=kind, form=form))
    for task in sheet.kept:
        if button != f"add-item {task.key}" and form.get(f"{task.key}.new", "").strip():
            made.append(partial(_add_item, key=task.key, form=form))
    return made


def _add_item(sheet: Sheet, key: str, form: Mapping[str, str]) -> Add:
    return Add(sheet.new_key("i"), key, (("text", form.get(f"{key}.new", "")),))


def _split(sheet: Sheet, item: str, *, below: bool) -> Split:
    holder = sheet.holder(item)
    if holder is None:
        raise lost()
    at = next(at for at, held in enumerate(holder.items) if held.key == item)
    texts = [held.text for held in holder.items[at:]]
    title = first_clause(texts[0])
    return Split(item, sheet.new_key("t"), title, suggest_theme(title, texts).theme, below)


def _add(sheet: Sheet, kind: str, form: Mapping[str, str]) -> Add:
    written = form.get(f"new.{kind}", "")
    values: dict[str, Any] = {ADDED.get(kind, "text"): written}
    if kind == "t":
        values["theme"] = suggest_theme(written, ()).theme
    if kind == "d":
        values |= _limit(written, sheet)
    if kind == "c":
        values |= _named(written)
    last = [task.key for task in sheet.kept if task.parent is None]
    return Add(sheet.new_key(kind[:1] or "?"), last[-1] if kind == "t" and last else None, tuple(values.items()))


def _limit(written: str, sheet: Sheet) -> dict[str, Any]:
    """What the typed words say of the day; what they leave open stays open."""
    found = limit_of(one_line(written), year=sheet.head.year)
    if found is None:
        return {}
    said = {"due": found.due_date, "period": found.period, "from_unit": found.from_unit, "to_unit": found.to_unit}
    return {name: value for name, value in said.items() if value} | ({"before": True} if found.before else {})


def _named(written: str) -> dict[str, Any]:
    """What the typed words say of a document: ``Kế hoạch số 07/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân tỉnh``."""
    found = next(iter(find_mentions(one_line(written))), None)
    if found is None:
        return {}
    said = {"kind": found.kind, "day": found.day.iso if found.day else None, "issuer": found.issuer}
    return {"symbol": found.symbol, **{name: value for name, value in said.items() if value}}


def _seen(what: str, sheet: Sheet, key: str) -> str | None:
    """A merged task is looked for in the one above."""
    if what != "merge":
        return key
    kept = [task.key for task in sheet.kept]
    at = kept.index(key) if key in kept else 0
    return kept[at - 1] if at else key


def first_clause(text: str) -> str:
    """The words of a paragraph up to its first pause that leaves a sensible heading."""
    cut = next((hit.start() for hit in CLAUSE.finditer(text) if hit.start() >= 12), len(text))
    clause = text[:cut].rstrip(" .;:,")
    return clause if len(clause) <= LONGEST_CLAUSE else clause[:LONGEST_CLAUSE].rsplit(" ", 1)[0]


SIMPLE: Mapping[str, Callable[[Sheet, str], Verb]] = {
    "merge": lambda sheet, key: Merge(key, sheet.new_key("i")),
    "up": lambda _, key: Move(key, up=True),
    "down": lambda _, key: Move(key, up=False),
    "in": lambda _, key: MoveIn(key),
    "out": lambda _, key: MoveOut(key),
    "remove": lambda _, key: Remove(key),
    "restore": lambda _, key: Restore(key),
}
