"""Answers that are needed in time."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.core import dialects
from app.core.haste import seconds_left, within
from app.core.session import session


def test_it_works() -> None:
    assert seconds_left() is None
    with within(20):
        left = seconds_left()
        assert left is not None
        assert 19 < left <= 20
        with within(0):
            assert seconds_left() == 0
        assert seconds_left() != 0
    assert seconds_left() is None


def test_a_database_that_does_not_answer_in_time_is_busy(live: Flask) -> None:
    if live.extensions["thuocdo.engine"].dialect.name != "postgresql":
        pytest.skip("reading never waits on SQLite")
    with live.app_context():
        with within(0.2), pytest.raises(OperationalError) as found:
            session().execute(text("SELECT pg_sleep(60)"))
        assert dialects.is_busy(found.value)
        session().rollback()
        assert session().scalar(text("SELECT 1")) == 1, "the connection was given up, and another one is taken"


def test_a_quick_answer_is_an_answer(live: Flask) -> None:
    with live.app_context(), within(20):
        assert session().scalar(text("SELECT 1")) == 1
