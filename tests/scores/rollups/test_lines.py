"""Themes, desks over all tasks, and the office over its plans of a year."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result
from sqlalchemy.orm import Session

from app.scores.queries import plan_scores
from app.scores.rollups.lines import by_theme
from app.scores.rollups.queries import desk_lines, office_line
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make
from tests.scores.conftest import LIMITS
from tests.scores.survey import Survey, level, set_up


@pytest.fixture
def first(make: Make, cast: Cast) -> Survey:
    """40 of 60 satisfied at two desks of the first task, of a theme that two tasks share."""
    survey = set_up(make, make.task(make.plan(cast.hoa_sen)))
    survey.answer(level(5), 30)
    survey.answer(level(4), 10, desk=1)
    survey.answer(level(2), 20, desk=1)
    return survey


def test_a_theme_brings_its_tasks_together(first: Survey, make: Make, session: Session) -> None:
    set_up(make, make.task(first.task.plan)).answer(level(4), 20)
    set_up(make, make.task(first.task.plan)).answer(level(1), 4)
    set_up(make, make.task(first.task.plan, theme="propaganda")).answer(level(1), 10)
    lines = by_theme(plan_scores(session, first.task.plan, LIMITS, live=True), LIMITS)
    found = {line.key: line for line in lines}["administrative_reform"]
    assert found.together["share"].weighted.value == pytest.approx(60 / 80)
    assert found.together["share"].unweighted.value == pytest.approx((40 / 60 + 1) / 2)
    assert (found.together["share"].included, found.together["share"].total) == (2, 3)
    assert found.overall["share"].weighted.value == pytest.approx(60 / 80)


def test_a_desk_adds_up_what_each_task_shows_for_it(first: Survey, make: Make, session: Session) -> None:
    other = set_up(make, make.task(first.task.plan))
    other.placements[0].desk = first.placements[0].desk
    session.commit()
    other.answer(level(1), 10)
    lines = {line.key: line for line in desk_lines(session, first.task.plan, LIMITS, live=True)}
    here = lines[str(first.placements[0].desk_id)].together["share"]
    assert (here.weighted.n, here.included) == (40, 2)
    assert here.weighted.value == pytest.approx(30 / 40)
    assert here.unweighted.value == pytest.approx(1 / 2)
    assert lines[str(first.placements[1].desk_id)].together["share"].weighted.value == pytest.approx(10 / 30)


def test_an_office_adds_up_its_plans_of_the_year(first: Survey, make: Make, session: Session, cast: Cast) -> None:
    set_up(make, make.task(make.plan(cast.hoa_sen, "Kế hoạch thứ hai"))).answer(level(5), 20)
    set_up(make, make.task(make.plan(cast.hoa_sen, "Năm trước", year=2025))).answer(level(1), 50)
    plan = first.task.plan
    line = office_line(session, plan, plan_scores(session, plan, LIMITS, live=True), LIMITS, live=True)
    assert line.together["share"].weighted.value == pytest.approx(60 / 80)
    assert line.together["share"].unweighted.value == pytest.approx((40 / 60 + 1) / 2)
    assert line.together["share"].weighted.n == 80
    assert line.overall["share"].weighted.n == 80


def test_the_plan_page_and_the_command_show_them(thu: Browser, first: Survey, command: Callable[..., Result]) -> None:
    page = thu.get(f"/plans/{first.task.plan_id}/scores")
    assert "Theo lĩnh vực" in page.text
    assert "Theo điểm tiếp nhận, cộng mọi nhiệm vụ" in page.text
    assert "Cả cơ quan, năm 2026" in page.text
    told = json.loads(command("scores", "show", str(first.task.plan_id), "--json").output)
    assert [line["key"] for line in told["themes"]] == ["administrative_reform"]
    assert told["office"]["together"]["share"]["weighted"]["n"] == 60
    assert len(told["desks"]) == 2
    assert told["tasks"][0]["rate"] is None
    assert told["tasks"][0]["score"]["verdict"] == "reference"
    assert told["policy"] == {"method": "share-1", "since": None, "weights": {"factors": {}, "items": {}}}


def test_nothing_is_added_up_before_there_are_answers(thu: Browser, make: Make, cast: Cast) -> None:
    plan = make.task(make.plan(cast.hoa_sen)).plan
    assert "Theo lĩnh vực" not in thu.get(f"/plans/{plan.id}/scores").text
