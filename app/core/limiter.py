"""How often something may go wrong within a span of time, counted in the memory of this process.

Names are never kept: what is counted is a keyed hash of them, under a key that is made when the process starts and is
written nowhere.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

MOST_NAMES = 4096
_KEY = secrets.token_bytes(32)


class Limiter:
    """At most ``limit`` mistakes by one name in ``seconds``; the count begins anew when the span is over."""

    def __init__(self, limit: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit = limit
        self.seconds = seconds
        self._clock = clock
        self._spans: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = Lock()

    def is_spent(self, name: str) -> bool:
        """Whether ``name`` has made its mistakes for this span."""
        with self._lock:
            return self._count(_hash(name)) >= self.limit

    def mistake(self, name: str) -> None:
        """Count one mistake; the name that was not heard of longest is forgotten when there are too many."""
        name = _hash(name)
        with self._lock:
            count = self._count(name)
            begun = self._spans[name][0] if count else self._clock()
            self._spans[name] = (begun, count + 1)
            self._spans.move_to_end(name)
            while len(self._spans) > MOST_NAMES:
                self._spans.popitem(last=False)

    def forget(self) -> None:
        """Begin anew for everybody."""
        with self._lock:
            self._spans.clear()

    def _count(self, name: str) -> int:
        begun, count = self._spans.get(name, (0.0, 0))
        return count if count and self._clock() - begun < self.seconds else 0


def _hash(name: str) -> str:
    return hashlib.blake2b(name.encode(), key=_KEY, digest_size=16).hexdigest()
