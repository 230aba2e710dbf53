"""A bounded memory of things that are dear to make and never change once made.

The key must hold everything that the value depends on (a digest, not an id): nothing is ever made invalid, old
entries only fall out when newer ones need the room.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """At most ``limit`` values; the one that was not asked for longest falls out first. Safe between threads."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of ``key``, made by ``make`` if it is not there; two threads may make it at once."""
        found = self.find(key)
        return found if found is not None else self.keep(key, make())

    def find(self, key: Key) -> Value | None:
        """The value of ``key`` if it is there."""
        with self._lock:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
            return found

    def keep(self, key: Key, value: Value) -> Value:
        """Remember ``value`` and give it back."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self.limit:
                self._values.popitem(last=False)
        return value

    def drop(self, key: Key) -> None:
        """Forget the value of ``key``."""
        with self._lock:
            self._values.pop(key, None)
