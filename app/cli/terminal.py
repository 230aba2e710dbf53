"""How commands speak: one clear line, a non-zero exit on bad input, JSON where asked."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import click
from flask import current_app
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.cli import database
from app.core.dialects import may_retry
from app.core.errors import Problem
from app.core.words import _, sentence

P = ParamSpec("P")
R = TypeVar("R")


def plain_refusals(command: Callable[P, R]) -> Callable[P, R]:
    """Turn a :class:`Problem`, or a database that is busy or not set up, into one sentence and exit status 1."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Problem as problem:
            raise click.ClickException(sentence(problem)) from problem
        except (OperationalError, ProgrammingError) as problem:
            if isinstance(problem, OperationalError) and may_retry(problem):
                raise click.ClickException(_("Cơ sở dữ liệu đang bận. Hãy thử lại sau ít giây.")) from problem
            if database.is_current(current_app.extensions["thuocdo.engine"]):
                raise
            raise click.ClickException(_("Cơ sở dữ liệu chưa được khởi tạo. Hãy chạy: flask db upgrade")) from problem

    return run


def show_json(value: Any) -> None:
    """Print ``value`` as readable JSON with its letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
