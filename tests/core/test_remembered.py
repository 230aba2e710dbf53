"""A memory of things that may change."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from app.core.remembered import GRACE, Remembered


class Busy(Exception):
    pass


class House:
    """Something that changes, a clock, and how often somebody asked."""

    def __init__(self) -> None:
        self.value = 1
        self.asked = 0
        self.time = 100.0
        self.problem: Exception | None = None
        self.memory: Remembered[str, int] = Remembered(
            2, excuse=lambda problem: isinstance(problem, Busy), now=lambda: self.time
        )

    def ask(self) -> int:
        self.asked += 1
        if self.problem:
            raise self.problem
        return self.value

    def get(self, key: str = "a", seconds: float = 1) -> int:
        return self.memory.get(key, self.ask, seconds=seconds)


@pytest.fixture
def house() -> House:
    return House()


def test_it_works(house: House) -> None:
    assert [house.get(), house.get()] == [1, 1]
    assert house.asked == 1


def test_a_change_is_seen_after_the_stated_time(house: House) -> None:
    house.get()
    house.value = 2
    house.time += 0.999
    assert house.get() == 1
    house.time += 0.001
    assert house.get() == 2


def test_no_time_at_all_asks_every_time(house: House) -> None:
    house.get(seconds=0)
    house.value = 2
    assert house.get(seconds=0) == 2


def test_an_excused_failure_leaves_the_old_value_in_force_for_another_while(house: House) -> None:
    house.get()
    house.time += 5
    house.problem = Busy()
    assert [house.get(), house.get()] == [1, 1]
    assert house.asked == 2
    house.problem, house.value = None, 2
    house.time += 1
    assert house.get() == 2


def test_another_failure_is_told_and_the_value_forgotten(house: House) -> None:
    house.get()
    house.time += 5
    house.problem = LookupError()
    with pytest.raises(LookupError):
        house.get()
    with pytest.raises(LookupError):
        house.get()
    assert house.asked == 3


def test_a_failure_on_first_sight_is_told(house: House) -> None:
    house.problem = Busy()
    with pytest.raises(Busy):
        house.get()


def test_the_oldest_falls_out(house: House) -> None:
    for key in "abc":
        house.get(key)
    house.get("a")
    assert house.asked == 4


@pytest.mark.parametrize(("overdue", "asks"), [(0.5, 1), (GRACE + 1, 2)])
def test_while_one_asks_the_others_take_what_is_not_long_overdue(house: House, overdue: float, asks: int) -> None:
    house.get()
    house.time += 1 + overdue
    house.asked = 0
    inside, go_on = Event(), Event()

    def ask_slowly() -> int:
        inside.set()
        assert go_on.wait(20)
        return house.ask()

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(house.memory.get, "a", ask_slowly, seconds=1)
        assert inside.wait(20)
        house.value = 2
        assert house.get() == (1 if asks == 1 else 2)
        go_on.set()
        assert slow.result() == 2
    assert house.asked == asks
