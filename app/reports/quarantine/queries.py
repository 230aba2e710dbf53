"""Named reads of what is set aside in a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Official
from app.core import clock
from app.core.errors import NotFound
from app.core.text import N_, SOURCE
from app.desks.models import Desk
from app.forms.kinds import KINDS
from app.forms.models import Edition, Form
from app.plans.models import Plan, Task
from app.responses.asked import asked_in
from app.responses.models import Quarantine, Response

PAGE = 25
BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Summary:
    """How many responses are set aside: in all, by check (``by_hand`` among them), desk and day, most first."""

    total: int
    checks: list[tuple[str, int]]
    desks: list[tuple[int, str, int]]
    days: list[tuple[date, int]]


@dataclass(frozen=True, slots=True)
class Line:
    """One response that is or was set aside. ``answers``: questions with answers, None where they are not shown here.

    ``set_aside_by`` is empty where the program did it.
    """

    id: UUID
    task: str
    desk: str
    mode: str
    hour: datetime
    checks: tuple[str, ...]
    reason: str
    set_aside_at: datetime
    set_aside_by: str
    restored_at: datetime | None
    restored_by: str
    answers: list[tuple[str, str | None]]


def summary_of(session: Session, plan: Plan) -> Summary:
    """What is set aside now; one query."""
    rows = session.execute(
        _of_plan(select(Quarantine.checks, Desk.id, Desk.name, Response.hour), plan).where(
            Quarantine.restored_at.is_(None)
        )
    ).all()
    checks = Counter(key for row in rows for key in (row.checks.split() or [BY_HAND]))
    desks = Counter((row.id, row.name) for row in rows)
    days = Counter(clock.day_of(row.hour) for row in rows)
    return Summary(
        len(rows),
        checks.most_common(),
        [(desk_id, name, count) for (desk_id, name), count in desks.most_common()],
        sorted(days.items(), reverse=True),
    )


def lines_of(session: Session, plan: Plan, *, restored: bool, page: int) -> tuple[list[Line], bool]:
    """One page of what is set aside (or was, and is restored), newest hour first; and whether there are more."""
    by, back = aliased(Official), aliased(Official)
    state: ColumnElement[bool] = Quarantine.restored_at.is_not(None) if restored else Quarantine.restored_at.is_(None)
    rows = session.execute(
        _of_plan(
            select(
                Quarantine, Response, Task.title, Desk.name.label("desk"), Edition.digest,
                by.name.label("by"), back.name.label("back"),
            ),
            plan,
        )
        .outerjoin(by, by.id == Quarantine.set_aside_by_id)
        .outerjoin(back, back.id == Quarantine.restored_by_id)
        .where(state)
        .order_by(Response.hour.desc(), Quarantine.id)
        .limit(PAGE + 1)
        .offset(PAGE * (page - 1))
    ).all()  # fmt: skip
    lines = [
        Line(
            response.id, title, desk, response.mode, response.hour, tuple(quarantine.checks.split()),
            quarantine.reason, quarantine.set_aside_at, by_name or "", quarantine.restored_at, back_name or "",
            _answers(session, response.edition_id, digest, response.answers),
        )
        for quarantine, response, title, desk, digest, by_name, back_name in rows[:PAGE]
    ]  # fmt: skip
    return lines, len(rows) > PAGE


def desks_answered(session: Session, plan: Plan) -> list[Desk]:
    """The desks with answers to the plan, by name."""
    answered = (
        select(Response.desk_id)
        .join(Edition, Edition.id == Response.edition_id)
        .join(Edition.form)
        .join(Form.task)
        .where(Task.plan_id == plan.id)
        .distinct()
    )
    return list(session.scalars(select(Desk).where(Desk.id.in_(answered)).order_by(Desk.name, Desk.id)))


def response_in(session: Session, plan: Plan, response_id: UUID) -> UUID:
    """The key, if that response belongs to the plan; otherwise :class:`NotFound`."""
    found: UUID | None = session.scalar(
        select(Response.id)
        .join(Edition, Edition.id == Response.edition_id)
        .join(Edition.form)
        .join(Form.task)
        .where(Response.id == response_id, Task.plan_id == plan.id)
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy phiếu này trong kế hoạch."))
    return found


def counted_between(session: Session, plan: Plan, desk_id: int, day: date, first: int, last: int) -> Sequence[UUID]:
    """The responses that count, of one desk and day in Vietnam, from hour ``first`` to hour ``last`` included."""
    midnight = datetime.combine(day, time(), clock.VIETNAM)
    aside = exists().where(Quarantine.response_id == Response.id, Quarantine.restored_at.is_(None))
    return session.scalars(
        select(Response.id)
        .join(Edition, Edition.id == Response.edition_id)
        .join(Edition.form)
        .join(Form.task)
        .where(
            Task.plan_id == plan.id,
            Response.desk_id == desk_id,
            Response.hour >= midnight + timedelta(hours=first),
            Response.hour <= midnight + timedelta(hours=last),
            ~aside,
        )
        .order_by(Response.id)
    ).all()


def _of_plan(query: Select[*tuple[Any, ...]], plan: Plan) -> Select[*tuple[Any, ...]]:
    return (
        query.join_from(Quarantine, Response, Response.id == Quarantine.response_id)
        .join(Desk, Desk.id == Response.desk_id)
        .join(Edition, Edition.id == Response.edition_id)
        .join(Form, Form.id == Edition.form_id)
        .join(Task, Task.id == Form.task_id)
        .where(Task.plan_id == plan.id)
    )


def _answers(session: Session, edition_id: int, digest: str, stored: dict[str, Any]) -> list[tuple[str, str | None]]:
    """What was answered; texts, and what is private or about the person, only that there is something."""
    asked = asked_in(session, edition_id, digest)
    say = asked.say(SOURCE)
    found: list[tuple[str, str | None]] = []
    for question in asked.definition.questions:
        if question.id in stored:
            kind = KINDS[question.kind]
            hidden = kind.is_text or question.private or question.personal
            shown = None if hidden else kind.display(question, stored[question.id], say)
            found.append((say(question.text), shown))
    return found
