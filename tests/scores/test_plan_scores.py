"""The scores of a plan: every task in order, in a constant number of queries."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.responses.actions import fold
from app.scores.queries import plan_scores, task_results, task_score
from app.scores.rules import METHODS, roll_up
from tests.make import Make
from tests.scores.conftest import LIMITS
from tests.scores.survey import Survey, counted_queries, level, set_up


def test_it_works(make: Make, survey: Survey) -> None:
    plan = survey.task.plan
    other = set_up(make, make.task(plan, "Tiếp công dân"))
    survey.answer(level(4), 30)
    other.answer(level(2), 10)
    scores = plan_scores(survey.session, plan, LIMITS, live=True)
    assert [(found.task.title, found.score.value, found.score.n) for found in scores] == [
        (survey.task.title, 1.0, 30),
        ("Tiếp công dân", 0.0, 10),
    ]
    total = roll_up(METHODS["share"], [found.score for found in scores], thresholds=LIMITS)
    assert total.weighted.value == pytest.approx(0.75)
    assert total.unweighted.value == pytest.approx(0.5)


def test_a_task_in_the_list_is_the_task_alone(make: Make, survey: Survey) -> None:
    other = set_up(make, make.task(survey.task.plan))
    survey.answer(level(4), 6)
    other.answer(level(3), 8)
    assert plan_scores(survey.session, survey.task.plan, LIMITS, live=True) == [
        task_score(survey.session, survey.task, LIMITS, live=True),
        task_score(survey.session, other.task, LIMITS, live=True),
    ]


def test_a_plan_without_tasks_has_no_scores(session: Session, make: Make) -> None:
    assert plan_scores(session, make.plan(), LIMITS, live=True) == []


def test_a_task_that_is_not_surveyed_is_not_in_the_list(make: Make, survey: Survey) -> None:
    make.task(survey.task.plan, surveyed=False)
    assert [found.task.id for found in plan_scores(survey.session, survey.task.plan, LIMITS, live=True)] == [
        survey.task.id
    ]


def test_a_task_keeps_its_answers_when_it_is_not_surveyed_any_more(survey: Survey) -> None:
    survey.answer(level(4), 6)
    survey.task.surveyed, survey.task.unsurveyed_reason = False, "Đã xong."
    survey.session.commit()
    (found,) = plan_scores(survey.session, survey.task.plan, LIMITS, live=True)
    assert found.score.n == 6


def test_other_plans_do_not_count(make: Make, survey: Survey) -> None:
    other = set_up(make)
    other.answer(level(1), 20)
    survey.answer(level(4), 6)
    (found,) = plan_scores(survey.session, survey.task.plan, LIMITS, live=True)
    assert (found.score.value, found.score.n) == (1.0, 6)


def test_the_cost_does_not_grow_with_responses_or_tasks(make: Make, survey: Survey, engine: Engine) -> None:
    plan = survey.task.plan

    def cost() -> int:
        survey.session.expire_all()
        _ = plan.office
        with counted_queries(engine) as sent:
            plan_scores(survey.session, plan, LIMITS, live=True)
        return len(sent)

    survey.answer(level(4), 10)
    cost()  # the first look at an edition reads its definition, once per process
    few = cost()
    survey.answer(level(3), 490)
    assert cost() == few
    fold(survey.session, limit=300)
    survey.session.commit()
    assert cost() == few
    for _ in range(3):
        set_up(make, make.task(plan)).answer(level(5), 5)
    cost()
    assert cost() == few
    assert few <= 8


def test_a_task_page_costs_the_same_for_many_responses(survey: Survey, engine: Engine) -> None:
    def cost() -> int:
        with counted_queries(engine) as sent:
            task_results(survey.session, survey.task, LIMITS, live=True)
        return len(sent)

    survey.answer(level(4), 10)
    cost()
    few = cost()
    survey.answer(level(3), 200, desk=1, mode="kiosk", days=20)
    assert cost() == few
