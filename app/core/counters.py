"""Counters that the processes of one machine share for at most an hour, in memory and never on a disk.

A counter is four numbers in a small file that lies in the memory of the machine: a keyed hash of its name, the span it
belongs to, and how often it was counted. The key is random and lies beside them; both are overwritten in the first
call of another hour, so nothing can be looked up after that. Names never touch the file.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import struct
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from mmap import mmap
from pathlib import Path
from threading import Lock

SLOTS = 4096
_PROBES = 16
_HEAD = struct.Struct("<Q32s")
_SLOT = struct.Struct("<QII")
_HOUR = 3600
_SIZE = _HEAD.size + SLOTS * _SLOT.size


class SharedCounters:
    """``name`` tells installations of one machine apart. Where no file can be made, this process counts alone."""

    def __init__(self, name: str, now: Callable[[], float] = time.time) -> None:
        self.now = now
        self._path = _folder() / f"thuocdo-{os.getuid()}-{hashlib.sha256(name.encode()).hexdigest()[:24]}"
        self._lock = Lock()
        self._open: tuple[int, int | None, mmap] | None = None

    def add(self, name: str, seconds: int) -> int:
        """Count ``name`` once more; how often it was counted in the span that lasts now, this time included."""
        return self.add_all((name,), seconds)[0]

    def add_all(self, names: Sequence[str], seconds: int) -> list[int]:
        """The same for several names at once; taking the lock costs more than counting."""
        with self._held() as memory:
            return [self._add(memory, name, seconds) for name in names]

    def count(self, name: str, seconds: int) -> int:
        """How often ``name`` was counted in the span that lasts now."""
        with self._held() as memory:
            return self._find(memory, self._hash(memory, name, seconds), int(self.now()) // seconds)[1]

    def forget_old(self) -> None:
        """Overwrite what belongs to another hour, for when nobody comes by."""
        with self._held():
            pass

    def forget(self) -> None:
        """Overwrite everything."""
        with self._held() as memory:
            self._begin_anew(memory)

    def _add(self, memory: mmap, name: str, seconds: int) -> int:
        span = int(self.now()) // seconds
        wanted = self._hash(memory, name, seconds)
        at, count = self._find(memory, wanted, span)
        _SLOT.pack_into(memory, at, wanted, span, count + 1)
        return count + 1

    @contextmanager
    def _held(self) -> Iterator[mmap]:
        """The memory, locked against threads and processes, and of this hour."""
        with self._lock:
            file, memory = self._opened()
            if file is not None:
                fcntl.lockf(file, fcntl.LOCK_EX)
            try:
                if _HEAD.unpack_from(memory)[0] != int(self.now()) // _HOUR:
                    self._begin_anew(memory)
                yield memory
            finally:
                if file is not None:
                    fcntl.lockf(file, fcntl.LOCK_UN)

    def _opened(self) -> tuple[int | None, mmap]:
        """A process that was forked opens the file for itself: locks belong to processes."""
        if self._open is None or self._open[0] != os.getpid():
            try:
                file = _open_own(self._path)
            except OSError:
                self._open = (os.getpid(), None, mmap(-1, _SIZE))
            else:
                os.ftruncate(file, _SIZE)
                self._open = (os.getpid(), file, mmap(file, _SIZE))
        return self._open[1], self._open[2]

    def _begin_anew(self, memory: mmap) -> None:
        memory[:] = bytes(_SIZE)
        _HEAD.pack_into(memory, 0, int(self.now()) // _HOUR, secrets.token_bytes(32))

    def _hash(self, memory: mmap, name: str, seconds: int) -> int:
        key = _HEAD.unpack_from(memory)[1]
        digest = hashlib.blake2b(f"{seconds}\0{name}".encode(), key=key, digest_size=8).digest()
        return int.from_bytes(digest, "little") or 1

    def _find(self, memory: mmap, wanted: int, span: int) -> tuple[int, int]:
        """Where the counter stands or may stand, and what it says; a crowded place gives its smallest counter up."""
        free: list[tuple[int, int]] = []
        for step in range(_PROBES):
            at = _HEAD.size + (wanted + step) % SLOTS * _SLOT.size
            found, its_span, count = _SLOT.unpack_from(memory, at)
            if found == wanted:
                return at, count if its_span == span else 0
            free.append((count if found else -1, at))
        return min(free)[1], 0


def _folder() -> Path:
    memory = Path("/dev/shm")  # noqa: S108  the machine's memory; files are private, and never followed through links
    return memory if memory.is_dir() and os.access(memory, os.W_OK) else Path(tempfile.gettempdir())


def _open_own(path: Path) -> int:
    """Open the file, or make it; one that belongs to somebody else is not touched."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    if os.fstat(file).st_uid != os.getuid():
        os.close(file)
        raise PermissionError(f"{path} belongs to somebody else")
    return file
