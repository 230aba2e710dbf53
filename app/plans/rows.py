"""What was read from a document, as rows.

The importer hands over plain data in its exchange shape (``reading.read_plan(...).as_json()``). Words are kept as they
are; only labels, symbols and names, which have a width in the database, are shortened with "…".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.core.text import nfc, one_line
from app.plans.models import Citation, Deadline, Duty, Plan, PlanSection, Recipient, Task, TaskItem
from app.plans.rules import THEMES

Read = Mapping[str, Any]


def plan_row(read: Read) -> Plan:
    """The plan with everything below it; its heading and what is decided about its tasks are still to be set."""
    return Plan(
        place=fit(read.get("place"), 120),
        issuer=fit(read.get("issuer"), 300),
        parent_authority=fit(_name(read.get("parent_authority")), 300),
        province=fit(_name(read.get("province")), 120),
        preamble=list(read.get("preamble") or ()),
        purposes=list(read.get("purposes") or ()),
        signer=_signer(read.get("signer")),
        sections=_sections(read),
        tasks=[_task(at, task) for at, task in enumerate(read.get("tasks") or ())],
        duties=_duties(read),
        deadlines=_deadlines(read),
        citations=_citations(read),
        recipients=_recipients(read),
    )


def date_in_words(written: str | None) -> str | None:
    """An ISO day or month the way an office writes it."""
    if day := _day(written):
        return f"ngày {day:%d/%m/%Y}"
    if month := _month(written):
        return f"tháng {int(month[5:])} năm {month[:4]}"
    return None


def fit(text: str | None, width: int) -> str | None:
    """``text`` on one line and within ``width`` letters; nothing instead of an empty one."""
    text = one_line(text or "")
    if not text:
        return None
    return text if len(text) <= width else text[: width - 1] + "…"


def file_name(written: str) -> str:
    """The bare name of an uploaded file: no folders, no control characters, ending kept when it is cut."""
    bare = re.sub(r"[\x00-\x1f\x7f]", "", nfc(written).replace("\\", "/").rsplit("/", 1)[-1]).strip() or "ke-hoach.txt"
    stem, dot, ending = bare.rpartition(".")
    if len(bare) <= 255 or not dot or len(ending) > 10:
        return bare[:255]
    return f"{stem[: 254 - len(ending)]}.{ending}"


def _sections(read: Read) -> list[PlanSection]:
    return [
        PlanSection(
            position=at,
            label=fit(section.get("label"), 20) or "",
            title=section.get("title") or "",
            kind=fit(section.get("kind"), 20) or "other",
        )
        for at, section in enumerate(read.get("sections") or ())
    ]


def _task(position: int, read: Read) -> Task:
    texts = read.get("items") or []
    markers = _as_long_as(texts, read.get("item_markers"), "")
    levels = _as_long_as(texts, read.get("item_levels"), 1)
    return Task(
        position=position,
        label=fit(read.get("label"), 20) or str(position + 1),
        title=read["title"],
        further_themes=[theme for theme in read.get("themes_secondary") or () if theme in THEMES],
        items=[
            TaskItem(position=at, marker=fit(marker, 20) or "", level=level, text=text)
            for at, (text, marker, level) in enumerate(zip(texts, markers, levels, strict=True))
        ],
    )


def _duties(read: Read) -> list[Duty]:
    """One row per unit. A paragraph under one unit's number that speaks of another unit becomes that unit's row."""
    rows: list[Duty] = []
    for duty in read.get("assignments") or ():
        others = {other["duty_index"]: other["unit"] for other in duty.get("sub_assignments") or ()}
        texts = list(enumerate(duty.get("duties") or ()))
        label = fit(duty.get("label"), 20)
        own = [text for at, text in texts if at not in others]
        rows.append(Duty(position=len(rows), label=label, unit=duty.get("unit") or "", texts=own))
        for at, text in texts:
            if at in others:
                rows.append(Duty(position=len(rows), label=label, unit=others[at], texts=[text]))
    return rows


def _deadlines(read: Read) -> list[Deadline]:
    return [
        Deadline(
            position=at,
            kind=fit(deadline.get("kind"), 20) or "other",
            period=fit(deadline.get("period"), 20),
            due_text=deadline.get("due_text") or "",
            due_on=_day(deadline.get("due_date")),
            due_month=_month(deadline.get("due_date")),
            before=bool(deadline.get("before")),
            from_unit=deadline.get("from_unit"),
            to_unit=deadline.get("to_unit"),
            where=fit(deadline.get("where"), 40),
        )
        for at, deadline in enumerate(read.get("deadlines") or ())
    ]


def _citations(read: Read) -> list[Citation]:
    """Every cited document once; those the plan rests on are marked, also where they are cited nowhere else."""
    bases = {base["symbol"]: base for base in read.get("legal_bases") or () if base.get("symbol")}
    cited = {document["symbol"]: document for document in read.get("cited_documents") or () if document.get("symbol")}
    return [
        Citation(
            position=at,
            kind=fit(document.get("kind"), 60) or "",
            symbol=fit(symbol, 80) or "",
            issued_on=_day(document.get("date")),
            issuer=document.get("issuer_text"),
            basis=symbol in bases and not bases[symbol].get("nested"),
        )
        for at, (symbol, document) in enumerate((bases | cited).items())
    ]


def _recipients(read: Read) -> list[Recipient]:
    return [
        Recipient(position=at, text=recipient["text"], note=fit(recipient.get("note"), 120))
        for at, recipient in enumerate(read.get("recipients") or ())
    ]


def _signer(read: Read | None) -> dict[str, str | None] | None:
    known = {part: (read or {}).get(part) for part in ("name", "role", "on_behalf")}
    return known if any(known.values()) else None


def _as_long_as(texts: Sequence[str], values: Sequence[Any] | None, otherwise: Any) -> Sequence[Any]:
    """``values`` if there is one for each text; markers and levels are extras that a reader may leave out."""
    return values if values is not None and len(values) == len(texts) else [otherwise] * len(texts)


def _name(authority: object) -> str | None:
    """A body's name, given as text or as ``{"name": ...}``."""
    name = authority.get("name") if isinstance(authority, Mapping) else authority
    return str(name) if name else None


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written and len(written) == len("2026-11-20") else None


def _month(written: str | None) -> str | None:
    return written if written and len(written) == len("2026-11") else None
