"""A load client in a process of its own: many connections, little work per request.

Requests come from *visits*: generator functions that yield a :class:`Step` and are sent the :class:`Answer`. A visit
may be one request or a whole journey (open the page, post the form, read the receipt). Each connection repeats its
visit until the time is up and stays open, as a phone's browser leaves it.

The client shares the machine with the server. Its own processor time is reported, so that a reader can see whether it
was the client that could do no more.
"""

from __future__ import annotations

import heapq
import multiprocessing
import secrets
import selectors
import socket
import time
from array import array
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Step:
    """One request: the name under which its time is noted, its bytes, and the status that counts as success.

    ``pause``: seconds for which the visitor reads or thinks before sending it.
    """

    name: str
    request: bytes
    expect: int = 200
    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """One response: status, the raw head, the body."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header, empty where it is missing."""
        for line in self.head.split(b"\r\n"):
            if line[: len(name) + 1].lower() == f"{name.lower()}:".encode():
                return line[len(name) + 1 :].strip().decode("latin-1")
        return ""


Visit = Generator[Step, Answer, None]


@dataclass(slots=True)
class Times:
    """How long the requests of one name took, and how many failed."""

    seconds: array[float] = field(default_factory=lambda: array("d"))
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run of the client saw: requests per second over the whole run, latencies in milliseconds."""

    name: str
    connections: int
    requests: int
    errors: int
    per_second: float
    p50: float
    p95: float
    p99: float
    longest: float


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run: every step's numbers, and the client's share of one processor.

    ``sent`` counts every answered request and ``accepted`` the successful ones by name, the warm-up included.
    """

    steps: dict[str, Measured]
    sent: int
    accepted: dict[str, int]
    seconds: float
    client_cpu: float


def get(path: str, host: str = "127.0.0.1", *, zipped: bool = False) -> bytes:
    """The bytes of a GET; ``zipped`` asks for a compressed answer, as every phone does."""
    encoding = "Accept-Encoding: gzip\r\n" if zipped else ""
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\n{encoding}\r\n".encode()


def post(path: str, body: bytes, host: str = "127.0.0.1") -> bytes:
    """The bytes of a posted form."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\n"
        f"User-Agent: {secrets.token_hex(4)}\r\n"  # one make of browser alone would be held back as a flood
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def load(
    port: int, visit: Callable[..., Visit], *arguments: Any, connections: int, seconds: float, warm_up: float = 1
) -> Run:
    """Let ``connections`` visitors work for ``seconds`` in a process of their own; the warm-up is not counted."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, port, visit, arguments, connections, seconds, warm_up))
    process.start()
    theirs.close()
    try:
        found = ours.recv()
    except EOFError as problem:
        raise RuntimeError("the load client ended without a result") from problem
    finally:
        process.join()
    if isinstance(found, str):
        raise RuntimeError(found)
    run: Run = found
    return run


class _Visitor:
    """One connection and the visit it is on."""

    def __init__(self, port: int, begin: Callable[[], Visit]) -> None:
        self.begin = begin
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.visit = begin()
        self.step = next(self.visit)
        self.received = b""
        self.sent_at = 0.0
        self.is_waiting = False

    def send(self) -> None:
        """Send the request of this step."""
        self.sent_at = time.perf_counter()
        self.is_waiting = True
        self.socket.setblocking(True)
        self.socket.sendall(self.step.request)
        self.socket.setblocking(False)

    def receive(self) -> Answer | None:
        """The whole answer once it is here."""
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("the server closed the connection")
        self.received = self.received + data if self.received else data
        split = self.received.find(HEAD_END)
        if split < 0:
            return None
        head, start = self.received[:split], split + len(HEAD_END)
        answer = Answer(int(head[9:12]), head, b"")
        length = int(answer.header("content-length") or 0)
        if len(self.received) < start + length:
            return None
        answer = Answer(answer.status, head, self.received[start : start + length])
        self.received = b""
        self.is_waiting = False
        return answer

    def go_on(self, answer: Answer) -> None:
        """The next step of the visit, or the first of a new one."""
        try:
            self.step = self.visit.send(answer)
        except StopIteration:
            self.visit = self.begin()
            self.step = next(self.visit)


def _work(
    pipe: Connection,
    port: int,
    visit: Callable[..., Visit],
    arguments: tuple[Any, ...],
    connections: int,
    seconds: float,
    warm_up: float,
) -> None:
    try:
        pipe.send(_measure(port, lambda: visit(*arguments), connections, seconds, warm_up))
    except Exception as problem:  # whatever it was, the other side has to learn it
        pipe.send(f"{type(problem).__name__}: {problem}")
    finally:
        pipe.close()


def _measure(port: int, begin: Callable[[], Visit], connections: int, seconds: float, warm_up: float) -> Run:
    times: dict[str, Times] = {}
    accepted: Counter[str] = Counter()
    started, begun, sent = time.perf_counter(), False, 0
    cpu = time.process_time()
    with selectors.DefaultSelector() as selector:
        visitors = [_Visitor(port, begin) for _ in range(connections)]
        thinking = _Thinking()
        for visitor in visitors:
            selector.register(visitor.socket, selectors.EVENT_READ, visitor)
            thinking.send(visitor)
        while True:
            now = time.perf_counter()
            if not begun and now - started >= warm_up:
                times, started, cpu, begun = {}, now, time.process_time(), True
            if begun and now - started >= seconds:
                break
            for key, _events in selector.select(timeout=thinking.wake_up(now)):
                sent += _serve(key.data, times, accepted, thinking)
        spent = time.perf_counter() - started
        busy = (time.process_time() - cpu) / spent
        _drain(selector, accepted)
        for visitor in visitors:
            visitor.socket.close()
    steps = {name: _summed(name, connections, found, spent) for name, found in times.items()}
    return Run(steps, sent, dict(accepted), spent, busy)


class _Thinking:
    """The visitors who will send their next request in a while."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int, _Visitor]] = []

    def send(self, visitor: _Visitor) -> None:
        """Send at once, or after the pause of the visitor's step."""
        if visitor.step.pause:
            heapq.heappush(self._due, (time.perf_counter() + visitor.step.pause, id(visitor), visitor))
        else:
            visitor.send()

    def wake_up(self, now: float) -> float:
        """Let those send whose time has come; how many seconds until the next one's, a second at most."""
        while self._due and self._due[0][0] <= now:
            heapq.heappop(self._due)[2].send()
        return min(1.0, self._due[0][0] - now) if self._due else 1.0


def _drain(selector: selectors.BaseSelector, accepted: Counter[str], patience: float = 15) -> None:
    """Hear the answers that are still on their way, so that whoever counts knows of every one; no time is noted."""
    for key in list(selector.get_map().values()):
        if not key.data.is_waiting:
            selector.unregister(key.fileobj)
    deadline = time.perf_counter() + patience
    while selector.get_map() and time.perf_counter() < deadline:
        for key, _events in selector.select(timeout=1):
            visitor: _Visitor = key.data
            answer = visitor.receive()
            if answer is not None:
                accepted[visitor.step.name] += answer.status == visitor.step.expect
                selector.unregister(visitor.socket)


def _serve(visitor: _Visitor, times: dict[str, Times], accepted: Counter[str], thinking: _Thinking) -> int:
    """Take what has come in on one connection; how many answers that completed."""
    answer = visitor.receive()
    if answer is None:
        return 0
    found = times.setdefault(visitor.step.name, Times())
    found.seconds.append(time.perf_counter() - visitor.sent_at)
    is_success = answer.status == visitor.step.expect
    found.errors += not is_success
    accepted[visitor.step.name] += is_success
    visitor.go_on(answer)
    thinking.send(visitor)
    return 1


def _summed(name: str, connections: int, times: Times, spent: float) -> Measured:
    ordered = sorted(times.seconds)
    count = len(ordered)

    def at(share: float) -> float:
        return round(ordered[min(count - 1, int(share * count))] * 1000, 2)

    return Measured(
        name, connections, count, times.errors, round(count / spent, 1), at(0.5), at(0.95), at(0.99), at(1.0)
    )
