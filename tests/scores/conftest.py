"""What the tests of scores share."""

from __future__ import annotations

import pytest

from app.scores.rules import Thresholds
from tests.make import Make
from tests.scores.survey import Survey, set_up

LIMITS = Thresholds(minimum_n=5, publish_n=30)


@pytest.fixture
def survey(make: Make) -> Survey:
    return set_up(make)
