"""Who sees which plans and tasks, and at which cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from app.access.queries import viewer_of
from app.access.viewer import Viewer
from app.accounts.models import Official
from app.core import clock
from app.core.errors import NotFound
from app.plans.queries import plan_for, plan_with_id, plans_for, task_for, tasks_of
from tests.cast import Cast
from tests.make import Make


@pytest.fixture
def seen_by(session: Session) -> Callable[[Official], Viewer]:
    return lambda official: viewer_of(session, official, on=clock.today())


@contextmanager
def counted_queries(engine: Engine) -> Iterator[list[str]]:
    """The statements that the block sends."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_plan_is_listed_with_its_tasks_counted(
    make: Make, cast: Cast, session: Session, seen_by: Callable[[Official], Viewer]
) -> None:
    plan = make.plan(cast.hoa_sen)
    make.task(plan)
    make.task(plan, surveyed=False)
    [line] = plans_for(session, seen_by(cast.minh))
    assert (line.plan.id, line.tasks, line.surveyed) == (plan.id, 2, 1)


def test_a_plan_without_tasks_counts_none(
    make: Make, cast: Cast, session: Session, seen_by: Callable[[Official], Viewer]
) -> None:
    make.plan(cast.hoa_sen)
    [line] = plans_for(session, seen_by(cast.hoa))
    assert (line.tasks, line.surveyed) == (0, 0)


def test_the_newest_year_comes_first_and_a_plan_without_year_last(
    make: Make, cast: Cast, session: Session, seen_by: Callable[[Official], Viewer]
) -> None:
    for year in (2025, None, 2026):
        make.plan(cast.hoa_sen, year=year)
    assert [line.plan.year for line in plans_for(session, seen_by(cast.lan))] == [2026, 2025, None]


def test_plans_of_other_offices_are_not_listed(
    make: Make, cast: Cast, session: Session, seen_by: Callable[[Official], Viewer]
) -> None:
    make.plan(cast.hoa_sen)
    assert plans_for(session, seen_by(cast.quan)) == []


def test_the_list_takes_one_query_whatever_its_length(
    make: Make, cast: Cast, session: Session, seen_by: Callable[[Official], Viewer], engine: Engine
) -> None:
    for _number in range(4):
        make.task(make.plan(cast.hoa_sen))
    viewer = seen_by(cast.lan)
    session.expunge_all()
    with counted_queries(engine) as sent:
        lines = plans_for(session, viewer)
        assert [line.plan.office.name for line in lines] == [cast.hoa_sen.name] * 4
    assert len(sent) == 1


def test_the_tasks_of_a_plan_take_the_same_queries_whatever_their_number(
    make: Make, cast: Cast, session: Session, engine: Engine
) -> None:
    plan = make.plan(cast.hoa_sen)
    costs = []
    for _number in range(2):
        for _task in range(3):
            make.task(plan, holder=cast.minh)
        session.expunge_all()
        with counted_queries(engine) as sent:
            found = tasks_of(session, plan)
            assert [holder.official.name for task in found for holder in task.holders] == ["Minh"] * len(found)
            assert all(len(task.items) == 2 for task in found)
        costs.append(len(sent))
    assert costs[0] == costs[1]


def test_a_stranger_does_not_find_a_plan_or_its_task(
    make: Make, cast: Cast, session: Session, seen_by: Callable[[Official], Viewer]
) -> None:
    plan = make.plan(cast.hoa_sen)
    task = make.task(plan)
    with pytest.raises(NotFound, match="kế hoạch"):
        plan_for(session, seen_by(cast.quan), plan.id)
    with pytest.raises(NotFound, match="nhiệm vụ"):
        task_for(session, seen_by(cast.quan), task.id)


def test_a_permission_that_is_not_held_in_the_office_hides_the_plan(
    make: Make, cast: Cast, session: Session, seen_by: Callable[[Official], Viewer]
) -> None:
    plan = make.plan(cast.hoa_sen)
    assert plan_for(session, seen_by(cast.minh), plan.id) is plan
    with pytest.raises(NotFound):
        plan_for(session, seen_by(cast.minh), plan.id, permission="plans.change")


def test_a_command_that_names_no_plan_is_told_where_to_look(make: Make, session: Session) -> None:
    plan = make.plan()
    assert plan_with_id(session, plan.id) is plan
    with pytest.raises(NotFound, match="flask plans list"):
        plan_with_id(session, plan.id + 1)
