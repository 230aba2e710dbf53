"""Visits and pages of the demo: what must have happened for the made-up answers to come in.

Each desk has its own share of visitors who answer, and each form its own share of people who give up. One desk's visits
of last week are left blank, so that there is something to type in.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.desks.models import Desk, Placement
from app.desks.visits.actions import record_visits
from app.forms.models import Edition
from app.offices.models import Office
from app.responses.funnel.actions import Pages, Where, add_counts
from app.responses.funnel.queries import SentKey, sent_between
from app.responses.funnel.rules import DOORS

DAYS = 90
BLANK_DAYS = 7


def add_funnel(session: Session, office_code: str, *, seed: int) -> None:
    """Write down visits and pages of the demo office for the last three months; the same for the same seed."""
    luck = random.Random(seed)  # noqa: S311  made-up data needs no secrecy
    until = clock.today() - timedelta(days=1)
    since = until - timedelta(days=DAYS - 1)
    desks = list(session.scalars(select(Desk).join(Desk.office).where(Office.code == office_code).order_by(Desk.id)))
    placements = list(
        session.scalars(
            select(Placement).where(Placement.desk_id.in_([desk.id for desk in desks])).order_by(Placement.id)
        )
    )
    forms = dict(
        session.execute(
            select(Edition.id, Edition.form_id).where(Edition.form_id.in_({one.form_id for one in placements}))
        ).all()
    )
    sent = sent_between(session, list(forms), since, until)
    codes = {(one.form_id, one.desk_id): one.code for one in placements}
    at = {key: codes.get((forms[key.edition_id], key.desk_id)) for key in sent}
    add_counts(session, _pages(luck, {key: count for key, count in sent.items() if at[key]}, at))
    visits = _visits(luck, desks, sent, since, until)
    record_visits(session, [desk for desk in desks if desk.is_open], visits, seen={}, today=clock.today(), by=None)


def _pages(luck: random.Random, sent: Mapping[SentKey, int], codes: Mapping[SentKey, str | None]) -> dict[Where, Pages]:
    """More people begin than send, and more open than begin."""
    patience = {
        code: (luck.uniform(0.68, 0.93), luck.uniform(0.55, 0.85)) for code in sorted(filter(None, codes.values()))
    }
    found: dict[Where, Pages] = {}
    for key, count in sorted(sent.items()):
        code = codes[key]
        if code is None or key.mode not in DOORS:
            continue
        sends, begins = patience[code]
        begun = count + sum(luck.random() > sends for _person in range(count + 1))
        opened = begun + sum(luck.random() > begins for _person in range(begun + 2))
        before = found.get(Where(code, key.day, key.mode), Pages(0, 0))
        found[Where(code, key.day, key.mode)] = Pages(before.opened + opened, before.begun + begun)
    return found


def _visits(
    luck: random.Random, desks: list[Desk], sent: Mapping[SentKey, int], since: date, until: date
) -> dict[tuple[int, date], int | None]:
    answers: dict[tuple[int, date], int] = defaultdict(int)
    for key, count in sent.items():
        answers[key.desk_id, key.day] += count
    found: dict[tuple[int, date], int | None] = {}
    for place, desk in enumerate(desk for desk in desks if desk.is_open):
        each = luck.uniform(4, 9)
        last = until - timedelta(days=BLANK_DAYS if place == 1 else 0)
        for back in range((last - since).days + 1):
            day = last - timedelta(days=back)
            if day.weekday() < 5 or answers[desk.id, day]:
                found[desk.id, day] = round(answers[desk.id, day] * each * luck.uniform(0.8, 1.3)) + luck.randint(2, 14)
    return found
