"""How long a score takes: the overview of a plan and the page of a task, against the number of responses.

Run ``python bench/scores.py [--sizes 10000,100000,1000000]``. Every size has a database of its own, and the reads take
turns among them: a busy minute of the machine meets all sizes alike. ``--database-url`` names an empty database and is
given once for each size; SQLite in temporary folders where left out. A tail of responses that no fold has taken yet is
always there, as in a real office. At every size the full recount from the raw responses is timed once and must give the
same counts.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.core.session import session, snapshot, transaction
from app.core.tokens import hour_key
from app.desks.models import Placement
from app.plans.models import Plan, Task
from app.responses.actions import submit
from app.responses.asked import asked_by
from app.responses.queries import read_tallies, recount
from app.scores.queries import editions_of_plan, plan_scores, task_results
from app.scores.rules import Thresholds
from bench import show
from bench.filling import Ground, fill_up_to, ground
from bench.show import Ratio

SIZES = (10_000, 100_000)
TAIL = 200
REPEATS = 15
HOUR = datetime(2026, 10, 5, 3, tzinfo=UTC)
THRESHOLDS = Thresholds()


def main() -> None:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of responses, growing")
    options.add_argument("--tasks", type=int, default=8)
    options.add_argument("--desks", type=int, default=20)
    options.add_argument("--database-url", action="append", help="an empty database; once for each size")
    chosen = options.parse_args()
    sizes = sorted(int(size) for size in chosen.sizes.split(","))
    urls = chosen.database_url or [None] * len(sizes)
    if len(urls) != len(sizes):
        options.error("name one database for each size")
    with ExitStack() as stack:
        sites = [stack.enter_context(ground(url, tasks=chosen.tasks, desks=chosen.desks)) for url in urls]
        rates = [fill(site, size) for site, size in zip(sites, sizes, strict=True)]
        lines = measure(sites, rates)
    found = ratios(lines)
    show.table(
        "Time for a score, in milliseconds (median)",
        ("responses", "overview of the plan", "page of a task", "full recount", "filled at /s"),
        [
            (line["responses"], line["overview_ms"], line["task_ms"], line["recount_ms"], line["fill_rate"])
            for line in lines
        ],
    )
    show.ratios(found)
    show.result("scores", tasks=chosen.tasks, desks=chosen.desks, tail=TAIL, sizes=lines, ratios=found)


def fill(site: Ground, size: int) -> int:
    """Fill up to ``size``; how many responses a second."""
    show.note(f"filling up to {size:,} responses ...")
    started = time.perf_counter()
    fill_up_to(site, size - TAIL)
    rate = size / (time.perf_counter() - started)
    leave_tail(site)
    return round(rate)


def measure(sites: Sequence[Ground], rates: Sequence[int]) -> list[dict[str, Any]]:
    """Time the reads of all sizes in turn, then one recount of each."""
    overview = medians_ms(sites, lambda site: plan_scores(session(), plan(site), THRESHOLDS, live=True))
    page = medians_ms(sites, lambda site: task_results(session(), task(site), THRESHOLDS, live=True))
    return [
        {
            "responses": site.responses,
            "overview_ms": round(overview[place], 2),
            "task_ms": round(page[place], 2),
            "recount_ms": round(recount_ms(site), 1),
            "fill_rate": rates[place],
        }
        for place, site in enumerate(sites)
    ]


def recount_ms(site: Ground) -> float:
    """The time of a full recount, which has to agree with the tallies."""
    show.note(f"recounting {site.responses:,} responses ...")
    with site.app.app_context(), snapshot() as current:
        started = time.perf_counter()
        again = recount(current, editions_of_plan(current, plan(site)))
        spent = (time.perf_counter() - started) * 1000
        if read_tallies(current, list(site.definitions), grain="desk_day") != again:
            raise RuntimeError("tallies and recount disagree")
    return spent


def leave_tail(site: Ground) -> None:
    """Leave some responses that are stored but not folded, through the action that the citizens' page calls."""
    with site.app.app_context(), transaction() as current:
        placements = current.query(Placement).order_by(Placement.id).all()
        for number in range(TAIL):
            placement = placements[number % len(placements)]
            answers = site.patterns[placement.edition_id][number].answers
            submit(
                current,
                asked_by(placement.edition),
                desk_id=placement.desk_id,
                key=hour_key(HOUR),
                answers=answers,
                mode="phone",
                hour=HOUR,
                locale="vi",
            )
    site.responses += TAIL


def plan(site: Ground) -> Plan:
    """The plan, read fresh."""
    return session().get_one(Plan, site.plan_id)


def task(site: Ground) -> Task:
    """The first task, read fresh."""
    return session().get_one(Task, site.task_ids[0])


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


def ratios(lines: list[dict[str, Any]]) -> list[Ratio]:
    """The largest size against the smallest, and against the recount."""
    first, last = lines[0], lines[-1]
    sizes = f"{last['responses']:,} / {first['responses']:,} responses"
    return [
        Ratio(f"overview: {sizes}", last["overview_ms"] / first["overview_ms"], 1.2, at_least=False),
        Ratio(f"task: {sizes}", last["task_ms"] / first["task_ms"], 1.2, at_least=False),
        Ratio(f"recount / overview at {last['responses']:,}", last["recount_ms"] / last["overview_ms"], 100),
        Ratio(f"recount / task at {last['responses']:,}", last["recount_ms"] / last["task_ms"], 100),
    ]


if __name__ == "__main__":
    main()
