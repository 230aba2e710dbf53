"""Starts the programs that open PDFs: one for each document, so that no document can touch another.

Starting one takes longer than reading a document in it. So a process that reads more than one PDF (a server) always has
the next worker waiting; it ends by itself when this process does, because its input ends.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PROGRAM = Path(__file__).with_name("worker.py")
PATIENCE = 5
"""Seconds beyond the processor time that a worker may take for everything."""
TOO_MUCH = 3
"""The exit status of a worker that came to one of its limits."""
CUT_OFF = {-5, -6, -9, -24}
"""Ended by a signal: trap, abort (no memory), kill, too much processor time."""


@dataclass(frozen=True)
class Limits:
    """What one worker may use: megabytes of address space, seconds of processor, megabytes of answer, pages."""

    memory: int = 1024
    seconds: int = 20
    answer: int = 40
    pages: int = 300


class TooMuch(Exception):
    """The document would need more than it may."""


class Failed(Exception):
    """The worker ended without an answer."""


@dataclass(frozen=True)
class _Worker:
    process: subprocess.Popen[bytes]
    answer: IO[bytes]

    def end(self) -> None:
        """Let nothing of it remain."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()
        self.answer.close()


class Workers:
    """Hands out workers with the same limits; after the first one there is always another ready."""

    def __init__(self, limits: Limits, *, program: Path = PROGRAM, patience: int = PATIENCE) -> None:
        self._limits, self._program, self._patience = limits, program, patience
        self._lock = threading.Lock()
        self._owner = os.getpid()
        self._ready: _Worker | None = None
        self._handed_out = 0

    def extract(self, content: bytes) -> bytes:
        """What a worker says of a document; raises :class:`TooMuch` or :class:`Failed`."""
        with self._taken() as worker:
            try:
                worker.process.communicate(content, timeout=self._limits.seconds + self._patience)
            except subprocess.TimeoutExpired as problem:
                raise TooMuch from problem
            status = worker.process.returncode
            if status != 0:
                raise TooMuch if status == TOO_MUCH or status in CUT_OFF else Failed
            worker.answer.seek(0)
            return worker.answer.read()

    def close(self) -> None:
        """End the worker that waits."""
        with self._lock:
            ready, self._ready = self._ready, None
        if ready is not None and self._owner == os.getpid():
            ready.end()

    @contextmanager
    def _taken(self) -> Iterator[_Worker]:
        with self._lock:
            if self._owner != os.getpid():  # a copy of the process that the ready worker belongs to
                self._owner, self._ready = os.getpid(), None
            worker, self._ready = self._ready, None
            self._handed_out += 1
            if self._handed_out > 1:
                self._ready = self._start()
        if worker is not None and worker.process.poll() is not None:
            worker.end()
            worker = None
        worker = worker or self._start()
        try:
            yield worker
        finally:
            worker.end()

    def _start(self) -> _Worker:
        limits = self._limits
        answer = tempfile.TemporaryFile()  # noqa: SIM115  closed when the worker ends
        process = subprocess.Popen(  # noqa: S603  our own program; the document is only its input
            [
                *(sys.executable, "-I", str(self._program)),
                *map(str, (limits.memory, limits.seconds, limits.answer, limits.pages)),
            ],
            stdin=subprocess.PIPE,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8"},
            cwd="/",
        )
        return _Worker(process, answer)


WORKERS = Workers(Limits())
atexit.register(WORKERS.close)
