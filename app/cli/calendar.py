"""``flask calendar``: what is due, and the letters that remind of it. ``remind`` runs once a day from a timer."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app.access.viewer import Viewer
from app.cli.terminal import plain_refusals, show_json
from app.core import clock
from app.core.errors import Problem
from app.core.mail import NotSent, Sender
from app.core.session import session, transaction
from app.core.settings import Settings
from app.core.text import N_
from app.core.words import _, _n
from app.offices.models import Office
from app.plans.calendar.entries import Entry
from app.plans.calendar.letters import reminder
from app.plans.calendar.queries import entries_for
from app.plans.calendar.reminding import Digest, digests, enter, mark_sent, take_back
from app.plans.calendar.rules import STATES
from app.plans.calendar.wording import day_words, state_name, title_of

group = AppGroup("calendar", help="Lịch thời hạn: liệt kê, nhắc việc qua thư.")


@group.command("list")
@click.option("--office", "code", help="Chỉ một cơ quan (mã cơ quan).")
@click.option("--state", type=click.Choice(list(STATES)), help="Chỉ một tình trạng.")
@click.option("--json", "as_json", is_flag=True, help="In ra JSON.")
@plain_refusals
def list_entries(code: str | None, state: str | None, as_json: bool) -> None:
    """Liệt kê các việc có thời hạn, sớm nhất trước."""
    lines = [
        line for line in entries_for(session(), _everybody(code), today=clock.today()) if state in {None, line.state}
    ]
    if as_json:
        show_json([_as_json(line) for line in lines])
        return
    for line in lines:
        click.echo(f"{day_words(line)}\t{state_name(line.state)}\t{line.office.code}\t{title_of(line)}")
    if not lines:
        click.echo(_("Không có việc nào có thời hạn."))


@group.command("remind")
@click.option("--dry-run", is_flag=True, help="Chỉ in ra những thư sẽ gửi, không gửi và không ghi gì.")
@plain_refusals
def remind(dry_run: bool) -> None:
    """Gửi thư nhắc việc của hôm nay, mỗi người nhiều nhất một thư; chạy lại không gửi lại."""
    settings: Settings = current_app.config["SETTINGS"]
    today = clock.today()
    due = digests(session(), today=today)
    if dry_run:
        for digest in due:
            written = reminder(digest, settings, today=today)
            click.echo(f"{written['To']}\n{written['Subject']}\n\n{written.get_content()}")
        click.echo(_n("Sẽ gửi %(num)d thư.", "Sẽ gửi %(num)d thư.", len(due)))
        return
    if settings.sender is None:
        raise Problem(N_("Chưa cài đặt máy chủ thư. Hãy đặt THUOCDO_MAIL_HOST và THUOCDO_MAIL_FROM rồi chạy lại."))
    refused = sum(not _send(digest, settings, settings.sender) for digest in due)
    click.echo(_n("Đã gửi %(num)d thư.", "Đã gửi %(num)d thư.", len(due) - refused))
    if refused:
        raise Problem(N_("Máy chủ thư từ chối %(refused)d thư. Lần chạy sau sẽ gửi lại các thư này."), refused=refused)


def _send(digest: Digest, settings: Settings, sender: Sender) -> bool:
    """Ledger first, letter second: a crash in between sends nothing twice. False where the mail server refused."""
    today = clock.today()
    written = reminder(digest, settings, today=today)
    with transaction():
        mail = enter(session(), digest, today=today)
        mail_id = mail.id if mail else None
    if mail_id is None:
        return True
    try:
        sender.send(written)
    except NotSent as problem:
        with transaction():
            take_back(session(), mail_id)
        click.echo(str(problem), err=True)
        return False
    with transaction():
        mark_sent(session(), mail_id)
    return True


def _everybody(code: str | None) -> Viewer:
    """Who runs commands sees every office, or the one that was named."""
    offices = {office.id: office for office in session().scalars(select(Office))}
    chosen = [office.id for office in offices.values() if code in {None, office.code}]
    if not chosen and code is not None:
        raise Problem(N_("Không có cơ quan mang mã “%(code)s”."), code=code)
    return Viewer(0, "", {office: frozenset({"plans.read", "deadlines.handle"}) for office in chosen})


def _as_json(line: Entry) -> dict[str, object]:
    return {
        "key": line.key,
        "office": line.office.code,
        "plan": line.plan.id if line.plan else None,
        "state": line.state,
        "last_on": line.last_on.isoformat() if line.last_on else None,
        "title": title_of(line),
        "unit": line.unit,
        "to": line.to,
        "words": line.words,
        "question": line.question is not None,
        "done_on": line.completion.done_on.isoformat() if line.completion and line.completion.done_on else None,
    }
