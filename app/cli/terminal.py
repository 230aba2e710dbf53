"""How commands speak: one clear line, a non-zero exit on bad input, JSON where asked."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import click

from app.core.errors import Problem
from app.core.words import sentence

P = ParamSpec("P")
R = TypeVar("R")


def plain_refusals(command: Callable[P, R]) -> Callable[P, R]:
    """Turn a :class:`Problem` into its sentence on standard error and exit status 1."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Problem as problem:
            raise click.ClickException(sentence(problem)) from problem

    return run


def show_json(value: Any) -> None:
    """Print ``value`` as readable JSON with its letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
