"""``flask offices``: the organisation tree."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.cli.terminal import plain_refusals, show_json
from app.core import clock
from app.core.clock import show_day
from app.core.errors import Problem
from app.core.session import session, transaction
from app.core.text import N_
from app.core.words import _
from app.offices.actions import load_offices, succeed
from app.offices.models import Office
from app.offices.queries import office_with_code

group = AppGroup("offices", help="Cây tổ chức của các cơ quan.")


@group.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@plain_refusals
def load(file: Path) -> None:
    """Nạp cây tổ chức từ FILE.csv (cột: code, name, kind, superior, valid_from, valid_to)."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Problem(N_("Tệp không phải là văn bản UTF-8. Trong Excel, hãy chọn “CSV UTF-8” khi lưu.")) from problem
    with transaction():
        loaded = load_offices(session(), text, today=clock.today())
    click.echo(_("Đã thêm %(added)d và cập nhật %(changed)d cơ quan.", added=loaded.added, changed=loaded.changed))


@group.command("succeed")
@click.argument("old")
@click.argument("new")
@click.option("--on", "day", required=True, type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help="Từ ngày nào.")
@plain_refusals
def succeed_office(old: str, new: str, day: datetime) -> None:
    """Ghi cơ quan NEW tiếp nhận công việc của cơ quan OLD (mã cơ quan) từ một ngày; chia tách thì ghi từng nơi."""
    with transaction():
        before, heir = office_with_code(session(), old), office_with_code(session(), new)
        succeed(session(), before, heir, on=day.date())
        names = {"old": before.name, "new": heir.name}
    click.echo(_("Từ ngày %(day)s, %(new)s tiếp nhận công việc của %(old)s.", day=show_day(day.date()), **names))
    click.echo(_("Quản trị viên nơi mới nhận phản ánh chưa đóng ở Phản ánh, mục Phản ánh của cơ quan cũ."))


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="In ra JSON.")
@plain_refusals
def list_offices(as_json: bool) -> None:
    """Liệt kê các cơ quan theo mã."""
    offices = list(session().scalars(select(Office).order_by(Office.code)))
    if as_json:
        show_json([{"code": office.code, "name": office.name, "kind": office.kind} for office in offices])
        return
    for office in offices:
        click.echo(f"{office.code}\t{office.name}")
    if not offices:
        click.echo(_("Chưa có cơ quan nào. Nạp bằng: flask offices load FILE.csv"))
