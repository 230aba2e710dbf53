"""How often something may go wrong within a span of time, counted in the memory of this process.

Addresses are never kept: what is counted is a keyed hash of the network they lie in, under a key that is made when the
process starts and is written nowhere. A hall full of people behind one address must stay under the limit, so that
counts single mistakes and not visits.
"""

from __future__ import annotations

import hashlib
import ipaddress
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
            return self._count(name) >= self.limit

    def mistake(self, name: str) -> None:
        """Count one mistake; the name that was not heard of longest is forgotten when there are too many."""
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


def network_name(address: str | None) -> str:
    """A name for the network that ``address`` lies in (/24, or /48 of IPv6), which nobody can turn back."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        network = ""
    else:
        network = str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))
    return hashlib.blake2b(network.encode(), key=_KEY, digest_size=16).hexdigest()
