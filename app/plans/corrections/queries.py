"""The sheet of a stored plan, and the corrections that an office has kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.plans.corrections.exchange import Correction, from_data
from app.plans.corrections.fresh import Read, sheet_of
from app.plans.corrections.replay import replay
from app.plans.corrections.sheet import Sheet, SheetDeadline, SheetTask
from app.plans.models import Deadline, Plan, PlanCorrection, PlanDocument, Task
from app.plans.rows import reading_of

Row = TypeVar("Row", Task, Deadline)
Part = TypeVar("Part", SheetTask, SheetDeadline)


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """A plan as it stands on the review screen: the reading, the corrections since, and the sheet they give.

    ``tasks`` and ``deadlines`` are its rows by their keys on the sheet. ``from_rows``: no reading was kept, or the rows
    no longer agree with it, so the sheet begins from the rows as they are.
    """

    reading: Read
    base: Sheet
    corrections: tuple[Correction, ...]
    sheet: Sheet
    tasks: Mapping[str, Task]
    deadlines: Mapping[str, Deadline]
    from_rows: bool

    def key_of(self, task: Task) -> str:
        """The key on the sheet of one of the plan's tasks."""
        return next(key for key, row in self.tasks.items() if row.id == task.id)


def stored_sheet(session: Session, plan: Plan) -> StoredSheet:
    """The sheet of ``plan``; its rows are read, nothing is changed."""
    document = session.get(PlanDocument, plan.id)
    if document is not None and document.reading is not None:
        base = sheet_of(document.reading)
        kept = tuple(from_data(row.correction) for row in corrections_of(session, plan))
        sheet = replay(base, kept).sheet
        tasks = {task.key: task for task in plan.tasks if task.key}
        deadlines = {deadline.key: deadline for deadline in plan.deadlines if deadline.key}
        if len(tasks) == len(plan.tasks) and tasks.keys() == {task.key for task in sheet.kept}:
            return StoredSheet(document.reading, base, kept, sheet, tasks, deadlines, from_rows=False)
    return _from_rows(plan)


def corrections_of(session: Session, plan: Plan) -> Sequence[PlanCorrection]:
    """What was corrected in a plan, in its order."""
    return session.scalars(
        select(PlanCorrection)
        .where(PlanCorrection.plan_id == plan.id)
        .order_by(PlanCorrection.position, PlanCorrection.id)
    ).all()


def corrections_left(session: Session, office_id: int, sha256: str) -> Sequence[PlanCorrection]:
    """What an office had corrected in this document before it removed the plan, in its order."""
    return session.scalars(
        select(PlanCorrection)
        .where(
            PlanCorrection.office_id == office_id,
            PlanCorrection.document_sha256 == sha256,
            PlanCorrection.plan_id.is_(None),
        )
        .order_by(PlanCorrection.position, PlanCorrection.id)
    ).all()


def _from_rows(plan: Plan) -> StoredSheet:
    reading = reading_of(plan)
    base = sheet_of(reading)
    tasks = _with_keys(base.tasks, plan.tasks)
    deadlines = _with_keys(base.deadlines, plan.deadlines)
    return StoredSheet(reading, base, (), base, tasks, deadlines, from_rows=True)


def _with_keys(parts: Iterable[Part], rows: Iterable[Row]) -> dict[str, Row]:
    return {part.key: row for part, row in zip(parts, rows, strict=True)}
