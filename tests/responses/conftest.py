"""What the tests of responses share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from tests.make import Make
from tests.responses.scene import Scene, set_up


@pytest.fixture
def scene(make: Make) -> Scene:
    return set_up(make)


@pytest.fixture
def statements(engine: Engine) -> Iterator[list[str]]:
    """Every statement that reaches the database."""
    found: list[str] = []

    def look(_connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", look)
    yield found
    event.remove(engine, "before_cursor_execute", look)
