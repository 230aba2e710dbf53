"""Storing a response."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core import events
from app.core.tokens import hour_key
from app.responses.asked import asked_by
from app.responses.events import ResponsesStored
from app.responses.models import Pending, Response
from app.responses.queries import stored_answers
from tests.make import Make
from tests.responses.scene import GOOD, NOON, Scene


def test_it_works(session: Session, scene: Scene) -> None:
    key = scene.send(session, mode="kiosk", locale="en")
    stored = session.get_one(Response, key)
    assert stored.answers == GOOD
    assert (stored.edition_id, stored.desk_id) == (scene.edition.id, scene.placement.desk_id)
    assert (stored.mode, stored.locale, stored.hour) == ("kiosk", "en", NOON)
    waiting = session.scalars(select(Pending)).one()
    assert (waiting.response_id, waiting.edition_id, waiting.state, waiting.sign) == (
        key, scene.edition.id, "counted", 1,
    )  # fmt: skip


def test_the_time_is_kept_by_the_hour(session: Session, scene: Scene) -> None:
    key = scene.send(session, hour=NOON + timedelta(minutes=47, seconds=12, microseconds=5))
    assert session.get_one(Response, key).hour == NOON


def test_a_key_is_stored_once(session: Session, scene: Scene) -> None:
    key = scene.send(session)
    session.commit()
    with pytest.raises(IntegrityError):
        scene.send(session, key=key, placement=scene.placements[1])
    session.rollback()
    assert stored_answers(session, key) is not None
    assert session.scalar(select(func.count()).select_from(Response)) == 1
    assert session.scalar(select(func.count()).select_from(Pending)) == 1


def test_a_key_that_was_never_sent_is_not_stored(session: Session) -> None:
    assert stored_answers(session, hour_key(NOON)) is None


def test_the_database_refuses_a_mode_that_is_not_known(session: Session, scene: Scene) -> None:
    with pytest.raises(IntegrityError):
        scene.send(session, mode="fax")
    session.rollback()


def test_others_hear_of_it_in_the_same_transaction(
    session: Session, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[UUID] = []

    def hear(_session: Session, fact: ResponsesStored) -> None:
        (stored,) = fact.responses
        heard.append(stored.id)
        assert (stored.desk_id, stored.asked.form_id) == (scene.placement.desk_id, scene.form.id)
        assert stored.asked.definition.by_id["de_tim"].kind == "faces"

    monkeypatch.setitem(events._listeners, ResponsesStored, [hear])
    key = scene.send(session)
    assert heard == [key]


def test_the_edition_that_the_citizen_read_is_kept(session: Session, scene: Scene, make: Make) -> None:
    before = asked_by(scene.edition)
    after = make.edition(scene.form, title="Nộp và nhận hồ sơ")
    session.refresh(scene.placement)
    assert scene.placement.edition_id == after.id
    assert session.get_one(Response, scene.send(session)).edition_id == after.id
    assert session.get_one(Response, scene.send(session, asked=before)).edition_id == scene.edition.id
