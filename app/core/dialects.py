"""The one module that knows how SQLite and PostgreSQL differ.

SQLite: WAL, foreign keys on, and a write transaction that takes its lock at once (``BEGIN IMMEDIATE``): a
transaction that reads first and writes later would fail half-way when another writer came between.
PostgreSQL: the same code, with ``REPEATABLE READ`` for reads that must see one snapshot.
"""

from __future__ import annotations

import sqlite3
import time
from typing import Any, cast

from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError, OperationalError, TimeoutError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from app.core.haste import seconds_left

BUSY_MILLISECONDS = 5000
TRY_AGAIN_SECONDS = 0.001
SHORTEST_CONNECT_SECONDS = 2
"""What PostgreSQL's library takes for a limit at least."""
_WRITING = "thuocdo_writing"
UNORDERED = {"sqlite_with_rowid": False}
"""Options of a table that must not tell in which order its rows came: SQLite would otherwise number them."""
# serialization failure, deadlock, and the server going away: the whole unit of work may be tried again
_RETRY_STATES = frozenset({"40001", "40P01", "57P01", "08006", "08003"})
# a lock that was not given in time, too many connections, and a server that is starting or going down
_BUSY_STATES = frozenset({"55P03", "53300", "57P03"})


def prepare(engine: Engine) -> None:
    """Attach what this engine's database needs to be durable, strict and prompt."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "do_connect", _connect_postgresql)


def _connect_postgresql(_dialect: Dialect, _entry: ConnectionPoolEntry, args: Any, options: Any) -> DBAPIConnection:
    from app.core.postgres import HastyConnection  # the driver is only loaded where it is used

    if seconds_left() is not None:
        options = options | {"connect_timeout": SHORTEST_CONNECT_SECONDS}
    found: Any = HastyConnection.connect(*args, **options)
    return cast(DBAPIConnection, found)


def _open_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101  narrows the type for mypy
    connection.isolation_level = None  # SQLAlchemy's "begin" event below opens every transaction
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",  # an acknowledged response survives a power cut
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_MILLISECONDS}",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get(_WRITING, False):
        _begin_in_turn(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_in_turn(connection: Connection) -> None:
    """Take SQLite's one lock for writing, asking often, for as long as anybody waits for it.

    SQLite itself sleeps longer and longer between two tries, up to a tenth of a second: under load some writer then
    always comes too late, and waits for seconds.
    """
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101  narrows the type for mypy
    until = time.monotonic() + BUSY_MILLISECONDS / 1000
    raw.execute("PRAGMA busy_timeout = 0").close()
    try:
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE").close()
            except sqlite3.OperationalError as problem:
                if not _is_locked(problem) or time.monotonic() > until:
                    raise OperationalError("BEGIN IMMEDIATE", None, problem) from problem
                time.sleep(TRY_AGAIN_SECONDS)
            else:
                return
    finally:
        raw.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}").close()


def begin_writing(session: Session) -> None:
    """Start the session's transaction as a writing one, which waits for a lock as long as a person does."""
    connection = session.connection(execution_options={_WRITING: True})
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {BUSY_MILLISECONDS}")


def begin_snapshot(session: Session) -> None:
    """Start the session's transaction so that all its reads see one moment.

    SQLite's WAL gives a snapshot to every transaction; PostgreSQL has to be asked. A session that was given a
    connection with a transaction under way (tests do that) cannot ask any more and keeps that one's isolation.
    """
    options: dict[str, Any] = {}
    bind = session.get_bind()
    if bind.dialect.name == "postgresql" and isinstance(bind, Engine):
        options["isolation_level"] = "REPEATABLE READ"
    session.connection(execution_options=options)


def may_retry(problem: OperationalError) -> bool:
    """Whether the database asks for the whole unit of work to be tried again."""
    if isinstance(problem.orig, sqlite3.OperationalError):
        return _is_locked(problem.orig)
    return getattr(problem.orig, "sqlstate", None) in _RETRY_STATES


def _is_locked(problem: sqlite3.OperationalError) -> bool:
    return "locked" in str(problem) or "busy" in str(problem)


def is_busy(problem: OperationalError | TimeoutError) -> bool:
    """Whether the database is there but did not get to us in time, or is not reachable just now."""
    if isinstance(problem, TimeoutError):
        return True  # every connection of the pool is taken
    if may_retry(problem) or problem.connection_invalidated:
        return True
    if isinstance(problem.orig, sqlite3.OperationalError):
        return False  # SQLite also calls a missing table or column operational: a fault of ours
    state = getattr(problem.orig, "sqlstate", None)
    return state is None or state in _BUSY_STATES


def freeze_rows(connection: Connection, table: str) -> list[str]:
    """The statements that make the database itself refuse to change or delete rows of ``table``."""
    if connection.dialect.name == "sqlite":
        return [
            f"CREATE TRIGGER {table}_frozen_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} rows are frozen'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE FUNCTION {table}_frozen() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} rows are frozen' USING ERRCODE = '23001'; END $$",
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_frozen()",
    ]


def is_frozen(problem: IntegrityError) -> bool:
    """Whether a trigger of :func:`freeze_rows` refused the statement."""
    return "rows are frozen" in str(problem.orig)


def unfreeze_rows(connection: Connection, table: str) -> list[str]:
    """The statements that take :func:`freeze_rows` back."""
    if connection.dialect.name == "sqlite":
        return [f"DROP TRIGGER {table}_frozen_{verb}" for verb in ("update", "delete")]
    return [f"DROP TRIGGER {table}_frozen ON {table}", f"DROP FUNCTION {table}_frozen()"]
