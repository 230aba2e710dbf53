"""Named reads about coordination: the case that somebody is asked about, and everything that he is asked.

Who is asked reads that one case and adds to it; every other verb looks the case up without regard to this.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from app.access.viewer import Viewer
from app.accounts.models import Official
from app.core.errors import Conflict, NotFound
from app.core.text import N_
from app.feedback.cases.models import Case, Step
from app.feedback.cases.queries import case_where, visible, with_names
from app.feedback.coordination.models import Coordination
from app.feedback.coordination.rules import Request, requests_in

MOST = 200
"""So many requests are listed; nobody answers more."""


class CoordinationEnded(Conflict):
    """The request was recalled, or the case was closed, restricted or withdrawn; it is not said which."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Đề nghị phối hợp này đã được rút hoặc đã kết thúc cùng phản ánh nên chưa ghi gì. Nội dung bạn viết "
                "vẫn còn đây để sao lại; nếu vẫn cần, hãy báo người xử lý đề nghị lại."
            )
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A case, and what the viewer is asked about it."""

    case: Case
    request: Request


def case_to_read(session: Session, viewer: Viewer, case_id: UUID) -> Case:
    """The case with its steps, if ``viewer`` may see it or is asked about it; otherwise :class:`NotFound`."""
    return case_where(session, case_id, or_(visible(viewer, "cases.read"), _asked(viewer)))


def case_to_contribute(session: Session, viewer: Viewer, case_id: UUID, *, permission: str) -> Case:
    """The case that ``viewer`` is asked about. Raises :class:`CoordinationEnded` if he was once, else
    :class:`NotFound`.
    """
    try:
        return case_where(session, case_id, _asked(viewer, permission))
    except NotFound:
        here = Case.office_id.in_(viewer.offices(permission))
        asking = select(Step).join(Case).where(Step.case_id == case_id, Step.verb == "invite", here)
        if any(step.details["official_id"] == viewer.official_id for step in session.scalars(asking)):
            raise CoordinationEnded from None
        raise


def only_asked(session: Session, viewer: Viewer, case: Case) -> bool:
    """Whether nothing but a request lets ``viewer`` read the case; one query, and none for who is not asked."""
    if viewer.official_id not in requests_in(case.steps):
        return False
    return session.scalar(select(Case.id).where(Case.id == case.id, visible(viewer, "cases.read"))) is None


def asked_of(session: Session, viewer: Viewer) -> list[Asked]:
    """What ``viewer`` is asked: first what waits for him, by day; then what he has answered. Two queries."""
    rows = session.scalars(
        with_names()
        .join(Coordination, and_(Coordination.case_id == Case.id, Coordination.official_id == viewer.official_id))
        .options(selectinload(Case.steps))
        .where(_asked(viewer))
        .order_by(
            Coordination.answered_at.is_not(None),
            Coordination.due_on.is_(None),
            Coordination.due_on,
            Coordination.asked_at,
            Case.id,
        )
        .limit(MOST)
        .execution_options(populate_existing=True)
    )
    return [Asked(case, requests_in(case.steps)[viewer.official_id]) for case in rows]


def count_asked(session: Session, viewer: Viewer) -> int:
    """How many requests wait for ``viewer``; one query."""
    waiting = (Coordination.official_id == viewer.official_id, Coordination.answered_at.is_(None))
    here = (Case.office_id.in_(viewer.offices("cases.handle")), Case.restricted.is_(False))
    return session.scalars(
        select(func.count())
        .select_from(Coordination)
        .join(Case, Case.id == Coordination.case_id)
        .where(*waiting, *here)
    ).one()


def names_in(session: Session, steps: Iterable[Step]) -> dict[int, str]:
    """The names of those who were asked in these steps; one query, and none where nobody was."""
    asked = {step.details["official_id"] for step in steps if step.verb in {"invite", "recall"}}
    if not asked:
        return {}
    rows = session.execute(select(Official.id, Official.name).where(Official.id.in_(asked)))
    return {official_id: name for official_id, name in rows}


def _asked(viewer: Viewer, permission: str = "cases.handle") -> ColumnElement[bool]:
    """The cases that ``viewer`` is asked about, as long as he handles cases there; never one of the restricted box."""
    asked = select(Coordination.case_id).where(Coordination.official_id == viewer.official_id)
    return and_(Case.office_id.in_(viewer.offices(permission)), Case.restricted.is_(False), Case.id.in_(asked))
