"""``flask desks``: the list, codes and posters from a terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from click.testing import Result
from sqlalchemy.orm import Session

from app.desks.actions import retire_desk, retire_placement
from app.desks.models import Placement
from app.plans.models import Plan
from tests.cast import Cast
from tests.make import Make

Command = Callable[..., Result]


@pytest.fixture
def plan(make: Make, cast: Cast) -> Plan:
    return make.plan(cast.hoa_sen)


@pytest.fixture
def placements(make: Make, cast: Cast, plan: Plan) -> list[Placement]:
    desk = make.desk(cast.hoa_sen, "Quầy số 1")
    return [make.placement(desk, make.form(make.task(plan), key)) for key in TWO]


def test_it_works(command: Command, plan: Plan, placements: list[Placement], tmp_path: Path) -> None:
    answer = command("desks", "qr", str(plan.id), "--out", str(tmp_path / "qr"))
    assert (answer.exit_code, answer.output) == (0, f"Đã ghi 2 mã QR vào {tmp_path}/qr.\n")
    files = sorted(path.name for path in (tmp_path / "qr").iterdir())
    assert files == sorted(f"quay-so-1_{slug}_{one.code}.svg" for one, slug in zip(placements, SLUGS, strict=True))
    assert all((tmp_path / "qr" / name).read_text(encoding="utf-8").startswith("<svg") for name in files)


def test_writing_again_writes_the_same(
    command: Command, plan: Plan, placements: list[Placement], tmp_path: Path
) -> None:
    for _run in range(2):
        command("desks", "qr", str(plan.id), "--out", str(tmp_path))
    assert len(list(tmp_path.iterdir())) == 2


def test_posters_in_one_file(command: Command, plan: Plan, placements: list[Placement], tmp_path: Path) -> None:
    for size, pages in (("A5", 3), ("A4", 3), ("A5x2", 2)):
        file = tmp_path / f"{size}.pdf"
        answer = command("desks", "posters", str(plan.id), "--out", str(file), "--size", size)
        assert answer.exit_code == 0
        assert answer.output.splitlines()[-1] == f"Đã ghi 3 tờ mã QR vào {file}."
        assert len(pypdfium2.PdfDocument(file.read_bytes())) == pages


def test_retired_placements_are_not_printed(
    command: Command, plan: Plan, placements: list[Placement], session: Session, tmp_path: Path
) -> None:
    retire_placement(session, placements[0])
    session.commit()
    command("desks", "qr", str(plan.id), "--out", str(tmp_path))
    assert [placements[1].code in path.name for path in tmp_path.iterdir()] == [True]


def test_a_plan_that_is_asked_nowhere_is_refused_and_nothing_is_written(
    command: Command, plan: Plan, tmp_path: Path
) -> None:
    for words in (("qr", str(plan.id), "--out", str(tmp_path / "x")), ("posters", str(plan.id), "--out", "x.pdf")):
        answer = command("desks", *words)
        assert answer.exit_code == 1
        assert "Hãy đặt phiếu trước khi in." in answer.output
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_plan_is_refused(command: Command, tmp_path: Path) -> None:
    answer = command("desks", "qr", "987654", "--out", str(tmp_path))
    assert (answer.exit_code, "Không có kế hoạch số 987654." in answer.output) == (1, True)


def test_a_place_that_cannot_be_written_is_refused_in_one_line(
    command: Command, plan: Plan, placements: list[Placement], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for words in (("qr", "--out", str(tmp_path / "file")), ("posters", "--out", str(tmp_path / "file" / "x.pdf"))):
        answer = command("desks", words[0], str(plan.id), *words[1:])
        assert answer.exit_code == 1
        assert "Không ghi được" in answer.output
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_list(command: Command, make: Make, cast: Cast, placements: list[Placement], session: Session) -> None:
    desk = placements[0].desk
    retire_desk(session, make.desk(cast.hoa_sen, "Quầy cũ"))
    make.desk(cast.an_binh, "Quầy xã")
    session.commit()
    answer = command("desks", "list", "--office", "hoa-sen")
    assert answer.output.splitlines()[0] == f"hoa-sen\tQuầy số 1\t2\tHTTP://LOCALHOST/D/{desk.code}"
    assert answer.output.splitlines()[1].endswith("đã ngừng")
    rows = json.loads(command("desks", "list", "--json").output)
    assert [(row["office"], row["name"], row["open"], row["placed"]) for row in rows] == [
        ("hoa-sen", "Quầy số 1", True, 2),
        ("hoa-sen", "Quầy cũ", False, 0),
        ("an-binh", "Quầy xã", True, 0),
    ]


def test_an_empty_list_says_what_to_do(command: Command, cast: Cast) -> None:
    assert "Chưa có điểm tiếp nhận nào." in command("desks", "list", "--office", cast.hoa_sen.code).output


def test_an_unknown_office_is_refused(command: Command) -> None:
    answer = command("desks", "list", "--office", "nowhere")
    assert (answer.exit_code, "Không có cơ quan mang mã “nowhere”." in answer.output) == (1, True)


TWO = ("m1_thu_tuc_mot_cua", "m3_thai_do_cong_vu")
SLUGS = ("lam-thu-tuc-giay-to-tai-bo-phan-mot-cua", "thai-do-phuc-vu-cua-can-bo")
