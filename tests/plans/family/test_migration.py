"""The tables of the family come and go without touching the plans that are there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text

from app.cli.database import alembic_config, upgrade
from app.core.db import open_engine
from tests.conftest import new_database

MINE = {"plan_parent", "plan_earlier", "task_implementation", "task_continuation"}
BEFORE = "0002"
ROWS = (
    "INSERT INTO office (id, code, name, kind, valid_from, citizen_locales, score_method)"
    " VALUES (1, 'a', 'A', 'xã', '2025-07-01', '[]', 'share')",
    "INSERT INTO plan (id, office_id, title, preamble, purposes, created_at) VALUES"
    " (1, 1, 'Năm nay', '[]', '[]', '2026-01-01'), (2, 1, 'Năm trước', '[]', '[]', '2025-01-01')",
    "INSERT INTO task (id, plan_id, position, label, title, theme, further_themes, surveyed) VALUES"
    " (1, 1, 1, '1', 'T', 'x', '[]', true), (2, 2, 1, '1', 'T', 'x', '[]', true)",
)
TIES = (
    "INSERT INTO plan_parent (plan_id, parent_id, is_none, how, decided_at)"
    " VALUES (1, 2, false, 'by_hand', '2026-01-01')",
    "INSERT INTO plan_earlier (plan_id, earlier_id, decided_at) VALUES (1, 2, '2026-01-01')",
    "INSERT INTO task_implementation (task_id, upper_id, likeness, decided_at) VALUES (1, 2, 0.9, '2026-01-01')",
    "INSERT INTO task_continuation (plan_id, earlier_plan_id, task_id, earlier_task_id, decided_at)"
    " VALUES (1, 2, 1, 2, '2026-01-01')",
)


@pytest.fixture
def engine_before(database_server: str | None, tmp_path: Path) -> Iterator[Engine]:
    """A database as it was before these tables, with plans in it."""
    engine = open_engine(new_database(database_server, tmp_path))
    upgrade(engine, BEFORE)
    with engine.begin() as connection:
        for row in ROWS:
            connection.execute(text(row))
    yield engine
    engine.dispose()


@pytest.mark.database
def test_up_down_and_up_again_with_plans_and_ties(engine_before: Engine) -> None:
    for _round in range(2):
        upgrade(engine_before)
        with engine_before.begin() as connection:
            for tie in TIES:
                connection.execute(text(tie))
        assert set(inspect(engine_before).get_table_names()) >= MINE
        command.downgrade(alembic_config(engine_before), BEFORE)
        assert not set(inspect(engine_before).get_table_names()) & MINE
        with engine_before.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM task")).scalar_one() == 2


@pytest.mark.database
def test_a_removed_plan_takes_its_ties_and_leaves_the_rest(engine_before: Engine) -> None:
    upgrade(engine_before)
    with engine_before.begin() as connection:
        for tie in TIES:
            connection.execute(text(tie))
        connection.execute(text("DELETE FROM task WHERE plan_id = 2"))
        connection.execute(text("DELETE FROM plan WHERE id = 2"))
    with engine_before.connect() as connection:
        left = {table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in MINE}  # noqa: S608
        assert left == {"plan_parent": 1, "plan_earlier": 0, "task_implementation": 0, "task_continuation": 0}
        assert connection.execute(text("SELECT parent_id FROM plan_parent")).scalar_one() is None
