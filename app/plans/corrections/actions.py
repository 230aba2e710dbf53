"""Correcting a stored plan: by single corrections, or by another reading of its document. Rows keep their ids."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.events import announce
from app.core.text import N_, one_line
from app.plans.calendar.models import Completion
from app.plans.corrections.differences import all_told
from app.plans.corrections.exchange import Correction, correct_all, to_data
from app.plans.corrections.fresh import Read, sheet_of
from app.plans.corrections.queries import StoredSheet, corrections_of, stored_sheet
from app.plans.corrections.replay import Places, Replayed, Unplaced, beside, replay
from app.plans.corrections.sheet import Sheet
from app.plans.corrections.verbs import Verb
from app.plans.events import PlanNamed, SurveyEnded, TaskRemoval
from app.plans.models import Deadline, Plan, PlanCorrection, PlanDocument, Task
from app.plans.reading import READER
from app.plans.rows import file_name, put_sheet

MOST_TOLD = 12
"""So many corrections the record tells one by one."""


class PlanIncomplete(Problem):
    """Something is missing without which no plan can be stored."""


class CorrectionsUnplaced(Conflict):
    """Some corrections do not fit the plan as it is now; ``unplaced`` says which and why."""

    def __init__(self, unplaced: Sequence[Unplaced]) -> None:
        super().__init__(
            N_(
                "Kế hoạch vừa thay đổi nên %(count)d chỗ sửa không còn khớp và chưa có gì được lưu. "
                "Hãy xem lại những chỗ đó."
            ),
            count=len(unplaced),
        )
        self.unplaced = unplaced


class DeadlineDone(Conflict):
    """Something hangs on a deadline that would have to go."""


@dataclass(frozen=True, slots=True)
class Document:
    """An uploaded file: its name and its bytes."""

    filename: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The digest that tells it from any other."""
        return hashlib.sha256(self.content).hexdigest()


def correct_plan(session: Session, plan: Plan, verbs: Iterable[Verb], *, by: int | None) -> list[str]:
    """Apply verbs to a stored plan, whose keys are those of :func:`stored_sheet`; nothing happens without any.

    Where citizens are no longer asked about a task, the names of the desks come back at which that stopped. Raises what
    the verbs refuse with, and what others object to when a task has to go.
    """
    stored = stored_sheet(session, plan)
    _, corrections = correct_all(stored.sheet, verbs)
    return save_corrections(session, plan, corrections, by=by) if corrections else []


def save_corrections(session: Session, plan: Plan, corrections: Sequence[Correction], *, by: int | None) -> list[str]:
    """Apply corrections that were made on a page, and keep them; the plan may have been corrected meanwhile.

    Gives back what :func:`correct_plan` does. Raises :class:`CorrectionsUnplaced` where some of them do not fit any
    more, :class:`PlanIncomplete`, and what others object to when a task has to go.
    """
    stored = stored_sheet(session, plan)
    replayed = replay(stored.sheet, beside(stored.sheet, corrections))
    if replayed.unplaced:
        raise CorrectionsUnplaced(replayed.unplaced)
    stopped = _put(session, plan, replayed.sheet, stored.tasks, stored.deadlines, by=by)
    if plan.document is not None:
        if stored.from_rows:
            session.execute(delete(PlanCorrection).where(PlanCorrection.plan_id == plan.id))
            plan.document.reading = dict(stored.reading)
        keep(session, plan, (*stored.corrections, *replayed.corrections), by=by)
    session.flush()
    _record(session, N_("Sửa kế hoạch"), plan, stored.sheet, replayed, by=by)
    return stopped


def read_again(session: Session, plan: Plan, read: Read) -> Replayed:
    """What another reading gives with the corrections that were kept; nothing is changed."""
    return replay(sheet_of(read), stored_sheet(session, plan).corrections)


def take_reading(
    session: Session,
    plan: Plan,
    read: Read,
    corrections: Sequence[Correction],
    *,
    by: int | None,
    document: Document | None = None,
) -> list[str]:
    """Let another reading take the place of the old one, of the same document or of a new version (``document``).

    ``corrections`` are those that belong to the new reading. Tasks and deadlines that are found again keep their ids.
    Gives back what :func:`correct_plan` does.
    """
    start = sheet_of(read)
    replayed = replay(start, corrections)
    if replayed.unplaced:
        raise CorrectionsUnplaced(replayed.unplaced)
    stored = stored_sheet(session, plan)
    tasks, deadlines = rows_again(stored, replayed.sheet)
    stopped = _put(session, plan, replayed.sheet, tasks, deadlines, by=by)
    if document is not None:
        _put_document(session, plan, document)
    if plan.document is not None:
        put_read(plan.document, read)
        keep(session, plan, replayed.corrections, by=by)
    session.flush()
    said = N_("Cập nhật kế hoạch theo văn bản mới") if document else N_("Đọc lại văn bản của kế hoạch")
    _record(session, said, plan, start, replayed, by=by)
    return stopped


def rows_again(stored: StoredSheet, sheet: Sheet) -> tuple[dict[str, Task], dict[str, Deadline]]:
    """The rows of a stored plan by their keys on another reading's sheet, as far as they are found on it."""
    places = Places(sheet)
    known = {thing.key for thing in sheet.things()}

    def again(key: str) -> str | None:
        thing = stored.sheet.find(key)
        anchor = getattr(thing, "anchor", None)
        return places.find(key, anchor) if anchor else key if key in known else None

    tasks = {here: row for key, row in stored.tasks.items() if (here := again(key))}
    deadlines = {here: row for key, row in stored.deadlines.items() if (here := again(key))}
    return tasks, deadlines


def keep(
    session: Session,
    plan: Plan,
    corrections: Sequence[Correction],
    *,
    by: int | None,
    earlier: Sequence[PlanCorrection] | None = None,
) -> None:
    """Let ``corrections`` be all that is kept of the plan's document. What was kept before keeps its maker and day.

    ``earlier`` are rows left over from a plan that was removed; by default those of this plan.
    """
    assert plan.document is not None  # noqa: S101  corrections belong to a document
    known = list(corrections_of(session, plan) if earlier is None else earlier)
    for at, correction in enumerate(corrections):
        data = to_data(correction)
        row = known[at] if at < len(known) else PlanCorrection()
        if row.correction is None or _done(row.correction) != _done(data):
            row.at, row.by_id = clock.now(), by
        row.office_id, row.plan_id, row.document_sha256 = plan.office_id, plan.id, plan.document.sha256
        row.position, row.correction = at, data
        session.add(row)
    for row in known[len(corrections) :]:
        session.delete(row)


def put_read(document: PlanDocument, read: Read) -> None:
    """Keep with a document what was read from it, and the lines that it was read from."""
    document.source = list(read.get("source") or ())
    document.reading = {name: part for name, part in read.items() if name != "source"}
    document.reader = READER


def complete(sheet: Sheet) -> None:
    """Raise :class:`PlanIncomplete` for a sheet from which no plan can be made."""
    if not one_line(sheet.head.title or ""):
        raise PlanIncomplete(N_("Hãy ghi tên kế hoạch."))
    if not sheet.kept:
        raise PlanIncomplete(N_("Văn bản không có nhiệm vụ nào nên chưa nhập được. Hãy kiểm tra lại phần nội dung."))


def may_go(session: Session, plan: Plan, tasks: Mapping[str, Task], sheet: Sheet) -> None:
    """Ask whether those of the plan's ``tasks`` that ``sheet`` has no longer may go; raises what somebody objects with.

    ``tasks`` are its rows by their keys on ``sheet``; a row that is not among them is on it no longer.
    """
    for task in _leaving(plan, tasks, sheet):
        announce(session, TaskRemoval(task, certain=False))


def _put(
    session: Session,
    plan: Plan,
    sheet: Sheet,
    tasks: Mapping[str, Task],
    deadlines: Mapping[str, Deadline],
    *,
    by: int | None,
) -> list[str]:
    """Bring the rows to the sheet, and tell who may have to answer; the desks at which a form was withdrawn for it."""
    complete(sheet)
    named = _names(plan)
    surveyed = [task for task in plan.tasks if task.surveyed]
    for task in _leaving(plan, tasks, sheet):
        announce(session, TaskRemoval(task, certain=True))
    _keep_what_was_done(session, plan, sheet, deadlines)
    for key, task in tasks.items():
        if task.key != key:
            task.key = None  # two tasks may change keys with each other, and the database checks row by row
    session.flush()
    put_sheet(plan, sheet, tasks, deadlines)
    session.flush()
    if named != _names(plan):
        announce(session, PlanNamed(plan))
    ended = [SurveyEnded(task, by) for task in surveyed if task in plan.tasks and not task.surveyed]
    for fact in ended:
        announce(session, fact)
    return list(dict.fromkeys(desk for fact in ended for desk in fact.withdrawn_at))


def _keep_what_was_done(session: Session, plan: Plan, sheet: Sheet, deadlines: Mapping[str, Deadline]) -> None:
    """A deadline that somebody has reported as done stays: its evidence would go with it."""
    kept = {deadlines[one.key].id for one in sheet.deadlines if not one.removed and one.key in deadlines}
    leaving = {deadline.id: deadline for deadline in plan.deadlines if deadline.id not in kept}
    done = session.scalar(select(Completion.deadline_id).where(Completion.deadline_id.in_(leaving)).limit(1))
    if done is not None:
        raise DeadlineDone(
            N_("Thời hạn “%(due)s” đã có ghi nhận hoàn thành hoặc minh chứng nên không bỏ được."),
            due=leaving[done].due_text,
        )


def _names(plan: Plan) -> tuple[object, ...]:
    """By what other plans know this one."""
    return plan.title, plan.number, plan.issued_text, plan.year


def _leaving(plan: Plan, tasks: Mapping[str, Task], sheet: Sheet) -> list[Task]:
    staying = {tasks[task.key].id for task in sheet.kept if task.key in tasks}
    return [task for task in plan.tasks if task.id not in staying]


def _put_document(session: Session, plan: Plan, document: Document) -> None:
    if plan.document is None:
        plan.document = PlanDocument(office_id=plan.office_id)
    plan.document.filename = file_name(document.filename)
    plan.document.sha256 = document.sha256
    plan.document.size, plan.document.content = len(document.content), document.content
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError as problem:
        raise Conflict(N_("Văn bản này vừa được nhập thành một kế hoạch khác của cơ quan.")) from problem


def _done(data: Mapping[str, object]) -> list[tuple[str, object]]:
    """What a correction says, without the places: those change with every reading."""
    return [(name, value) for name, value in data.items() if name not in {"at", "of", "task", "item", "key", "after"}]


def _record(session: Session, verb: str, plan: Plan, start: Sheet, replayed: Replayed, *, by: int | None) -> None:
    """The first corrections in words, in the language of the house, and how many there are."""
    said = all_told(replayed.corrections[:MOST_TOLD], start, replayed.sheet)
    record(
        session,
        verb,
        f"plan:{plan.id}",
        by=by,
        office_id=plan.office_id,
        name=plan.title,
        corrections=len(replayed.corrections),
        corrected=[one.text % one.values for one in said],
    )
