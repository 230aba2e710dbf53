"""``flask db``: the schema, moved by Alembic."""

from __future__ import annotations

from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from app.core.settings import ROOT

group = AppGroup("db", help="Lược đồ cơ sở dữ liệu.")


def alembic_config(engine: Engine) -> Config:
    """Alembic's configuration for one engine; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the database to revision ``to``; an embedded database's folder is made where it is missing."""
    if engine.url.get_backend_name() == "sqlite" and engine.url.database:
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(alembic_config(engine), to)


def is_current(engine: Engine) -> bool:
    """Whether the database is there and has the newest schema."""
    head = ScriptDirectory.from_config(alembic_config(engine)).get_current_head()
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() == head
    except OperationalError:
        return False


@group.command("upgrade")
@click.argument("revision", default="head")
def upgrade_command(revision: str) -> None:
    """Nâng cơ sở dữ liệu lên REVISION (mặc định: mới nhất)."""
    upgrade(current_app.extensions["thuocdo.engine"], revision)
    click.echo("Cơ sở dữ liệu đã ở phiên bản mới.")


@group.command("downgrade")
@click.argument("revision")
def downgrade_command(revision: str) -> None:
    """Lùi cơ sở dữ liệu về REVISION (ví dụ: base)."""
    command.downgrade(alembic_config(current_app.extensions["thuocdo.engine"]), revision)
    click.echo("Đã lùi cơ sở dữ liệu.")


@group.command("revision")
@click.argument("name")
def revision_command(name: str) -> None:
    """Viết một bản chuyển đổi mới mang tên NAME từ khác biệt giữa mô hình và cơ sở dữ liệu."""
    config = alembic_config(current_app.extensions["thuocdo.engine"])
    scripts = ScriptDirectory.from_config(config)
    number = len(list(scripts.walk_revisions())) + 1
    command.revision(config, message=name, autogenerate=True, rev_id=f"{number:04d}")
