"""Named reads of public replies: the one of a case, and those that everybody may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.access.models import Membership
from app.accounts.models import Official
from app.core import clock
from app.feedback.cases.models import Case
from app.feedback.replies.models import PublicReply
from app.plans.models import Task


@dataclass(frozen=True, slots=True)
class PublishedReply:
    """One public reply as everybody may read it. ``on`` is the day of the approval; nothing leads to the sender."""

    said: str
    done: str
    on: date
    task: Task | None


def published_replies(session: Session, office_id: int, since: date, until: date) -> list[PublishedReply]:
    """The approved public replies of an office, from the day ``since`` to ``until``, newest first; one query.

    Left out is what was withdrawn by its sender, what contains a khiếu nại or tố cáo, and what was reopened.
    """
    first, last = (datetime.combine(day, time.min, clock.VIETNAM) for day in (since, until + timedelta(days=1)))
    rows = session.scalars(
        select(PublicReply)
        .join(PublicReply.case)
        .options(contains_eager(PublicReply.case).joinedload(Case.task))
        .where(
            Case.office_id == office_id,
            PublicReply.approved_at >= first,
            PublicReply.approved_at < last,
            may_be_public(),
        )
        .order_by(PublicReply.approved_at.desc(), PublicReply.case_id)
    )
    return [
        PublishedReply(row.said, row.done, clock.day_of(row.approved_at), row.case.task)
        for row in rows
        if row.approved_at is not None
    ]


def public_reply_of(session: Session, case_id: UUID) -> PublicReply | None:
    """The proposed or approved public reply of a case."""
    return session.scalar(
        select(PublicReply)
        .options(joinedload(PublicReply.proposed_by), joinedload(PublicReply.approved_by))
        .where(PublicReply.case_id == case_id)
        .execution_options(populate_existing=True)
    )


def published_words_of(session: Session, case_id: UUID) -> str | None:
    """What was done, as everybody may read it; for those whose case was the same matter."""
    return session.scalar(
        select(PublicReply.done)
        .join(PublicReply.case)
        .where(PublicReply.case_id == case_id, PublicReply.approved_at.is_not(None), may_be_public())
    )


def names_of_officials(session: Session, office_id: int) -> list[str]:
    """Everybody who has or had a role in an office: their names may stand in what it publishes."""
    return list(
        session.scalars(
            select(Official.name).where(
                Official.id.in_(select(Membership.official_id).where(Membership.office_id == office_id))
            )
        )
    )


def may_be_public() -> ColumnElement[bool]:
    """The condition that something of a case may be read by everybody."""
    return and_(
        Case.restricted.is_(False),
        Case.state.in_(("answered", "closed")),
        or_(Case.flag.is_(None), Case.flag != "withdrawn"),
    )
