"""Work that is done together for many who wait."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import batches
from app.core.batches import Batches, NotInTime

SOON = 0.02


class Work:
    """Doubles numbers, remembers its rounds, and waits at a gate that a test may close."""

    def __init__(self) -> None:
        self.rounds: list[list[int]] = []
        self.gate = Event()
        self.gate.set()
        self.entered = Event()

    def __call__(self, numbers: Sequence[int]) -> list[int]:
        self.entered.set()
        assert self.gate.wait(20)
        self.rounds.append(list(numbers))
        if -1 in numbers:
            raise ValueError(f"in a round of {len(numbers)}")
        return [2 * number for number in numbers]


@pytest.fixture
def work() -> Work:
    return Work()


def test_it_works(work: Work) -> None:
    queue = Batches(work)
    assert [queue.put(number) for number in (1, 2, 3)] == [2, 4, 6]
    assert work.rounds == [[1], [2], [3]]


def test_who_comes_during_a_round_shares_the_next_one(work: Work) -> None:
    queue = Batches(work)
    work.gate.clear()
    with ThreadPoolExecutor(10) as pool:
        first = pool.submit(queue.put, 0)
        assert work.entered.wait(20)
        others = [pool.submit(queue.put, number) for number in range(1, 10)]
        while len(queue._waiting) < 9:
            assert not first.done()
        work.gate.set()
        assert [one.result() for one in (first, *others)] == [2 * number for number in range(10)]
    assert [len(numbers) for numbers in work.rounds] == [1, 9]


@given(st.lists(st.integers(-1, 5), min_size=1, max_size=30))
def test_everybody_gets_the_outcome_of_their_own_item(numbers: list[int]) -> None:
    queue = Batches(Work())

    def put(number: int) -> int | None:
        try:
            return queue.put(number)
        except ValueError:
            return None

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(put, numbers)) == [None if number < 0 else 2 * number for number in numbers]


def test_a_bad_item_harms_nobody_else(work: Work) -> None:
    queue = Batches(work)
    work.gate.clear()
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(queue.put, 0)
        assert work.entered.wait(20)
        good, bad, better = (pool.submit(queue.put, number) for number in (1, -1, 2))
        while len(queue._waiting) < 3:
            assert not first.done()
        work.gate.set()
        assert (good.result(), better.result()) == (2, 4)
        with pytest.raises(ValueError, match="in a round of 1"):
            bad.result()
    assert sorted(work.rounds[1]) == [-1, 1, 2]
    assert sorted(work.rounds[2:]) == [[-1], [1], [2]]


def test_nobody_waits_longer_than_the_patience(work: Work) -> None:
    queue = Batches(work, patience=SOON)
    work.gate.clear()
    with pytest.raises(NotInTime):
        queue.put(1)
    with pytest.raises(NotInTime):
        queue.put(2)
    work.gate.set()
    assert queue.put(3) == 6
    assert work.rounds == [[1], [3]], "who gave up before a round began is not in one"


def test_while_a_round_is_stalled_only_a_few_wait_and_the_others_are_told_at_once(work: Work) -> None:
    queue = Batches(work, patience=20, stalled_after=SOON, few=2)
    work.gate.clear()
    told, lock = [], Lock()

    def put(number: int) -> None:
        try:
            queue.put(number)
        except NotInTime:
            with lock:
                told.append(number)

    with ThreadPoolExecutor(12) as pool:
        waiting = [pool.submit(put, number) for number in range(10)]
        while sum(one.done() for one in waiting) < 8:
            assert len(told) <= 8
        late = pool.submit(put, 10)
        late.result()
        assert sum(one.done() for one in waiting) == 8
        work.gate.set()
        for one in waiting:
            one.result()
    assert len(told) == 9
    assert 10 in told
    assert queue.put(11) == 22


def test_the_thread_ends_where_nobody_comes_and_another_one_starts(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "IDLE_SECONDS", SOON)
    queue = Batches(work)
    assert queue.put(1) == 2
    first = queue._worker
    assert first is not None
    first.join(20)
    assert not first.is_alive()
    assert queue.put(2) == 4


def test_a_round_is_no_larger_than_the_largest(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "LARGEST", 3)
    queue = Batches(work)
    with ThreadPoolExecutor(20) as pool:
        assert sorted(pool.map(queue.put, range(20))) == [2 * number for number in range(20)]
    assert max(len(numbers) for numbers in work.rounds) <= 3
