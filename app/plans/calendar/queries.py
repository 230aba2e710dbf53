"""Named reads of the calendar: every due date that a viewer may see, with what people have set and done about it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.access.viewer import Viewer
from app.core.db import LARGEST_KEY
from app.core.errors import NotFound
from app.core.text import N_, fold
from app.core.tokens import fingerprint
from app.plans.calendar.entries import Entry
from app.plans.calendar.models import (
    Asked,
    CalendarFeed,
    CalendarSetting,
    Completion,
    DueDay,
    DueRule,
    Evidence,
    ReportRequest,
)
from app.plans.calendar.occurrences import Day, Occurrence, Written, occurrences, years_of
from app.plans.calendar.rules import LEAD_DAYS, REMIND_DAYS, paragraph_with, state_of, task_label_in
from app.plans.models import Deadline, Plan, Task, TaskHolder

NOT_FOUND = N_("Không tìm thấy thời hạn này. Có thể kế hoạch đã được gỡ, hoặc thuộc cơ quan khác.")
_KEY = re.compile(r"d(?P<deadline>[1-9]\d{0,9})\.(?P<occurrence>[0-9A-Za-z-]{1,12})|r(?P<asked>[1-9]\d{0,9})")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What people set and did, by deadline."""

    rules: dict[int, DueRule]
    days: dict[int, dict[str, DueDay]]
    completions: dict[int, dict[str, Completion]]

    def keys(self, deadline_id: int) -> set[str]:
        return self.days[deadline_id].keys() | self.completions[deadline_id].keys()


def entries_for(
    session: Session, viewer: Viewer, *, today: date, plan_id: int | None = None, deadline_id: int | None = None
) -> list[Entry]:
    """Every entry that ``viewer`` may see, the earliest first, those without a day last; ten queries at most."""
    plans = _plans(session, viewer.offices("plans.read"), plan_id=plan_id, deadline_id=deadline_id)
    kept = _kept(session, [deadline.id for plan in plans for deadline in plan.deadlines])
    found = [entry for plan in plans for entry in _entries_of(plan, kept, today)]
    if deadline_id is None:
        found += _requested(session, viewer, today=today, plan_id=plan_id)
    return sorted(found, key=_in_time)


def entry_for(session: Session, viewer: Viewer, key: str, *, today: date) -> Entry:
    """The entry with this key, if ``viewer`` may see it; otherwise :class:`NotFound`."""
    said = _KEY.fullmatch(key)
    found: Iterable[Entry] = ()
    if said and said["deadline"] and int(said["deadline"]) <= LARGEST_KEY:
        found = entries_for(session, viewer, today=today, deadline_id=int(said["deadline"]))
    elif said and said["asked"] and int(said["asked"]) <= LARGEST_KEY:
        found = _requested(session, viewer, today=today, asked_id=int(said["asked"]))
    for entry in found:
        if entry.key == key:
            return entry
    raise NotFound(NOT_FOUND)


def evidence_for(session: Session, viewer: Viewer, evidence_id: int, *, today: date) -> tuple[Entry, Evidence]:
    """One piece of evidence with its entry, if ``viewer`` may see it; otherwise :class:`NotFound`."""
    evidence = session.scalar(
        select(Evidence).options(joinedload(Evidence.completion)).where(Evidence.id == evidence_id)
    )
    if evidence is None:
        raise NotFound(NOT_FOUND)
    done = evidence.completion
    key = f"r{done.asked_id}" if done.asked_id else f"d{done.deadline_id}.{done.occurrence}"
    return entry_for(session, viewer, key, today=today), evidence


def request_for(session: Session, viewer: Viewer, request_id: int, *, permission: str) -> ReportRequest:
    """A request of an office in which ``viewer`` holds ``permission``; otherwise :class:`NotFound`."""
    request = session.scalar(
        select(ReportRequest).where(
            ReportRequest.id == request_id, ReportRequest.office_id.in_(viewer.offices(permission))
        )
    )
    if request is None:
        raise NotFound(N_("Không tìm thấy yêu cầu báo cáo này. Có thể yêu cầu thuộc cơ quan khác."))
    return request


def settings_of(session: Session, offices: Collection[int]) -> dict[int, CalendarSetting]:
    """How each office wants its calendar; an office that never said so gets the usual."""
    found = {
        setting.office_id: setting
        for setting in session.scalars(select(CalendarSetting).where(CalendarSetting.office_id.in_(offices)))
    }
    return {
        office: found.get(office)
        or CalendarSetting(office_id=office, remind_days=list(REMIND_DAYS), remind_overdue=True, lead_days=LEAD_DAYS)
        for office in offices
    }


def units_of(session: Session, office_id: int) -> list[str]:
    """The units that the plans of an office name, each once, by name."""
    named = session.scalars(
        select(Deadline.from_unit).join(Plan, Plan.id == Deadline.plan_id).where(Plan.office_id == office_id).distinct()
    )
    return sorted({unit for unit in named if unit}, key=fold)


def recorded_deadlines(session: Session, plan: Plan) -> set[int]:
    """Deadlines of a plan about which somebody set or did something: a new reading must not lose them."""
    here = select(Deadline.id).where(Deadline.plan_id == plan.id)
    return {
        found
        for column in (DueRule.deadline_id, DueDay.deadline_id, Completion.deadline_id)
        for found in session.scalars(select(column).where(column.in_(here)))
        if found is not None
    }


def feed_with(session: Session, token: str) -> CalendarFeed | None:
    """The feed that this secret opens, of an official who still works here."""
    feed = session.scalar(
        select(CalendarFeed)
        .options(joinedload(CalendarFeed.official))
        .where(CalendarFeed.token_hash == fingerprint(token))
    )
    return feed if feed is not None and feed.official.active else None


def _plans(
    session: Session, offices: Collection[int], *, plan_id: int | None, deadline_id: int | None
) -> Sequence[Plan]:
    wanted = select(Plan).where(Plan.office_id.in_(offices), Plan.deadlines.any()).order_by(Plan.id)
    if plan_id is not None:
        wanted = wanted.where(Plan.id == plan_id)
    if deadline_id is not None:
        wanted = wanted.where(Plan.deadlines.any(Deadline.id == deadline_id))
    return session.scalars(
        wanted.options(
            joinedload(Plan.office),
            selectinload(Plan.deadlines),
            selectinload(Plan.sections),
            selectinload(Plan.duties),
            selectinload(Plan.tasks).selectinload(Task.items),
            selectinload(Plan.tasks).selectinload(Task.holders).joinedload(TaskHolder.official),
        )
    ).all()


def _kept(session: Session, deadlines: Collection[int]) -> _Kept:
    kept = _Kept({}, defaultdict(dict), defaultdict(dict))
    for rule in session.scalars(select(DueRule).where(DueRule.deadline_id.in_(deadlines))):
        kept.rules[rule.deadline_id] = rule
    for day in session.scalars(select(DueDay).where(DueDay.deadline_id.in_(deadlines))):
        kept.days[day.deadline_id][day.occurrence] = day
    for done in session.scalars(select(Completion).options(*_EVIDENCE).where(Completion.deadline_id.in_(deadlines))):
        if done.deadline_id is not None and done.occurrence is not None:
            kept.completions[done.deadline_id][done.occurrence] = done
    return kept


def _entries_of(plan: Plan, kept: _Kept, today: date) -> Iterator[Entry]:
    years = years_of(plan.title, plan.year)
    yearly = {fold(line.from_unit or "") for line in plan.deadlines if line.period == "năm" and line.kind == "report"}
    sections = {section.label for section in plan.sections if section.kind == "tasks"}
    tasks = {task.label: task for task in reversed(plan.tasks)}
    for deadline in plan.deadlines:
        task = tasks.get(task_label_in(deadline.where, sections) or "")
        rule = kept.rules.get(deadline.id)
        chosen = Day(rule.day, rule.following) if rule and rule.day else None
        written = written_in(deadline)
        found = occurrences(written, years, chosen=chosen, yearly_beside=fold(deadline.from_unit or "") in yearly)
        gone = sorted(kept.keys(deadline.id) - {occurrence.key for occurrence in found})
        what = _what(plan, deadline, task)
        for occurrence in (*found, *map(Occurrence, gone)):
            yield _entry(plan, deadline, occurrence, kept, today, task=task, what=what, gone=occurrence.key in gone)


def written_in(deadline: Deadline) -> Written:
    """What the document says about one deadline, for the rules."""
    return Written(deadline.due_text, deadline.period, deadline.due_on, deadline.due_month, deadline.before)


def _entry(
    plan: Plan,
    deadline: Deadline,
    occurrence: Occurrence,
    kept: _Kept,
    today: date,
    *,
    task: Task | None,
    what: str | None,
    gone: bool,
) -> Entry:
    rule, day = kept.rules.get(deadline.id), kept.days[deadline.id].get(occurrence.key)
    done = kept.completions[deadline.id].get(occurrence.key)
    last_on = day.due_on if day else occurrence.last_on
    question = None if day or (rule and rule.dayless) else occurrence.question
    is_done = done is not None and done.done_at is not None
    return Entry(
        key=f"d{deadline.id}.{occurrence.key}",
        office=plan.office,
        plan=plan,
        state=state_of(last_on, today, done=is_done, asking=question is not None),
        last_on=last_on,
        unit=deadline.from_unit,
        to=deadline.to_unit,
        words=deadline.due_text,
        what=what,
        deadline=deadline,
        occurrence=occurrence.key,
        whole=None if day else occurrence.whole,
        question=question,
        day=day,
        rule=rule,
        task=task,
        completion=done,
        gone=gone,
    )


def _what(plan: Plan, deadline: Deadline, task: Task | None) -> str | None:
    texts = [item.text for item in task.items] if task else [text for duty in plan.duties for text in duty.texts]
    return paragraph_with(deadline.due_text, texts)


def _requested(
    session: Session, viewer: Viewer, *, today: date, plan_id: int | None = None, asked_id: int | None = None
) -> list[Entry]:
    """What was asked for in the offices in which the viewer takes part; observers do not."""
    wanted = (
        select(Asked)
        .join(Asked.request)
        .where(ReportRequest.office_id.in_(viewer.offices("deadlines.handle")), ReportRequest.cancelled_at.is_(None))
        .options(
            joinedload(Asked.official),
            joinedload(Asked.request).options(
                joinedload(ReportRequest.office), joinedload(ReportRequest.plan), joinedload(ReportRequest.created_by)
            ),
        )
    )
    if plan_id is not None:
        wanted = wanted.where(ReportRequest.plan_id == plan_id)
    if asked_id is not None:
        wanted = wanted.where(Asked.id == asked_id)
    rows = session.scalars(wanted).all()
    done = {
        completion.asked_id: completion
        for completion in session.scalars(
            select(Completion).options(*_EVIDENCE).where(Completion.asked_id.in_([row.id for row in rows]))
        )
    }
    return [_asked_entry(row, done.get(row.id), today) for row in rows]


def _asked_entry(asked: Asked, done: Completion | None, today: date) -> Entry:
    request = asked.request
    return Entry(
        key=f"r{asked.id}",
        office=request.office,
        plan=request.plan,
        state=state_of(request.due_on, today, done=done is not None and done.done_at is not None, asking=False),
        last_on=request.due_on,
        unit=asked.official.name if asked.official else asked.unit,
        to=request.created_by.name if request.created_by else None,
        words=request.subject,
        what=request.what,
        asked=asked,
        completion=done,
    )


def _in_time(entry: Entry) -> tuple[date, str, str]:
    return entry.last_on or date.max, entry.occurrence, entry.key


_EVIDENCE = (selectinload(Completion.evidence), joinedload(Completion.done_by))
