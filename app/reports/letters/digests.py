"""Who gets a letter today, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import Membership
from app.access.queries import holds, viewer_of
from app.access.viewer import Viewer
from app.accounts.letters.models import ReminderMail
from app.accounts.letters.queries import told_of
from app.accounts.letters.rules import Mark
from app.accounts.models import Official
from app.core.clock import day_of
from app.feedback.coordination.reminding import RequestNews, request_news
from app.feedback.escalation.queries import CaseNews, case_news
from app.feedback.supervision.reminding import OwedAnswer, answers_owed
from app.plans.calendar.reminding import Notice, notices_for
from app.scores.alerts.models import Alert
from app.scores.alerts.queries import alerts_to_write

NEW = "new"


@dataclass(frozen=True, slots=True)
class Digest:
    """What one official is told today, in one letter. ``owed`` are answers to observers; ``alerts`` are new to him."""

    official: Official
    notices: list[Notice]
    cases: CaseNews
    requests: RequestNews
    owed: list[OwedAnswer]
    alerts: list[Alert]

    @property
    def says_something(self) -> bool:
        """Whether it is a reason to write."""
        return bool(self.notices or self.cases.says_something or self.requests or self.owed or self.alerts)

    @property
    def marks(self) -> list[Mark]:
        """What the ledger notes of the letter."""
        return [
            *(notice.mark for notice in self.notices),
            *self.cases.marks,
            *self.requests.marks,
            *(each.mark for each in self.owed),
            *(_mark_of(alert) for alert in self.alerts),
        ]


def recipients(session: Session, *, today: date) -> list[int]:
    """Who may get a letter today: an active official with a role, an address and the wish, who got none yet."""
    return list(
        session.scalars(
            select(Official.id)
            .join(Membership, Membership.official_id == Official.id)
            .where(
                Official.active,
                Official.mail_wanted,
                Official.email.is_not(None),
                holds(today),
                Official.id.not_in(select(ReminderMail.official_id).where(ReminderMail.sent_on == today)),
            )
            .distinct()
            .order_by(Official.id)
        )
    )


def digest_for(session: Session, official_id: int, *, today: date, now: datetime) -> Digest | None:
    """What an official is told today; None where there is nothing to say."""
    official = session.get_one(Official, official_id)
    viewer = viewer_of(session, official, on=today)
    digest = Digest(
        official,
        notices_for(session, viewer, today=today),
        case_news(session, viewer, now=now),
        request_news(session, viewer, today=today),
        answers_owed(session, viewer, today=today),
        _news(session, viewer, alerts_to_write(session, viewer)),
    )
    return digest if digest.says_something else None


def _news(session: Session, viewer: Viewer, alerts: list[Alert]) -> list[Alert]:
    """The alerts that the viewer was not told of."""
    if not alerts:
        return []
    told = told_of(session, viewer.official_id, "a", since=min(day_of(alert.opened_at) for alert in alerts))
    return [alert for alert in alerts if (_mark_of(alert).entry, _mark_of(alert).due_on) not in told]


def _mark_of(alert: Alert) -> Mark:
    return Mark(f"a{alert.id}", day_of(alert.opened_at), NEW)
