"""``flask reports export``: statistics as files, from a terminal."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from tests.make import Make
from tests.reports.answers import answers, asked_everything
from tests.scores.survey import Survey

Command = Callable[..., Result]


@pytest.fixture
def survey(make: Make) -> Survey:
    survey = asked_everything(make)
    survey.answer(answers(4, ten_viec="Khai sinh"), 8)
    return survey


def rows(file: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def test_it_works(command: Command, survey: Survey, tmp_path: Path, session: Session) -> None:
    out = tmp_path / "so-lieu.xlsx"
    answer = command("reports", "export", str(survey.task.plan_id), "--format", "xlsx", "--out", str(out))
    assert answer.exit_code == 0, answer.output
    assert f"dòng vào {out}." in answer.output
    assert load_workbook(out)["Tổng hợp"]["E2"].value == 8
    assert [path.name for path in tmp_path.iterdir()] == ["so-lieu.xlsx"]
    entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "Xuất số liệu")).one()
    assert (entry.official_id, entry.details["rows"]) == (None, 8)


def test_csv_gives_the_summary_or_the_table_that_is_asked_for(command: Command, survey: Survey, tmp_path: Path) -> None:
    plan, out = str(survey.task.plan_id), tmp_path / "a.csv"
    assert command("reports", "export", plan, "--format", "csv", "--out", str(out)).exit_code == 0
    assert rows(out)[0]["Phiếu tính điểm (n)"] == "8"
    more = ("--table", "data", "--delimiter", ";", "--codes")
    assert command("reports", "export", plan, "--format", "csv", "--out", str(out), *more).exit_code == 0
    assert rows(out, ";")[0]["Nơi làm thủ tục dễ tìm, thuận tiện."] == "4"


def test_free_text_is_written_only_when_asked_for(command: Command, survey: Survey, tmp_path: Path) -> None:
    plan, out = str(survey.task.plan_id), tmp_path / "a.csv"
    wanted = ("reports", "export", plan, "--format", "csv", "--table", "data", "--out", str(out))
    command(*wanted)
    assert "Khai sinh" not in out.read_text(encoding="utf-8-sig")
    command(*wanted, "--texts")
    assert "Khai sinh" in out.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("shape", ["sav", "docx", "pdf"])
def test_a_format_of_a_later_version_is_refused_with_a_sentence(
    command: Command, survey: Survey, tmp_path: Path, shape: str
) -> None:
    out = tmp_path / f"a.{shape}"
    answer = command("reports", "export", str(survey.task.plan_id), "--format", shape, "--out", str(out))
    assert answer.exit_code == 2
    assert f"Phiên bản này chưa ghi được dạng “{shape}”. Hãy chọn xlsx hoặc csv." in answer.output
    assert not out.exists()


def test_a_plan_that_does_not_exist_is_refused(command: Command, tmp_path: Path) -> None:
    answer = command("reports", "export", "4711", "--out", str(tmp_path / "a.xlsx"))
    assert answer.exit_code == 1
    assert "Không có kế hoạch số 4711." in answer.output


def test_a_folder_that_does_not_exist_is_refused(command: Command, survey: Survey, tmp_path: Path) -> None:
    answer = command("reports", "export", str(survey.task.plan_id), "--out", str(tmp_path / "nowhere" / "a.xlsx"))
    assert answer.exit_code == 1
    assert "Không có thư mục" in answer.output


def test_a_table_that_does_not_exist_is_refused(command: Command, survey: Survey, tmp_path: Path) -> None:
    answer = command("reports", "export", str(survey.task.plan_id), "--out", str(tmp_path / "a"), "--table", "x")
    assert answer.exit_code == 2
