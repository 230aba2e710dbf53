"""The scene of the calendar's tests."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.make import Make
from tests.plans.calendar.scene import Scene, build


@pytest.fixture
def scene(make: Make, cast: Cast, session: Session) -> Scene:
    return build(make, cast, session)
