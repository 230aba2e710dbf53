"""The database inside a request or a command: one session per app context, one module that commits.

``with transaction():`` is the only place in the project that commits. Views and commands write it, actions never do.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from app.core import dialects

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class NotAWritingRequest(RuntimeError):
    """A transaction was opened while answering GET or HEAD; reading must not change anything."""


class NestedTransaction(RuntimeError):
    """A transaction was opened inside another: the inner one could not be undone alone."""


def connect(app: Flask, maker: sessionmaker[Session]) -> None:
    """Give every app context of ``app`` its own session, closed without commit at its end."""
    connect_sessions(app, maker)
    app.teardown_appcontext(_close)


def connect_sessions(app: Flask, maker: sessionmaker[Session]) -> None:
    """Choose where ``app``'s next sessions come from."""
    app.extensions["thuocdo.sessions"] = maker


def session() -> Session:
    """This context's session, opened on first use."""
    if "db_session" not in g:
        g.db_session = current_app.extensions["thuocdo.sessions"]()
    found: Session = g.db_session
    return found


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit on leaving, undo on an exception, refuse to nest, refuse on GET and HEAD.

    What the context read before is read again: the writing transaction starts fresh, with its lock taken at once,
    so nothing is decided on a row that somebody else has changed meanwhile.
    """
    if has_request_context() and request.method in _SAFE:
        raise NotAWritingRequest(request.path)
    if g.get("in_transaction"):
        raise NestedTransaction
    current = session()
    g.in_transaction = True
    try:
        current.rollback()
        current.info.pop("after_commit", None)
        current.info.pop("moment", None)
        dialects.begin_writing(current)
        yield current
        current.commit()
    except BaseException:
        current.rollback()
        current.info.pop("after_commit", None)
        raise
    finally:
        g.in_transaction = False
    for call in current.info.pop("after_commit", []):
        call()


@contextmanager
def snapshot() -> Iterator[Session]:
    """A read whose every query sees the same moment; nothing is written.

    What is worked out in it may be kept to its end (``core.db.moment``), but not inside a transaction, which writes.
    """
    current = session()
    if g.get("in_transaction"):
        yield current
        return
    current.rollback()
    dialects.begin_snapshot(current)
    current.info["moment"] = {}
    try:
        yield current
    finally:
        current.info.pop("moment", None)


def let_go() -> None:
    """End this context's reading and give its connection back, before something that may take long."""
    current: Session | None = g.get("db_session")
    if current is not None:
        current.rollback()


def tries(seconds: float = 1.0) -> Iterator[_Try]:
    """Tries of a whole unit of work, for as long as the database asks for another and ``seconds`` have not passed.

    The unit has to be the transaction: ``for attempt in tries(): with attempt, transaction(): ...``
    """
    until = time.monotonic() + seconds
    attempt = _Try(until)
    yield attempt
    while attempt.again:
        time.sleep(random.uniform(0.005, 0.05))  # noqa: S311  two that met should not meet again
        attempt = _Try(until)
        yield attempt


def _close(_problem: BaseException | None) -> None:
    current: Session | None = g.pop("db_session", None)
    if current is not None:
        current.close()


class _Try:
    """One try: swallows the database's request for another while there is time, and nothing else."""

    def __init__(self, until: float) -> None:
        self.until = until
        self.again = False

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, problem: BaseException | None, _trace: object) -> bool:
        retry = isinstance(problem, OperationalError) and dialects.may_retry(problem)
        self.again = retry and time.monotonic() < self.until
        return self.again
