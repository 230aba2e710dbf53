"""The database without Flask: declarative base, column types, engine.

Tables of every package derive from :class:`Base`. Constraint names follow one pattern, so that migrations and error
messages can name them on both databases.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Engine, MetaData, Text, TypeDecorator, create_engine
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from app.core import dialects

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


LARGEST_KEY = 2**31 - 1
"""The largest integer key of both databases; an address with a larger number leads nowhere."""


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMES)


class Instant(TypeDecorator[datetime]):
    """An instant in UTC; naive values are refused, so that no zone is ever guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """A compact JSON text: the same bytes on both databases, and the smallest of what was measured."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else compact(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def compact(value: Any) -> str:
    """JSON without blanks, keys in their own order, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def open_engine(url: str) -> Engine:
    """An engine with this project's habits on either database."""
    options: dict[str, Any] = {
        "pool_pre_ping": not url.startswith("sqlite"),
        "hide_parameters": True,  # a fault's text reaches the log; what a citizen wrote must not
    }
    if url.startswith("sqlite"):
        options["connect_args"] = {"check_same_thread": False, "timeout": dialects.BUSY_MILLISECONDS / 1000}
    else:
        options["connect_args"] = {"connect_timeout": 4, "prepare_threshold": None}
        options["pool_timeout"] = 5
    engine = create_engine(url, **options)
    dialects.prepare(engine)
    return engine


def session_maker(engine: Engine) -> sessionmaker[Session]:
    """Sessions that flush when told to and keep what they read after a commit."""
    return sessionmaker(engine, autoflush=False, expire_on_commit=False)


def after_commit(session: Session, call: Callable[[], None]) -> None:
    """Run ``call`` once the change is real; a rollback forgets it."""
    session.info.setdefault("after_commit", []).append(call)


def moment(session: Session) -> dict[Any, Any] | None:
    """What was worked out in this snapshot and stays true in it; None outside of one, where nothing may be kept."""
    found: dict[Any, Any] | None = session.info.get("moment")
    return found
