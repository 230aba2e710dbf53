"""``flask demo``: from an empty machine to a running site with something to look at."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli import database, words
from app.cli.demo.load import SIGN_INS, first_placement, is_loaded, load_demo
from app.cli.responses import fill
from app.core.session import session, transaction
from app.core.settings import ROOT, Settings
from app.desks.rules import desk_path, placement_path

ANSWERS = 2000
DAYS = 90
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
    settings = _prepare()
    _announce(settings)
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    folding = subprocess.Popen(
        [sys.executable, "-m", "flask", "responses", "fold", "--watch", "5"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        subprocess.run(  # noqa: S603  our own server, started beside this interpreter
            [
                str(Path(sys.executable).with_name("granian")),
                "--interface",
                "wsgi",
                "--host",
                host,
                "--port",
                str(port),
                "--workers",
                "2",
                "--blocking-threads",
                "8",
                "--no-access-log",
                "--log-level",
                "error",
                "wsgi:app",
            ],
            cwd=ROOT,
            env=environment,
            check=False,
        )
    except KeyboardInterrupt:
        click.echo("Đã dừng. Dữ liệu được giữ lại cho lần sau.")
    finally:
        folding.terminate()
        folding.wait()


def _prepare() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    settings.instance.mkdir(parents=True, exist_ok=True)
    words.compile_all()
    engine = current_app.extensions["thuocdo.engine"]
    if not database.is_current(engine):
        click.echo("Đang dựng cơ sở dữ liệu...")
        database.upgrade(engine)
    if is_loaded(session()):
        click.echo("Dữ liệu mẫu đã có, giữ nguyên.")
        return settings
    with transaction():
        plan = load_demo(session(), lambda line: click.echo(f"  {line}"))
    fill(plan.id, count=ANSWERS, seed=SEED, days=DAYS)
    return settings


def _announce(settings: Settings) -> None:
    placement = first_placement(session())
    click.echo("")
    click.echo("Thước Đo đang chạy.")
    click.echo(f"  Người dân (một phiếu):        {settings.public_url}{placement_path(placement.code)}")
    click.echo(f"  Người dân (chọn việc ở quầy): {settings.public_url}{desk_path(placement.desk.code)}")
    click.echo(f"  Cán bộ, công chức:            {settings.public_url}/")
    click.echo("  Tài khoản chạy thử (tên đăng nhập / mật khẩu):")
    for demo in SIGN_INS:
        click.echo(f"    {demo.sign_in_name:<10} / {demo.password:<20} {demo.name}")
    click.echo("Nhấn Ctrl+C để dừng.")
