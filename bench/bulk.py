"""Responses by the million: the database makes the rows itself, and the tallies follow from sums.

A *heap* says how many responses came for one form, at one desk, on one day, one way. Those of a heap answer in the ways
of their form one after the other, from a place drawn by chance; so the database joins heaps, a column of numbers and
the ways of answering into rows, a day with each statement, in the order of their keys, and the counts of a heap are the
difference of two running sums. A row's bytes are those of the citizens' page: its key, hour and answers alike.

The recount of ``bench/scores.py`` proves rows and sums to agree.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import cast

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
    func,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy import cast as as_type

from app.core.db import Instant, Json
from app.core.session import transaction
from app.responses.models import Response
from app.responses.rules import layout_of
from bench.filling import (
    CHUNK,
    DAYS,
    FIRST_DAY,
    KINDS_OF_ANSWERS,
    MODES,
    Cell,
    CellKey,
    Ground,
    Pattern,
    make_patterns,
    store_tallies,
)

HOURS = 10
NEIGHBOUR = 400
_META = MetaData()
_HEAP = Table(
    "bench_heap",
    _META,
    *(Column(name, Integer) for name in ("edition_id", "desk_id")),
    Column("day", Date, index=True),
    Column("mode", String(10)),
    *(Column(name, Integer) for name in ("first", "n")),
)
_PATTERN = Table(
    "bench_pattern",
    _META,
    Column("edition_id", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("answers", Json),
)
_HOUR = Table(
    "bench_hour",
    _META,
    Column("day", Date, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("hour", Instant),
    Column("prefix", String(12)),
)
_NUMBER = Table("bench_number", _META, Column("number", Integer, primary_key=True, autoincrement=False))


@dataclass(frozen=True, slots=True)
class Heap:
    """``n`` responses of one cell, whose ways of answering begin at ``first``."""

    key: CellKey
    first: int
    n: int


def fill(site: Ground, size: int, *, raw: bool = True, seed: int = 1) -> None:
    """``size`` responses to the plan and a few to each neighbour, in an empty database; rows only where ``raw``."""
    chance = random.Random(f"bulk-{seed}")
    make_patterns(site, chance)
    heaps = _heaps(site.placements, size, chance)
    if site.neighbours:
        heaps += _heaps(site.neighbours, NEIGHBOUR * len(site.neighbours), chance)
    sums = {edition_id: _running(site, edition_id) for edition_id in site.patterns}
    site.cells = {heap.key: _cell(heap, sums[heap.key.edition_id]) for heap in heaps}
    engine: Engine = site.app.extensions["thuocdo.engine"]
    if raw:
        _rows(engine, site.patterns, heaps)
    with site.app.app_context(), transaction() as current:
        store_tallies(current, site.cells)
    if engine.dialect.name == "postgresql":  # what its own housekeeping does within minutes
        with engine.begin() as connection:
            connection.execute(text("ANALYZE"))
    site.responses = size


def _heaps(placements: Sequence[tuple[int, int, str]], size: int, chance: random.Random) -> list[Heap]:
    """So many responses, each at a desk, on a day and a way drawn by chance, as heaps."""
    found: Counter[tuple[int, int, int, str]] = Counter()
    for start in range(0, size, CHUNK):
        count = min(CHUNK, size - start)
        draws = zip(
            chance.choices(placements, k=count),
            chance.choices(range(DAYS), k=count),
            chance.choices(MODES, k=count),
            strict=True,
        )
        found.update((edition_id, desk_id, day, mode) for (edition_id, desk_id, _code), day, mode in draws)
    return [
        Heap(CellKey(edition_id, desk_id, _day(day), mode), chance.randrange(KINDS_OF_ANSWERS), n)
        for (edition_id, desk_id, day, mode), n in found.items()
    ]


def _day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


@dataclass(frozen=True, slots=True)
class _Sums:
    """After each way of answering twice over: who can be scored, and each place of the vector."""

    scorable: list[int]
    counts: list[list[int]]


def _running(site: Ground, edition_id: int) -> _Sums:
    patterns = site.patterns[edition_id] * 2
    size = layout_of(site.definitions[edition_id]).size
    return _Sums([0, *accumulate(pattern.scorable for pattern in patterns)], list(_vectors(patterns, size)))


def _vectors(patterns: Sequence[Pattern], size: int) -> Iterator[list[int]]:
    vector = [0] * size
    yield vector
    for pattern in patterns:
        vector = vector.copy()
        for index in pattern.hits:
            vector[index] += 1
        yield vector


def _cell(heap: Heap, sums: _Sums) -> Cell:
    rounds, rest = divmod(heap.n, KINDS_OF_ANSWERS)
    since, until = heap.first, heap.first + rest
    n = rounds * sums.scorable[KINDS_OF_ANSWERS] + sums.scorable[until] - sums.scorable[since]
    whole, low, high = sums.counts[KINDS_OF_ANSWERS], sums.counts[since], sums.counts[until]
    counts = [rounds * a + c - b for a, b, c in zip(whole, low, high, strict=True)]
    return Cell(n, heap.n - n, counts)


def _rows(engine: Engine, patterns: Mapping[int, Sequence[Pattern]], heaps: Sequence[Heap]) -> None:
    _META.create_all(engine)
    hours = [
        {"day": day, "place": place, "hour": hour, "prefix": f"{int(hour.timestamp()) * 1000:012x}"}
        for day in map(_day, range(DAYS))
        for place in range(HOURS)
        for hour in [datetime(day.year, day.month, day.day, place, tzinfo=UTC)]
    ]
    ways = [
        {"edition_id": edition_id, "place": place, "answers": pattern.answers}
        for edition_id, found in patterns.items()
        for place, pattern in enumerate(found)
    ]
    numbers = [{"number": number} for number in range(max(heap.n for heap in heaps))]
    stored = [heap.key._asdict() | {"first": heap.first, "n": heap.n} for heap in heaps]
    with engine.begin() as connection:
        for table, rows in ((_HOUR, hours), (_PATTERN, ways), (_NUMBER, numbers), (_HEAP, stored)):
            for start in range(0, len(rows), CHUNK):
                connection.execute(insert(table), rows[start : start + CHUNK])
        if engine.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))
    for day in map(_day, range(DAYS)):
        with engine.begin() as connection:
            _insert_day(connection, day)
    _META.drop_all(engine)


def _insert_day(connection: Connection, day: date) -> None:
    way = (_HEAP.c.first + _NUMBER.c.number) % KINDS_OF_ANSWERS
    key = as_type(_key(connection.dialect.name), Uuid).label("id")
    rows = (
        select(
            key,
            _HEAP.c.edition_id,
            _HEAP.c.desk_id,
            _HEAP.c.mode,
            _HOUR.c.hour,
            literal("vi"),
            _PATTERN.c.answers,
        )
        .select_from(_HEAP)
        .join(_NUMBER, _NUMBER.c.number < _HEAP.c.n)
        .join(_PATTERN, (_PATTERN.c.edition_id == _HEAP.c.edition_id) & (_PATTERN.c.place == way))
        .join(_HOUR, (_HOUR.c.day == _HEAP.c.day) & (_HOUR.c.place == (_HEAP.c.first + _NUMBER.c.number) % HOURS))
        .where(_HEAP.c.day == day)
        .order_by(key)
    )
    names = ("id", "edition_id", "desk_id", "mode", "hour", "locale", "answers")
    connection.execute(insert(cast(Table, Response.__table__)).from_select(names, rows))


def _key(dialect: str) -> ColumnElement[str]:
    """Keys as ``core.tokens.hour_key`` makes them: the hour, the version, the variant, and chance."""

    def chance(digits: int) -> ColumnElement[str]:
        if dialect == "sqlite":
            return func.substr(func.lower(func.hex(func.randomblob(8))), 1, digits)
        return func.substr(func.md5(as_type(func.random(), Text)), 1, digits)

    return _HOUR.c.prefix + literal("8") + chance(3) + literal("8") + chance(15)
