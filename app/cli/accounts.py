"""``flask accounts``: the first sign-in of an installation."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.access.actions import grant
from app.accounts.actions import add_official
from app.cli.terminal import plain_refusals
from app.core import clock
from app.core.session import session, transaction
from app.core.words import _
from app.offices.queries import office_with_code

group = AppGroup("accounts", help="Tài khoản của cán bộ, công chức.")


@group.command("create-admin")
@click.option("--office", "code", required=True, help="Mã cơ quan (xem: flask offices list).")
@click.option("--sign-in-name", prompt="Tên đăng nhập", help="Tên đăng nhập, không dấu.")
@click.option("--name", prompt="Họ và tên", help="Họ và tên hiển thị.")
@click.password_option(prompt="Mật khẩu", confirmation_prompt="Nhập lại mật khẩu", help="Ít nhất 12 ký tự.")
@plain_refusals
def create_admin(code: str, sign_in_name: str, name: str, password: str) -> None:
    """Thêm một quản trị viên cho cơ quan."""
    with transaction():
        office = office_with_code(session(), code)
        official = add_official(session(), sign_in_name=sign_in_name, name=name, password=password)
        grant(session(), official, office, "administrator", since=clock.today())
    click.echo(_("Đã thêm quản trị viên “%(name)s” cho %(office)s.", name=official.sign_in_name, office=office.name))
