"""``flask scores``: the numbers of the screens in a terminal, and the check of the tallies."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import update

from app.responses.actions import fold
from app.responses.models import Tally
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make
from tests.scores.survey import Survey, level, set_up

Command = Callable[..., Result]


@pytest.fixture
def survey(make: Make, cast: Cast) -> Survey:
    return set_up(make, make.task(make.plan(cast.hoa_sen), "Giải quyết thủ tục hành chính", label="II.4"))


def shown(command: Command, survey: Survey) -> dict[str, Any]:
    result = command("scores", "show", str(survey.task.plan_id), "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def test_it_works(command: Command, survey: Survey) -> None:
    survey.answer(level(4), 32)
    survey.answer(level(2), 8)
    result = command("scores", "show", str(survey.task.plan_id))
    assert result.exit_code == 0
    assert "II.4. Giải quyết thủ tục hành chính" in result.output
    assert "80,0 %  0 ·" in result.output
    assert "●" in result.output
    assert "40 phiếu; khoảng tin cậy 95 %: 65,2–89,5 %" in result.output
    assert "Toàn kế hoạch, 1/1 nhiệm vụ, tính theo số phiếu:" in result.output


def test_json_has_every_field_of_the_evidence(command: Command, survey: Survey) -> None:
    survey.answer(level(4), 32)
    survey.answer(level(2), 8)
    found = shown(command, survey)
    score = found["tasks"][0]["score"]
    assert score["value"] == pytest.approx(0.8)
    assert score["interval"] == pytest.approx([0.652429, 0.895006], abs=1e-4)
    assert {key: score[key] for key in ("method", "n", "excluded", "quarantined", "editions", "standing", "shown")} == {
        "method": "share-1",
        "n": 40,
        "excluded": 0,
        "quarantined": 0,
        "editions": [1, 1],
        "standing": "published",
        "shown": "80,0 %",
    }
    assert found["tasks"][0]["scores"]["mean"]["value"] == pytest.approx(0.72)
    assert found["together"]["share"]["weighted"]["n"] == 40


def test_the_terminal_says_what_the_screen_says(command: Command, lan: Browser, survey: Survey) -> None:
    survey.answer(level(5, de_tim=3), 11)
    survey.answer(level(2, dung_hen=5), 6)
    task = shown(command, survey)["tasks"][0]
    page = lan.get(f"/plans/{survey.task.plan_id}/scores").text
    assert f"{task['score']['shown']} {'tham khảo'}" in page
    assert task["score"]["evidence"] in page


def test_four_responses_leave_no_trace(command: Command, survey: Survey) -> None:
    before = shown(command, survey)
    survey.answer(level(1), 4)
    assert shown(command, survey) == before


def test_a_plan_without_surveyed_tasks_says_so(command: Command, make: Make) -> None:
    result = command("scores", "show", str(make.plan().id))
    assert "Chưa có nhiệm vụ nào được khảo sát" in result.output


def test_an_unknown_plan_is_refused(command: Command) -> None:
    for name in ("show", "verify"):
        result = command("scores", name, "987")
        assert result.exit_code == 1
        assert "Không có kế hoạch số 987." in result.output


def test_what_is_no_number_is_refused(command: Command) -> None:
    assert command("scores", "show", "abc").exit_code == 2


def test_the_check_is_content_with_exact_tallies(command: Command, survey: Survey) -> None:
    survey.answer(level(4), 5)
    fold(survey.session, limit=2)
    survey.session.commit()
    for words in (("verify",), ("verify", str(survey.task.plan_id))):
        result = command("scores", *words)
        assert result.exit_code == 0
        assert "Không có sai lệch" in result.output


def test_the_check_names_what_is_wrong(command: Command, survey: Survey) -> None:
    survey.answer(level(4), 5)
    fold(survey.session)
    survey.session.execute(update(Tally).where(Tally.grain == "day").values(n=4))
    survey.session.commit()
    result = command("scores", "verify")
    assert result.exit_code == 1
    assert "ngày 16/11/2026, phone (day, counted): bảng đếm n = 4" in result.output
    assert "đếm lại n = 5" in result.output
    assert "Có 1 ô lệch" in result.output
