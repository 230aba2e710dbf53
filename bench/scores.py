"""How long a score takes, whatever the number of responses: overview, page of a task, comparison of offices.

Run ``python bench/scores.py [--sizes 10000,1000000,10000000] [--database postgresql]``. Every size has a database of
its own, and the reads take turns among them: a busy minute of the machine meets all sizes alike. A tail of responses
that no fold has taken yet is always there, as in a real office.

Up to ``--raw`` responses are rows as the citizens' page stores them; the full recount from them is timed once and must
give the same counts. Above it tallies stand alone, which is all that a page reads: their number is bounded by forms,
desks, days and ways of answering, so ten million answers of a year fill the cells of a million with larger numbers.

Where there are rows enough, many responses are set aside at once, long after they were counted: how long that takes,
what the pages cost while the change waits to be folded, and whether ``scores verify`` finds a difference afterwards.
What keeping the tallies costs each response is measured by ``bench/intake.py``, through the citizens' page.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import create_engine, make_url, select, text

from app.access.roles import PERMISSIONS
from app.access.viewer import Viewer
from app.core.session import session, snapshot, transaction
from app.core.tokens import hour_key
from app.desks.models import Placement
from app.offices.models import Office
from app.plans.models import Plan, Task
from app.reports.comparison.queries import compare_below
from app.reports.overview.queries import read_overview
from app.responses.actions import fold, set_aside_for, submit
from app.responses.asked import asked_by
from app.responses.models import Response
from app.responses.queries import read_tallies, recount
from app.scores.alerts.queries import alerts_of_task
from app.scores.queries import editions_of_plan, task_results, verify
from app.scores.rates.queries import task_rates
from app.scores.rules import METHODS, Thresholds
from app.scores.years import task_years
from bench import show
from bench.bulk import fill
from bench.filling import Ground, ground
from bench.show import Ratio
from tests.postgres import serve as postgresql

SIZES = (10_000, 100_000)
TAIL = 200
REPEATS = 15
LATE = 10_000
AT_ONCE = 1_000
NEIGHBOURS = 3
HOUR = datetime(2026, 10, 5, 3, tzinfo=UTC)
THRESHOLDS = Thresholds()


@dataclass(frozen=True, slots=True)
class Late:
    """Responses set aside long after they were counted; seconds, and the pages in milliseconds while they wait."""

    responses: int
    set_aside_seconds: float
    folded_seconds: float
    overview_meanwhile_ms: float
    task_meanwhile_ms: float
    verified_seconds: float
    differences: int


def main() -> None:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of responses, growing")
    options.add_argument("--raw", type=int, default=1_000_000, help="up to so many responses there are rows, too")
    options.add_argument("--tasks", type=int, default=8)
    options.add_argument("--desks", type=int, default=20)
    where = options.add_mutually_exclusive_group()
    where.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite", help="of this run's own")
    where.add_argument("--database-url", action="append", help="an empty database; once for each size")
    chosen = options.parse_args()
    sizes = sorted(int(size) for size in chosen.sizes.split(","))
    with ExitStack() as stack:
        urls = chosen.database_url or stack.enter_context(databases(chosen.database, sizes))
        if len(urls) != len(sizes):
            options.error("name one database for each size")
        sites = [
            stack.enter_context(ground(url, tasks=chosen.tasks, desks=chosen.desks, neighbours=NEIGHBOURS))
            for url in urls
        ]
        rates = [filled(site, size, raw=size <= chosen.raw) for site, size in zip(sites, sizes, strict=True)]
        lines = measure(sites, rates, chosen.raw)
        with_rows = [site for site, size in zip(sites, sizes, strict=True) if 10 * LATE <= size <= chosen.raw]
        late = set_aside_late(with_rows[-1]) if with_rows else None
    tell(lines, late, chosen.database if not chosen.database_url else "given", chosen.tasks, chosen.desks)


@contextmanager
def databases(kind: str, sizes: Sequence[int]) -> Iterator[list[str | None]]:
    """An empty database for each size; on PostgreSQL all in one server of this run's own."""
    if kind == "sqlite":
        yield [None] * len(sizes)
        return
    with postgresql() as address:
        server = make_url(address)
        engine = create_engine(server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        names = [f"responses_{size}" for size in sizes]
        with engine.connect() as connection:
            for name in names:
                connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        yield [server.set(database=name).render_as_string(hide_password=False) for name in names]


def filled(site: Ground, size: int, *, raw: bool) -> int:
    """Fill up to ``size``; how many responses a second."""
    show.note(f"filling up to {size:,} responses{'' if raw else ', tallies alone'} ...")
    started = time.perf_counter()
    fill(site, size - TAIL, raw=raw)
    rate = size / (time.perf_counter() - started)
    leave_tail(site)
    return round(rate)


def leave_tail(site: Ground) -> None:
    """Leave some responses that are stored but not folded, through the action that the citizens' page calls."""
    codes = {code for _edition, _desk, code in site.placements}
    with site.app.app_context(), transaction() as current:
        placements = [item for item in current.scalars(select(Placement).order_by(Placement.id)) if item.code in codes]
        for number in range(TAIL):
            placement = placements[number % len(placements)]
            submit(
                current,
                asked_by(placement.edition),
                desk_id=placement.desk_id,
                key=hour_key(HOUR),
                answers=site.patterns[placement.edition_id][number].answers,
                mode="phone",
                hour=HOUR,
                locale="vi",
            )
    site.responses += TAIL


def read_page_of_plan(site: Ground) -> None:
    """What ``/plans/N/overview`` reads."""
    current = session()
    read_overview(current, leader(), current.get_one(Plan, site.plan_id), THRESHOLDS, now=HOUR)


def read_page_of_task(site: Ground) -> None:
    """What ``/tasks/N/scores`` reads."""
    current = session()
    task = current.get_one(Task, site.task_ids[0])
    task_results(current, task, THRESHOLDS, live=True)
    task_years(current, leader(), task, THRESHOLDS)
    task_rates(current, [task.id], HOUR.date(), live=True)
    alerts_of_task(current, leader(), task.id)


def read_page_of_offices(site: Ground) -> None:
    """What ``/offices/compare`` reads: the office and its neighbours."""
    current = session()
    superior = current.get_one(Office, site.superior_id)
    compare_below(current, leader(), superior, 2026, METHODS["share"], THRESHOLDS, on=date(2026, 10, 5))


READS: Mapping[str, Callable[[Ground], None]] = {
    "overview": read_page_of_plan,
    "task": read_page_of_task,
    "comparison": read_page_of_offices,
}


def leader() -> Viewer:
    """Somebody who may read everything everywhere, and so sees what is stored at this moment."""
    offices = session().scalars(select(Office.id))
    return Viewer(0, "", {office_id: PERMISSIONS for office_id in offices})


def measure(sites: Sequence[Ground], rates: Sequence[int], raw: int) -> list[dict[str, Any]]:
    """Time the reads of all sizes in turn, then one recount of each that has rows."""
    times = {name: medians_ms(sites, call) for name, call in READS.items()}
    return [
        {
            "responses": site.responses,
            "cells": len(site.cells),
            **{f"{name}_ms": round(found[place], 2) for name, found in times.items()},
            "recount_ms": round(recount_ms(site), 1) if site.responses <= raw else None,
            "fill_rate": rates[place],
        }
        for place, site in enumerate(sites)
    ]


def medians_ms(sites: Sequence[Ground], call: Callable[[Ground], object]) -> list[float]:
    """The median time of a read for each site, each in its own snapshot, after one that warms up."""
    times: list[list[float]] = [[] for _ in sites]
    for _ in range(REPEATS + 1):
        for place, site in enumerate(sites):
            with site.app.app_context():
                started = time.perf_counter()
                with snapshot():
                    call(site)
                times[place].append((time.perf_counter() - started) * 1000)
    return [statistics.median(found[1:]) for found in times]


def recount_ms(site: Ground) -> float:
    """The time of a full recount, which has to agree with the tallies."""
    show.note(f"recounting {site.responses:,} responses ...")
    with site.app.app_context(), snapshot() as current:
        editions = editions_of_plan(current, current.get_one(Plan, site.plan_id))
        started = time.perf_counter()
        again = recount(current, editions)
        spent = (time.perf_counter() - started) * 1000
        if read_tallies(current, editions, grain="desk_day") != again:
            raise RuntimeError("tallies and recount disagree")
    return spent


def set_aside_late(site: Ground) -> Late:
    """Set responses to one form aside as ``integrity`` does, fold what that changes, and count everything again."""
    show.note(f"setting {LATE:,} of {site.responses:,} responses aside ...")
    with site.app.app_context():
        edition_id = site.placements[0][0]
        with snapshot() as current:
            oldest = select(Response.id).where(Response.edition_id == edition_id).order_by(Response.hour)
            ids = list(current.scalars(oldest.limit(LATE)))
        aside = seconds(lambda: put_aside(ids, edition_id))
    meanwhile = {name: medians_ms([site], READS[name])[0] for name in ("overview", "task")}
    with site.app.app_context():
        folded = seconds(fold_all)
        show.note("verifying ...")
        started = time.perf_counter()
        with snapshot() as current:
            differences = verify(current, current.get_one(Plan, site.plan_id))
        verified = time.perf_counter() - started
    if differences:
        raise RuntimeError(f"{len(differences)} cells differ after a late quarantine")
    return Late(
        len(ids),
        round(aside, 2),
        round(folded, 2),
        round(meanwhile["overview"], 1),
        round(meanwhile["task"], 1),
        round(verified, 1),
        len(differences),
    )


def put_aside(ids: Sequence[UUID], edition_id: int) -> None:
    """Set responses aside, so many with each commit."""
    for start in range(0, len(ids), AT_ONCE):
        with transaction() as current:
            set_aside_for(current, ids[start : start + AT_ONCE], edition_id, ("alike",))


def fold_all() -> None:
    """Fold until nothing waits."""
    taken = True
    while taken:
        with transaction() as current:
            taken = bool(fold(current))


def seconds(work: Callable[[], None]) -> float:
    """How long ``work`` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def ratios(lines: list[dict[str, Any]]) -> list[Ratio]:
    """Every size against the smallest, and the recounts against the pages."""
    first = lines[0]
    found = [
        Ratio(
            f"{name}: {line['responses']:,} / {first['responses']:,} responses",
            line[f"{name}_ms"] / first[f"{name}_ms"],
            1.2,
            at_least=False,
        )
        for name in READS
        for line in lines[1:]
    ]
    counted = [line for line in lines if line["recount_ms"] is not None][-1:]
    return found + [
        Ratio(f"recount / {name} at {line['responses']:,}", line["recount_ms"] / line[f"{name}_ms"], 100)
        for line in counted
        for name in READS
    ]


def tell(lines: list[dict[str, Any]], late: Late | None, database: str, tasks: int, desks: int) -> None:
    """Print what was found."""
    found = ratios(lines)
    show.table(
        f"Time for the reads of a page on {database}, in milliseconds (median)",
        ("responses", "cells", "overview", "task", "comparison", "full recount", "filled at /s"),
        [
            (
                *(line["responses"], line["cells"], line["overview_ms"], line["task_ms"], line["comparison_ms"]),
                *(line["recount_ms"] or "no rows", line["fill_rate"]),
            )
            for line in lines
        ],
    )
    show.ratios(found)
    if late:
        show.table(
            "A late quarantine",
            ("responses", "set aside, s", "folded, s", "overview, ms", "task, ms", "verified, s", "differences"),
            [tuple(asdict(late).values())],
        )
    show.note("\nThe cost of keeping the tallies, for each response: bench/intake.py (counted / not counted).")
    show.result(
        "scores", database=database, tasks=tasks, desks=desks, tail=TAIL, sizes=lines, late_quarantine=late,
        ratios=found,
    )  # fmt: skip


if __name__ == "__main__":
    main()
