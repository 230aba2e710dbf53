"""The scene of the attacks: a form at two desks, at noon of a working day, with the default rules."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import Browser
from tests.responses.citizen import Citizen
from tests.responses.integrity.test_attacks import strict as strict
from tests.responses.scene import Scene


@pytest.fixture
def citizen(app: Flask, strict: Scene) -> Citizen:
    return Citizen(Browser(app), strict.placement.code)
