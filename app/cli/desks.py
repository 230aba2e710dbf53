"""``flask desks``: the desks, and what is printed for them."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app.cli.terminal import plain_refusals, show_json
from app.core.errors import Problem
from app.core.session import session
from app.core.settings import Settings
from app.core.text import N_
from app.core.words import _
from app.desks import posters, prints, qr
from app.desks.models import Placement
from app.desks.queries import desks_of, placements_at, placements_of_plan
from app.desks.rules import desk_url, placement_url
from app.offices.models import Office
from app.offices.queries import office_with_code
from app.plans.queries import plan_with_id

group = AppGroup("desks", help="Điểm tiếp nhận và mã QR.")


class NothingPlaced(Problem):
    """No form of the plan is asked anywhere."""


class CannotWrite(Problem):
    """The disk refused the file."""


@group.command("list")
@click.option("--office", "code", help="Mã cơ quan; bỏ trống để liệt kê mọi cơ quan.")
@click.option("--json", "as_json", is_flag=True, help="In ra JSON.")
@plain_refusals
def list_desks(code: str | None, as_json: bool) -> None:
    """Liệt kê các điểm tiếp nhận theo cơ quan, với số phiếu đang dùng và địa chỉ chung."""
    offices = [office_with_code(session(), code).id] if code else list(session().scalars(select(Office.id)))
    lines = desks_of(session(), offices)
    url = _public_url()
    if as_json:
        show_json(
            [
                {
                    "office": line.desk.office.code,
                    "name": line.desk.name,
                    "location": line.desk.location,
                    "open": line.desk.is_open,
                    "placed": line.placed,
                    "url": desk_url(url, line.desk.code),
                }
                for line in lines
            ]
        )
        return
    for line in lines:
        state = "" if line.desk.is_open else f"\t{_('đã ngừng')}"
        click.echo(f"{line.desk.office.code}\t{line.desk.name}\t{line.placed}\t{desk_url(url, line.desk.code)}{state}")
    if not lines:
        click.echo(_("Chưa có điểm tiếp nhận nào. Thêm điểm ở trang “Điểm tiếp nhận”."))


@group.command("qr")
@click.argument("plan_id", metavar="PLAN", type=int)
@click.option("--out", "folder", required=True, type=click.Path(path_type=Path), help="Thư mục để ghi các tệp SVG.")
@plain_refusals
def write_qr(plan_id: int, folder: Path) -> None:
    """Ghi một mã QR (SVG) cho mỗi lượt đặt phiếu của kế hoạch PLAN."""
    placements = _open_placements(plan_id)
    for placement in placements:
        name = prints.file_name(placement.desk.name, placement.edition.title, placement.code, ending=".svg")
        _write(folder / name, qr.svg(placement_url(_public_url(), placement.code)).encode())
    click.echo(_("Đã ghi %(count)d mã QR vào %(folder)s.", count=len(placements), folder=folder))


@group.command("posters")
@click.argument("plan_id", metavar="PLAN", type=int)
@click.option("--out", "file", required=True, type=click.Path(path_type=Path), help="Tệp PDF sẽ ghi.")
@click.option(
    "--size",
    type=click.Choice(["A5", "A4", "A5x2"]),
    default="A5",
    show_default=True,
    help="A5x2: hai tờ A5 mỗi trang.",
)
@plain_refusals
def write_posters(plan_id: int, file: Path, size: posters.Size) -> None:
    """Ghi một tệp PDF có tờ mã QR cho mỗi lượt đặt phiếu của kế hoạch PLAN."""
    placements = _open_placements(plan_id)
    desks = list({placement.desk_id: placement.desk for placement in placements}.values())
    words = prints.poster_words(placements, placements_at(session(), desks), _public_url())
    with click.progressbar(length=len(words), label=_("Tờ mã QR"), file=sys.stderr) as bar:
        pdf = posters.draw(words, size, progress=lambda _done, _total: bar.update(1))
    _write(file, pdf)
    click.echo(_("Đã ghi %(count)d tờ mã QR vào %(file)s.", count=len(words), file=file))


def _open_placements(plan_id: int) -> list[Placement]:
    plan = plan_with_id(session(), plan_id)
    found = [placement for placement in placements_of_plan(session(), plan) if placement.is_open]
    if not found:
        raise NothingPlaced(
            N_("Chưa có phiếu nào của kế hoạch này được đặt tại điểm tiếp nhận. Hãy đặt phiếu trước khi in.")
        )
    return found


def _write(file: Path, content: bytes) -> None:
    """Write a whole file or none: an interrupted run leaves no half of one behind."""
    half = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(content)
        half.replace(file)
    except OSError as problem:
        raise CannotWrite(
            N_("Không ghi được %(file)s (%(reason)s)."), file=file, reason=problem.strerror or ""
        ) from problem


def _public_url() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.public_url
