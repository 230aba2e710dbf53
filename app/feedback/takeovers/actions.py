"""Handing the open cases of an office that ended to the office that does its work now, in one go and with a reason.

Each case gets a step like any other; its clock runs on by the table of the new office, and its code keeps opening it.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.actions import record
from app.access.queries import officials_with
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.text import N_
from app.feedback.cases.actions import fit_words
from app.feedback.cases.models import Case
from app.feedback.cases.rules import MESSAGE_LENGTH
from app.feedback.cases.steps import RightLost, begin, refuse_without_right
from app.feedback.restricted.actions import hand_over_box
from app.feedback.takeovers.queries import MANAGES, MOST
from app.offices.models import Office
from app.offices.queries import heirs_of


class NoHeir(Conflict):
    """The office exists still, or somebody else does its work."""


class NothingTaken(Problem):
    """Neither a case was ticked nor the box."""


def take_over(
    session: Session, old: Office, heir: Office, chosen: Collection[UUID], reason: str, *, with_box: bool, by: int
) -> int:
    """Hand the chosen cases that are not closed to ``heir``; what was taken meanwhile is left out. How many it were.

    ``with_box``: whatever lies in the restricted box of the old office goes to the readers of the heir's, uncounted.
    Raises :class:`NoHeir`, :class:`NothingTaken`, ``RightLost`` and ``WordsUnfit``.
    """
    reason, today = fit_words(reason, MESSAGE_LENGTH), clock.today()
    if heir.id not in {each.id for each in heirs_of(session, old, on=today)}:
        raise NoHeir(
            N_(
                "Cơ quan được chọn không tiếp nhận công việc của cơ quan cũ, hoặc cơ quan cũ vẫn hoạt động. "
                "Hãy chọn lại."
            )
        )
    _refuse_without_right(session, heir, by)
    if not chosen and not with_box:
        raise NothingTaken(N_("Chưa chọn gì để nhận. Hãy đánh dấu phản ánh hoặc ô hộp hạn chế rồi bấm lại."))
    handlers = {official.id for official in officials_with(session, heir.id, "cases.handle", on=today)}
    cases = _staying(session, old, chosen)
    for case in cases:
        _hand_over(session, case, old, heir, reason, handlers, by)
    if with_box:
        for case in hand_over_box(session, old.id, heir.id, by=by):
            _hand_over(session, case, old, heir, reason, handlers, by)
    details = {"reason": reason, "cases_taken": len(cases)}
    record(
        session,
        N_("Nhận phản ánh của cơ quan cũ"),
        f"office:{old.id}",
        by=by,
        office_id=heir.id,
        name=old.name,
        **details,
    )
    return len(cases)


def _staying(session: Session, old: Office, chosen: Collection[UUID]) -> list[Case]:
    """Those of the chosen cases that are still the old office's, held until the transaction ends."""
    return list(
        session.scalars(
            select(Case)
            .where(
                Case.id.in_(sorted(chosen)[:MOST]),
                Case.office_id == old.id,
                Case.state != "closed",
                Case.restricted.is_(False),
            )
            .order_by(Case.id)
            .with_for_update(of=Case)
            .execution_options(populate_existing=True)
        )
    )


def _hand_over(
    session: Session, case: Case, old: Office, heir: Office, reason: str, handlers: Collection[int], by: int
) -> None:
    """One case; whoever holds it keeps it if he handles cases at the heir."""
    holder_id = case.holder_id if case.holder_id in handlers else None
    case.office_id = heir.id
    details = {"office_before": old.name, "office": heir.name, "holder_id": holder_id}
    begin(session, case, "take_over", by=by, text=reason, details=details)


def _refuse_without_right(session: Session, heir: Office, by: int) -> None:
    """Who administers the heir, or the office above it. Raises ``RightLost``."""
    try:
        refuse_without_right(session, by, MANAGES, heir.id)
    except RightLost:
        if heir.superior_id is None:
            raise
        refuse_without_right(session, by, MANAGES, heir.superior_id)
