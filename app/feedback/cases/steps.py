"""How a step is taken: one at a time, by somebody who may, knowing what happened before; then everything is added up.

Every verb of a case goes through :func:`take`. It locks the case, asks again for the right of the official (it may have
ended a second ago), and refuses who has not seen the newest step: of two who answer at once, the second is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries import viewer_of
from app.accounts.models import Official
from app.core import clock
from app.core.errors import Conflict, Forbidden, Gone, Problem
from app.core.text import N_
from app.feedback.cases.models import Case, Step
from app.feedback.cases.rules import FOR_THE_HEAD, VERBS, Sum, added_up, state_after, why_not
from app.feedback.clock.hours import OfficeHours
from app.feedback.clock.queries import clock_for
from app.feedback.clock.rules import ClockTable, Marks, Run, due, marks, working_time
from app.feedback.coordination.models import Coordination
from app.feedback.coordination.rules import requests_in
from app.feedback.wordings.rules import blanks_in

_APART = N_(
    "Phản ánh này đã được ghi là có nội dung khiếu nại, tố cáo và chuyển vào hộp hạn chế nên không xử lý ở đây nữa."
)
# Translators: citizens read this
_APART_FOR_SENDER = N_(
    "Nội dung này đã được chuyển riêng cho người có trách nhiệm về khiếu nại, tố cáo nên không viết thêm ở đây được. "
    "Xin xem hướng dẫn ở trang này, hoặc gửi một phản ánh mới về việc khác."
)


class NotInThisState(Conflict):
    """The verb does not fit the state of the case."""


class SomebodyElse(Conflict):
    """Somebody has taken a step that the actor has not seen."""


class RightLost(Forbidden):
    """The official may not do this (any more)."""


class KeptApart(Conflict):
    """The case lies in the restricted box; nothing is done to it as a case."""


class NotFilledIn(Problem):
    """What the sender would read still has blanks in brackets."""


class OneLevelUp(Forbidden):
    """The sender was dissatisfied, so that a head replies now."""


class Withdrawn(Gone):
    """The sender has withdrawn the case; its words are gone."""


def take(
    session: Session,
    case: Case,
    verb: str,
    *,
    by: int | None,
    seen: int | None,
    text: str = "",
    key: UUID | None = None,
    details: dict[str, Any] | None = None,
) -> Step:
    """Take one step on a case, and add everything up.

    ``by`` is the official, or None for the citizen. ``seen`` is the number of the newest step that the actor knew; None
    asks nothing. ``key`` makes the step's own key the one of a page. Raises :class:`RightLost`, :class:`Withdrawn`,
    :class:`KeptApart`, :class:`SomebodyElse`, :class:`NotInThisState`, :class:`OneLevelUp` and :class:`NotFilledIn`.
    """
    lock(session, case)
    if by is not None:
        refuse_without_right(session, by, VERBS[verb].needs, case.office_id)
    if case.flag == "withdrawn":
        # Translators: citizens read this
        raise Withdrawn(N_("Người gửi đã rút phản ánh này và xóa nội dung, nên không còn gì để xử lý."))
    if case.restricted and verb != "withdraw":
        raise KeptApart(_APART if by is not None else _APART_FOR_SENDER)
    if seen is not None and seen != case.last_number:
        raise _somebody_else(session, case)
    refusal = why_not(verb, case.state)
    if refusal:
        raise NotInThisState(refusal)
    if by is not None and verb in FOR_THE_HEAD:
        _refuse_lower(session, case, by)
    if by is not None and VERBS[verb].told:
        _refuse_blanks(text)
    return begin(session, case, verb, by=by, text=text, key=key, details=details)


def begin(
    session: Session,
    case: Case,
    verb: str,
    *,
    by: int | None,
    text: str = "",
    key: UUID | None = None,
    details: dict[str, Any] | None = None,
) -> Step:
    """Add a step without asking anything; for the first one of a case, and behind :func:`take`."""
    now = clock.now()
    case.last_number += 1
    step = Step(
        id=key or uuid4(),
        case_id=case.id,
        number=case.last_number,
        verb=verb,
        author="official" if by is not None else "citizen",
        by_id=by,
        at=now if by is not None else clock.hour_of(now),
        state=state_after(verb, case.state),
        text=text,
        details=details or {},
    )
    session.add(step)
    session.flush()
    settle(session, case)
    return step


def settle(session: Session, case: Case, office_clock: tuple[ClockTable, OfficeHours] | None = None) -> Sum:
    """Bring the columns of a case that follow from its steps up to date."""
    steps = session.scalars(select(Step).where(Step.case_id == case.id).order_by(Step.number)).all()
    told = added_up(steps)
    case.state, case.flag, case.restricted = told.state, told.flag, told.restricted
    case.kind, case.level = told.kind, told.level
    case.holder_id, case.unit = told.holder_id, told.unit
    case.first_replied_at, case.answered_at, case.closed_at = told.first_replied_at, told.answered_at, told.closed_at
    _wind(case, told, *(office_clock or clock_for(session, case.office_id)))
    _keep_requests(session, case, steps)
    session.flush()
    return told


def refuse_without_right(session: Session, official_id: int, permission: str, office_id: int) -> None:
    """Raise :class:`RightLost` unless the official holds the permission at this very moment."""
    official = session.get(Official, official_id, populate_existing=True)
    found = viewer_of(session, official, on=clock.today()) if official is not None and official.active else None
    if found is None or not found.may(permission, office_id):
        raise RightLost(
            N_(
                "Bạn không có, hoặc vừa hết, quyền làm việc này ở cơ quan tiếp nhận nên chưa ghi gì. Nội dung bạn viết "
                "vẫn còn đây để sao lại; hãy hỏi quản trị viên của cơ quan."
            )
        )


def _refuse_lower(session: Session, case: Case, official_id: int) -> None:
    """Raise :class:`OneLevelUp` where a head has to reply and the official is none."""
    steps = session.scalars(select(Step).where(Step.case_id == case.id).order_by(Step.number))
    if not added_up(steps).raised:
        return
    try:
        refuse_without_right(session, official_id, "cases.approve", case.office_id)
    except RightLost as problem:
        raise OneLevelUp(
            N_(
                "Người gửi chưa hài lòng và đã đề nghị xem lại, nên lần này lãnh đạo trả lời. Nội dung bạn viết vẫn "
                "còn đây: hãy ghi vào ghi chú nội bộ để lãnh đạo dùng."
            )
        ) from problem


def _refuse_blanks(text: str) -> None:
    """Raise :class:`NotFilledIn` where a place in brackets was left as a text kept ready has it."""
    blanks = blanks_in(text)
    if blanks:
        raise NotFilledIn(
            N_("Còn chỗ chưa điền: %(blanks)s. Hãy thay bằng nội dung thật, bỏ dấu ngoặc vuông, rồi bấm lại."),
            blanks=", ".join(blanks[:5]),
        )


def lock(session: Session, case: Case) -> None:
    """Hold the case's row until the transaction ends, and read it as it is now."""
    session.scalars(
        select(Case).where(Case.id == case.id).with_for_update(of=Case).execution_options(populate_existing=True)
    ).one()


def _somebody_else(session: Session, case: Case) -> SomebodyElse:
    step = session.scalars(select(Step).where(Step.case_id == case.id).order_by(Step.number.desc()).limit(1)).one()
    if step.by is None:
        return SomebodyElse(
            N_(
                "Trong lúc bạn đang viết, người dân đã viết thêm. Nội dung bạn viết vẫn còn đây: hãy đọc phần mới rồi "
                "bấm lại nếu vẫn đúng."
            )
        )
    return SomebodyElse(
        N_(
            "Trong lúc bạn đang viết, %(name)s đã ghi một bước mới lúc %(at)s. Nội dung bạn viết vẫn còn đây: hãy xem "
            "bước mới rồi bấm lại nếu vẫn cần."
        ),
        name=step.by.name,
        at=clock.show_moment(step.at),
    )


def _keep_requests(session: Session, case: Case, steps: Sequence[Step]) -> None:
    """Write down who is asked to coordinate now; nothing to do where nobody ever was."""
    if not any(step.verb == "invite" for step in steps):
        return
    asked = requests_in(steps)
    kept = {row.official_id: row for row in session.scalars(select(Coordination).filter_by(case_id=case.id))}
    for ended in kept.keys() - asked.keys():
        session.delete(kept[ended])
    for official_id, request in asked.items():
        row = kept.get(official_id) or Coordination(case_id=case.id, official_id=official_id)
        row.asked_at, row.due_on, row.answered_at = request.asked_at, request.due_on, request.answered_at
        session.add(row)


def wound(told: Sum, table: ClockTable, hours: OfficeHours) -> tuple[datetime | None, Marks]:
    """By when the first reply is due, and the marks of the final one; nothing before a case was received."""
    if told.received_at is None or told.run_start is None:
        return None, Marks()
    limits = table.of(told.kind, told.level)
    run = Run(told.run_start, limits.final, told.extended, tuple(told.pauses))
    return due(Run(told.received_at, limits.first), hours), marks(run, hours)


def _wind(case: Case, told: Sum, table: ClockTable, hours: OfficeHours) -> None:
    """Set the marks of the clock and the working time that the replies took."""
    if told.received_at is None or told.run_start is None:
        return
    case.first_due_at, found = wound(told, table, hours)
    case.half_at, case.nearly_at, case.due_at = found.half_at, found.nearly_at, found.due_at
    case.first_took = case.took = None
    if told.first_replied_at is not None:
        case.first_took = int(working_time(told.received_at, told.first_replied_at, (), hours).total_seconds())
    if told.done_at is not None:
        case.took = int(working_time(told.run_start, told.done_at, told.pauses, hours).total_seconds())
