"""What observers watched at the demo office: one recommendation of each kind that a page shows, and nothing twice."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli.demo.load import load_demo
from app.cli.demo.watching import add_watching, is_watched
from app.core import clock
from app.feedback.supervision.actions import what_is_missing
from app.feedback.supervision.models import Recommendation, SupervisionSheet
from app.feedback.supervision.queries import newest_proposal
from app.feedback.supervision.rules import is_late


def test_it_works(session: Session) -> None:
    plan = load_demo(session, lambda _line: None)
    assert not is_watched(session, plan)
    add_watching(session, plan)
    assert is_watched(session, plan)
    today = clock.today()
    found = session.scalars(select(Recommendation)).all()
    assert Counter(one.state for one in found) == {"open": 2, "answered": 1, "agreed": 1}
    [late] = [one for one in found if is_late(one.state, one.due_on, today)]
    assert newest_proposal(late) is not None
    assert all(one.created_at.date() <= one.due_on for one in found)
    sheets = session.scalars(select(SupervisionSheet)).all()
    [draft] = [sheet for sheet in sheets if sheet.filed_at is None]
    assert what_is_missing(draft, today=today)
    assert [len(sheet.recommendations) for sheet in sheets if sheet is not draft] == [2, 2]
