"""How long the inbox and its search take, against the number of cases.

Run ``python bench/cases.py [--sizes 1000,100000] [--open 400] [--database postgresql]``. Every size has a
database of its own, and the reads take turns among them. As in a real office most cases are closed; ``--open`` says
how many are not, at every size. ``--database-url`` names an empty database and is given once for each size.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.orm import Session

from app.access.viewer import Viewer
from app.accounts.models import Official
from app.core.session import session, transaction
from app.core.tokens import ALPHABET, hour_key
from app.feedback.cases.inbox import Tray, Wanted, inbox_of, units_of
from app.feedback.cases.models import Case
from app.feedback.cases.queries import rates_of
from app.feedback.rules import searchable
from app.offices.models import Office
from bench import show
from bench.filling import Ground, ground
from bench.scores import databases
from bench.show import Ratio

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
WORDS = ("đèn đường", "cống tắc", "rác", "chờ lâu", "thái độ", "giấy khai sinh", "đất đai", "mất nước", "ồn", "ngập")
CHUNK = 5000
OFFICERS = 20
UNITS = 12
REPEATS = 9


def main() -> None:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default="1000,100000", help="numbers of cases, growing")
    options.add_argument("--open", type=int, default=400, help="how many of them are open")
    where = options.add_mutually_exclusive_group()
    where.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite", help="of this run's own")
    where.add_argument("--database-url", action="append", help="an empty database; once for each size")
    chosen = options.parse_args()
    sizes = sorted(int(size) for size in chosen.sizes.split(","))
    with ExitStack() as stack:
        urls = chosen.database_url or stack.enter_context(databases(chosen.database, sizes))
        if len(urls) != len(sizes):
            options.error("name one database for each size")
        sites = [stack.enter_context(ground(url, tasks=1, desks=1)) for url in urls]
        for site, size in zip(sites, sizes, strict=True):
            fill(site, size, chosen.open)
        taken: dict[str, list[list[float]]] = {name: [[] for _site in sites] for name in READS}
        for _turn in range(REPEATS):
            for place, site in enumerate(sites):
                for name, read in READS.items():
                    taken[name][place].append(timed(site, read))
    medians = {name: [statistics.median(times) for times in columns] for name, columns in taken.items()}
    show.table(
        "Milliseconds (median)",
        ("read", *(f"{size:,}" for size in sizes)),
        [(name, *row) for name, row in medians.items()],
    )
    found = [Ratio(name, row[-1] / row[0], 1.5, at_least=False) for name, row in medians.items()]
    show.ratios(found)
    show.result(
        "cases",
        database="given" if chosen.database_url else chosen.database,
        sizes=sizes,
        milliseconds=medians,
        ratios=found,
    )


def fill(site: Ground, size: int, still_open: int) -> None:
    """Store so many cases, as they stand after years of work."""
    chance = random.Random(1)
    with site.app.app_context():
        office = session().scalars(select(Office.id).where(Office.code == "bench")).one()
        with transaction() as current:
            added = [
                Official(sign_in_name=f"can-bo-{number}", name=f"Cán bộ {number}", created_at=NOW)
                for number in range(OFFICERS)
            ]
            current.add_all(added)
            current.flush()
            holders = [official.id for official in added]
        for begin in range(0, size, CHUNK):
            rows = [
                _row(office, chance.choice(holders), chance, number, number < still_open)
                for number in range(begin, min(size, begin + CHUNK))
            ]
            with transaction() as current:
                current.execute(insert(cast(Table, Case.__table__)), rows)
        if session().get_bind().dialect.name == "postgresql":  # what its own housekeeping does within minutes
            with transaction() as current:
                current.execute(text("ANALYZE"))


def _row(office: int, holder: int, chance: random.Random, number: int, is_open: bool) -> dict[str, Any]:
    hour = NOW - timedelta(days=chance.randrange(0, 20) if is_open else chance.randrange(20, 1500))
    text = f"{chance.choice(WORDS)} ở tổ {chance.randrange(60)}: " + " ".join(chance.choices(WORDS, k=25))
    due = hour + timedelta(days=14)
    done = None if is_open else hour + timedelta(days=chance.randrange(1, 20))
    return {
        "id": hour_key(hour), "reference": _reference(number), "office_id": office, "hour": hour, "text": text,
        "search": searchable(text), "kind": "petition", "state": "acknowledged" if is_open else "closed",
        "holder_id": holder, "unit": f"Tổ số {chance.randrange(UNITS)}", "last_number": 2,
        "first_due_at": due, "first_replied_at": hour + timedelta(days=1), "first_took": 28800,
        "half_at": hour + timedelta(days=7), "nearly_at": hour + timedelta(days=11), "due_at": due,
        "answered_at": done, "closed_at": done, "took": None if is_open else 57600,
    }  # fmt: skip


def _reference(number: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(8))


def timed(site: Ground, read: Callable[[Session, Viewer], object]) -> float:
    """Milliseconds that a read takes in a session of its own."""
    with site.app.app_context():
        office = session().scalars(select(Office.id).where(Office.code == "bench")).one()
        viewer = Viewer(0, "", {office: frozenset({"cases.read", "cases.read-all"})})
        begin = time.perf_counter()
        read(session(), viewer)
        return 1000 * (time.perf_counter() - begin)


def _inbox(
    tray: Tray, text: str = "", *, unit: str = "", page: int = 1, older: bool = False
) -> Callable[[Session, Viewer], object]:
    return lambda current, viewer: inbox_of(current, viewer, Wanted(tray, text, unit, page, older), now=NOW)


def _own(tray: Tray, text: str = "") -> Callable[[Session, Viewer], object]:
    """The same for one of the officers, who sees what he holds."""

    def read(current: Session, viewer: Viewer) -> object:
        official_id = current.scalars(select(func.max(Official.id))).one()
        own = Viewer(official_id, "", {office: frozenset({"cases.read"}) for office in viewer.permissions})
        return inbox_of(current, own, Wanted(tray, text), now=NOW)

    return read


READS: dict[str, Callable[[Session, Viewer], object]] = {
    "inbox, to do": _inbox("todo"),
    "inbox, late": _inbox("late"),
    "inbox, all": _inbox("all"),
    "inbox, all, page 20": _inbox("all", page=20),
    "inbox, one unit": _inbox("all", unit="Tổ số 7"),
    "inbox of an officer, all": _own("all"),
    "rates of 90 days": lambda current, viewer: rates_of(current, viewer, since=NOW - timedelta(days=90), now=NOW),
    "units": units_of,
    "search without marks": _inbox("todo", "den duong o to 7"),
    "search with marks": _inbox("all", "giấy khai sinh ở tổ 12"),
    "search of an officer": _own("all", "giấy khai sinh ở tổ 12"),
    "search by number": _inbox("all", "GC00-0000"),
    "search in all years": _inbox("all", "giấy khai sinh ở tổ 12", older=True),
}


if __name__ == "__main__":
    main()
