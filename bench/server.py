"""A granian server in processes of its own, the same settings for ours and for the bare ones we compare with."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a server is run; every server of one benchmark gets the same."""

    workers: int = 2
    threads: int = 32

    def arguments(self, target: str, port: int) -> list[str]:
        """The command line of the server."""
        return [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "critical"),
            *("--workers", str(self.workers), "--blocking-threads", str(self.threads)),
            *("--host", "127.0.0.1", "--port", str(port)),
            *(("--factory", target.removesuffix("()")) if target.endswith("()") else (target,)),
        ]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """Processor time that the server and its workers have used so far."""
        family = [self.process, *self.process.children(recursive=True)]
        times = [member.cpu_times() for member in family]
        return float(sum(spent.user + spent.system for spent in times))

    def megabytes(self) -> float:
        """Memory that the server and its workers hold for themselves alone (USS)."""
        family = [self.process, *self.process.children(recursive=True)]
        return round(float(sum(member.memory_full_info().uss for member in family)) / 2**20, 1)


@contextmanager
def serve(target: str, shape: Shape, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run ``target`` (``module:application`` or ``module:factory()``) until the block ends; it answers at once."""
    port = _free_port()
    process = subprocess.Popen(
        shape.arguments(target, port),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield Server(port, psutil.Process(process.pid))
    finally:
        workers = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
        for worker in workers:  # they would outlive a main process that had to be killed
            with suppress(psutil.NoSuchProcess):
                worker.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], patience: float = 300) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended at once with status {process.returncode}")
        connection = HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/health")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError(f"the server did not answer within {patience:.0f} s")
