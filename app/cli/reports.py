"""``flask reports``: statistics of a plan as files, and what is published of a period."""

from __future__ import annotations

import os
from pathlib import Path

import click
from flask.cli import AppGroup

from app.access.actions import record
from app.cli.terminal import plain_refusals
from app.core import clock
from app.core.errors import Problem
from app.core.session import session, snapshot, transaction
from app.core.text import N_, decimal
from app.core.words import _
from app.offices.models import Office
from app.offices.queries import office_with_code
from app.plans.queries import plan_with_id
from app.reports import evidence
from app.reports.csvfile import DELIMITERS, write_csv
from app.reports.data import Choice
from app.reports.export import Export, Progress, count_stored, read_export
from app.reports.publication import actions
from app.reports.publication.actions import due_periods
from app.reports.publication.queries import open_publications, snapshots_of
from app.reports.publication.rules import period_of
from app.reports.publication.sheets import period_name
from app.reports.tables import TITLES
from app.reports.xlsx import write_workbook

WRITTEN = ("xlsx", "csv")
"""The formats that this version writes; the others of the contract are refused by name."""
LATER = ("sav", "docx", "pdf")

group = AppGroup("reports", help="Báo cáo và số liệu.")


@group.command("export")
@click.argument("plan_id", metavar="PLAN", type=int)
@click.option("--format", "shape", type=click.Choice([*WRITTEN, *LATER]), default="xlsx", show_default=True)
@click.option(
    "--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True, help="Tệp ghi ra."
)
@click.option("--table", type=click.Choice(list(TITLES)), default="summary", show_default=True, help="Bảng ghi ra CSV.")
@click.option("--delimiter", type=click.Choice(DELIMITERS), default=",", show_default=True, help="Ngăn cách cột CSV.")
@click.option("--codes", is_flag=True, help="Ghi câu trả lời bằng mã số.")
@click.option("--texts", is_flag=True, help="Ghi cả câu trả lời bằng chữ của người dân.")
@plain_refusals
def export(plan_id: int, shape: str, out: Path, table: str, delimiter: str, *, codes: bool, texts: bool) -> None:
    """Xuất số liệu của kế hoạch PLAN ra một tệp."""
    if shape in LATER:
        raise click.UsageError(_("Phiên bản này chưa ghi được dạng “%(shape)s”. Hãy chọn xlsx hoặc csv.", shape=shape))
    if not out.parent.is_dir():
        raise Problem(N_("Không có thư mục “%(folder)s” để ghi tệp."), folder=str(out.parent))
    with snapshot() as current:
        plan = plan_with_id(current, plan_id)
        office_id, title = plan.office_id, plan.title
        long = shape == "xlsx" or table == "data"
        with click.progressbar(length=count_stored(current, plan) if long else 0, label=_("Đang ghi")) as bar:
            found = read_export(
                current,
                plan,
                choice=Choice(codes=codes, texts=texts),
                thresholds=evidence.thresholds(),
                say=_,
                progress=_in_steps(bar.update),
            )
            written = _write(found, out, shape=shape, table=table, delimiter=delimiter)
    with transaction():
        record(
            session(),
            N_("Xuất số liệu"),
            f"plan:{plan_id}",
            by=None,
            office_id=office_id,
            title=title,
            **{"shape": shape, "rows": found.written, "texts": texts, "table": table if shape == "csv" else "all"},
        )
    click.echo(_("Đã ghi %(rows)s dòng vào %(file)s.", rows=decimal(written, 0), file=str(out)))


@group.command("publish")
@click.option("--office", "code", help="Mã cơ quan.")
@click.option("--period", "key", help="Kỳ, ví dụ 2026-07, 2026-Q3, 2026-H1 hoặc 2026.")
@click.option("--due", is_flag=True, help="Công bố mọi kỳ đã đến hạn; chạy mỗi ngày một lần.")
@plain_refusals
def publish(code: str | None, key: str | None, *, due: bool) -> None:
    """Chốt và công bố số liệu của một kỳ trên trang công khai. Chạy lại cũng chỉ công bố một lần."""
    if due == bool(key) or (key and not code):
        raise click.UsageError(_("Hãy ghi --due, hoặc cả --office và --period."))
    if code:
        office_with_code(session(), code)
    if key:
        _publish_one(code or "", key)
        return
    found = 0
    for page in open_publications(session(), code):
        office_id, name = page.office_id, page.office.name
        for period in due_periods(session(), page, clock.today()):
            with transaction() as current:
                made = actions.publish(
                    current, current.get_one(Office, office_id), period, thresholds=evidence.thresholds(), by=None
                )
                checksum = made.checksum
            found += 1
            click.echo(
                _("%(office)s: đã công bố %(period)s, mã kiểm tra %(checksum)s.",
                  office=name, period=period_name(period.key), checksum=checksum)
            )  # fmt: skip
    if not found:
        click.echo(_("Không có kỳ nào đến hạn công bố."))


def _publish_one(code: str, key: str) -> None:
    period = period_of(key)
    if period is None:
        raise Problem(N_("Không có kỳ này. Kỳ được viết như 2026-07, 2026-Q3, 2026-H1 hoặc 2026."))
    office = office_with_code(session(), code)
    office_id = office.id
    if snapshots_of(session(), office_id, key):
        click.echo(_("%(period)s đã được công bố từ trước, giữ nguyên.", period=period_name(key)))
        return
    with transaction() as current:
        made = actions.publish(
            current, current.get_one(Office, office_id), period, thresholds=evidence.thresholds(), by=None
        )
        checksum = made.checksum
    click.echo(_("Đã công bố %(period)s, mã kiểm tra %(checksum)s.", period=period_name(key), checksum=checksum))


def _write(found: Export, out: Path, *, shape: str, table: str, delimiter: str) -> int:
    """Write beside the target and move it there once it is complete: half a file is never found under its name."""
    beside = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with beside.open("xb+") as file:
            if shape == "xlsx":
                written = write_workbook(file, found.tables(), title=found.plan.title)
            else:
                written = write_csv(file, found.table(table), delimiter="," if delimiter == "," else ";")
        beside.replace(out)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return written


def _in_steps(update: Progress, step: int = 500) -> Progress:
    """Move the bar seldom: drawing it must not cost more than writing a row."""
    waiting = 0

    def one_more(count: int) -> None:
        nonlocal waiting
        waiting += count
        if waiting >= step:
            update(waiting)
            waiting = 0

    return one_more
