"""``flask demo``: from an empty machine to a running site with something to look at."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app.cli import database, words
from app.cli.demo.family import LAST_DAY, close, earlier_plan
from app.cli.demo.funnel import add_funnel
from app.cli.demo.listening import BOXED_CASE, ROAD_CASE, add_listening, is_listening
from app.cli.demo.load import OFFICE_CODE, PROVINCE_SIGN_IN, SIGN_INS, first_placement, is_loaded, load_demo
from app.cli.demo.people import tracking_code
from app.cli.demo.public import add_public_page
from app.cli.demo.watching import add_watching, is_watched
from app.cli.responses import fill
from app.cli.scores import look_at
from app.core import clock
from app.core.session import session, transaction
from app.core.settings import ROOT, Settings
from app.desks.rules import desk_path, placement_path
from app.desks.visits.models import VisitsServed
from app.feedback.codes.rules import TRACKING_PATH
from app.plans.models import Plan
from app.reports import evidence
from app.reports.publication.models import Publication
from app.responses.models import Response
from app.scores.alerts.models import Alert

ANSWERS = 2000
DAYS = 90
EARLIER_ANSWERS = 260
EARLIER_DAYS = 100
SEED = 33

group = AppGroup("demo", help="Bản chạy thử với một xã mẫu.")


@group.command("load")
def load() -> None:
    """Nâng cơ sở dữ liệu và nạp dữ liệu mẫu nếu chưa có."""
    _prepare()


@group.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Chuẩn bị dữ liệu mẫu rồi mở trang tại HOST:PORT."""
    _refuse_taken_port(host, port)
    settings = _prepare()
    _announce(settings)
    folding = [sys.executable, "-m", "flask", "responses", "fold", "--watch", "5"]
    granian = str(Path(sys.executable).with_name("granian"))
    serving = [granian, "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "2"]
    quiet = ["--blocking-threads", "32", "--no-access-log", "--log-level", "error", "wsgi:app"]
    signal.signal(signal.SIGTERM, _stop)
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    children = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603  our own commands, no outside words in them
        for command in (folding, serving + quiet)
    ]
    try:
        children[1].wait()
    except KeyboardInterrupt:
        click.echo("Đã dừng. Dữ liệu được giữ lại cho lần sau.")
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait()


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    """End as Ctrl+C does, so that neither the server nor the fold outlives this command."""
    raise KeyboardInterrupt


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise click.ClickException(
                f"Không mở được {host}:{port} ({problem.strerror}). Hãy chọn cổng khác, ví dụ: make run PORT={port + 1}"
            ) from problem


def _prepare() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    settings.instance.mkdir(parents=True, exist_ok=True)
    words.compile_all()
    engine = current_app.extensions["thuocdo.engine"]
    if not database.is_current(engine):
        click.echo("Đang khởi tạo cơ sở dữ liệu...")
        database.upgrade(engine)
    if not is_loaded(session()):
        with transaction():
            load_demo(session(), lambda line: click.echo(f"  {line}"))
    if session().scalar(select(Response.id).limit(1)) is None:
        fill(first_placement(session()).form.task.plan_id, count=ANSWERS, seed=SEED, days=DAYS)
        _fill_last_year()
    else:
        click.echo("Dữ liệu mẫu đã có, giữ nguyên.")
    if session().scalar(select(VisitsServed.desk_id).limit(1)) is None:
        with transaction():
            add_funnel(session(), OFFICE_CODE, seed=SEED)
    plan = first_placement(session()).form.task.plan
    if not is_listening(session(), plan):
        with transaction():
            add_listening(session(), plan, settings)
    if not is_watched(session(), plan):
        with transaction():
            add_watching(session(), plan)
    if session().scalar(select(Publication.office_id).limit(1)) is None:
        with transaction():
            add_public_page(session(), OFFICE_CODE, evidence.thresholds())
    if session().scalar(select(Alert.id).limit(1)) is None:
        look_at(plan.office_id, evidence.thresholds(), clock.now())
    return settings


def _fill_last_year() -> None:
    """Fewer answers, of last year; then its placements are retired."""
    earlier = earlier_plan(session(), OFFICE_CODE)
    if earlier is None:
        return
    fill(earlier.id, count=EARLIER_ANSWERS, seed=SEED, days=EARLIER_DAYS, until=LAST_DAY)
    with transaction():
        close(session(), session().get_one(Plan, earlier.id))


def _announce(settings: Settings) -> None:
    placement = first_placement(session())
    click.echo("")
    click.echo("Thước Đo đang chạy.")
    click.echo(f"  Người dân (một phiếu):        {settings.public_url}{placement_path(placement.code)}")
    click.echo(f"  Người dân (chọn việc ở quầy): {settings.public_url}{desk_path(placement.desk.code)}")
    click.echo(f"  Trang công khai của cơ quan:  {settings.public_url}/O/{OFFICE_CODE}")
    for case, name in ((ROAD_CASE, "đã trả lời"), (BOXED_CASE, "hộp hạn chế")):
        at = f"Người dân (phản ánh {name}):"
        click.echo(f"  {at:<29} {settings.public_url}{TRACKING_PATH}/{tracking_code(settings, case)}")
    click.echo(f"  Cán bộ, công chức:            {settings.public_url}/")
    click.echo("  Tài khoản chạy thử (tên đăng nhập / mật khẩu):")
    for demo in (*SIGN_INS, PROVINCE_SIGN_IN):
        click.echo(f"    {demo.sign_in_name:<10} / {demo.password:<20} {demo.name}")
    click.echo("Nhấn Ctrl+C để dừng.")
