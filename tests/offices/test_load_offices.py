"""Loading the organisation tree from a CSV file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli import commands
from app.offices.actions import Loaded, OfficesUnreadable, load_offices
from app.offices.models import Office
from tests.make import Make

TODAY = date(2026, 11, 20)
GOOD = """code,name,kind,superior,valid_from,valid_to
lam-dong,Ủy ban nhân dân tỉnh Lâm Đồng,tỉnh,,2025-07-01,
hoa-sen,Ủy ban nhân dân phường Hoa Sen,phường,lam-dong,,
"""


def load(session: Session, text: str) -> Loaded:
    return load_offices(session, text, today=TODAY)


def complaints(session: Session, text: str) -> list[str]:
    with pytest.raises(OfficesUnreadable) as refusal:
        load(session, text)
    session.rollback()
    return [str(complaint) for complaint in refusal.value.complaints]


def rows(*lines: str) -> str:
    return "\n".join(["code,name,kind,superior,valid_from,valid_to", *lines])


def test_it_works(session: Session) -> None:
    assert load(session, GOOD) == Loaded(added=2, changed=0)
    session.commit()
    ward = session.scalars(select(Office).where(Office.code == "hoa-sen")).one()
    assert ward.name == "Ủy ban nhân dân phường Hoa Sen"
    assert ward.superior is not None
    assert ward.superior.code == "lam-dong"
    assert (ward.valid_from, ward.superior.valid_from) == (TODAY, date(2025, 7, 1))


def test_loading_again_changes_and_adds_nothing(session: Session) -> None:
    load(session, GOOD)
    assert load(session, GOOD.replace("phường Hoa Sen", "phường Hoa Sen Mới")) == Loaded(added=0, changed=2)
    session.commit()
    assert session.scalars(select(Office.name).where(Office.code == "hoa-sen")).one().endswith("Hoa Sen Mới")
    assert len(session.scalars(select(Office)).all()) == 2


def test_a_superior_may_come_later_in_the_file_or_be_there_already(session: Session, make: Make) -> None:
    make.office("Ủy ban nhân dân tỉnh Lâm Đồng", "lam-dong")
    load(session, rows("a,Tổ A,tổ,b,,", "b,Phường B,phường,lam-dong,,"))
    session.commit()
    office = session.scalars(select(Office).where(Office.code == "a")).one()
    assert office.superior is not None
    assert office.superior.superior is not None
    assert office.superior.superior.code == "lam-dong"


def test_a_byte_order_mark_does_no_harm(session: Session) -> None:
    assert load(session, "\ufeff" + GOOD).added == 2


def test_letters_are_stored_composed(session: Session) -> None:
    load(session, rows("a,Phu\u031bo\u031b\u0300ng A,phu\u031bo\u031b\u0300ng,,,"))
    assert session.scalars(select(Office.name)).one() == "Phường A"


def test_a_missing_column_is_named(session: Session) -> None:
    assert complaints(session, "code,title\na,A") == ["Dòng 1: thiếu cột name, kind trong hàng tiêu đề."]


@pytest.mark.parametrize("text", ["", "\ufeff", "\n\n"])
def test_an_empty_file_is_refused(session: Session, text: str) -> None:
    assert complaints(session, text) == ["Dòng 1: thiếu cột code, name, kind trong hàng tiêu đề."]


def test_every_complaint_is_told_at_once_and_nothing_is_stored(session: Session) -> None:
    found = complaints(
        session,
        rows(
            "a,,phường,,,",
            "b,Phường B,phường,nowhere,,",
            "c,Phường C,phường,,01/07/2025,",
            "d,Phường D,phường,,2026-01-01,2025-01-01",
            "e,Phường E,phường,,,",
            "e,Phường E hai,phường,,,",
            f"f,{'x' * 301},phường,,,",
        ),
    )
    assert found == [
        "Dòng 2: để trống cột name.",
        "Dòng 4: “01/07/2025” không phải là ngày dạng năm-tháng-ngày (ví dụ 2025-07-01).",
        "Dòng 5: ngày kết thúc phải sau ngày bắt đầu.",
        "Dòng 7: mã “e” đã có ở dòng 6.",
        "Dòng 8: cột name dài quá 300 ký tự.",
        "Dòng 3: không có cơ quan cấp trên mang mã “nowhere”.",
    ]
    assert session.scalars(select(Office)).all() == []


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (("a,A,xã,a,,",), {"a"}),
        (("a,A,xã,b,,", "b,B,xã,c,,", "c,C,xã,a,,"), {"a", "b", "c"}),
    ],
)
def test_a_circle_of_superiors_is_refused(session: Session, lines: tuple[str, ...], named: set[str]) -> None:
    assert set(complaints(session, rows(*lines))) == {f"Cơ quan “{code}” là cấp trên của chính mình." for code in named}


def test_a_circle_through_offices_that_were_there_is_refused(session: Session) -> None:
    load(session, rows("a,A,xã,b,,", "b,B,tỉnh,,,"))
    session.commit()
    assert complaints(session, rows("b,B,tỉnh,a,,"))
    assert session.scalars(select(Office).where(Office.code == "b")).one().superior is None


def test_a_line_that_is_no_csv_is_named(session: Session) -> None:
    assert complaints(session, rows(f'a,"{"x" * 200_000}",xã,,,')) == [
        "Dòng 2: không đọc được dòng này như một dòng CSV."
    ]


def test_the_command_says_one_clear_line(app: Flask, session: Session, tmp_path: Path) -> None:
    if "offices" not in app.cli.commands:
        commands.add(app)
    file = tmp_path / "offices.csv"
    file.write_text(GOOD, encoding="utf-8-sig")
    answer = app.test_cli_runner().invoke(args=["offices", "load", str(file)])
    assert (answer.exit_code, answer.output) == (0, "Đã thêm 2 và cập nhật 0 cơ quan.\n")
    listed = app.test_cli_runner().invoke(args=["offices", "list"])
    assert "hoa-sen\tỦy ban nhân dân phường Hoa Sen" in listed.output


def test_the_command_refuses_what_is_not_text(app: Flask, tmp_path: Path) -> None:
    if "offices" not in app.cli.commands:
        commands.add(app)
    file = tmp_path / "offices.csv"
    file.write_bytes(b"\xff\xfe\x00code")
    answer = app.test_cli_runner().invoke(args=["offices", "load", str(file)])
    assert answer.exit_code == 1
    assert answer.output.startswith("Error: Tệp không phải là văn bản UTF-8.")
