"""What was acknowledged survives the server being killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from app.core.session import session, snapshot, transaction
from app.core.settings import ROOT
from app.responses.actions import fold
from app.responses.models import Pending, Response
from app.responses.queries import read_tallies, recount
from tests.conftest import SECRET
from tests.make import Make
from tests.responses.scene import set_up

ENOUGH = 40
# Sends forms one after another, folds now and then, and prints each key once its receipt is there.
CITIZENS = """
import sys
from app.core.session import session, transaction
from app.core.settings import Settings
from app.responses.actions import fold
from app.web.factory import create_app
from tests.client import Browser
from tests.responses.citizen import Citizen

app = create_app(Settings(sys.argv[1], sys.argv[2], "http://localhost", testing=True))
turn = 0
while True:
    turn += 1
    citizen = Citizen(Browser(app), sys.argv[3])
    if citizen.send().status == 303:
        sys.stdout.write(citizen.key[:32] + chr(10))
        sys.stdout.flush()
    if turn % 7 == 0:
        with app.app_context(), transaction():
            fold(session(), limit=5)
"""


def test_it_works(live: Flask) -> None:
    with live.extensions["thuocdo.sessions"]() as own:
        scene = set_up(Make(own))
    acknowledged = send_until_killed(live.config["SETTINGS"].database_url, scene.placement.code)
    with live.app_context():
        stored = {key for (key,) in session().execute(select(Response.id))}
        assert acknowledged <= stored
        assert len(stored) <= len(acknowledged) + 1  # the one that was on its way
        assert {key for (key,) in session().execute(select(Pending.response_id))} <= stored
        with snapshot() as current:
            assert read_tallies(current, scene.editions, grain="desk_day") == recount(current, scene.editions)
        with transaction():
            fold(session())
        with snapshot() as current:
            assert read_tallies(current, scene.editions, grain="desk_day") == recount(current, scene.editions)


def send_until_killed(database_url: str, code: str) -> set[UUID]:
    """The keys that citizens held a receipt for when the server was killed with SIGKILL."""
    with subprocess.Popen(
        [sys.executable, "-c", CITIZENS, database_url, SECRET, code],
        cwd=ROOT,
        env=dict(os.environ, PYTHONPATH=str(ROOT)),
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout
        receipts = [server.stdout.readline() for _receipt in range(ENOUGH)]
        server.send_signal(signal.SIGKILL)
        receipts += server.stdout.readlines()
    assert server.returncode == -signal.SIGKILL
    return {UUID(hex=receipt.strip()) for receipt in receipts if len(receipt.strip()) == 32}
