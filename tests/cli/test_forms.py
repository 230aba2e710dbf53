"""``flask forms``: drafting, publishing and checking from a terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.forms.models import Edition, Form
from app.plans.models import Plan
from tests.cast import Cast
from tests.forms.sample import SAMPLES
from tests.make import Make

Command = Callable[..., Result]
BROKEN = SAMPLES / "broken" / "everything.yaml"


@pytest.fixture
def plan(make: Make, cast: Cast) -> Plan:
    plan = make.plan(cast.hoa_sen)
    make.task(plan, label="II.1")
    make.task(plan, label="II.2", surveyed=False)
    return plan


def stored(session: Session, table: type[Form | Edition]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_it_works(command: Command, plan: Plan, session: Session) -> None:
    answer = command("forms", "generate", str(plan.id))
    assert (answer.exit_code, answer.output) == (
        0,
        "II.1\tbản nháp\tLàm thủ tục, giấy tờ tại bộ phận Một cửa\n"
        "II.2\tkhông khảo sát\tViệc nội bộ, người dân không trực tiếp biết.\n"
        "Đã soạn 1 mẫu phiếu, phát hành 0 phiếu.\n",
    )
    assert (stored(session, Form), stored(session, Edition)) == (1, 0)


def test_publishing_along_and_once_more(command: Command, plan: Plan, session: Session) -> None:
    assert command("forms", "generate", str(plan.id), "--publish").output.endswith("phát hành 1 phiếu.\n")
    again = command("forms", "generate", str(plan.id), "--publish")
    assert (again.exit_code, again.output.splitlines()[-1]) == (0, "Đã soạn 0 mẫu phiếu, phát hành 0 phiếu.")
    assert stored(session, Edition) == 1


def test_as_json(command: Command, plan: Plan) -> None:
    answer = command("forms", "generate", str(plan.id), "--publish", "--json")
    first, second = json.loads(answer.output)
    assert (first["task"], first["state"], first["edition"], first["new"]) == ("II.1", "published", 1, True)
    assert (second["state"], second["form"]) == ("unsurveyed", None)


def test_an_unknown_plan_is_refused_in_one_line(command: Command) -> None:
    answer = command("forms", "generate", "987654")
    assert answer.exit_code == 1
    assert answer.output == "Error: Không có kế hoạch số 987654. Xem các kế hoạch bằng: flask plans list\n"


def test_one_refusal_publishes_nothing(command: Command, make: Make, plan: Plan, session: Session) -> None:
    bad = make.form(make.task(plan), "m3_thai_do_cong_vu", title="Phiếu hỏng")
    bad.definition = {**bad.definition, "surprise": 1}
    session.commit()
    answer = command("forms", "generate", str(plan.id), "--publish")
    assert answer.exit_code == 1
    assert "Chưa phát hành phiếu nào, vì:\nPhiếu hỏng: " in answer.output
    assert (stored(session, Form), stored(session, Edition)) == (1, 0)


def test_our_own_forms_have_nothing_wrong(command: Command) -> None:
    answer = command("forms", "check")
    assert (answer.exit_code, answer.output) == (0, "8 mẫu phiếu, không có lỗi.\n")


def test_every_complaint_is_told_at_once_with_file_and_line(command: Command, tmp_path: Path) -> None:
    answer = command("forms", "check", str(BROKEN), str(tmp_path / "nowhere.yaml"))
    assert answer.exit_code == 1
    lines = answer.output.splitlines()
    assert f"{BROKEN}:4: titel: Không có mục nào tên “titel”; hãy xem lại chính tả." in lines
    assert any(line.startswith(f"{tmp_path}/nowhere.yaml:1: Không đọc được tệp") for line in lines)
    assert lines[-1] == f"{len(lines) - 1} lỗi. Hãy sửa rồi kiểm tra lại."


def test_one_good_file(command: Command) -> None:
    answer = command("forms", "check", str(SAMPLES / "every_kind.yaml"))
    assert (answer.exit_code, answer.output) == (0, "1 mẫu phiếu, không có lỗi.\n")
