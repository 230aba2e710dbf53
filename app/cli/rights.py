"""``flask rights table``: who opens which address, as the document that an office's inspector reads.

Made from the table of endpoints and the roles; a test calls every address as everybody and compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.access.roles import ROLES
from app.cli.terminal import plain_refusals
from app.core.guards import PUBLIC, SIGNED_IN
from app.core.text import N_
from app.core.words import _

NOBODY, WITHOUT_ROLE = "nobody", "without_role"
PEOPLE = (NOBODY, WITHOUT_ROLE, *ROLES)
"""Everybody who may come to an address: not signed in, signed in without any role, and each role."""
NAMES = {NOBODY: N_("chưa đăng nhập"), WITHOUT_ROLE: N_("không có vai trò")}
OPEN, MISSING, SIGN_IN = N_("mở"), "404", N_("đăng nhập")
HEADING = N_("Ai mở được địa chỉ nào")
INTRODUCTION = N_(
    "Tài liệu này do lệnh “flask rights table” lập từ chương trình, không sửa bằng tay. “mở”: vào được, còn thấy dòng "
    "nào là do cơ quan, nhiệm vụ và hộp hạn chế quyết định; dòng của người khác cũng trả lời 404. “404”: như không có "
    "địa chỉ ấy. “đăng nhập”: được đưa đến trang đăng nhập. Ai vừa mất quyền trong lúc đang viết thì nhận 403, chữ đã "
    "viết vẫn còn. Người của cơ quan khác giữ vai trò nào cũng chỉ thấy cơ quan mình."
)

group = AppGroup("rights", help="Quyền truy cập.")


@dataclass(frozen=True, slots=True)
class Row:
    """One endpoint with its addresses, methods and permission, and what comes of it for everybody."""

    endpoint: str
    addresses: tuple[str, ...]
    methods: tuple[str, ...]
    mark: str
    outcomes: dict[str, str]


@group.command("table")
@plain_refusals
def table() -> None:
    """In bảng địa chỉ và vai trò (Markdown), như trong docs/quyen-truy-cap.md."""
    click.echo("\n".join(markdown(current_app)))


def rows(app: Flask) -> Iterator[Row]:
    """Every endpoint, by name."""
    for endpoint, mark in sorted(app.config["ENDPOINTS"].items()):
        rules = list(app.url_map.iter_rules(endpoint))
        methods = {method for rule in rules for method in rule.methods or ()} - {"HEAD", "OPTIONS"}
        yield Row(
            endpoint,
            tuple(sorted(rule.rule for rule in rules)),
            tuple(sorted(methods)),
            mark,
            {person: outcome(mark, person) for person in PEOPLE},
        )


def outcome(mark: str, person: str) -> str:
    """What a mark means for somebody."""
    if mark == PUBLIC:
        return OPEN
    if person == NOBODY:
        return SIGN_IN
    held = ROLES[person].permissions if person in ROLES else frozenset[str]()
    return OPEN if mark == SIGNED_IN or mark in held else MISSING


def markdown(app: Flask) -> Iterator[str]:
    """The document, line by line."""
    names = [_(NAMES[person]) if person in NAMES else _(ROLES[person].name) for person in PEOPLE]
    yield f"# {_(HEADING)}"
    yield ""
    yield _(INTRODUCTION)
    yield ""
    yield "| " + " | ".join([_("địa chỉ"), _("cách gọi"), _("quyền cần có"), *names]) + " |"
    yield "|" + "---|" * (3 + len(names))
    for row in rows(app):
        where = "<br>".join(f"`{address}`" for address in row.addresses)
        cells = [where, " ".join(row.methods), f"`{row.mark}`", *(_(row.outcomes[person]) for person in PEOPLE)]
        yield "| " + " | ".join(cells) + " |"
