"""``flask scores release``: what officers and observers are shown, brought up to date."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result

from tests.make import Make
from tests.scores.survey import Survey, level, set_up

Command = Callable[..., Result]


@pytest.fixture
def survey(make: Make) -> Survey:
    return set_up(make)


def test_the_command_releases_once(command: Command, survey: Survey) -> None:
    survey.answer(level(4), 12, days=-3)
    found = command("scores", "release")
    assert (found.exit_code, found.output.strip()) == (0, "Đã cập nhật 3 ô số liệu.")
    assert command("scores", "release").output.strip() == "Đã cập nhật 0 ô số liệu."


def test_the_command_refuses_a_day_that_is_not_over(command: Command) -> None:
    found = command("scores", "release", "--through", "2100-01-01")
    assert found.exit_code == 1
    assert "Ngày 01/01/2100 chưa hết" in found.output
