"""On a database with real commits: a score is read from one moment, whatever others store and fold meanwhile."""

from __future__ import annotations

from flask import Flask

from app.core.session import session, snapshot
from app.plans.models import Plan
from app.responses.actions import fold
from app.scores.queries import plan_scores, task_breakdown, verify
from tests.client import Browser
from tests.make import Make
from tests.scores.conftest import LIMITS
from tests.scores.survey import level, set_up


def test_it_works(live: Flask) -> None:
    with live.extensions["thuocdo.sessions"]() as other, live.app_context():
        survey = set_up(Make(other))
        plan_id = survey.task.plan_id
        survey.answer(level(4), 10)
        with snapshot():
            plan = session().get_one(Plan, plan_id)
            (before,) = plan_scores(session(), plan, LIMITS, live=True)
            survey.answer(level(1), 10, desk=1)
            fold(other, limit=7)
            other.commit()
            assert plan_scores(session(), plan, LIMITS, live=True) == [before]
            assert verify(session(), plan) == []
        with snapshot():
            plan = session().get_one(Plan, plan_id)
            (after,) = plan_scores(session(), plan, LIMITS, live=True)
            desks = task_breakdown(session(), plan.tasks[0], "desk", LIMITS, live=True)
        assert (before.score.n, after.score.n) == (10, 20)
        assert sum(row.scores["share"].n or 0 for row in desks) == after.score.n


def test_the_page_opens_on_a_connection_of_its_own(live: Flask) -> None:
    with live.extensions["thuocdo.sessions"]() as other:
        make = Make(other)
        office = make.office()
        lan = make.official("Lan", office, "administrator")
        survey = set_up(make, make.task(make.plan(office)))
        survey.answer(level(4), 30)
        browser = Browser(live).signed_in_as(lan)
        assert "100,0 % đủ tin cậy" in browser.get(f"/plans/{survey.task.plan_id}/scores").text
        assert "30 phiếu" in browser.get(f"/tasks/{survey.task.id}/scores").text
