"""Marks on endpoints. The marks sit here so that every package's screens can carry them; ``access`` judges them.

An endpoint carries exactly one mark. The shell refuses to start when an endpoint has none, or when the table in
``web/endpoints.py`` disagrees with the marks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
SIGNED_IN = "signed-in"
_MARK = "thuocdo_permission"


def allow(permission: str) -> Callable[[View], View]:
    """Only for signed-in officials who hold ``permission`` somewhere; which rows, the query's viewer decides."""

    def mark(view: View) -> View:
        setattr(view, _MARK, permission)
        return view

    return mark


def public(view: View) -> View:
    """For everybody, without a session."""
    setattr(view, _MARK, PUBLIC)
    return view


def signed_in(view: View) -> View:
    """For every signed-in official."""
    setattr(view, _MARK, SIGNED_IN)
    return view


def mark_of(view: Callable[..., Any]) -> str | None:
    """The mark that ``view`` carries."""
    mark: str | None = getattr(view, _MARK, None)
    return mark
