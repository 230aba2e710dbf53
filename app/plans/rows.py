"""A sheet as rows, and rows as a reading.

Words are kept as they are; only labels, symbols and names, which have a width in the database, are shortened with "…".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from app.core.text import nfc, one_line
from app.plans.corrections.fresh import Read, sheet_of
from app.plans.corrections.sheet import Head, Sheet, SheetCitation, SheetDeadline, SheetDuty, SheetTask
from app.plans.models import Citation, Deadline, Duty, Plan, PlanSection, Recipient, Task, TaskItem

Row = TypeVar("Row")


def plan_row(read: Read, sheet: Sheet | None = None) -> Plan:
    """A new plan with everything below it: what ``sheet`` says, by default what was read."""
    plan = Plan()
    put_sheet(plan, sheet or sheet_of(read), {}, {})
    return plan


def put_sheet(plan: Plan, sheet: Sheet, tasks: Mapping[str, Task], deadlines: Mapping[str, Deadline]) -> None:
    """Bring the rows of a plan to what its sheet says.

    ``tasks`` and ``deadlines`` are its rows by their keys on the sheet: they keep their ids, for other rows hang on
    them. Those whose key is not on the sheet, or marked as removed there, go.
    """
    _put_head(plan, sheet.head)
    rows = {task.key: tasks.get(task.key) or Task(key=task.key) for task in sheet.kept}
    for at, task in enumerate(sheet.kept):
        row = rows[task.key]
        _put_task(row, task)
        row.position = at
        row.parent = rows.get(task.parent) if task.parent else None
    plan.tasks = list(rows.values())
    kept = [deadline for deadline in sheet.deadlines if not deadline.removed]
    plan.deadlines = [_deadline(deadlines.get(one.key) or Deadline(), at, one) for at, one in enumerate(kept)]
    plan.duties = _in_line(plan.duties, (duty for duty in sheet.duties if not duty.removed), Duty, _put_duty)
    plan.recipients = _in_line(
        plan.recipients, (one for one in sheet.recipients if not one.removed), Recipient, _put_recipient
    )
    plan.sections = _in_line(
        plan.sections, (one for one in sheet.sections if not one.removed), PlanSection, _put_section
    )
    plan.preamble = [one.text for one in sheet.preamble if not one.removed]
    plan.purposes = [one.text for one in sheet.purposes if not one.removed]
    plan.citations = _in_line(
        plan.citations, (one for one in sheet.citations if not one.removed), Citation, _put_citation
    )


def reading_of(plan: Plan) -> dict[str, Any]:
    """The rows of a plan in the shape of a reading, with what was decided about its tasks.

    For plans that were stored before readings were kept: corrections begin from here.
    """
    places = {task.id: at for at, task in enumerate(plan.tasks)}
    head = {name: getattr(plan, name) for name in ("title", "number", "year", "issuer", "province", "place")}
    return {
        **head,
        "date_as_written": plan.issued_text,
        "parent_authority": plan.parent_authority,
        "signer": plan.signer,
        "preamble": plan.preamble,
        "purposes": plan.purposes,
        "tasks": [{**_task_read(task), "parent": places.get(task.parent_id or 0)} for task in plan.tasks],
        "deadlines": [_deadline_read(deadline) for deadline in plan.deadlines],
        "assignments": [{"label": duty.label, "unit": duty.unit, "duties": duty.texts} for duty in plan.duties],
        "recipients": [{"text": one.text, "note": one.note} for one in plan.recipients],
        "sections": [{"label": one.label, "title": one.title, "kind": one.kind} for one in plan.sections],
        "cited_documents": [_citation_read(citation) for citation in plan.citations],
        "legal_bases": [_citation_read(citation) for citation in plan.citations if citation.basis],
    }


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


def _put_head(plan: Plan, head: Head) -> None:
    plan.title = head.title or ""
    plan.number = fit(head.number, 80)
    plan.issued_text = fit(head.issued_text, 80)
    plan.year = head.year
    plan.issuer = fit(head.issuer, 300)
    plan.parent_authority = fit(head.parent_authority, 300)
    plan.province = fit(head.province, 120)
    plan.place = fit(head.place, 120)
    signer = {"name": head.signer_name, "role": head.signer_role, "on_behalf": head.signer_on_behalf}
    plan.signer = signer if any(signer.values()) else None


def _put_task(row: Task, task: SheetTask) -> None:
    row.key = task.key
    row.label = fit(task.label, 20) or ""
    row.title = task.title
    row.theme, row.further_themes = task.theme, list(task.further)
    row.surveyed, row.unsurveyed_reason = task.surveyed, task.reason
    row.target_share = task.target
    row.owner_unit, row.coordinating_units = task.owner, list(task.coordinating)
    row.items = _in_line(row.items, task.shown, TaskItem, _put_item)


def _put_item(row: TaskItem, item: Any) -> None:
    row.marker, row.level, row.text = fit(item.marker, 20) or "", item.level, item.text


def _deadline(row: Deadline, position: int, one: SheetDeadline) -> Deadline:
    row.key, row.position = one.key, position
    row.kind = fit(one.kind, 20) or "other"
    row.period = fit(one.period, 20)
    row.due_text = one.due_text
    row.due_on, row.due_month = _day(one.due), _month(one.due)
    row.before = one.before
    row.from_unit, row.to_unit = one.from_unit, one.to_unit
    row.where = fit(one.where, 40)
    return row


def _put_duty(row: Duty, duty: SheetDuty) -> None:
    row.label, row.unit, row.texts = fit(duty.label, 20), duty.unit, list(duty.texts)


def _put_recipient(row: Recipient, one: Any) -> None:
    row.text, row.note = one.text, fit(one.note, 120)


def _put_section(row: PlanSection, section: Any) -> None:
    row.label, row.title, row.kind = fit(section.label, 20) or "", section.title, fit(section.kind, 20) or "other"


def _put_citation(row: Citation, one: SheetCitation) -> None:
    row.kind, row.symbol = fit(one.kind, 60) or "", fit(one.symbol, 80) or ""
    row.issued_on, row.issuer, row.basis = _day(one.day), one.issuer, one.basis


def _in_line(rows: Sequence[Row], wanted: Iterable[Any], make: type[Row], put: Callable[[Row, Any], None]) -> list[Row]:
    """The rows in order, one for each thing wanted: those that are there first, then new ones."""
    known = iter(rows)
    line: list[Row] = []
    for at, one in enumerate(wanted):
        row = next(known, None) or make()
        put(row, one)
        row.position = at  # type: ignore[attr-defined]
        line.append(row)
    return line


def _task_read(task: Task) -> dict[str, Any]:
    return {
        "label": task.label,
        "title": task.title,
        "theme": task.theme,
        "themes_secondary": task.further_themes,
        "reason": task.unsurveyed_reason,
        "target": task.target_share,
        "owner_units": [task.owner_unit] if task.owner_unit else [],
        "coordinating_units": task.coordinating_units,
        "items": [item.text for item in task.items],
        "item_markers": [item.marker for item in task.items],
        "item_levels": [item.level for item in task.items],
    }


def _deadline_read(deadline: Deadline) -> dict[str, Any]:
    names = ("kind", "period", "due_text", "before", "from_unit", "to_unit", "where")
    due = deadline.due_on.isoformat() if deadline.due_on else deadline.due_month
    return {**{name: getattr(deadline, name) for name in names}, "due_date": due}


def _citation_read(citation: Citation) -> dict[str, Any]:
    day = citation.issued_on.isoformat() if citation.issued_on else None
    return {"kind": citation.kind, "symbol": citation.symbol, "date": day, "issuer_text": citation.issuer}


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written and len(written) == len("2026-11-20") else None


def _month(written: str | None) -> str | None:
    return written if written and len(written) == len("2026-11") else None
