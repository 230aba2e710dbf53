"""By when an answer is needed: whoever waits for a person says so, and whoever waits for the database asks here."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_until: ContextVar[float | None] = ContextVar("until", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Whatever is asked of the database inside the block has to be answered before ``seconds`` have passed."""
    before = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(before)


def seconds_left() -> float | None:
    """How long an answer may still take, never less than nothing; None where nobody said."""
    until = _until.get()
    return None if until is None else max(0.0, until - time.monotonic())
