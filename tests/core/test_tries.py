"""A unit of work is tried again when the database asks for it, and only then."""

from __future__ import annotations

import sqlite3

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.core.session import session, transaction, tries
from app.offices.models import Office
from tests.make import Make

LOCKED = OperationalError("UPDATE", {}, sqlite3.OperationalError("database is locked"))
MISSING = OperationalError("UPDATE", {}, sqlite3.OperationalError("no such column"))


class Work:
    """Renames an office, but fails the first ``times``."""

    def __init__(self, office_id: int, problem: Exception, times: int) -> None:
        self.office_id, self.problem, self.times = office_id, problem, times
        self.begun = 0

    def __call__(self) -> None:
        self.begun += 1
        office = session().get_one(Office, self.office_id)
        office.name = f"{office.name}!"
        session().flush()
        if self.begun <= self.times:
            raise self.problem


def do(app: Flask, work: Work, seconds: float = 60) -> str:
    with app.app_context():
        for attempt in tries(seconds):
            with attempt, transaction():
                work()
        return session().get_one(Office, work.office_id).name


def test_it_works(app: Flask, make: Make) -> None:
    work = Work(make.office("Cũ").id, LOCKED, times=2)
    assert do(app, work) == "Cũ!"
    assert work.begun == 3


def test_work_that_succeeds_is_done_once(app: Flask, make: Make) -> None:
    work = Work(make.office("Cũ").id, LOCKED, times=0)
    assert do(app, work) == "Cũ!"
    assert work.begun == 1


def test_a_fault_of_ours_is_not_tried_again(app: Flask, make: Make) -> None:
    work = Work(make.office("Cũ").id, MISSING, times=1)
    with pytest.raises(OperationalError, match="no such column"):
        do(app, work)
    assert work.begun == 1


def test_it_gives_up_when_the_time_is_over(app: Flask, make: Make) -> None:
    work = Work(make.office("Cũ").id, LOCKED, times=99)
    with pytest.raises(OperationalError, match="locked"):
        do(app, work, seconds=0)
    assert work.begun == 1
