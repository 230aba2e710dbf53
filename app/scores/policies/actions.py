"""Choosing what an office publishes by."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.text import N_, nfc, one_line
from app.offices.models import Office
from app.scores.methods import Method
from app.scores.policies.models import ScorePolicy
from app.scores.policies.queries import policy_on
from app.scores.policies.rules import REASON_LENGTH, NothingChanges, Policy, Weights, data_of, refuse_choice


def choose_policy(
    session: Session, office: Office, method: Method, weights: Weights, *, since: date, reason: str, by: int | None
) -> ScorePolicy:
    """Publish by ``method`` and ``weights`` from a day on that is not over.

    Raises :class:`PeriodOver`, :class:`ReasonMissing` and :class:`NothingChanges`. What was published for a period that
    has ended stays as it was: a score is worked out by what held on the last day of its period.
    """
    reason = one_line(nfc(reason))[:REASON_LENGTH]
    refuse_choice(since, clock.today(), reason)
    if policy_on(session, office.id, since).measures_like(Policy(method, weights)):
        raise NothingChanges(
            N_("Ngày %(day)s cơ quan đã tính như vậy rồi nên không có gì đổi."), day=clock.show_day(since)
        )
    row = ScorePolicy(
        office_id=office.id,
        valid_from=since,
        method=method.id,
        weights=data_of(weights),
        reason=reason,
        chosen_at=clock.now(),
        chosen_by_id=by,
    )
    session.add(row)
    session.flush()
    record(
        session, N_("Chọn cách tính điểm"), f"office:{office.id}", by=by, office_id=office.id,
        name=office.name, method=method.id, from_day=clock.show_day(since), reason=reason, weights=data_of(weights),
    )  # fmt: skip
    return row
