"""Citizens, folds and readers at the same time, each on a connection of its own, on real commits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Barrier, Event, Lock
from typing import TypeVar
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.session import session, snapshot, transaction, tries
from app.desks.models import Placement
from app.responses.actions import AlreadySetAside, NotSetAside, fold, restore, set_aside
from app.responses.models import Pending, Response
from app.responses.queries import State, read_tallies, recount
from app.responses.rules import layout_of
from tests.client import Browser
from tests.make import Make
from tests.responses.citizen import Citizen
from tests.responses.scene import NOON, Scene, set_up

T = TypeVar("T")
SENDERS, EACH = 3, 15
BREATH = 0.01
STATES: tuple[State, ...] = ("counted", "quarantined")


@pytest.fixture
def scene(live: Flask) -> Scene:
    with live.extensions["thuocdo.sessions"]() as own:
        return set_up(Make(own))


class Office:
    """Everybody who works on one database at once."""

    def __init__(self, app: Flask, scene: Scene) -> None:
        self.app, self.scene = app, scene
        self.lock = Lock()
        self.tried = 0
        self.acknowledged: list[UUID] = []
        self.closed = Event()

    def send(self, number: int) -> None:
        """Answer as one citizen after another."""
        for turn in range(EACH):
            with self.lock:
                self.tried += 1
            key = self._in_transaction(partial(self._store, number + turn))
            with self.lock:
                self.acknowledged.append(key)

    def fold(self) -> None:
        """Fold until everybody has gone home."""
        while not self.closed.wait(BREATH):
            self._in_transaction(lambda: fold(session(), limit=7))

    def judge(self) -> None:
        """Set aside and bring back whatever is there."""
        while not self.closed.wait(BREATH):
            with self.lock:
                keys = self.acknowledged[-3:]
            for key in keys:
                self._judge(key)

    def read(self) -> None:
        """Look at the numbers: never less than what was acknowledged before, never more than what was tried."""
        layout = layout_of(self.scene.definition)
        while not self.closed.wait(BREATH):
            with self.lock:
                before = len(self.acknowledged)
            with self.app.app_context(), snapshot() as current:
                editions = self.scene.editions
                cells = [
                    cell
                    for state in STATES
                    for cell in read_tallies(current, editions, grain="desk", state=state).values()
                ]
            with self.lock:
                after = self.tried
            first = layout.offsets["de_tim"]
            assert before <= sum(cell.n for cell in cells) <= after
            assert all(sum(cell.counts[first : first + 7]) == cell.n for cell in cells)

    def _store(self, number: int) -> UUID:
        place = session().get_one(Placement, self.scene.placements[number % 2].id)
        return self.scene.send(session(), placement=place, hour=NOON)

    def _judge(self, key: UUID) -> None:
        with suppress(AlreadySetAside):
            self._in_transaction(lambda: set_aside(session(), key, "Nghi ngờ", None))
        with suppress(NotSetAside):
            self._in_transaction(lambda: restore(session(), key, None))

    def _in_transaction(self, work: Callable[[], T]) -> T:
        with self.app.app_context():
            for attempt in tries(30):
                with attempt, transaction():
                    done = work()
        return done


def test_ten_parallel_posts_with_one_key_are_one_response(live: Flask, scene: Scene) -> None:
    code = scene.placement.code
    key = Citizen(Browser(live), code).key
    together = Barrier(10)

    def post(_phone: int) -> tuple[int, str | None]:
        client = live.test_client()
        together.wait()
        answer = client.post(f"/P/{code}", data={"key": key, "q_de_tim": "5"})
        return answer.status_code, answer.location

    with ThreadPoolExecutor(10) as pool:
        receipts = set(pool.map(post, range(10)))
    assert {(status, str(address).partition("?")[0]) for status, address in receipts} == {(303, f"/P/{code}/receipt")}
    with live.app_context():
        assert session().scalar(select(func.count()).select_from(Response)) == 1
        assert session().scalar(select(func.count()).select_from(Pending)) == 1


def test_reads_are_exact_while_everybody_works(live: Flask, scene: Scene) -> None:
    office = Office(live, scene)
    with ThreadPoolExecutor(SENDERS + 5) as pool:
        others = [pool.submit(work) for work in (office.fold, office.fold, office.judge, office.judge, office.read)]
        senders = [pool.submit(office.send, number) for number in range(SENDERS)]
        for sender in senders:
            sender.result()
        office.closed.set()
        for other in others:
            other.result()
    assert len(office.acknowledged) == SENDERS * EACH
    with live.app_context():
        while True:
            with transaction():
                taken = fold(session())
            if not taken:
                break
        with snapshot() as current:
            for state in STATES:
                assert read_tallies(current, scene.editions, grain="desk_day", state=state) == recount(
                    current, scene.editions, state=state
                )
