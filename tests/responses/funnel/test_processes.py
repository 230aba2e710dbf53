"""Several processes count the same page at once, and one of them is killed: nothing twice, nothing of others lost."""

from __future__ import annotations

import subprocess
import sys

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from app.core.session import session
from app.core.settings import ROOT
from app.desks.models import Placement
from app.responses.facts import PlacementFacts
from app.responses.funnel.models import PageCount
from app.responses.views import counting
from app.responses.views.counting import PAGES, counts_opening
from tests.make import Make
from tests.responses.funnel.counter import EACH
from tests.responses.funnel.test_rules import SCAN
from tests.responses.scene import set_up

ROUNDS = 15


def opened(app: Flask) -> int:
    with app.app_context():
        return session().scalar(select(func.coalesce(func.sum(PageCount.opened), 0))) or 0


def code_in(app: Flask) -> str:
    with app.extensions["thuocdo.sessions"]() as own:
        return set_up(Make(own)).placement.code


def count_one(app: Flask, code: str) -> None:
    with app.test_request_context(environ_overrides=SCAN):
        counts_opening(PlacementFacts(code, 1, 1, 1, "", "", "", "", (), None), "phone")(SCAN)


def test_several_processes_and_one_that_is_killed(live: Flask) -> None:
    url, code = live.config["SETTINGS"].database_url, code_in(live)
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.responses.funnel.counter", url, code, str(rounds)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for rounds in (ROUNDS, ROUNDS, 10_000)
    ]
    doomed = processes.pop()
    assert doomed.stdout is not None
    brought = [int(doomed.stdout.readline()) for _line in range(5)][-1]
    doomed.kill()
    brought = max([brought, *(int(line) for line in doomed.stdout.read().split("\n")[:-1])])
    doomed.stdout.close()
    doomed.wait()
    for process in processes:
        out, _nothing = process.communicate(timeout=60)
        assert process.returncode == 0, out
    rest = opened(live) - len(processes) * ROUNDS * EACH
    assert rest in {brought, brought + EACH}, "the round in which it was killed is there as a whole, or not at all"


def test_a_round_that_could_not_begin_is_written_later(live: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    code, counter = code_in(live), live.extensions[PAGES]
    count_one(live, code)
    with monkeypatch.context() as patch:
        patch.setattr(counting, "TRIES", 0)
        counter.flush()
    assert opened(live) == 0
    counter.flush()
    counter.flush()
    assert opened(live) == 1


def test_a_commit_of_which_nobody_knows_is_not_repeated(live: Flask) -> None:
    """The connection breaks while the commit is under way: better one page lost than one counted twice."""
    code, counter, engine = code_in(live), live.extensions[PAGES], live.extensions["thuocdo.engine"]

    def break_off(_connection: object) -> None:
        event.remove(engine, "commit", break_off)
        raise OperationalError("COMMIT", None, ConnectionError("the other side has gone"))

    count_one(live, code)
    event.listen(engine, "commit", break_off)
    counter.flush()
    assert counter._counts == {}
    counter.flush()
    assert opened(live) == 0
    count_one(live, code)
    counter.flush()
    assert opened(live) == 1


def test_a_placement_that_is_not_there_is_left_out(live: Flask) -> None:
    code = code_in(live)
    count_one(live, "KHONGCOMANAY")
    count_one(live, code)
    live.extensions[PAGES].flush()
    with live.app_context():
        rows = session().execute(select(Placement.code, PageCount.opened).join(PageCount)).all()
    assert [tuple(row) for row in rows] == [(code, 1)]
