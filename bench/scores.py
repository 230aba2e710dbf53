"""How long a score takes: the overview of a plan and the page of a task, against the number of responses.

Run ``python bench/scores.py [--sizes 10000,100000,1000000] [--database-url URL]``. The same database grows from size
to size. A tail of responses that no fold has taken yet is always there, as in a real office. At every size the full
recount from the raw responses is timed once and must give the same counts.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.core.session import session, snapshot, transaction
from app.core.tokens import hour_key
from app.desks.models import Placement
from app.plans.models import Plan, Task
from app.responses.actions import submit
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
    options.add_argument("--database-url", help="an empty database; SQLite in a temporary folder where left out")
    chosen = options.parse_args()
    sizes = sorted(int(size) for size in chosen.sizes.split(","))
    with ground(chosen.database_url, tasks=chosen.tasks, desks=chosen.desks) as site:
        lines = [measure(site, size) for size in sizes]
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


def measure(site: Ground, size: int) -> dict[str, Any]:
    """Fill up to ``size`` and time the reads."""
    missing = size - site.responses
    show.note(f"filling up to {size:,} responses ...")
    started = time.perf_counter()
    fill_up_to(site, size - TAIL)
    rate = missing / (time.perf_counter() - started)
    leave_tail(site)
    with site.app.app_context():
        overview = median_ms(lambda: plan_scores(session(), plan(site), THRESHOLDS))
        page = median_ms(lambda: task_results(session(), task(site), THRESHOLDS))
        with snapshot() as current:
            started = time.perf_counter()
            again = recount(current, editions_of_plan(current, plan(site)))
            recounted = (time.perf_counter() - started) * 1000
            kept = read_tallies(current, list(site.definitions), grain="desk_day")
            if kept != again:
                raise RuntimeError("tallies and recount disagree")
    return {
        "responses": size,
        "overview_ms": round(overview, 2),
        "task_ms": round(page, 2),
        "recount_ms": round(recounted, 1),
        "fill_rate": round(rate),
    }


def leave_tail(site: Ground) -> None:
    """Leave some responses that are stored but not folded, through the action that the citizens' page calls."""
    with site.app.app_context(), transaction() as current:
        placements = current.query(Placement).order_by(Placement.id).all()
        for number in range(TAIL):
            placement = placements[number % len(placements)]
            answers = site.patterns[placement.edition_id][number].answers
            submit(
                current, placement=placement, key=hour_key(HOUR), answers=answers, mode="phone", hour=HOUR, locale="vi"
            )
    site.responses += TAIL


def plan(site: Ground) -> Plan:
    """The plan, read fresh."""
    return session().get_one(Plan, site.plan_id)


def task(site: Ground) -> Task:
    """The first task, read fresh."""
    return session().get_one(Task, site.task_ids[0])


def median_ms(call: Callable[[], object]) -> float:
    """The median time of a read in its own snapshot, after one that warms up."""
    times = []
    for _ in range(REPEATS + 1):
        started = time.perf_counter()
        with snapshot():
            call()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times[1:])


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
