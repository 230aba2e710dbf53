"""What SQLite and PostgreSQL each need to be strict, durable and prompt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from app.core import dialects
from app.core.db import open_engine, session_maker
from app.offices.models import Office

SHORT_WAIT = 50


@pytest.fixture
def makers(live: Flask) -> Iterator[tuple[sessionmaker[Session], sessionmaker[Session]]]:
    """Sessions of two processes; the second does not wait long for a lock."""
    second = open_engine(live.config["SETTINGS"].database_url)
    if second.dialect.name == "sqlite":

        def hurry(connection: object, _entry: object) -> None:
            connection.execute(f"PRAGMA busy_timeout = {SHORT_WAIT}").close()  # type: ignore[attr-defined]

        event.listen(second, "connect", hurry)
    yield live.extensions["thuocdo.sessions"], session_maker(second)
    second.dispose()


def office(code: str, name: str = "Ủy ban nhân dân xã An Bình") -> Office:
    return Office(code=code, name=name, kind="xã", valid_from=date(2025, 7, 1))


def only_on(engine: Engine | Connection, name: str) -> None:
    if engine.dialect.name != name:
        pytest.skip(f"a matter of {name} alone")


def test_a_writing_transaction_takes_its_lock_at_once(
    makers: tuple[sessionmaker[Session], sessionmaker[Session]],
) -> None:
    """Without it, two that read first and write later would both decide on the same row, and one fail half-way."""
    with makers[0]() as first, makers[1]() as second:
        only_on(first.get_bind(), "sqlite")
        dialects.begin_writing(first)  # has not written anything yet
        with pytest.raises(OperationalError) as refusal:
            dialects.begin_writing(second)
        assert dialects.may_retry(refusal.value)
        second.rollback()
        assert second.scalars(select(Office)).all() == []  # readers are not held up
        second.rollback()
        first.rollback()
        dialects.begin_writing(second)
        second.add(office("b"))
        second.commit()


def test_two_writers_both_get_their_row_in(makers: tuple[sessionmaker[Session], sessionmaker[Session]]) -> None:
    for number, maker in enumerate(makers):
        with maker() as session:
            dialects.begin_writing(session)
            session.add(office(f"office-{number}"))
            session.commit()
    with makers[0]() as session:
        assert session.scalars(select(Office.code).order_by(Office.code)).all() == ["office-0", "office-1"]


def test_a_snapshot_sees_one_moment(makers: tuple[sessionmaker[Session], sessionmaker[Session]]) -> None:
    with makers[0]() as reader, makers[1]() as writer:
        dialects.begin_snapshot(reader)
        assert reader.scalars(select(Office)).all() == []
        dialects.begin_writing(writer)
        writer.add(office("b"))
        writer.commit()
        assert reader.scalars(select(Office)).all() == []
        reader.rollback()
        assert len(reader.scalars(select(Office)).all()) == 1


def test_foreign_keys_hold_on_both(live: Flask) -> None:
    with live.extensions["thuocdo.sessions"]() as session:
        child = office("b")
        child.superior_id = 4711
        session.add(child)
        with pytest.raises(IntegrityError):
            session.flush()


def test_an_acknowledged_row_is_on_the_disk(live: Flask) -> None:
    engine: Engine = live.extensions["thuocdo.engine"]
    only_on(engine, "sqlite")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2  # FULL
        assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() == dialects.BUSY_MILLISECONDS


def test_a_fault_of_ours_is_not_taken_for_a_busy_database(live: Flask) -> None:
    """A missing column has to reach the error log instead of asking people to wait."""
    engine: Engine = live.extensions["thuocdo.engine"]
    only_on(engine, "sqlite")  # PostgreSQL calls this a ProgrammingError
    with engine.connect() as connection, pytest.raises(OperationalError) as problem:
        connection.execute(text("SELECT nothing FROM nowhere"))
    assert not dialects.is_busy(problem.value)


def test_a_database_that_cannot_be_reached_counts_as_busy() -> None:
    engine = open_engine("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(OperationalError) as problem:
        engine.connect()
    assert dialects.is_busy(problem.value)
    engine.dispose()


def test_a_session_that_was_cut_off_may_try_again(
    makers: tuple[sessionmaker[Session], sessionmaker[Session]],
) -> None:
    with makers[0]() as first, makers[1]() as second:
        only_on(first.get_bind(), "postgresql")
        backend = second.execute(text("SELECT pg_backend_pid()")).scalar_one()
        first.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": backend})
        with pytest.raises(OperationalError) as problem:
            second.execute(text("SELECT 1"))
        assert dialects.may_retry(problem.value)
        assert dialects.is_busy(problem.value)
        second.rollback()


def test_what_people_wrote_is_not_in_the_text_of_a_fault(live: Flask) -> None:
    """Database errors reach the log; their text must not carry the values that were being stored."""
    with live.extensions["thuocdo.sessions"]() as session:
        session.add_all([office("b", "Ý kiến của bà Năm"), office("b", "Ý kiến của ông Ba")])
        with pytest.raises(IntegrityError) as problem:
            session.flush()
    assert "Ý kiến" not in str(problem.value)
