"""How many citizens one machine serves: form pages and full responses per second, against the bare framework.

Run ``python bench/intake.py [--seconds 3] [--postgresql | --database-url URL]``. Servers run with the same settings:
ours, a bare Flask "hello", a bare Flask that stores a posted body durably with the driver alone, and ours without the
row that waits to be counted. They are measured in turn in one run, several rounds each, so that a change of the
machine's mood meets all of them; the ratios are what counts. ``--postgresql`` starts a real PostgreSQL server of its
own for the run.

At the end the rows in the database are compared with the responses that were acknowledged: not one may be missing, not
one may be there twice.
"""

from __future__ import annotations

import argparse
import random
import secrets
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import func, select

from app.core import clock
from app.core.session import session, transaction
from app.forms.builder import field_name
from app.responses.actions import fold
from app.responses.keys import new_key
from app.responses.models import Response
from bench import show
from bench.client import Run, Step, Visit, get, load, post
from bench.filling import SECRET, Ground, fill_up_to, ground
from bench.server import Server, Shape, serve
from bench.show import Ratio
from tests.postgres import serve as postgresql

FEW, MORE, MANY = 8, 64, 256
EACH = (FEW, MORE, MANY)
THINKING_SECONDS = 1.0
BEST_LIMESURVEY_PAGES, BEST_LIMESURVEY_RESPONSES = 46.4, 28.8


@dataclass(frozen=True, slots=True)
class Paper:
    """What a visitor needs: the address of the form, the digest of its edition, and filled-in bodies without a key."""

    path: str
    digest: str
    bodies: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a server and what is asked of it."""

    name: str
    server: Server
    visit: Any
    arguments: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Servers:
    """Everything that is measured in one run."""

    hello: Server
    insert: Server
    ours: Server
    uncounted: Server


@dataclass(slots=True)
class Line:
    """The rounds of one side at one number of connections."""

    name: str
    connections: int
    runs: list[Run]
    step: str
    cpu_microseconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)

    def shown(self) -> dict[str, Any]:
        """Medians over the rounds; the longest and the errors over all of them."""
        found = [run.steps[self.step] for run in self.runs]
        return {
            "name": self.name,
            "connections": self.connections,
            "per_second": statistics.median(one.per_second for one in found),
            "p50_ms": statistics.median(one.p50 for one in found),
            "p95_ms": statistics.median(one.p95 for one in found),
            "p99_ms": statistics.median(one.p99 for one in found),
            "longest_ms": max(one.longest for one in found),
            "requests": sum(one.requests for one in found),
            "errors": sum(one.errors for one in found),
            "server_cpu_us": round(statistics.median(self.cpu_microseconds)),
            "server_megabytes": max(self.megabytes),
            "client_cpu": round(max(run.client_cpu for run in self.runs), 2),
        }


def hello_visit() -> Visit:
    """One line from the bare framework."""
    yield Step("hello", get("/P/ABCDEFGHJKMN", zipped=True))


def page_visit(paper: Paper) -> Visit:
    """The form, as a phone asks for it."""
    yield Step("page", get(paper.path, zipped=True))


def looked_up_visit(paper: Paper) -> Visit:
    """The form at an address that nobody opened before: the view answers, and not what it left ready a moment ago."""
    yield Step("page", get(f"{paper.path}?of={secrets.token_hex(6)}", zipped=True))


def bare_visit(paper: Paper) -> Visit:
    """One durable insert by the bare framework, of a body of the same size."""
    for body in paper.bodies:
        yield Step("insert", post("/", body))


def post_visit(paper: Paper) -> Visit:
    """Full responses, each under a key of its own."""
    for body in paper.bodies:
        key = new_key(paper.digest, clock.now()).signed(SECRET)
        yield Step("response", post(paper.path, body + b"&key=" + key.encode()), expect=303)


def thinking_visit(paper: Paper) -> Visit:
    """Full responses of somebody who thinks in between, a second on average, as many do at once in a full hall."""
    for body in paper.bodies:
        key = new_key(paper.digest, clock.now()).signed(SECRET)
        request = post(paper.path, body + b"&key=" + key.encode())
        yield Step("response", request, expect=303, pause=random.uniform(0, 2 * THINKING_SECONDS))


def full_visit(paper: Paper) -> Visit:
    """What the people wait for when the hall is full: open the form, and send it."""
    for body in paper.bodies:
        page = yield Step("page", get(paper.path))
        yield Step("response", post(paper.path, body + b"&key=" + _key_in(page.body)), expect=303)


def whole_visit(paper: Paper) -> Visit:
    """What a citizen's phone does: open the form, send it, see the receipt."""
    for body in paper.bodies:
        page = yield Step("page", get(paper.path))
        sent = yield Step("response", post(paper.path, body + b"&key=" + _key_in(page.body)), expect=303)
        yield Step("receipt", get(sent.header("location"), zipped=True))


def _key_in(page: bytes) -> bytes:
    at = page.rindex(b'name="key" value="') + 18
    return page[at : page.index(b'"', at)]


def main() -> None:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=3, help="length of one round")
    options.add_argument("--rounds", type=int, default=2, help="rounds of each side")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--threads", type=int, default=32)
    where = options.add_mutually_exclusive_group()
    where.add_argument("--database-url", help="an empty database; SQLite in a temporary folder where left out")
    where.add_argument("--postgresql", action="store_true", help="a PostgreSQL server of this run's own")
    chosen = options.parse_args()
    shape = Shape(chosen.workers, chosen.threads)
    with ExitStack() as stack:
        url = stack.enter_context(postgresql()) if chosen.postgresql else chosen.database_url
        site = stack.enter_context(ground(url, tasks=1, desks=4))
        paper = paper_of(site)
        settings = site.app.config["SETTINGS"]
        bare_url = url or f"sqlite:///{settings.instance / 'bare.sqlite3'}"
        hello = stack.enter_context(serve("bench.bare:hello()", shape))
        insert = stack.enter_context(serve("bench.bare:insert()", shape, {"BENCH_DATABASE_URL": bare_url}))
        ours = stack.enter_context(serve("wsgi:app", shape, site.environment))
        uncounted = stack.enter_context(serve("bench.bare:uncounted()", shape, site.environment))
        before, fresh = _stored(site), ours.megabytes()
        lines = _measure(chosen.seconds, chosen.rounds, paper, Servers(hello, insert, ours, uncounted))
        acknowledged = sum(run.accepted.get("response", 0) for line in lines for run in line.runs)
        stored = _stored(site) - before
        fold_rate = _fold(site, stored)
    shown = [line.shown() for line in lines]
    held = lines[-1].megabytes
    found = _ratios({(line["name"], line["connections"]): line for line in shown}, fold_rate, held)
    _print(shown, found)
    if stored != acknowledged:
        raise RuntimeError(f"{acknowledged} responses were acknowledged and {stored} are stored")
    show.result(
        "intake",
        database="postgresql" if url else "sqlite",
        server={"granian_workers": shape.workers, "threads": shape.threads},
        lines=shown,
        acknowledged=acknowledged,
        stored=stored,
        folded_per_second=fold_rate,
        megabytes={"after_start": fresh, "after_each_round": held},
        ratios=found,
    )


def _measure(seconds: float, rounds: int, paper: Paper, servers: Servers) -> list[Line]:
    ours, waits = servers.ours, (paper,)
    sides = (
        (Side("bare hello", servers.hello, hello_visit, ()), EACH, "hello"),
        (Side("form page", ours, page_visit, waits), EACH, "page"),
        (Side("form page, looked up", ours, looked_up_visit, waits), (FEW,), "page"),
        (Side("bare insert", servers.insert, bare_visit, waits), EACH, "insert"),
        (Side("response", ours, post_visit, waits), EACH, "response"),
        (Side("response, not counted", servers.uncounted, post_visit, waits), (FEW, MORE), "response"),
        (Side("page and response", ours, full_visit, waits), EACH, "response"),
        (Side("page, response, receipt", ours, whole_visit, waits), (MORE,), "receipt"),
        (Side("response, thinking", ours, thinking_visit, waits), (MANY,), "response"),
    )
    planned = [(side, number, step) for side, numbers, step in sides for number in numbers]
    lines = [Line(side.name, number, [], step) for side, number, step in planned]
    for number in range(rounds):
        show.note(f"round {number + 1} of {rounds} ...")
        for line, (side, connections, _step) in zip(lines, planned, strict=True):
            cpu = side.server.cpu_seconds()
            run = load(side.server.port, side.visit, *side.arguments, connections=connections, seconds=seconds)
            line.runs.append(run)
            spent = side.server.cpu_seconds() - cpu
            line.cpu_microseconds.append(spent / max(run.accepted.get(line.step, 0), 1) * 1e6)
            line.megabytes.append(side.server.megabytes())
    return lines


def _ratios(lines: dict[tuple[str, int], dict[str, Any]], fold_rate: float, megabytes: list[float]) -> list[Ratio]:
    def of(name: str, ours: str, theirs: str, what: str = "per_second", target: float = 0.5) -> list[Ratio]:
        values = ((number, lines[ours, number][what], lines[theirs, number][what]) for number in EACH)
        is_rate = what == "per_second"
        return [Ratio(f"{name}, {number} clients", a / b if is_rate else b / a, target) for number, a, b in values]

    few, many, thinking = lines["response", FEW], lines["response", MANY], lines["response, thinking", MANY]
    bare_few, bare_many = lines["bare insert", FEW], lines["bare insert", MANY]
    counted, uncounted = lines["response", MORE], lines["response, not counted", MORE]
    looked_up, visit = lines["form page, looked up", FEW], lines["page, response, receipt", MORE]
    page, full = lines["form page", MORE], lines["page and response", MORE]
    failed = sum(line["errors"] for (name, _number), line in lines.items() if not name.startswith("bare"))
    return [
        *of("form page / bare hello, per second", "form page", "bare hello"),
        *of("bare hello / form page, server CPU", "form page", "bare hello", "server_cpu_us"),
        Ratio(
            "form page, looked up / bare hello", looked_up["per_second"] / lines["bare hello", FEW]["per_second"], 0.5
        ),
        *of("response / bare durable INSERT, per second", "response", "bare insert"),
        *of("page and response / bare durable INSERT, per second", "page and response", "bare insert"),
        *of("bare durable INSERT / page and response, server CPU", "page and response", "bare insert", "server_cpu_us"),
        Ratio(
            "page, response, receipt / bare durable INSERT, 64 clients",
            visit["per_second"] / lines["bare insert", MORE]["per_second"],
            0.5,
        ),
        Ratio("p99 at 256 clients / p50 at 8, no pause", many["p99_ms"] / few["p50_ms"], 10, at_least=False),
        Ratio(
            "the least it can be (Little's law)", MANY / many["per_second"] * 1000 / few["p50_ms"], 10, at_least=False
        ),
        Ratio("the same of the bare INSERT", bare_many["p99_ms"] / bare_few["p50_ms"], 10, at_least=False),
        Ratio("p99 at 256 clients who think / p50 at 8", thinking["p99_ms"] / few["p50_ms"], 10, at_least=False),
        Ratio("failed requests of ours", float(failed), 0, at_least=False),
        Ratio(
            "server CPU, counted / not counted",
            counted["server_cpu_us"] / uncounted["server_cpu_us"],
            1.3,
            at_least=False,
        ),
        Ratio(
            "per second, not counted / counted", uncounted["per_second"] / counted["per_second"], 1.3, at_least=False
        ),
        Ratio("folded / response, per second", fold_rate / counted["per_second"], 3),
        Ratio("memory after the last round / after the first", megabytes[-1] / megabytes[0], 1.2, at_least=False),
        Ratio("form pages / best LimeSurvey (46.4/s elsewhere)", page["per_second"] / BEST_LIMESURVEY_PAGES, 100),
        Ratio(
            "full responses / best LimeSurvey (28.8/s elsewhere)", full["per_second"] / BEST_LIMESURVEY_RESPONSES, 50
        ),
    ]


def _print(shown: Sequence[dict[str, Any]], found: Sequence[Ratio]) -> None:
    show.table(
        "Requests per second and latency in milliseconds (medians of the rounds)",
        ("", "clients", "per s", "p50", "p95", "p99", "longest", "errors", "server CPU us", "MB", "client CPU"),
        [
            (
                *(line["name"], line["connections"], line["per_second"], line["p50_ms"], line["p95_ms"]),
                *(line["p99_ms"], line["longest_ms"], line["errors"], line["server_cpu_us"]),
                *(line["server_megabytes"], line["client_cpu"]),
            )
            for line in shown
        ],
    )
    show.ratios(found)


def paper_of(site: Ground) -> Paper:
    """Two hundred ways of filling the form in, and where to send them."""
    fill_up_to(site, 0)
    edition_id, _desk_id, code = site.placements[0]
    definition = site.definitions[edition_id]
    bodies = []
    for pattern in site.patterns[edition_id][:200]:
        fields = [
            (field_name(question.id), value)
            for question in definition.questions
            if question.id in pattern.answers
            for value in _posted(pattern.answers[question.id])
        ]
        if fields:
            bodies.append(urlencode(fields).encode())
    with site.app.app_context():
        from app.forms.models import Edition

        digest = session().get_one(Edition, edition_id).digest
    return Paper(f"/P/{code}", digest, tuple(bodies))


def _posted(stored: Any) -> list[str]:
    return [str(code) for code in stored] if isinstance(stored, list) else [str(stored)]


def _stored(site: Ground) -> int:
    with site.app.app_context():
        return session().scalar(select(func.count()).select_from(Response)) or 0


def _fold(site: Ground, waiting: int) -> float:
    """Fold everything that waits; how many responses a second."""
    show.note(f"folding {waiting:,} responses ...")
    folded, started = 0, time.perf_counter()
    with site.app.app_context():
        while True:
            with transaction() as current:
                taken = fold(current)
            if not taken:
                break
            folded += taken
    return round(folded / max(time.perf_counter() - started, 1e-9), 1)


if __name__ == "__main__":
    main()
