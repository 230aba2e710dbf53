"""Which recommendations of observers a letter tells of: new, soon to be answered, and overdue.

What observers wrote may name people, so a letter says only who recommends, to which unit, and by when.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.access.viewer import Viewer
from app.accounts.letters.queries import told_of
from app.accounts.letters.rules import Mark
from app.feedback.supervision.models import Recommendation
from app.feedback.supervision.rules import ANSWER, APPROVE, WAITING, entry_of, stage_to_tell
from app.plans.calendar.queries import settings_of
from app.plans.calendar.rules import FORGIVEN

RUNS_OFFICE = "accounts.manage"
"""Whoever runs the office for its head hears of what nobody is named for and nobody drafts yet."""


@dataclass(frozen=True, slots=True)
class OwedAnswer:
    """One recommendation that an official is told of, at one stage."""

    recommendation: Recommendation
    mark: Mark


def answers_owed(session: Session, viewer: Viewer, *, today: date) -> list[OwedAnswer]:
    """The recommendations of which ``viewer`` has not heard at this stage, what is due first first; four queries at
    most, none for who answers no observers.
    """
    offices = sorted({*viewer.offices(ANSWER), *viewer.offices(APPROVE)})
    if not offices:
        return []
    waiting = session.scalars(
        select(Recommendation)
        .where(
            Recommendation.office_id.in_(offices),
            Recommendation.state.in_(WAITING),
            Recommendation.due_on >= today - timedelta(days=FORGIVEN),
        )
        .options(selectinload(Recommendation.steps))
        .order_by(Recommendation.due_on, Recommendation.id)
    )
    found = [each for each in waiting if concerns(viewer, each)]
    if not found:
        return []
    told = told_of(session, viewer.official_id, "s", since=found[0].due_on)
    settings = settings_of(session, {each.office_id for each in found})
    owed = []
    for each in found:
        entry, setting = entry_of(each.id, each.state), settings[each.office_id]
        before: Collection[str] = told.get((entry, each.due_on), ())
        stage = stage_to_tell(each.due_on, today, before, setting.remind_days, overdue=setting.remind_overdue)
        if stage is not None:
            owed.append(OwedAnswer(each, Mark(entry, each.due_on, stage)))
    return owed


def concerns(viewer: Viewer, found: Recommendation) -> bool:
    """The head, who answers; and whoever drafts: the official who is named, who has drafted, or else who runs the
    office.
    """
    if viewer.may(APPROVE, found.office_id):
        return True
    if not viewer.may(ANSWER, found.office_id):
        return False
    drafting = {step.by_id for step in found.steps if step.verb == "propose"} | {found.official_id} - {None}
    return viewer.official_id in drafting if drafting else viewer.may(RUNS_OFFICE, found.office_id)
