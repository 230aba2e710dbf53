"""Counters that processes share: exact, forgotten within the hour, and without a name in them."""

from __future__ import annotations

import multiprocessing
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.counters import SLOTS, SharedCounters


@pytest.fixture
def name() -> Iterator[str]:
    found = secrets.token_hex(8)
    yield found
    SharedCounters(found)._path.unlink(missing_ok=True)


def count_often(name: str, times: int) -> None:
    counters = SharedCounters(name, now=lambda: 1000.0)
    for _time in range(times):
        counters.add("desk 1", 600)


def test_it_works(name: str) -> None:
    counters = SharedCounters(name, now=lambda: 1000.0)
    assert [counters.add("desk 1", 600) for _time in range(3)] == [1, 2, 3]
    assert counters.add("desk 2", 600) == 1
    assert counters.count("desk 1", 600) == 3
    assert counters.count("desk 3", 600) == 0


def test_processes_count_together(name: str) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=count_often, args=(name, 200)) for _worker in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert SharedCounters(name, now=lambda: 1000.0).count("desk 1", 600) == 400


def test_another_span_begins_anew(name: str) -> None:
    moment = [1000.0]
    counters = SharedCounters(name, now=lambda: moment[0])
    counters.add("desk 1", 600)
    moment[0] = 1300.0
    assert counters.add("desk 1", 600) == 1


def test_another_hour_overwrites_everything_and_changes_the_key(name: str) -> None:
    moment = [1000.0]
    counters = SharedCounters(name, now=lambda: moment[0])
    counters.add("desk 1", 600)
    before = counters._path.read_bytes()
    moment[0] = 3700.0
    counters.forget_old()
    after = counters._path.read_bytes()
    assert not any(after[40:])
    assert after[8:40] != before[8:40]


def test_no_name_is_in_the_file_and_nobody_else_may_read_it(name: str) -> None:
    counters = SharedCounters(name)
    counters.add("203.0.113.77 Telltale-Phone", 600)
    assert b"203.0.113" not in counters._path.read_bytes()
    assert b"Telltale" not in counters._path.read_bytes()
    assert counters._path.stat().st_mode & 0o777 == 0o600


def test_too_many_names_give_small_counters_up(name: str) -> None:
    counters = SharedCounters(name, now=lambda: 1000.0)
    for _time in range(50):
        counters.add("busy desk", 600)
    for number in range(SLOTS + 500):
        counters.add(f"other {number}", 600)
    assert counters.count("busy desk", 600) == 50


def test_a_link_in_its_place_is_not_followed(name: str, tmp_path: Path) -> None:
    counters = SharedCounters(name)
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    counters._path.symlink_to(victim)
    assert counters.add("desk 1", 600) == 1
    assert victim.read_bytes() == b"mine"
