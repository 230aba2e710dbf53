"""``verify`` while citizens answer, officials set aside and bring back, and folds run, all on real commits."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event, Lock
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from app.core.session import session, snapshot, transaction, tries
from app.core.tokens import hour_key
from app.desks.models import Placement
from app.responses.actions import AlreadySetAside, NotSetAside, fold, restore, set_aside, submit
from app.responses.asked import asked_by
from app.responses.models import MODES, Response
from app.scores.queries import Difference, verify
from tests.make import Make
from tests.scores.survey import MONDAY, level, set_up

SECONDS = 2.5


class Storm:
    """Everybody at once on one database, each in a thread and a transaction of their own."""

    def __init__(self, app: Flask, placements: list[int]) -> None:
        self.app, self.placements = app, placements
        self.lock, self.over = Lock(), Event()
        self.keys: list[UUID] = []
        self.judged = self.folded = self.verified = 0
        self.differences: list[Difference] = []

    def answer(self, number: int) -> None:
        while not self.over.is_set():
            key = hour_key(MONDAY)
            with self.app.app_context():
                for attempt in tries(30):
                    with attempt, transaction():
                        place = session().get_one(Placement, self.placements[number % 2])
                        submit(
                            session(), asked_by(place.edition), desk_id=place.desk_id, key=key,
                            answers=level(1 + number % 5), mode=MODES[number % len(MODES)], hour=MONDAY, locale="vi",
                        )  # fmt: skip
            with self.lock:
                self.keys.append(key)
            number += 1

    def judge(self) -> None:
        while not self.over.is_set():
            with self.lock:
                keys = self.keys[-4:]
            for key in keys:
                with suppress(AlreadySetAside), self.app.app_context():
                    for attempt in tries(30):
                        with attempt, transaction():
                            set_aside(session(), key, "Nghi ngờ", None)
                with suppress(NotSetAside), self.app.app_context():
                    for attempt in tries(30):
                        with attempt, transaction():
                            restore(session(), key, None)
                self.judged += 1
            time.sleep(0.005)

    def fold(self) -> None:
        while not self.over.is_set():
            with self.app.app_context():
                for attempt in tries(30):
                    with attempt, transaction():
                        self.folded += fold(session(), limit=9)
            time.sleep(0.005)

    def verify(self) -> None:
        while not self.over.is_set():
            with self.app.app_context(), snapshot() as current:
                self.differences += verify(current)
            self.verified += 1


def test_it_equals_a_recount_at_any_moment(live: Flask) -> None:
    with live.extensions["thuocdo.sessions"]() as own:
        survey = set_up(Make(own))
        placements = [placement.id for placement in survey.placements]
    storm = Storm(live, placements)
    with ThreadPoolExecutor(7) as pool:
        running = [pool.submit(storm.answer, number) for number in range(2)]
        running += [pool.submit(work) for work in (storm.judge, storm.judge, storm.fold, storm.fold, storm.verify)]
        time.sleep(SECONDS)
        storm.over.set()
        for each in running:
            each.result()
    assert storm.differences == []
    assert min(storm.judged, storm.folded, storm.verified, len(storm.keys)) > 0
    with live.app_context():
        with snapshot() as current:
            assert current.scalar(select(func.count()).select_from(Response)) == len(storm.keys)
            assert verify(current) == []
        with transaction():
            fold(session())
        with snapshot() as current:
            assert verify(current) == []
