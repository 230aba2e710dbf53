"""What we are compared with: the least that the same work could cost on the same server.

``hello`` is Flask answering one line. ``insert`` is Flask storing one posted body durably with the bare driver and
nothing else: no validation, no page, no tallies. The database is the one named by ``BENCH_DATABASE_URL``. ``files``
sends files from memory.
"""

from __future__ import annotations

import mimetypes
import os
import sqlite3
import threading
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

from flask import Flask, Response, request
from sqlalchemy.orm import Session

INSERT = "INSERT INTO bare (id, edition_id, desk_id, mode, hour, locale, answers) VALUES ({})"
CREATE = (
    "CREATE TABLE IF NOT EXISTS bare (id {key} PRIMARY KEY, edition_id INTEGER NOT NULL, desk_id INTEGER NOT NULL, "
    "mode VARCHAR(10) NOT NULL, hour {instant} NOT NULL, locale VARCHAR(10) NOT NULL, answers TEXT NOT NULL)"
)
BUSY_MILLISECONDS = 5000


def hello() -> Flask:
    """Flask and nothing else."""
    app = Flask("bare")

    @app.get("/<path:_path>")
    def answer(_path: str) -> str:
        return "hello"

    return app


def insert() -> Flask:
    """One durable INSERT per post."""
    app = Flask("bare")
    store = _store(os.environ["BENCH_DATABASE_URL"])

    @app.get("/health")
    def health() -> str:
        return "ok"

    @app.post("/")
    def answer() -> str:
        store(request.get_data(as_text=True))
        return "stored"

    return app


def uncounted() -> Flask:
    """Ours without the row that waits to be counted: what keeping tallies adds to a response."""
    from app.responses import actions
    from app.responses.views import storing
    from app.web.factory import create_app

    class Uncounted:
        """A session that leaves those rows out."""

        def __init__(self, session: Session) -> None:
            self._session = session

        def execute(self, statement: Any, *more: Any) -> Any:
            return None if statement is actions._PENDING else self._session.execute(statement, *more)

    def submit_all(session: Session, forms: Sequence[Any], **more: Any) -> list[actions.Submission]:
        return actions.submit_all(cast(Session, Uncounted(session)), forms, **more)

    storing.__dict__["submit_all"] = submit_all
    return create_app()


def _store(url: str) -> Callable[[str], None]:
    return _sqlite_store(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else _postgres_store(url)


def _row(body: str) -> tuple[str, int, int, str, str, str, str]:
    return (str(uuid.uuid4()), 1, 1, "phone", "2026-11-20 02:00:00", "vi", body)


def _sqlite_store(path: str) -> Callable[[str], None]:
    local = threading.local()

    def connection() -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(local, "connection", None)
        if found is None:
            found = local.connection = sqlite3.connect(path, timeout=BUSY_MILLISECONDS / 1000, isolation_level=None)
            for pragma in ("journal_mode = WAL", "synchronous = FULL", f"busy_timeout = {BUSY_MILLISECONDS}"):
                found.execute(f"PRAGMA {pragma}").close()
        return found

    connection().execute(CREATE.format(key="CHAR(36)", instant="DATETIME"))

    def store(body: str) -> None:
        connection().execute(INSERT.format(", ".join("?" * 7)), _row(body))  # its own transaction: durable on return

    return store


def _postgres_store(url: str) -> Callable[[str], None]:
    import psycopg

    local = threading.local()
    address = url.replace("postgresql+psycopg://", "postgresql://")

    def connection() -> psycopg.Connection:
        found: psycopg.Connection | None = getattr(local, "connection", None)
        if found is None:
            found = local.connection = psycopg.connect(address, autocommit=True)
        return found

    connection().execute(CREATE.format(key="UUID", instant="TIMESTAMPTZ"))

    def store(body: str) -> None:
        connection().execute(INSERT.format(", ".join(["%s"] * 7)), _row(body))

    return store


def files() -> Flask:
    """Files that lie compressed in folders under ``BENCH_FOLDER``, read once: nothing but sending them takes time."""
    app = Flask("bare")
    root = Path(os.environ["BENCH_FOLDER"])
    kept = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    @app.get("/health")
    def health() -> str:
        return "ok"

    @app.get("/<path:name>")
    def file(name: str) -> Response:
        found = name + "index.html" if name.endswith("/") else name
        kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
        answer = Response(kept[found], mimetype=kind)
        if not found.endswith(".png"):
            answer.headers["Content-Encoding"] = "gzip"
        return answer

    return app
