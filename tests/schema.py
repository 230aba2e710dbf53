"""A migrated database without rows, made once for a worker of a run and then copied: migrating each would take long."""

from __future__ import annotations

import sqlite3
import tempfile
import uuid
from contextlib import closing
from functools import cache
from pathlib import Path

from sqlalchemy import NullPool, create_engine, make_url, text

from app.cli.database import upgrade
from app.core.db import open_engine

TEMPLATE = "migrated"


def migrated_database(server: str | None, folder: Path) -> str:
    """The URL of a new database with the newest schema: a file in ``folder``, or on the PostgreSQL ``server``."""
    name = f"t{uuid.uuid4().hex[:12]}"
    if server is None:
        file = folder / f"{name}.sqlite3"
        with closing(sqlite3.connect(_file())) as source, closing(sqlite3.connect(file)) as target:
            source.backup(target)
        return f"sqlite:///{file}"
    _prepare(server)
    _administer(server, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    return _named(server, name)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="thuocdo-schema-")


@cache
def _file() -> Path:
    found = Path(_folder().name) / "migrated.sqlite3"
    _migrate(f"sqlite:///{found}")
    return found


@cache
def _prepare(server: str) -> None:
    _administer(server, f"CREATE DATABASE {TEMPLATE}")
    _migrate(_named(server, TEMPLATE))


def _administer(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))


def _named(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _migrate(url: str) -> None:
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()
