"""The sheet of a fresh reading, before anybody corrected anything.

The reading comes in its exchange shape (``reading.read_plan(...).as_json()``). A reading made up from stored rows also
says of each task what was decided about it: ``reason`` and ``target``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

from app.core.text import one_line
from app.plans.corrections.anchors import Anchor, anchors, key_of
from app.plans.corrections.sheet import (
    Head,
    Item,
    Lines,
    Sheet,
    SheetCitation,
    SheetDeadline,
    SheetDuty,
    SheetRecipient,
    SheetSection,
    SheetTask,
    SheetText,
)
from app.plans.rules import THEMES, survey_default

Read: TypeAlias = Mapping[str, Any]


def sheet_of(read: Read) -> Sheet:
    """Everything that was read, each part with its key."""
    tasks = _tasks(read)
    return Sheet(
        head=head_of(read),
        tasks=tasks,
        deadlines=_deadlines(read, tasks),
        duties=_duties(read),
        recipients=_recipients(read),
        sections=_sections(read),
        preamble=_texts("b", read.get("preamble")),
        purposes=_texts("p", read.get("purposes")),
        citations=_citations(read),
    )


def head_of(read: Read) -> Head:
    """The head as the document has it."""
    signer = read.get("signer") or {}
    return Head(
        title=one_line(read.get("title") or "") or None,
        number=read.get("number"),
        issued_text=read.get("date_as_written") or date_in_words(read.get("date")),
        year=read.get("year"),
        issuer=read.get("issuer"),
        parent_authority=_name(read.get("parent_authority")),
        province=_name(read.get("province")),
        place=read.get("place"),
        signer_name=signer.get("name"),
        signer_role=signer.get("role"),
        signer_on_behalf=signer.get("on_behalf"),
    )


def date_in_words(written: str | None) -> str | None:
    """An ISO day or month the way an office writes it."""
    if written and len(written) == len("2026-11-20"):
        return f"ngày {date.fromisoformat(written):%d/%m/%Y}"
    if written and len(written) == len("2026-11"):
        return f"tháng {int(written[5:])} năm {written[:4]}"
    return None


def _tasks(read: Read) -> tuple[SheetTask, ...]:
    found = list(read.get("tasks") or ())
    paths = [_path(task.get("section"), task.get("label")) for task in found]
    titles = [one_line(task.get("title") or "") for task in found]
    items = _items(found, paths)
    tasks = []
    for at, anchor in enumerate(anchors(zip(paths, titles, strict=True))):
        task = found[at]
        theme = task.get("theme") if task.get("theme") in THEMES else "other"
        default = survey_default(theme, titles[at], task.get("items") or ())
        tasks.append(
            SheetTask(
                key=key_of("t", anchor),
                label=str(task.get("label") or at + 1),
                title=titles[at],
                theme=theme,
                further=tuple(more for more in task.get("themes_secondary") or () if more in THEMES),
                reason=task.get("reason", default.reason),
                owner="; ".join(_units(task.get("owner_units"))) or None,
                coordinating=_units(task.get("coordinating_units")),
                target=task.get("target"),
                items=tuple(items[at]),
                lines=_lines(task),
                anchor=anchor,
            )
        )
    keys = [task.key for task in tasks]
    return tuple(_under(task, found[at].get("parent"), keys) for at, task in enumerate(tasks))


def _under(task: SheetTask, parent: int | None, keys: Sequence[str]) -> SheetTask:
    """Where a reading made up from rows knows a parent, it is the place of that task in the list."""
    return replace(task, parent=keys[parent]) if parent is not None else task


def _items(tasks: Sequence[Read], paths: Sequence[str]) -> list[list[Item]]:
    texts = [(path, text) for task, path in zip(tasks, paths, strict=True) for text in task.get("items") or ()]
    known = iter(anchors(texts))
    found = []
    for task in tasks:
        written = task.get("items") or ()
        markers = _as_many(task.get("item_markers"), len(written), "")
        levels = _as_many(task.get("item_levels"), len(written), 1)
        lines = _as_many(task.get("item_lines"), len(written), None)
        found.append([_item(*one, next(known)) for one in zip(written, markers, levels, lines, strict=True)])
    return found


def _item(text: str, marker: str, level: int, lines: Sequence[int] | None, anchor: Anchor) -> Item:
    place = (lines[0], lines[1]) if lines else None
    return Item(key_of("i", anchor), text, marker, level, place, anchor)


def _deadlines(read: Read, tasks: Sequence[SheetTask]) -> tuple[SheetDeadline, ...]:
    found = list(read.get("deadlines") or ())
    words = [(str(one.get("where") or ""), _said(one)) for one in found]
    return tuple(
        SheetDeadline(
            key=key_of("d", anchor),
            kind="report" if one.get("kind") == "report" else "other",
            period=one.get("period"),
            due_text=one.get("due_text") or "",
            due=one.get("due_date"),
            before=bool(one.get("before")),
            from_unit=one.get("from_unit"),
            to_unit=one.get("to_unit"),
            where=one.get("where"),
            task=tasks[one["task"]].key if one.get("task") is not None and one["task"] < len(tasks) else None,
            lines=_lines(one),
            anchor=anchor,
        )
        for one, anchor in zip(found, anchors(words), strict=True)
    )


def _said(deadline: Read) -> str:
    """What tells one deadline of a paragraph from the next."""
    return " ".join(str(deadline.get(part) or "") for part in ("due_text", "period", "from_unit")).strip()


def _duties(read: Read) -> tuple[SheetDuty, ...]:
    """One per unit. A paragraph under one unit's number that speaks of another unit becomes that unit's duty."""
    rows: list[tuple[str | None, str, tuple[str, ...], Lines | None]] = []
    for duty in read.get("assignments") or ():
        others = {other["duty_index"]: other["unit"] for other in duty.get("sub_assignments") or ()}
        texts = list(enumerate(duty.get("duties") or ()))
        own = tuple(text for at, text in texts if at not in others)
        rows.append((duty.get("label"), duty.get("unit") or "", own, _lines(duty)))
        rows += [(duty.get("label"), others[at], (text,), _lines(duty)) for at, text in texts if at in others]
    known = anchors((label or "", f"{unit} {' '.join(texts[:1])}".strip()) for label, unit, texts, _ in rows)
    return tuple(
        SheetDuty(key_of("u", anchor), unit, texts, label, lines, anchor)
        for (label, unit, texts, lines), anchor in zip(rows, known, strict=True)
    )


def _recipients(read: Read) -> tuple[SheetRecipient, ...]:
    found = list(read.get("recipients") or ())
    return tuple(
        SheetRecipient(key_of("r", anchor), one["text"], one.get("note"), _line(one), anchor)
        for one, anchor in zip(found, anchors(("", one["text"]) for one in found), strict=True)
    )


def _sections(read: Read) -> tuple[SheetSection, ...]:
    found = list(read.get("sections") or ())
    words = [(str(one.get("label") or ""), str(one.get("title") or "")) for one in found]
    return tuple(
        SheetSection(key_of("s", anchor), label, title, one.get("kind") or "other", _line(one), anchor)
        for one, (label, title), anchor in zip(found, words, anchors(words), strict=True)
    )


def _texts(kind: str, texts: Sequence[str] | None) -> tuple[SheetText, ...]:
    known = anchors(("", text) for text in texts or ())
    return tuple(SheetText(key_of(kind, anchor), anchor.words, anchor=anchor) for anchor in known)


def _citations(read: Read) -> tuple[SheetCitation, ...]:
    """Every cited document once; those the plan rests on are marked, also where they are cited nowhere else."""
    bases = {base["symbol"]: base for base in read.get("legal_bases") or () if base.get("symbol")}
    cited = {document["symbol"]: document for document in read.get("cited_documents") or () if document.get("symbol")}
    every = bases | cited
    return tuple(
        SheetCitation(
            key=key_of("c", anchor),
            symbol=symbol,
            kind=document.get("kind"),
            day=document.get("date"),
            issuer=document.get("issuer_text"),
            basis=symbol in bases and not bases[symbol].get("nested"),
            anchor=anchor,
        )
        for (symbol, document), anchor in zip(every.items(), anchors(("", symbol) for symbol in every), strict=True)
    )


def _lines(read: Read) -> Lines | None:
    lines = read.get("lines")
    return (lines[0], lines[1]) if lines else None


def _line(read: Read) -> Lines | None:
    line = read.get("line")
    return (line, line) if line else None


def _path(*labels: object) -> str:
    return ".".join(str(label) for label in labels if label)


def _units(units: Sequence[Any] | None) -> tuple[str, ...]:
    """Names of units, each once, given as text or as ``{"unit": ...}``."""
    names = (unit["unit"] if isinstance(unit, Mapping) else unit for unit in units or ())
    return tuple(dict.fromkeys(str(name) for name in names))


def _as_many(values: Sequence[Any] | None, count: int, otherwise: Any) -> Sequence[Any]:
    """``values`` if there is one for each; markers, levels and lines are extras that a reader may leave out."""
    return values if values is not None and len(values) == count else [otherwise] * count


def _name(authority: object) -> str | None:
    """A body's name, given as text or as ``{"name": ...}``."""
    name = authority.get("name") if isinstance(authority, Mapping) else authority
    return str(name) if name else None
