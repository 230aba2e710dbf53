"""What the rules of an office see now, read from scores, remarks and cases. Callers wrap it in ``snapshot()``.

Scores are the released ones (``scores.suppression``), for an alert also reaches officers who are shown no others.
What contains a khiếu nại or tố cáo is left out: an alert reaches more people than such a case may.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.core import clock
from app.feedback.cases.models import Case, Step
from app.feedback.cases.rules import OPEN, show_reference
from app.feedback.models import Remark
from app.offices.models import Office
from app.plans.models import Plan, Task
from app.responses.asked import definitions_of
from app.responses.models import Quarantine, Response
from app.scores.alerts.rules import (
    BELOW_N,
    DROP_MONTHS,
    DROP_N,
    DROP_POINTS,
    GATHER_DAYS,
    GROUP_PERSONS,
    PERIOD_KINDS,
    REOPENED_TIMES,
    Choice,
    Finding,
    RuleKey,
    Voice,
    gatherings,
    is_dissatisfied,
)
from app.scores.periods.results import periods_of
from app.scores.periods.rules import latest_finished
from app.scores.queries import plan_readings
from app.scores.results import Reading, task_score
from app.scores.rules import Thresholds, against_target


def find(session: Session, office: Office, choice: Choice, thresholds: Thresholds, *, now: datetime) -> list[Finding]:
    """Everything that the rules which are switched on see at an office."""
    today = clock.day_of(now)
    found = [*_scores(session, office, choice, thresholds, today), *_gatherings(session, office, choice, now)]
    found += [*_urgent(session, office), *_groups(session, office, choice), *_reopened(session, office, choice)]
    return [finding for finding in found if finding.rule not in choice.off]


def _scores(session: Session, office: Office, choice: Choice, thresholds: Thresholds, today: date) -> Iterator[Finding]:
    """The plans of this year for the target; also those of last year for a fall, whose last period has just ended."""
    plans = select(Plan).where(
        Plan.office_id == office.id, or_(Plan.year.is_(None), Plan.year >= today.year - 1)
    ).order_by(Plan.id)  # fmt: skip
    for plan in session.scalars(plans).all():
        for reading in plan_readings(session, plan, live=False):
            if plan.year is None or plan.year == today.year:
                yield from _below(reading, choice, thresholds)
            yield from _drop(reading, choice, thresholds, today)


def _below(reading: Reading, choice: Choice, thresholds: Thresholds) -> Iterator[Finding]:
    score = task_score(reading, thresholds).scores["share"]
    if against_target(score, reading.task.target) != "missed" or (score.n or 0) < choice[BELOW_N]:
        return
    details = {"value": _whole(score.value), "target": _whole(reading.task.target)}
    yield Finding("below", str(reading.task.id), task_id=reading.task.id, details=details)


def _drop(reading: Reading, choice: Choice, thresholds: Thresholds, today: date) -> Iterator[Finding]:
    period = latest_finished(today, PERIOD_KINDS[choice[DROP_MONTHS]])
    found = periods_of(reading, thresholds).change(period, period.before)
    enough = min(found.now.n or 0, found.before.n or 0) >= choice[DROP_N]
    if found.change is None or not enough or found.change.value > -choice[DROP_POINTS] / 100:
        return
    details = {"points": _whole(-found.change.value), "period": period.key}
    yield Finding("drop", f"{reading.task.id}@{period.key}", task_id=reading.task.id, details=details)


def _gatherings(session: Session, office: Office, choice: Choice, now: datetime) -> list[Finding]:
    since = now - timedelta(days=choice[GATHER_DAYS])
    cases = session.execute(
        select(Case.task_id, Case.desk_id).where(_told_of(office), Case.hour >= since, Case.remark_id.is_(None))
    )
    voices = [Voice(row.task_id, row.desk_id) for row in cases]
    return gatherings([*voices, *_dissatisfied(session, office, since)], choice)


def _dissatisfied(session: Session, office: Office, since: datetime) -> Iterator[Voice]:
    """Who wrote something and was dissatisfied on the whole; one voice for each response that is not set aside."""
    aside = select(Quarantine.id).where(
        Quarantine.response_id == Response.id, Quarantine.restored_at.is_(None)
    ).exists()  # fmt: skip
    rows = session.execute(
        select(Response.id, Response.answers, Response.edition_id, Remark.task_id, Remark.desk_id)
        .join(Remark, Remark.response_id == Response.id)
        .join(Task, Task.id == Remark.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Plan.office_id == office.id, Remark.hour >= since, ~aside)
    ).all()
    scored = {
        edition_id: [question.id for question in definition.scored]
        for edition_id, definition in definitions_of(session, {row.edition_id for row in rows}).items()
    }
    seen: set[UUID] = set()
    for row in rows:
        points = [row.answers.get(name) for name in scored[row.edition_id]]
        if row.id not in seen and is_dissatisfied([each for each in points if each in (1, 2, 3, 4, 5)]):
            seen.add(row.id)
            yield Voice(row.task_id, row.desk_id)


def _urgent(session: Session, office: Office) -> Iterator[Finding]:
    for case in session.scalars(
        select(Case).where(_told_of(office), Case.level == "urgent", Case.state.in_(OPEN)).order_by(Case.id)
    ):
        yield _about("urgent", case, {})


def _groups(session: Session, office: Office, choice: Choice) -> Iterator[Finding]:
    same = aliased(Case)
    counts: Mapping[UUID, int] = {
        case_id: number
        for case_id, number in session.execute(
            select(same.duplicate_of_id, func.count(same.id))
            .where(same.office_id == office.id, same.duplicate_of_id.is_not(None), same.flag == "duplicate")
            .group_by(same.duplicate_of_id)
            .having(func.count(same.id) + 1 >= choice[GROUP_PERSONS])
        )
        if case_id is not None
    }
    for case in session.scalars(
        select(Case).where(_told_of(office), Case.id.in_(counts), Case.state.in_(OPEN)).order_by(Case.id)
    ):
        yield _about("group", case, {"count": counts[case.id] + 1})


def _reopened(session: Session, office: Office, choice: Choice) -> Iterator[Finding]:
    times = func.count(Step.id)
    for case, number in session.execute(
        select(Case, times)
        .join(Step, and_(Step.case_id == Case.id, Step.verb == "reopen"))
        .where(_told_of(office), Case.state.in_(OPEN))
        .group_by(Case.id)
        .having(times >= choice[REOPENED_TIMES])
        .order_by(Case.id)
    ):
        yield _about("reopened", case, {"count": number})


def _told_of(office: Office) -> ColumnElement[bool]:
    """The cases of an office that an alert may speak of."""
    return and_(
        Case.office_id == office.id,
        Case.restricted.is_(False),
        or_(Case.flag.is_(None), Case.flag.not_in(("spam", "withdrawn", "duplicate", "not_ours"))),
    )


def _about(rule: RuleKey, case: Case, details: dict[str, int]) -> Finding:
    return Finding(
        rule,
        str(case.id),
        task_id=case.task_id,
        desk_id=case.desk_id,
        case_id=case.id,
        details={"reference": show_reference(case.reference), **details},
    )


def _whole(share: float | None) -> int:
    return round((share or 0.0) * 100)
