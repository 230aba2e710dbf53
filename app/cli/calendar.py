"""``flask calendar``: what is due, and the letters of the morning.

``remind`` runs once a day from a timer and sends everything that officials are told by letter, each of them one letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app.access.viewer import Viewer
from app.accounts.letters.actions import enter, mark_sent, take_back
from app.accounts.letters.rules import Mark
from app.cli.terminal import plain_refusals, show_json
from app.core import clock
from app.core.errors import Problem
from app.core.mail import NotSent, Sender
from app.core.session import session, snapshot, transaction
from app.core.settings import Settings
from app.core.text import N_
from app.core.words import _, _n
from app.offices.models import Office
from app.plans.calendar.entries import Entry
from app.plans.calendar.queries import entries_for
from app.plans.calendar.rules import STATES
from app.plans.calendar.wording import day_words, state_name, title_of
from app.reports.letters.digests import digest_for, recipients
from app.reports.letters.wording import morning_letter

group = AppGroup("calendar", help="Lịch thời hạn: liệt kê; thư mỗi sáng về thời hạn, phản ánh, cảnh báo.")


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
    """Gửi thư của hôm nay: thời hạn, phản ánh, cảnh báo; mỗi người nhiều nhất một thư; chạy lại không gửi lại."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.sender is None and not dry_run:
        raise Problem(N_("Chưa cài đặt máy chủ thư. Hãy đặt THUOCDO_MAIL_HOST và THUOCDO_MAIL_FROM rồi chạy lại."))
    sent = refused = 0
    for official_id in recipients(session(), today=clock.today()):
        prepared = _prepared(official_id, settings)
        if prepared is None:
            continue
        if dry_run or settings.sender is None:
            click.echo(f"{prepared.letter['To']}\n{prepared.letter['Subject']}\n\n{prepared.letter.get_content()}")
            sent += 1
            continue
        match _send(prepared, settings.sender):
            case True:
                sent += 1
            case False:
                refused += 1
    if dry_run:
        click.echo(_n("Sẽ gửi %(num)d thư.", "Sẽ gửi %(num)d thư.", sent))
        return
    click.echo(_n("Đã gửi %(num)d thư.", "Đã gửi %(num)d thư.", sent))
    if refused:
        raise Problem(N_("Máy chủ thư từ chối %(refused)d thư. Lần chạy sau sẽ gửi lại các thư này."), refused=refused)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A letter with what the ledger has to note of it."""

    official_id: int
    day: date
    marks: list[Mark]
    letter: EmailMessage


def _prepared(official_id: int, settings: Settings) -> _Prepared | None:
    """The letter of one official, all of it as of one moment; None where there is nothing to say."""
    today, now = clock.today(), clock.now()
    with snapshot():
        digest = digest_for(session(), official_id, today=today, now=now)
        if digest is None:
            return None
        return _Prepared(official_id, today, digest.marks, morning_letter(digest, settings, today=today, now=now))


def _send(prepared: _Prepared, sender: Sender) -> bool | None:
    """Ledger first, letter second: a crash in between sends nothing twice.

    False where the mail server refused, None where another run was faster.
    """
    with transaction():
        mail_id = enter(session(), prepared.official_id, prepared.marks, today=prepared.day)
    if mail_id is None:
        return None
    try:
        sender.send(prepared.letter)
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
