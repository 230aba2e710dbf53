"""Facts announced upstream and heard downstream, inside the same transaction.

A package declares its facts as frozen dataclasses in its ``events.py`` and calls :func:`announce` from an action.
A package further down connects listeners in its ``listeners.py``; ``web/factory.py`` calls those ``connect``
functions once. A listener that raises undoes the whole transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

Fact = TypeVar("Fact")

_listeners: dict[type[Any], list[Callable[[Session, Any], None]]] = {}


def listen(fact: type[Fact], listener: Callable[[Session, Fact], None]) -> None:
    """Call ``listener(session, fact)`` whenever a fact of this type is announced; a second call adds nothing."""
    known = _listeners.setdefault(fact, [])
    if listener not in known:
        known.append(listener)


def announce(session: Session, fact: object) -> None:
    """Tell the listeners, in the order in which they were connected."""
    for listener in _listeners.get(type(fact), ()):
        listener(session, fact)
