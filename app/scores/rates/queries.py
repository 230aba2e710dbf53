"""Named reads of response rates. Callers wrap them in ``core.session.snapshot()``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.desks.models import Desk, Placement
from app.desks.visits.models import VisitsServed
from app.desks.visits.queries import visits_between
from app.desks.visits.rules import FIRST_DAY
from app.forms.models import Edition, Form
from app.responses.funnel.queries import waiting
from app.responses.models import Tally
from app.scores.rates.rules import Rate
from app.scores.suppression.models import ReleasedTally


@dataclass(frozen=True, slots=True)
class _Asked:
    """A form at a desk, and between which days."""

    task_id: int
    form_id: int
    desk_id: int
    placed_on: date
    retired_on: date | None


@dataclass(slots=True)
class _Sent:
    """Answers to a form at a desk on days of which the visits are known."""

    count: int = 0
    first: date | None = None

    def add(self, count: int, first: date) -> None:
        self.count += count
        self.first = first if self.first is None else min(self.first, first)


def task_rates(session: Session, task_ids: Collection[int], until: date, *, live: bool) -> dict[int, Rate]:
    """The rate of each of these tasks up to the day ``until``; a task without any known visits is missing.

    ``live``: for somebody who may read responses one by one; for everybody else answers are those that are released,
    or a visit written down for one more day would tell how many answered on it.

    Visits count at every desk that asks the task's form, from the day on which it was placed there, or was answered
    for the first time, to the day on which it was taken back. Where nobody writes visits down it is two queries.
    """
    asked = _asked(session, task_ids)
    desks = {one.desk_id for one in asked}
    visits = visits_between(session, desks, FIRST_DAY, until)
    if not visits:
        return {}
    sent = _sent(session, task_ids, visits, until, live=live)
    alone = desks_with_one_form(session, desks)
    by_desk: dict[int, dict[date, int]] = defaultdict(dict)
    for (desk_id, day), number in visits.items():
        by_desk[desk_id][day] = number
    found: dict[int, Rate] = {}
    for one in asked:
        here = sent.get((one.form_id, one.desk_id), _Sent())
        since = min(one.placed_on, here.first or one.placed_on)
        last = one.retired_on or until
        known = [number for day, number in by_desk[one.desk_id].items() if since <= day <= last]
        if known:
            before = found.get(one.task_id, Rate(0, 0, 0, one_each=True))
            found[one.task_id] = Rate(
                before.sent + here.count,
                before.visits + sum(known),
                before.days + len(known),
                one_each=before.one_each and one.desk_id in alone,
            )
    return found


def desks_with_one_form(session: Session, desk_ids: Collection[int]) -> set[int]:
    """The desks at which a single form has ever been asked; one query."""
    return set(
        session.scalars(
            select(Placement.desk_id)
            .where(Placement.desk_id.in_(desk_ids))
            .group_by(Placement.desk_id)
            .having(func.count() == 1)
        )
    )


def _asked(session: Session, task_ids: Collection[int]) -> list[_Asked]:
    rows = session.execute(
        select(
            Form.task_id, Placement.form_id, Placement.desk_id, Placement.placed_at,
            func.coalesce(Placement.retired_at, Desk.retired_at),
        )
        .join(Placement.form)
        .join(Placement.desk)
        .where(Form.task_id.in_(task_ids))
        .order_by(Placement.id)
    )  # fmt: skip
    return [
        _Asked(task_id, form_id, desk_id, clock.day_of(placed), clock.day_of(retired) if retired else None)
        for task_id, form_id, desk_id, placed, retired in rows
    ]


def _sent(
    session: Session, task_ids: Collection[int], visits: Mapping[tuple[int, date], int], until: date, *, live: bool
) -> dict[tuple[int, int], _Sent]:
    """Answers by form and desk, on days of which the visits are known; those set aside were sent, too."""
    forms = dict(
        session.execute(select(Edition.id, Edition.form_id).join(Edition.form).where(Form.task_id.in_(task_ids))).all()
    )
    found: dict[tuple[int, int], _Sent] = defaultdict(_Sent)
    kept = Tally if live else ReleasedTally
    known = (VisitsServed.desk_id == kept.desk_id) & (VisitsServed.day == kept.day)
    rows = session.execute(
        select(kept.edition_id, kept.desk_id, func.sum(kept.n + kept.excluded), func.min(kept.day))
        .join(VisitsServed, known)
        .where(kept.edition_id.in_(forms), kept.grain == "desk_day", kept.day <= until, kept.n + kept.excluded != 0)
        .group_by(kept.edition_id, kept.desk_id)
    )
    for edition_id, desk_id, count, first in rows:
        found[forms[edition_id], desk_id].add(count, first)
    if live:
        for key, change in waiting(session, forms, FIRST_DAY, until).items():
            if (key.desk_id, key.day) in visits:
                found[forms[key.edition_id], key.desk_id].add(change, key.day)
    return found
