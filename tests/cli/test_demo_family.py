"""The kin of the demo plan: tied where it is clear, left open where a person decides, and something to compare."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli.demo.family import close, earlier_plan
from app.cli.demo.load import OFFICE_CODE, load_demo
from app.desks.queries import placements_of_plan
from app.plans.family.models import PlanEarlier, PlanParent, TaskContinuation, TaskImplementation
from app.plans.models import Plan
from app.scores.comparison import changed_questions
from app.scores.queries import plan_readings


@pytest.fixture
def plan(session: Session) -> Plan:
    return load_demo(session, lambda _line: None)


def test_it_works(plan: Plan, session: Session) -> None:
    parent = session.scalars(select(PlanParent)).one()
    assert parent.parent is not None
    assert (parent.plan_id, parent.parent.number, parent.parent.office.code) == (plan.id, "07/KH-UBND", "demo-tinh")
    assert session.scalars(select(TaskImplementation)).all()
    earlier = earlier_plan(session, OFFICE_CODE)
    assert earlier is not None
    assert [row.earlier_id for row in session.scalars(select(PlanEarlier))] == [earlier.id]
    paired = session.scalars(select(TaskContinuation)).all()
    assert 0 < len(paired) < len(earlier.tasks)
    assert len(plan.tasks) > len(paired)


def test_one_form_of_last_year_asked_other_questions(plan: Plan, session: Session) -> None:
    earlier = earlier_plan(session, OFFICE_CODE)
    assert earlier is not None
    now, before = ({r.task.theme: r for r in plan_readings(session, each, live=True)} for each in (plan, earlier))
    assert changed_questions(now["citizen_reception_complaints"], before["citizen_reception_complaints"]) == 1
    assert changed_questions(now["grassroots_democracy"], before["grassroots_democracy"]) == 0


def test_last_years_forms_are_taken_down(plan: Plan, session: Session) -> None:
    earlier = earlier_plan(session, OFFICE_CODE)
    assert earlier is not None
    assert all(placement.is_open for placement in placements_of_plan(session, earlier))
    close(session, earlier)
    assert not any(placement.is_open for placement in placements_of_plan(session, earlier))
    assert all(placement.is_open for placement in placements_of_plan(session, plan))
