"""The order in which rows came is not kept: who stood at the desk when must not be found out from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.core import db
from app.core.tokens import hour_key
from app.responses.models import Response
from app.responses.queries import raw_responses
from tests.make import Make
from tests.responses.scene import NOON, set_up

TABLES = ("response", "pending", "quarantine", "remark")


@pytest.mark.parametrize("table", TABLES)
def test_sqlite_does_not_number_the_rows(engine: Engine, table: str) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("only SQLite numbers its rows")
    with engine.connect() as connection, pytest.raises(OperationalError, match="no such column: rowid"):
        connection.execute(text(f"SELECT rowid FROM {table}"))  # noqa: S608  a table of ours


def test_an_export_orders_an_hour_by_the_random_part_of_the_key(session: Session, make: Make) -> None:
    """What came first in the hour is nowhere first: equal hours stand in the order of chance."""
    scene = set_up(make)
    keys = sorted((hour_key(NOON) for _response in range(12)), reverse=True)
    for key in keys:
        scene.send(session, key=key)
    later = scene.send(session, key=hour_key(NOON + timedelta(hours=1)), hour=NOON + timedelta(hours=1))
    session.commit()
    assert [row.id for row in raw_responses(session, scene.editions)] == [*sorted(keys), later]


def test_postgresql_can_be_told_to_forget_where_rows_lie(session: Session, make: Make) -> None:
    """The command that the deployment guide gives to run before a backup."""
    if session.get_bind().dialect.name != "postgresql":
        pytest.skip("a matter of PostgreSQL alone")
    scene = set_up(make)
    keys = sorted((hour_key(NOON) for _response in range(12)), reverse=True)
    for key in keys:
        scene.send(session, key=key)
    session.commit()
    lying = select(Response.id).order_by(text("response.ctid"))
    assert session.scalars(lying).all() == keys
    for table in db.Base.metadata.sorted_tables:
        if table.dialect_options["sqlite"]["with_rowid"] is False:  # the same tables, by what the other database does
            session.execute(text(f"CLUSTER {table.name} USING pk_{table.name}"))
    assert session.scalars(lying).all() == sorted(keys)
