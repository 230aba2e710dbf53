"""One desk suddenly all content: seen the day after, from the days before, and never twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.tokens import hour_key
from app.responses.actions import fold, restore
from app.responses.integrity.history.actions import look_back
from app.responses.integrity.history.rules import Satisfied, at_least, highest, is_sudden
from app.responses.integrity.models import IntegrityRules
from app.responses.integrity.rules import Rules, reason_of
from app.responses.models import Quarantine
from app.scores.queries import verify
from tests.cast import Cast
from tests.make import Make
from tests.responses.scene import NOON, Scene, set_up

ITEMS = ("de_tim", "niem_yet", "huong_dan_du", "cach_noi_nang", "dung_hen")
CONTENT, MIXED = dict.fromkeys(ITEMS, 5), dict.fromkeys(ITEMS[:3], 4) | dict.fromkeys(ITEMS[3:], 2)
DAY = clock.day_of(NOON)


@pytest.fixture
def desk(make: Make, session: Session) -> Scene:
    """A month at a desk in which six of ten answers are content."""
    scene = set_up(make)
    session.execute(delete(IntegrityRules))
    for ago in range(1, 21):
        answer(session, scene, MIXED, 3, ago=ago)
    session.commit()
    return scene


def answer(
    session: Session, scene: Scene, answers: dict[str, int], times: int, *, ago: int = 0, mode: str = "phone"
) -> None:
    at = NOON - timedelta(days=ago)
    for _time in range(times):
        scene.send(session, answers, key=hour_key(at), hour=at, mode=mode)


def aside(session: Session) -> list[str]:
    return list(session.scalars(select(Quarantine.checks).where(Quarantine.restored_at.is_(None))))


@pytest.mark.parametrize("folded", [True, False])
def test_it_works(desk: Scene, session: Session, *, folded: bool) -> None:
    answer(session, desk, CONTENT, 40)
    if folded:
        fold(session, limit=10_000)
    assert look_back(session, DAY) == 40
    session.commit()
    assert aside(session) == ["suddenly_content"] * 40
    assert session.scalars(select(Quarantine.reason)).first() == reason_of(["suddenly_content"])
    assert verify(session) == []


def test_looking_again_finds_nothing_and_who_was_brought_back_stays(desk: Scene, session: Session, cast: Cast) -> None:
    answer(session, desk, CONTENT, 40)
    look_back(session, DAY)
    session.commit()
    assert look_back(session, DAY) == 0
    for key in session.scalars(select(Quarantine.response_id)).all():
        restore(session, key, cast.thu.id)
    session.commit()
    assert look_back(session, DAY) == 0
    assert aside(session) == []


def test_a_day_like_the_others_is_left_alone(desk: Scene, session: Session) -> None:
    answer(session, desk, MIXED, 40)
    assert look_back(session, DAY) == 0


def test_few_answers_prove_nothing(desk: Scene, session: Session) -> None:
    answer(session, desk, CONTENT, 19)
    assert look_back(session, DAY) == 0


def test_a_desk_without_a_history_is_left_alone(make: Make, session: Session) -> None:
    scene = set_up(make)
    answer(session, scene, CONTENT, 60)
    assert look_back(session, DAY) == 0


def test_a_desk_that_was_always_praised_is_left_alone(make: Make, session: Session) -> None:
    scene = set_up(make)
    for ago in range(1, 21):
        answer(session, scene, CONTENT, 3, ago=ago)
    answer(session, scene, CONTENT, 60)
    assert look_back(session, DAY) == 0


def test_paper_and_interviews_are_not_looked_at(desk: Scene, session: Session) -> None:
    answer(session, desk, CONTENT, 60, mode="paper")
    assert look_back(session, DAY) == 0


def test_an_office_can_switch_it_off(desk: Scene, session: Session) -> None:
    session.add(IntegrityRules(office_id=desk.form.task.plan.office_id, data={"off": ["suddenly_content"]}))
    session.flush()
    answer(session, desk, CONTENT, 40)
    assert look_back(session, DAY) == 0


def test_another_desk_on_the_same_day_is_left_alone(desk: Scene, session: Session) -> None:
    answer(session, desk, CONTENT, 40)
    other = desk.placements[1]
    for ago in range(20):
        at = NOON - timedelta(days=ago)
        for _time in range(3):
            desk.send(session, MIXED, placement=other, key=hour_key(at), hour=at)
    assert look_back(session, DAY) == 40


def test_a_day_without_answers(session: Session) -> None:
    assert look_back(session, DAY - timedelta(days=5000)) == 0


PARTS = st.builds(lambda n, share: Satisfied(n, n * 5, round(n * 5 * share)), st.integers(0, 400), st.floats(0, 1))


@given(PARTS, PARTS)
def test_only_a_better_day_is_sudden(day: Satisfied, before: Satisfied) -> None:
    if is_sudden(day, before, Rules()):
        assert day.share >= 0.98 > before.share
        assert min(day.n, before.n) >= 20


@given(st.integers(1, 300), st.floats(0, 1))
def test_chances_and_ends_of_intervals_lie_between_nothing_and_certainty(n: int, share: float) -> None:
    assert share <= highest(share, n) + 1e-9 <= 1 + 1e-9
    assert at_least(0, n, share) == pytest.approx(1)
    assert 0 <= at_least(n, n, share) <= 1
