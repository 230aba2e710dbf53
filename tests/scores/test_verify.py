"""Tallies against a recount from the raw responses."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.responses.actions import fold, restore, set_aside
from app.responses.models import Pending, Tally
from app.scores.queries import verify
from tests.make import Make
from tests.scores.survey import Survey, level, set_up


def test_it_works(survey: Survey) -> None:
    survey.answer(level(4), 7)
    survey.answer(level(2), 5, desk=1, mode="paper", days=9)
    assert verify(survey.session, survey.task.plan) == []
    fold(survey.session, limit=4)
    assert verify(survey.session, survey.task.plan) == []
    fold(survey.session)
    assert verify(survey.session) == []


def test_an_empty_installation_has_no_differences(session: Session) -> None:
    assert verify(session) == []


def test_what_is_set_aside_and_restored_stays_exact(survey: Survey) -> None:
    keys = survey.answer(level(4), 4)
    fold(survey.session)
    set_aside(survey.session, keys[0], "Gửi ngoài giờ", by=None)
    set_aside(survey.session, keys[1], "Gửi ngoài giờ", by=None)
    assert verify(survey.session) == []
    fold(survey.session)
    restore(survey.session, keys[0], by=None)
    assert verify(survey.session) == []
    fold(survey.session)
    assert verify(survey.session) == []


def test_a_wrong_cell_is_found_with_its_place(survey: Survey) -> None:
    survey.answer(level(4), 6)
    fold(survey.session)
    survey.session.execute(update(Tally).where(Tally.grain == "desk").values(n=5))
    (found,) = verify(survey.session, survey.task.plan)
    assert (found.state, found.grain, found.key.mode) == ("counted", "desk", "phone")
    assert found.kept is not None
    assert found.recounted is not None
    assert (found.kept.n, found.recounted.n) == (5, 6)


def test_a_wrong_count_of_an_answer_is_found(survey: Survey) -> None:
    survey.answer(level(4), 6)
    fold(survey.session)
    tally = survey.session.scalars(select(Tally).where(Tally.grain == "day")).one()
    tally.counts = [*tally.counts[:-1], tally.counts[-1] + 1]
    survey.session.flush()
    assert [found.grain for found in verify(survey.session)] == ["day"]


def test_a_lost_response_is_found_at_every_grain(survey: Survey) -> None:
    survey.answer(level(4))
    pending = survey.session.scalars(select(Pending)).one()
    survey.session.delete(pending)
    survey.session.flush()
    found = verify(survey.session)
    assert [(difference.grain, difference.kept) for difference in found] == [
        ("day", None),
        ("desk", None),
        ("desk_day", None),
    ]


def test_a_plan_answers_for_itself_alone(make: Make, survey: Survey) -> None:
    other = set_up(make)
    other.answer(level(4))
    fold(other.session)
    other.session.execute(update(Tally).values(n=9))
    assert verify(survey.session, survey.task.plan) == []
    assert verify(survey.session, other.task.plan) != []
