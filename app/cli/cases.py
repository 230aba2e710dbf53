"""``flask cases``: the clock of an office, and what has to happen to contact details in time.

``purge`` runs once a day from a timer; it keeps the promise that senders were given.
"""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli.terminal import plain_refusals, show_json
from app.core import clock
from app.core.session import session, transaction
from app.core.settings import Settings
from app.core.words import _, _n
from app.feedback.cases import actions
from app.feedback.cases.recounting import change_limits
from app.feedback.clock.queries import clock_for
from app.feedback.clock.rules import KINDS, LEVELS, UNITS, Kind, Level, Limit, Run, Unit, due
from app.feedback.contact.actions import purge as purge_contact
from app.feedback.contact.actions import reseal as reseal_contact
from app.feedback.contact.vault import Vault
from app.feedback.doors.actions import set_reception
from app.offices.queries import office_with_code

group = AppGroup("cases", help="Phản ánh, kiến nghị: thời hạn, thông tin liên hệ.")


@group.command("clock")
@click.option("--office", "code", required=True, help="Mã cơ quan.")
@click.option("--json", "as_json", is_flag=True, help="In ra JSON.")
@plain_refusals
def show_clock(code: str, as_json: bool) -> None:
    """Thời hạn theo loại và mức độ, và ngày đến hạn nếu nhận ngay bây giờ."""
    office = office_with_code(session(), code)
    table, hours = clock_for(session(), office.id)
    now = clock.now()
    lines = []
    for (kind, level), limits in table.limits.items():
        first, final = (due(Run(now, limit), hours) for limit in (limits.first, limits.final))
        lines.append(
            {
                "kind": kind,
                "level": level,
                "first": f"{limits.first.amount} {limits.first.unit}",
                "first_due": first.isoformat() if first else None,
                "final": f"{limits.final.amount} {limits.final.unit}",
                "final_due": final.isoformat() if final else None,
                "checked": table.checked,
                "source": limits.source,
            }
        )
        if not as_json and first and final:
            parts = (_(KINDS[kind]), _(LEVELS[level]), _shown(limits.first), clock.show_moment(first))
            click.echo("\t".join(map(str, (*parts, _shown(limits.final), clock.show_moment(final)))))
    if as_json:
        show_json(lines)
    elif not table.checked:
        click.echo(_("Đây là thời hạn mặc định; cơ quan cần kiểm tra lại với quy định hiện hành."))


@group.command("limit")
@click.option("--office", "code", required=True, help="Mã cơ quan.")
@click.option("--kind", type=click.Choice(list(KINDS)), required=True, help="Loại.")
@click.option("--level", type=click.Choice(list(LEVELS)), default="normal", show_default=True, help="Mức độ.")
@click.option("--first", type=(int, click.Choice(list(UNITS))), required=True, help="Trả lời bước đầu: SỐ ĐƠN_VỊ.")
@click.option("--final", type=(int, click.Choice(list(UNITS))), required=True, help="Trả lời cuối: SỐ ĐƠN_VỊ.")
@plain_refusals
def limit(code: str, kind: Kind, level: Level, first: tuple[int, Unit], final: tuple[int, Unit]) -> None:
    """Đặt thời hạn của cơ quan cho một loại và mức độ; ghi nhận cơ quan đã kiểm tra bảng thời hạn."""
    office = office_with_code(session(), code)
    with transaction():
        moved = change_limits(
            session(), office, kind=kind, level=level, first=Limit(*first), final=Limit(*final), by=None
        )
    click.echo(_n("Đã dời hạn của %(num)d phản ánh.", "Đã dời hạn của %(num)d phản ánh.", moved))


@group.command("reception")
@click.option("--office", "code", required=True, help="Mã cơ quan.")
@click.option("--address", required=True, help="Địa chỉ, phòng tiếp công dân.")
@click.option("--schedule", required=True, help="Lịch tiếp công dân.")
@click.option("--contact", default="", help="Người nhận đơn, số điện thoại.")
@plain_refusals
def reception(code: str, address: str, schedule: str, contact: str) -> None:
    """Ghi nơi và lịch tiếp công dân, hiện ở trang hướng dẫn khiếu nại, tố cáo."""
    office = office_with_code(session(), code)
    with transaction():
        set_reception(session(), office, address=address, schedule=schedule, contact=contact, by=None)
    click.echo(_("Đã ghi nơi tiếp công dân."))


@group.command("recount")
@click.option("--office", "code", required=True, help="Mã cơ quan.")
@plain_refusals
def recount(code: str) -> None:
    """Tính lại hạn của các phản ánh đang mở, sau khi lịch nghỉ hoặc thời hạn của cơ quan thay đổi."""
    office = office_with_code(session(), code)
    with transaction():
        moved = actions.recount(session(), office.id)
    click.echo(_n("Đã dời hạn của %(num)d phản ánh.", "Đã dời hạn của %(num)d phản ánh.", moved))


@group.command("purge")
@plain_refusals
def purge() -> None:
    """Xóa thông tin liên hệ đã đến ngày xóa. Chạy mỗi ngày một lần."""
    with transaction():
        gone = purge_contact(session(), today=clock.today())
    click.echo(
        _n("Đã xóa thông tin liên hệ của %(num)d phản ánh.", "Đã xóa thông tin liên hệ của %(num)d phản ánh.", gone)
    )


@group.command("reseal")
@plain_refusals
def reseal() -> None:
    """Mã hóa lại thông tin liên hệ bằng khóa đứng đầu THUOCDO_CONTACT_KEYS."""
    settings: Settings = current_app.config["SETTINGS"]
    with transaction():
        done = reseal_contact(session(), Vault(settings.contact_keys))
    click.echo(_n("Đã mã hóa lại %(num)d mục.", "Đã mã hóa lại %(num)d mục.", done))


def _shown(limit: Limit) -> str:
    return f"{limit.amount} {_(UNITS[limit.unit])}"
