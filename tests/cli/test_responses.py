"""``flask responses``: made-up answers, the fold, and quarantine by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import Result
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.tokens import hour_key
from app.feedback.models import Remark
from app.responses.integrity.models import IntegrityRules
from app.responses.models import Pending, Quarantine, Response, Tally
from app.responses.queries import read_tallies, recount
from tests.make import Make
from tests.responses.scene import NOON, Scene, set_up

Command = Callable[..., Result]


@pytest.fixture
def scene(make: Make) -> Scene:
    return set_up(make)


def number(session: Session, table: type[Response | Pending | Remark | Tally]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def fill(command: Command, scene: Scene, count: int, seed: int = 3) -> Result:
    plan = str(scene.form.task.plan_id)
    return command("responses", "fake", plan, "--count", str(count), "--seed", str(seed), "--days", "20")


def test_it_works(command: Command, scene: Scene, session: Session) -> None:
    answer = fill(command, scene, 130)
    assert answer.exit_code == 0
    assert answer.output.endswith("Đã ghi 130 phiếu mô phỏng.\n")
    assert number(session, Response) == 130
    assert number(session, Pending) == 0
    assert number(session, Remark) > 5
    counted = read_tallies(session, scene.editions, grain="desk_day")
    assert counted == recount(session, scene.editions)
    assert sum(cell.n + cell.excluded for cell in counted.values()) == 130
    assert {cell.desk_id for cell in counted} == {placement.desk_id for placement in scene.placements}


def test_every_answer_lies_in_the_past(command: Command, scene: Scene, session: Session) -> None:
    fill(command, scene, 40)
    assert max(session.scalars(select(Response.hour))) <= clock.now()


def test_the_same_again_adds_as_many_again(command: Command, scene: Scene, session: Session) -> None:
    fill(command, scene, 30)
    first = sorted(map(str, session.scalars(select(Response.answers))))
    fill(command, scene, 30)
    assert sorted(map(str, session.scalars(select(Response.answers)))) == sorted(first * 2)


def test_a_closed_placement_gets_no_answers(command: Command, scene: Scene, session: Session) -> None:
    scene.placement.retired_at = clock.now()
    session.commit()
    fill(command, scene, 10)
    assert set(session.scalars(select(Response.desk_id))) == {scene.placements[1].desk_id}


def test_a_plan_that_is_asked_nowhere_is_refused(command: Command, make: Make, session: Session) -> None:
    answer = command("responses", "fake", str(make.plan().id), "--count", "5", "--seed", "1")
    assert answer.exit_code == 1
    assert "chưa có phiếu nào đặt tại điểm tiếp nhận" in answer.output
    assert number(session, Response) == 0


def test_a_plan_that_is_not_there_is_refused(command: Command) -> None:
    answer = command("responses", "fake", "999", "--count", "5", "--seed", "1")
    assert answer.exit_code == 1
    assert "Không có kế hoạch số 999" in answer.output


def test_folding_says_how_much_it_took(command: Command, scene: Scene, session: Session) -> None:
    for _citizen in range(3):
        scene.send(session)
    session.commit()
    assert command("responses", "fold").output == "Đã cộng 3 thay đổi vào bảng đếm.\n"
    assert command("responses", "fold").output == "Đã cộng 0 thay đổi vào bảng đếm.\n"
    assert number(session, Tally) == 3


class Stop(Exception):
    """Somebody ends the watch."""


def test_watching_goes_on_folding(
    command: Command, scene: Scene, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            raise Stop
        scene.send(session)
        session.commit()

    monkeypatch.setattr("app.cli.responses.time.sleep", wait)
    assert isinstance(command("responses", "fold", "--watch", "2.5").exception, Stop)
    assert waits == [2.5, 2.5]
    assert number(session, Pending) == 0
    assert number(session, Tally) == 3


@pytest.mark.parametrize("words", [("look-back",), ("look-back", "--day", "{day}"), ("fold", "--watch", "1")])
def test_looking_back_at_a_day(
    command: Command, scene: Scene, session: Session, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """By itself while folding, or by hand; yesterday if no day is named."""
    session.execute(delete(IntegrityRules))
    items = ("de_tim", "niem_yet", "huong_dan_du", "cach_noi_nang", "dung_hen")
    at = NOON + (clock.today() - timedelta(days=1) - clock.day_of(NOON))
    for level, ago, times in ((3, 1, 30), (5, 0, 30)):
        hour = at - timedelta(days=ago)
        for _citizen in range(times):
            scene.send(session, dict.fromkeys(items, level), key=hour_key(hour), hour=hour)
    session.commit()
    rounds = iter([None])
    monkeypatch.setattr("app.cli.responses.time.sleep", lambda _seconds: next(rounds))
    answer = command("responses", *(word.format(day=clock.day_of(at)) for word in words))
    assert answer.output.startswith("Đã tạm loại 30 phiếu." if words[0] == "look-back" else "Đã cộng 60")
    assert session.scalars(select(Quarantine.checks)).all() == ["suddenly_content"] * 30


def test_setting_aside_and_bringing_back(command: Command, scene: Scene, session: Session) -> None:
    key = scene.send(session)
    session.commit()
    assert command("responses", "set-aside", str(key), "--reason", "Gửi thử").output == f"Đã tạm loại phiếu {key}.\n"
    assert read_tallies(session, scene.editions, grain="day") == {}
    assert command("responses", "restore", str(key)).output == f"Đã khôi phục phiếu {key}.\n"
    assert len(read_tallies(session, scene.editions, grain="day")) == 1
    assert session.scalars(select(Quarantine.reason)).all() == ["Gửi thử"]


def test_setting_aside_twice_is_refused(command: Command, scene: Scene, session: Session) -> None:
    key = scene.send(session)
    session.commit()
    command("responses", "set-aside", str(key), "--reason", "Gửi thử")
    answer = command("responses", "set-aside", str(key), "--reason", "Khác")
    assert answer.exit_code == 1
    assert "đã được tạm loại từ trước. Lý do: Gửi thử" in answer.output


@pytest.mark.parametrize("verb", ["set-aside", "restore"])
def test_a_response_that_is_not_there_is_refused(command: Command, verb: str, session: Session) -> None:
    more = ["--reason", "Gửi thử"] if verb == "set-aside" else []
    answer = command("responses", verb, str(hour_key(NOON)), *more)
    assert answer.exit_code == 1
    assert "Không có phiếu trả lời mang mã" in answer.output
    assert command("responses", verb, "khong-phai-ma", *more).exit_code == 2
