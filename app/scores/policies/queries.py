"""Named reads of what offices publish by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.viewer import Viewer
from app.accounts.models import Official
from app.core import clock
from app.core.errors import NotFound
from app.core.text import N_
from app.forms.definition import from_data
from app.forms.models import Form
from app.offices.models import Office
from app.plans.models import Plan, Task
from app.scores.policies.models import ScorePolicy
from app.scores.policies.rules import DEFAULT, Policy, last_day, method_with, weights_of

PERMISSION = "scores.method"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice with the name of who made it. ``until`` is the last day on which it holds; ``is_replaced`` where
    a later choice for the same day took its place.
    """

    row: ScorePolicy
    policy: Policy
    by: str | None
    until: date | None
    is_replaced: bool


@dataclass(frozen=True, slots=True)
class Weighable:
    """A scored question of the office: its words and its factors, one for each way of asking it."""

    id: str
    factors: tuple[str, ...]
    texts: tuple[str, ...]


def policy_on(session: Session, office_id: int, day: date) -> Policy:
    """What an office publishes by on a day; the default before its first choice. One query."""
    row = session.scalar(
        select(ScorePolicy)
        .where(ScorePolicy.office_id == office_id, ScorePolicy.valid_from <= day)
        .order_by(ScorePolicy.valid_from.desc(), ScorePolicy.id.desc())
        .limit(1)
    )
    return DEFAULT if row is None else _policy(row)


def policy_of(session: Session, plan: Plan) -> Policy:
    """What a plan's scores are published by: the choice that holds on the last day of its year, or today."""
    return policy_on(session, plan.office_id, last_day(plan.year, clock.today()))


def choices_of(session: Session, office: Office) -> list[Choice]:
    """Every choice that the office has made, the newest first; one query."""
    rows = session.execute(
        select(ScorePolicy, Official.name)
        .outerjoin(Official, Official.id == ScorePolicy.chosen_by_id)
        .where(ScorePolicy.office_id == office.id)
        .order_by(ScorePolicy.valid_from.desc(), ScorePolicy.id.desc())
    ).all()
    found: list[Choice] = []
    later: date | None = None
    for row, name in rows:
        is_replaced = row.valid_from == later
        found.append(Choice(row, _policy(row), name, later - timedelta(days=1) if later else None, is_replaced))
        later = row.valid_from
    return found


def weighable_in(session: Session, office: Office) -> list[Weighable]:
    """The scored questions of every form of the office, by factor and name; one query."""
    texts: dict[str, dict[str, str]] = {}
    for data in session.scalars(
        select(Form.definition).join(Form.task).join(Task.plan).where(Plan.office_id == office.id).order_by(Form.id)
    ):
        for question in from_data(data).scored:
            texts.setdefault(question.id, {})[question.text] = question.factor or ""
    found = [Weighable(name, tuple(dict.fromkeys(words.values())), tuple(words)) for name, words in texts.items()]
    return sorted(found, key=lambda question: (question.factors, question.id))


def office_that_chooses(session: Session, viewer: Viewer, office_id: int) -> Office:
    """The office, if the viewer decides how it is measured; otherwise :class:`NotFound`."""
    office = session.scalar(select(Office).where(Office.id == office_id, Office.id.in_(viewer.offices(PERMISSION))))
    if office is None:
        raise NotFound(N_("Không tìm thấy cơ quan này."))
    return office


def texts_of(questions: Sequence[Weighable]) -> dict[str, str]:
    """The words of each question, for a list of weights."""
    return {question.id: " / ".join(question.texts) for question in questions}


def texts_for(session: Session, policy: Policy, office: Office) -> dict[str, str]:
    """The words of the questions that have weights of their own; no query where none has."""
    return texts_of(weighable_in(session, office)) if policy.weights.items else {}


def _policy(row: ScorePolicy) -> Policy:
    return Policy(method_with(row.method), weights_of(row.weights), row.valid_from)
