"""What the demo office made of people's words: every state that a page shows is there, and nothing comes twice."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli.demo.listening import BOXED_CASE, ROAD_CASE, add_listening, is_listening
from app.cli.demo.load import load_demo
from app.cli.demo.people import tracking_code
from app.core import clock
from app.core.settings import Settings
from app.feedback.cases.models import Case
from app.feedback.codes.rules import hash_of
from app.feedback.consultations.models import Consultation
from app.feedback.consultations.queries import outcome_of
from app.feedback.consultations.states import state_now
from app.feedback.coordination.models import Coordination
from app.feedback.initiatives.models import Initiative
from app.feedback.measures.models import Measure
from app.feedback.measures.queries import done_measures
from app.plans.models import Plan


@pytest.fixture
def plan(session: Session, settings: Settings) -> Plan:
    plan = load_demo(session, lambda _line: None)
    assert not is_listening(session, plan)
    add_listening(session, plan, settings)
    return plan


def test_it_works(plan: Plan, session: Session, settings: Settings) -> None:
    assert is_listening(session, plan)
    states = {state_now(one): one for one in session.scalars(select(Consultation))}
    assert set(states) == {"open", "published"}
    outcome = outcome_of(session, states["published"], minimum=10)
    assert [len(stand.groups) for stand in outcome.stands] == [2, 1, 0]
    today = clock.today()
    measures = session.scalars(select(Measure)).all()
    assert Counter("late" if one.state == "open" and one.due_on < today else one.state for one in measures) == {
        "done": 1,
        "late": 1,
        "open": 2,
    }
    assert len(done_measures(session, plan.office_id, today, today)) == 1
    assert sorted(one.state for one in session.scalars(select(Initiative))) == ["nominated", "recognised", "replicated"]
    cases = {case.code_hash: case for case in session.scalars(select(Case))}
    road, boxed = (
        cases[hash_of(settings.secret_key, tracking_code(settings, name))] for name in (ROAD_CASE, BOXED_CASE)
    )
    in_hand = Counter(case.state for case in cases.values() if case.id not in {road.id, boxed.id})
    assert in_hand == {
        "received": 3,
        "in_progress": 1,
        "acknowledged": 1,
        "waiting": 1,
        "reopened": 1,
        "answered": 1,
        "closed": 4,
    }
    now = clock.now()
    assert sum(case.state == "in_progress" and case.due_at < now for case in cases.values() if case.due_at) == 1
    requests = session.scalars(select(Coordination)).all()
    assert Counter(
        "answered" if one.answered_at else "late" if one.due_on and one.due_on < today else "open" for one in requests
    ) == {"answered": 1, "late": 1, "open": 1}
    assert (road.state, road.restricted) == ("answered", False)
    assert (boxed.text, boxed.restricted) == ("", True)
