"""The order in which rows came is not kept: who stood at the desk when must not be found out from it."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

TABLES = ("response", "pending", "quarantine", "remark")


@pytest.mark.parametrize("table", TABLES)
def test_sqlite_does_not_number_the_rows(engine: Engine, table: str) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("only SQLite numbers its rows")
    with engine.connect() as connection, pytest.raises(OperationalError, match="no such column: rowid"):
        connection.execute(text(f"SELECT rowid FROM {table}"))  # noqa: S608  a table of ours
