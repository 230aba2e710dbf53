"""Numbers that many requests count up, gathered in memory and written down together now and then.

A page that only counts need not wait for a database. What was counted is written some seconds later by a thread that
starts and ends by itself. A process that is killed loses what it had not written yet, and nothing is ever written
twice: what may have been written, or may not, is given up.
"""

from __future__ import annotations

import atexit
import os
import time
import weakref
from collections.abc import Callable, Hashable, Mapping
from threading import Lock, Thread
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

MOST_KEYS = 4096
"""So many different things between two rounds; others are not counted."""
MOST_EACH = 1000
"""So often one thing between two rounds: a flood makes a large number, and not any number."""


class NotWritten(Exception):
    """Nothing at all was written: the same may be tried again."""


class Gathered(Generic[Key]):
    """Counts things, and gives ``write`` every ``seconds`` what was counted since. Safe between threads.

    ``write`` does all or nothing. If it raises :class:`NotWritten`, the numbers are kept for the next round; whatever
    else it raises is given to ``report``, and the numbers are given up. With 0 ``seconds`` only :meth:`flush` writes.
    """

    def __init__(
        self,
        write: Callable[[Mapping[Key, int]], None],
        *,
        seconds: float,
        report: Callable[[Exception], None],
    ) -> None:
        self._write = write
        self._seconds = seconds
        self._report = report
        self._counts: dict[Key, int] = {}
        self._lock, self._writing = Lock(), Lock()
        self._worker: Thread | None = None
        own = weakref.WeakMethod(self._begin_anew)
        os.register_at_fork(after_in_child=lambda: _call(own))
        atexit.register(_call, weakref.WeakMethod(self.flush))

    def add(self, key: Key) -> None:
        """Count ``key`` once more."""
        with self._lock:
            count = self._counts.get(key, 0)
            if count >= MOST_EACH or (not count and len(self._counts) >= MOST_KEYS):
                return
            self._counts[key] = count + 1
            self._have_a_worker()

    def flush(self) -> None:
        """Write what was counted so far, now."""
        with self._writing:
            with self._lock:
                taken, self._counts = self._counts, {}
            if not taken:
                return
            try:
                self._write(taken)
            except NotWritten:
                self._put_back(taken)
            except Exception as problem:  # whatever it was, counting goes on
                self._report(problem)

    def _put_back(self, taken: Mapping[Key, int]) -> None:
        with self._lock:
            for key, count in taken.items():
                self._counts[key] = min(MOST_EACH, self._counts.get(key, 0) + count)

    def _have_a_worker(self) -> None:
        if self._seconds and (self._worker is None or not self._worker.is_alive()):
            self._worker = Thread(target=self._run, name="gathered", daemon=True)
            self._worker.start()

    def _run(self) -> None:
        while True:
            time.sleep(self._seconds)
            self.flush()
            with self._lock:
                if not self._counts:
                    self._worker = None
                    return

    def _begin_anew(self) -> None:
        """Also in a process that was forked: what its parent counted, its parent writes."""
        self._counts = {}
        self._lock, self._writing = Lock(), Lock()
        self._worker = None


def _call(method: weakref.WeakMethod[Callable[[], None]]) -> None:
    found = method()
    if found is not None:
        found()
