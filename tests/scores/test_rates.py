"""Answers for every hundred visits: only where both are known, and never a share where it cannot be one."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.core import clock
from app.core.session import session as current
from app.core.session import snapshot
from app.desks.actions import retire_placement
from app.desks.models import Desk
from app.desks.visits.models import VisitsServed
from app.responses.actions import fold, set_aside
from app.scores.rates.queries import task_rates
from app.scores.rates.rules import Rate
from app.scores.rules import Thresholds, wilson
from app.scores.suppression.actions import release
from tests.make import Make
from tests.responses.scene import NOON, Scene, set_up

DAY = clock.day_of(NOON)


@pytest.fixture
def scene(make: Make, session: Session) -> Scene:
    scene = set_up(make)
    for placement in scene.placements:
        placement.placed_at = NOON - timedelta(days=10)
    session.commit()
    return scene


def served(session: Session, desk: Desk, visits: int, *, days: int = 0) -> None:
    session.add(VisitsServed(desk_id=desk.id, day=DAY - timedelta(days=days), visits=visits))
    session.commit()


def send(scene: Scene, session: Session, count: int, *, days: int = 0, desk: int = 0) -> list[UUID]:
    keys = [
        scene.send(session, hour=NOON - timedelta(days=days), placement=scene.placements[desk])
        for _each in range(count)
    ]
    session.commit()
    return keys


def rate(app: Flask, scene: Scene, until: date = DAY, *, live: bool = True) -> Rate | None:
    with app.app_context(), snapshot():
        return task_rates(current(), [scene.form.task_id], until, live=live).get(scene.form.task_id)


def test_it_works(app: Flask, scene: Scene, session: Session) -> None:
    send(scene, session, 6)
    served(session, scene.placements[0].desk, 40)
    served(session, scene.placements[1].desk, 10)
    found = rate(app, scene)
    assert found == Rate(sent=6, visits=50, days=2, one_each=True)
    assert found.per_hundred == 12
    assert found.interval == wilson(6, 50)


@pytest.mark.parametrize("folded", [False, True])
def test_only_days_of_which_the_visits_are_known_count(
    app: Flask, scene: Scene, session: Session, *, folded: bool
) -> None:
    keys = send(scene, session, 6)
    send(scene, session, 5, days=1)
    send(scene, session, 4, desk=1)
    served(session, scene.placement.desk, 40)
    set_aside(session, keys[0], "Thử", by=None)
    session.commit()
    if folded:
        fold(session)
        session.commit()
    assert rate(app, scene) == Rate(6, 40, 1, one_each=True), "what was set aside was sent, too"


def test_those_who_may_not_read_responses_are_told_of_what_is_released(
    app: Flask, scene: Scene, session: Session
) -> None:
    served(session, scene.placement.desk, 40)
    nobody = rate(app, scene, live=False)
    send(scene, session, 4)
    release(session, scene.edition.id, DAY, minimum_n=5)
    session.commit()
    assert rate(app, scene, live=False) == nobody == Rate(0, 40, 1, one_each=True)
    send(scene, session, 1)
    release(session, scene.edition.id, DAY, minimum_n=5)
    session.commit()
    assert rate(app, scene, live=False) == Rate(5, 40, 1, one_each=True)


def test_where_nobody_writes_visits_down_there_is_no_rate(app: Flask, scene: Scene, session: Session) -> None:
    send(scene, session, 6)
    assert rate(app, scene) is None


def test_a_day_that_is_not_over_does_not_count(app: Flask, scene: Scene, session: Session) -> None:
    send(scene, session, 6)
    served(session, scene.placement.desk, 40)
    assert rate(app, scene, DAY - timedelta(days=1)) is None


def test_visits_before_the_form_was_placed_do_not_count(app: Flask, scene: Scene, session: Session) -> None:
    send(scene, session, 6, days=1)
    scene.placement.placed_at = NOON
    for days, visits in ((0, 30), (1, 40), (2, 50)):
        served(session, scene.placement.desk, visits, days=days)
    assert rate(app, scene) == Rate(6, 70, 2, one_each=True), "unless it was answered there before"


def test_visits_after_the_form_was_taken_back_do_not_count(app: Flask, scene: Scene, session: Session) -> None:
    retire_placement(session, scene.placement)
    scene.placement.retired_at = NOON - timedelta(days=1)
    for days, visits in ((0, 30), (1, 40)):
        served(session, scene.placement.desk, visits, days=days)
    assert rate(app, scene) == Rate(0, 40, 1, one_each=True)


def test_where_a_visitor_can_fill_in_several_forms_it_is_no_share(
    app: Flask, scene: Scene, session: Session, make: Make
) -> None:
    task = make.task(scene.form.task.plan, "Một việc khác")
    make.placement(scene.placement.desk, make.form(task, "m6_tiep_cong_dan"))
    send(scene, session, 6)
    served(session, scene.placement.desk, 40)
    found = rate(app, scene)
    assert found == Rate(6, 40, 1, one_each=False)
    assert found.interval is None


def test_more_answers_than_visits_are_no_share_either() -> None:
    found = Rate(12, 10, 1, one_each=True)
    assert (found.is_over, found.interval, found.per_hundred) == (True, None, 120)


def test_a_handful_of_answers_and_no_visits_are_not_told() -> None:
    limits = Thresholds()
    assert not Rate(4, 100, 1, one_each=True).is_shown(limits)
    assert Rate(5, 100, 1, one_each=True).is_shown(limits)
    nobody = Rate(5, 0, 1, one_each=True)
    assert (nobody.per_hundred, nobody.interval, nobody.is_shown(limits)) == (None, None, False)
