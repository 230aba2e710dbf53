"""One worker for many who wait: what arrives while it works is done together in its next round.

A database that makes every commit durable spends most of a small transaction waiting for the disk. Twenty people who
wait at the same time can share one commit: whoever puts something in is answered only when the round with it is done.

Waiting is bounded. Nobody waits longer than ``patience``; and once a round has taken longer than ``stalled_after``,
only ``few`` may go on waiting and everybody else is told at once, so that a stalled disk or database never takes all
threads of a server (whose health check needs one).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from threading import Condition, Event, Thread
from typing import Generic, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

LARGEST = 200
IDLE_SECONDS = 10.0


class NotInTime(Exception):
    """The work did not get done in time; it may still get done later, so doing it twice must be harmless."""


class Batches(Generic[Item, Outcome]):
    """Does ``work`` on everything that waits, round after round, in one thread that starts and ends by itself.

    ``work`` gets some items and gives one outcome for each, or raises and has then done nothing at all. A round that
    fails is done again item by item, so that one bad item harms nobody else. ``pause`` seconds lie between two rounds
    that follow each other: others want the same lock.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Item]], Sequence[Outcome]],
        *,
        patience: float = 4.5,
        stalled_after: float = 2.0,
        few: int = 3,
        pause: float = 0.0,
    ) -> None:
        self._work = work
        self._patience = patience
        self._stalled_after = stalled_after
        self._few = few
        self._pause = pause
        self._waiting: deque[_Ticket[Item, Outcome]] = deque()
        self._changed = Condition()
        self._worker: Thread | None = None
        self._present = 0
        self._round_since: float | None = None

    def put(self, item: Item) -> Outcome:
        """Have ``item`` done; its outcome, what was raised for it, or :class:`NotInTime`."""
        ticket: _Ticket[Item, Outcome] = _Ticket(item)
        with self._changed:
            if self._is_stalled() and self._present >= self._few:
                raise NotInTime
            self._present += 1
            self._waiting.append(ticket)
            self._have_a_worker()
            self._changed.notify()
        try:
            self._wait_for(ticket)
        finally:
            with self._changed:
                self._present -= 1
        return ticket.outcome()

    def _wait_for(self, ticket: _Ticket[Item, Outcome]) -> None:
        until = time.monotonic() + self._patience
        while not ticket.done.wait(max(0.0, min(self._stalled_after, until - time.monotonic()))):
            with self._changed:
                crowded = self._is_stalled() and self._present > self._few
                if not crowded and time.monotonic() < until:
                    continue
                if ticket in self._waiting:
                    self._waiting.remove(ticket)
            raise NotInTime

    def _is_stalled(self) -> bool:
        return self._round_since is not None and time.monotonic() - self._round_since > self._stalled_after

    def _have_a_worker(self) -> None:
        """Start the thread where there is none; a process that was forked has to start its own."""
        if self._worker is None or not self._worker.is_alive():
            self._round_since = None
            self._worker = Thread(target=self._run, name="batches", daemon=True)
            self._worker.start()

    def _run(self) -> None:
        while tickets := self._next_round():
            self._do(tickets)
            with self._changed:
                self._round_since = None
            if self._pause:
                time.sleep(self._pause)

    def _next_round(self) -> list[_Ticket[Item, Outcome]]:
        """What waits, as soon as something does; nothing where nobody came for a while, and the thread ends."""
        with self._changed:
            if not self._changed.wait_for(lambda: bool(self._waiting), IDLE_SECONDS):
                self._worker = None
                return []
            self._round_since = time.monotonic()
            return [self._waiting.popleft() for _place in range(min(len(self._waiting), LARGEST))]

    def _do(self, tickets: Sequence[_Ticket[Item, Outcome]]) -> None:
        try:
            outcomes = self._work([ticket.item for ticket in tickets])
        except Exception as problem:  # whatever it was, whoever waits has to hear of it
            if len(tickets) == 1:
                tickets[0].fail(problem)
                return
            for ticket in tickets:
                self._do([ticket])
        else:
            for ticket, outcome in zip(tickets, outcomes, strict=True):
                ticket.succeed(outcome)


class _Ticket(Generic[Item, Outcome]):
    """One item with somebody who waits for it."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.done = Event()
        self._outcomes: list[Outcome] = []
        self._problem: Exception | None = None

    def succeed(self, outcome: Outcome) -> None:
        self._outcomes.append(outcome)
        self.done.set()

    def fail(self, problem: Exception) -> None:
        self._problem = problem
        self.done.set()

    def outcome(self) -> Outcome:
        if self._problem is not None:
            raise self._problem
        return self._outcomes[0]
