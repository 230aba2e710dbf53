"""A bounded memory of things that may change: asked for again once they are older than a stated time.

Several processes serve the same site and nobody tells them what changed. So what is remembered is taken as true for a
short while only (a second, see ``Settings.remember_seconds``), and a change is seen everywhere after that while.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from app.core.kept import Kept

Key = TypeVar("Key")
Value = TypeVar("Value")

GRACE = 5.0
"""For how many seconds more an old value may be taken while another thread is asking."""


@dataclass(slots=True)
class _Memory(Generic[Value]):
    value: Value
    looked_at: float
    being_looked_at: bool = False


class Remembered(Generic[Key, Value]):
    """At most ``limit`` values. Safe between threads.

    When a value is due, one thread asks again; those who come meanwhile take the old one, if it is not long overdue,
    and do not queue up behind a slow database. ``excuse`` says which failures leave the old value in force for another
    while.
    """

    def __init__(
        self, limit: int, *, excuse: Callable[[Exception], bool], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._kept: Kept[Key, _Memory[Value]] = Kept(limit)
        self._excuse = excuse
        self.now = now
        self._lock = Lock()

    def get(self, key: Key, ask: Callable[[], Value], *, seconds: float) -> Value:
        """The value of ``key``, asked for at most ``seconds`` ago; 0 asks every time."""
        found = self._kept.find(key)
        if found is None:
            return self._kept.keep(key, _Memory(ask(), self.now())).value
        if not self._is_mine_to_ask(found, seconds):
            return found.value
        try:
            found.value = ask()
        except Exception as problem:
            if not self._excuse(problem):
                self._kept.drop(key)
                raise
        finally:
            found.looked_at, found.being_looked_at = self.now(), False
        return found.value

    def known_until(self, key: Key, *, seconds: float) -> float:
        """Until when the value of ``key`` need not be asked for again; long ago where there is none."""
        found = self._kept.find(key)
        return found.looked_at + seconds if found is not None else float("-inf")

    def _is_mine_to_ask(self, found: _Memory[Value], seconds: float) -> bool:
        with self._lock:
            age = self.now() - found.looked_at
            if age < seconds or (found.being_looked_at and age < seconds + GRACE):
                return False
            found.being_looked_at = True
            return True
