"""What becomes of a case after its sender was dissatisfied: told to who had answered it before.

The case goes one level up and leaves the inbox of who answered first. He learns that it did, and by which steps it
ends; no word of it: what the sender writes now may be about himself, and what colleagues above him note is theirs. Who
is needed after all is asked to coordinate. What lies in the restricted box is not told of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from app.access.viewer import Viewer
from app.feedback.cases.models import Case, Step
from app.feedback.cases.queries import visible
from app.feedback.cases.rules import OPEN, VERBS
from app.feedback.ratings.rules import RATED
from app.offices.models import Office

MOST = 100
"""So many are listed, the newest first."""


@dataclass(frozen=True, slots=True)
class Done:
    """A step as it may be told: what was done, and when; no word of it."""

    verb: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reopened:
    """A case that was reopened after the viewer had answered it; ``up`` is a key of ``rules.ONE_UP``, or empty.

    ``steps`` are those that the sender sees, from the reopening on. ``may_open``: whether the case is (still) one that
    the viewer reads anyway.
    """

    case_id: UUID
    reference: str
    kind: str
    state: str
    flag: str | None
    up: str
    office: str
    steps: Sequence[Done]
    may_open: bool


def reopened_after(session: Session, viewer: Viewer) -> list[Reopened]:
    """The cases that ``viewer`` had answered before their senders had them reopened, newest first; three queries."""
    cases = session.scalars(
        select(Case)
        .options(selectinload(Case.steps))
        .where(_answered_before(viewer))
        .order_by(Case.hour.desc(), Case.id)
        .limit(MOST)
        .execution_options(populate_existing=True)
    ).all()
    seen = visible(viewer, "cases.read")
    open_to = set(session.scalars(select(Case.id).where(Case.id.in_([case.id for case in cases]), seen)))
    return [_told(case, may_open=case.id in open_to) for case in cases]


def count_reopened(session: Session, viewer: Viewer) -> tuple[int, int]:
    """How many there are, and how many of them somebody still has to answer; one query."""
    row = session.execute(
        select(func.count(), func.count().filter(Case.state.in_(OPEN))).where(_answered_before(viewer))
    ).one()
    return row[0], row[1]


def _answered_before(viewer: Viewer) -> ColumnElement[bool]:
    """Cases of the viewer's offices and of those above them, where a reopened one may have gone."""
    answer, again = aliased(Step), aliased(Step)
    offices = viewer.offices("cases.handle")
    above = select(Office.superior_id).where(Office.id.in_(offices), Office.superior_id.is_not(None))
    replied = (
        select(answer.id)
        .where(
            answer.case_id == again.case_id,
            answer.number < again.number,
            answer.verb.in_(RATED),
            # not looked up by official, who may have answered thousands: the case has a handful of steps
            func.coalesce(answer.by_id, 0) == viewer.official_id,
        )
        .exists()
    )
    answered = select(again.case_id).where(again.by_id.is_(None), again.verb == "reopen", replied)
    here = or_(Case.office_id.in_(offices), Case.office_id.in_(above))
    return and_(Case.id.in_(answered), Case.restricted.is_(False), here)


def _told(case: Case, *, may_open: bool) -> Reopened:
    at, again = next(
        (at, step) for at, step in enumerate(case.steps) if (step.verb, step.author) == ("reopen", "citizen")
    )
    done = [Done(step.verb, step.at) for step in case.steps[at:] if VERBS[step.verb].told]
    up, office = again.details.get("up", ""), again.details.get("office", "")
    return Reopened(case.id, case.reference, case.kind, case.state, case.flag, up, office, done, may_open)
