"""Named reads for letters: the cases that an official has in hand, and those whose time a head has to hear of.

Every read goes through the viewer of today: a right that has ended ends the letters. What contains a khiếu nại or tố
cáo is in no line; whoever reads the restricted box, and is not accused, is told how many texts wait there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.access.viewer import Viewer
from app.accounts.letters.queries import told_of
from app.accounts.letters.rules import Mark
from app.accounts.models import Official
from app.core import clock
from app.feedback.cases.models import Case, Step
from app.feedback.cases.rules import OPEN, show_reference
from app.feedback.clock.rules import Marks
from app.feedback.escalation.rules import PRESSING, SETS_TIME, Line, case_entry, level_to_tell, mark_of
from app.feedback.restricted.queries import count_waiting
from app.plans.models import TaskHolder


@dataclass(frozen=True, slots=True)
class CaseNews:
    """What a letter says of cases.

    ``in_hand``: how many open ones the official has; ``own``: those of them that press, or that are news; ``raised``:
    cases of others that a head has to hear of, news only. ``unassigned``: how many wait for somebody who assigns;
    ``boxed``: how many texts wait in the restricted box.
    """

    in_hand: int = 0
    own: tuple[Line, ...] = ()
    raised: tuple[Line, ...] = ()
    unassigned: int = 0
    boxed: int = 0

    @property
    def says_something(self) -> bool:
        """Whether it is a reason to write; that somebody has cases in hand, in good time, is none."""
        return bool(self.own or self.raised or self.unassigned or self.boxed)

    @property
    def marks(self) -> list[Mark]:
        """What the ledger notes of it."""
        return [line.mark for line in (*self.own, *self.raised) if line.mark]


def case_news(session: Session, viewer: Viewer, *, now: datetime) -> CaseNews:
    """What ``viewer`` has to hear of cases now; five queries at most."""
    boxed = count_waiting(session, viewer)
    if not viewer.may_somewhere("cases.handle"):
        return CaseNews(boxed=boxed)
    own, raised = _lines(session, viewer, now)
    in_hand, unassigned = session.execute(
        select(
            func.count().filter(_mine(viewer)), func.count().filter(_unassigned(viewer))
        ).select_from(Case).where(_open_to(viewer))
    ).one()  # fmt: skip
    return CaseNews(in_hand, own, raised, unassigned, boxed)


def _lines(session: Session, viewer: Viewer, now: datetime) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    rows = _due_first(session, viewer, now)
    days = [clock.day_of(row.since) for row in rows]
    told = told_of(session, viewer.official_id, "c", since=min(days)) if days else {}
    own, raised = [], []
    for row, since in zip(rows, days, strict=True):
        entry = case_entry(row.id, row.number)
        stage = Marks(row.half_at, row.nearly_at, row.due_at).stage(now)
        level = level_to_tell(stage, told.get((entry, since), ()), mine=row.mine)
        line = Line(
            reference=show_reference(row.reference),
            kind=row.kind,
            level=row.level,
            stage=stage,
            due_at=row.due_at,
            first_due_at=row.first_due_at if row.first_replied_at is None else None,
            holder=row.holder or "",
            unit=row.unit,
            mark=mark_of(entry, since, level),
        )
        if row.mine and (level or stage >= PRESSING or line.is_late(now)):
            own.append(line)
        elif level and not row.mine:
            raised.append(line)
    return tuple(own), tuple(raised)


def _due_first(session: Session, viewer: Viewer, now: datetime) -> list[Any]:
    """The cases that may have to be told, with the step that set their time, what is due first first; one query."""
    mine = _mine(viewer)
    setting = aliased(Step)
    last = (
        select(func.max(setting.number))
        .where(setting.case_id == Case.id, setting.verb.in_(SETS_TIME))
        .correlate(Case)
        .scalar_subquery()
    )
    first_late = and_(Case.first_replied_at.is_(None), Case.first_due_at < now)
    head = Case.office_id.in_(viewer.offices("cases.approve"))
    rows = session.execute(
        select(
            Case.id, Case.reference, Case.kind, Case.level, Case.unit, Case.half_at, Case.nearly_at, Case.due_at,
            Case.first_due_at, Case.first_replied_at, Official.name.label("holder"),
            Step.number, Step.at.label("since"), mine.label("mine"),
        )
        .select_from(Case)
        .join(Step, and_(Step.case_id == Case.id, Step.number == last))
        .outerjoin(Official, Official.id == Case.holder_id)
        .where(
            _open_to(viewer),
            or_(and_(mine, or_(Case.half_at <= now, first_late)), and_(head, Case.nearly_at <= now)),
        )
        .order_by(Case.due_at.is_(None), Case.due_at, Case.id)
    )  # fmt: skip
    return list(rows)


def _open_to(viewer: Viewer) -> ColumnElement[bool]:
    return and_(
        Case.office_id.in_(viewer.offices("cases.handle")), Case.state.in_(OPEN), Case.restricted.is_(False)
    )  # fmt: skip


def _mine(viewer: Viewer) -> ColumnElement[bool]:
    """What the viewer has in hand: given to him; else about a task that he answers for; else given to a mere unit,
    which gets no letters, so that whoever runs the office for its head asks there."""
    held = select(TaskHolder.task_id).where(TaskHolder.official_id == viewer.official_id)
    answered_for = select(TaskHolder.task_id).where(TaskHolder.task_id == Case.task_id).exists()
    of_a_unit = and_(Case.unit != "", ~answered_for, Case.office_id.in_(list(_run_by(viewer))))
    return or_(
        Case.holder_id == viewer.official_id, and_(Case.holder_id.is_(None), or_(Case.task_id.in_(held), of_a_unit))
    )


def _unassigned(viewer: Viewer) -> ColumnElement[bool]:
    """What waits for somebody to be given to, for those who see every case of the office."""
    offices = viewer.offices("cases.read-all")
    return and_(Case.holder_id.is_(None), Case.unit == "", Case.office_id.in_(offices))


def _run_by(viewer: Viewer) -> Iterator[int]:
    """The offices in which the viewer assigns cases and is not the head."""
    for office_id in viewer.offices("cases.read-all"):
        if viewer.may("cases.handle", office_id) and not viewer.may("cases.approve", office_id):
            yield office_id
