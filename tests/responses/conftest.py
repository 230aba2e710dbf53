"""What the tests of responses share."""

from __future__ import annotations

import pytest

from tests.make import Make
from tests.responses.scene import Scene, set_up


@pytest.fixture
def scene(make: Make) -> Scene:
    return set_up(make)
