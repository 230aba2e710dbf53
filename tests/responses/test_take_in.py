"""Many forms in one commit: each stored once, each told what became of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.session import session as current
from app.core.text import N_
from app.core.tokens import hour_key
from app.responses.actions import Answered, submit_all
from app.responses.asked import asked_by
from app.responses.models import Pending, Response
from app.responses.queries import answers_stored
from app.responses.views.storing import take_in
from tests.make import Make
from tests.responses.scene import GOOD, NOON, THIN, Scene, set_up

KEYS = [hour_key(NOON) for _key in range(6)]
WAYS: list[dict[str, Any]] = [GOOD, THIN, {"de_tim": 1}]


def answered(scene: Scene, key: UUID | None = None, **more: Any) -> Answered:
    values: dict[str, Any] = {"answers": GOOD, "mode": "phone", "hour": NOON, "locale": "vi"} | more
    return Answered(key or hour_key(NOON), asked_by(scene.edition), scene.placement.desk_id, **values)


def stored(session: Session) -> dict[UUID, dict[str, Any]]:
    return {row.id: row.answers for row in session.execute(select(Response.id, Response.answers))}


def test_it_works(session: Session, scene: Scene) -> None:
    forms = [answered(scene), answered(scene, answers=THIN)]
    done = submit_all(session, forms)
    assert [(one.response_id, one.repeated, one.changed) for one in done] == [
        (form.key, False, False) for form in forms
    ]
    assert stored(session) == {forms[0].key: GOOD, forms[1].key: THIN}
    assert session.scalar(select(func.count()).select_from(Pending)) == 2


def test_nothing_at_all_is_nothing(session: Session) -> None:
    assert submit_all(session, []) == []


def test_a_stored_key_that_nobody_looked_for_is_refused_with_everything_else(session: Session, scene: Scene) -> None:
    form = answered(scene)
    submit_all(session, [form])
    session.commit()
    with pytest.raises(IntegrityError):
        submit_all(session, [answered(scene), form])
    session.rollback()
    assert set(stored(session)) == {form.key}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(WAYS)), max_size=8), max_size=4))
def test_whatever_is_repeated_the_first_answers_count(
    session: Session, scene: Scene, rounds: list[list[tuple[UUID, dict[str, Any]]]]
) -> None:
    truth: dict[UUID, dict[str, Any]] = {}
    with session.begin_nested() as undone:
        for one in rounds:
            forms = [answered(scene, key, answers=dict(answers)) for key, answers in one]
            done = submit_all(session, forms, stored=answers_stored(session, [form.key for form in forms]))
            for form, submission in zip(forms, done, strict=True):
                assert submission.repeated == (form.key in truth)
                assert submission.changed == (truth.setdefault(form.key, form.answers) != form.answers)
        assert stored(session) == truth
        assert session.scalar(select(func.count()).select_from(Pending)) == len(truth)
        undone.rollback()


@pytest.fixture
def live_scene(live: Flask) -> Scene:
    with live.extensions["thuocdo.sessions"]() as own:
        return set_up(Make(own))


def send(app: Flask, form: Answered) -> tuple[bool, bool] | str:
    with app.app_context():
        try:
            done = take_in(form)
        except Conflict as problem:
            return str(problem)
        return done.repeated, done.changed


def test_parallel_repeats_are_stored_once(live: Flask, live_scene: Scene) -> None:
    keys = KEYS[:3] * 8
    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(lambda key: send(live, answered(live_scene, key)), keys))
    assert sorted(map(str, told)) == ["(False, False)"] * 3 + ["(True, False)"] * 21
    with live.app_context():
        assert set(stored(current())) == set(KEYS[:3])
        assert current().scalar(select(func.count()).select_from(Pending)) == 3


def test_what_also_belongs_to_it_is_undone_with_it_and_harms_nobody_else(live: Flask, live_scene: Scene) -> None:
    def refuse(_session: Session) -> None:
        raise Conflict(N_("Phiếu hẹn này đã được dùng."))

    forms = [answered(live_scene, also=refuse if number % 3 == 0 else None) for number in range(12)]
    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(lambda form: send(live, form), forms))
    assert [isinstance(one, str) for one in told] == [number % 3 == 0 for number in range(12)]
    with live.app_context():
        assert set(stored(current())) == {form.key for form in forms if form.also is None}


def test_what_also_belongs_to_it_is_not_done_again_for_a_repeat(live: Flask, live_scene: Scene) -> None:
    calls: list[Session] = []
    form = answered(live_scene, also=calls.append)
    assert send(live, form) == (False, False)
    assert send(live, form) == (True, False)
    assert len(calls) == 1
