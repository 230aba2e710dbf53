"""Which requests to coordinate a letter tells of: to who is asked what is new, due and late; to who asked that it was
answered.

The question may repeat a citizen's words, so it is in no letter; nor is anything of a case that is closed or in the
restricted box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from app.access.viewer import Viewer
from app.accounts.letters.queries import told_of
from app.accounts.letters.rules import Mark
from app.accounts.models import Official
from app.core import clock
from app.feedback.cases.models import Case, Step
from app.feedback.cases.queries import visible
from app.feedback.cases.rules import show_reference
from app.feedback.coordination.models import Coordination
from app.feedback.coordination.rules import ANSWERED, LATE, NEW, is_news, request_entry, stage_of


@dataclass(frozen=True, slots=True)
class Line:
    """One request as a letter names it. ``colleague`` is who asked or, of an answered one, who answered.

    ``mark`` is what the ledger notes if this is news, and None where it presses and was told before.
    """

    reference: str
    kind: str
    colleague: str
    stage: str
    due_on: date | None
    mark: Mark | None

    @property
    def is_late(self) -> bool:
        """Whether the day is over and nothing was said."""
        return self.stage == LATE


@dataclass(frozen=True, slots=True)
class RequestNews:
    """What a letter says of requests: what the official is ``asked``, and which of his own were ``answered``."""

    asked: tuple[Line, ...] = ()
    answered: tuple[Line, ...] = ()

    def __bool__(self) -> bool:
        """Whether it is a reason to write."""
        return bool(self.asked or self.answered)

    @property
    def marks(self) -> list[Mark]:
        """What the ledger notes of it."""
        return [line.mark for line in (*self.asked, *self.answered) if line.mark]


def request_news(session: Session, viewer: Viewer, *, today: date) -> RequestNews:
    """What ``viewer`` has to hear of requests to coordinate; two queries at most, none for who handles no cases."""
    if not viewer.may_somewhere("cases.handle"):
        return RequestNews()
    rows = _standing(session, viewer)
    days = [clock.day_of(row.at) for row in rows]
    told = told_of(session, viewer.official_id, "q", since=min(days)) if days else {}
    asked, answered = [], []
    for row, since in zip(rows, days, strict=True):
        entry = request_entry(row.id, row.number)
        stage = ANSWERED if row.answered_at else stage_of(row.due_on, today)
        news = is_news(stage, told.get((entry, since), ()))
        line = Line(
            reference=show_reference(row.reference),
            kind=row.kind,
            colleague=row.asked if row.answered_at else row.asker,
            stage=stage,
            due_on=row.due_on,
            mark=Mark(entry, since, stage) if news else None,
        )
        if stage == ANSWERED and news:
            answered.append(line)
        elif stage != ANSWERED and (news or stage != NEW):
            asked.append(line)
    return RequestNews(tuple(asked), tuple(answered))


def _standing(session: Session, viewer: Viewer) -> Sequence[Any]:
    """The requests that wait for the viewer, and his own ones that were answered, by day; one query.

    The step that asked is the one of that instant; that it asked this official is looked up in the step itself.
    """
    asker, asked = aliased(Official), aliased(Official)
    waits = and_(Coordination.official_id == viewer.official_id, Coordination.answered_at.is_(None))
    came = and_(
        Step.by_id == viewer.official_id, Coordination.answered_at.is_not(None), visible(viewer, "cases.read")
    )  # fmt: skip
    rows = session.execute(
        select(
            Case.id, Case.reference, Case.kind, Coordination.official_id, Coordination.due_on, Coordination.answered_at,
            Step.number, Step.at, Step.details, asker.name.label("asker"), asked.name.label("asked"),
        )
        .select_from(Coordination)
        .join(Case, Case.id == Coordination.case_id)
        .join(Step, and_(Step.case_id == Case.id, Step.verb == "invite", Step.at == Coordination.asked_at))
        .join(asker, asker.id == Step.by_id)
        .join(asked, asked.id == Coordination.official_id)
        .where(
            Case.office_id.in_(viewer.offices("cases.handle")),
            Case.restricted.is_(False),
            Case.state != "closed",
            or_(waits, came),
        )
        .order_by(
            Coordination.due_on.is_(None), Coordination.due_on, Coordination.asked_at, Case.id, Coordination.official_id
        )
    )  # fmt: skip
    return [row for row in rows if row.details["official_id"] == row.official_id]
