"""Numbers gathered in memory: written once, kept where nothing was written, given up where nobody knows."""

from __future__ import annotations

import os
from collections.abc import Mapping
from threading import Event, Thread

from app.core import gathered
from app.core.gathered import Gathered, NotWritten

Book = dict[str, int]


def keep(book: Book) -> Gathered[str]:
    """Counts that are added to ``book``."""

    def write(counts: Mapping[str, int]) -> None:
        for key, count in counts.items():
            book[key] = book.get(key, 0) + count

    return Gathered(write, seconds=0, report=lambda problem: None)


def test_it_works() -> None:
    book: Book = {}
    counter = keep(book)
    for key in ("a", "b", "a"):
        counter.add(key)
    assert book == {}
    counter.flush()
    counter.flush()
    assert book == {"a": 2, "b": 1}


def test_a_thread_writes_after_a_while_and_ends_by_itself() -> None:
    written = Event()
    book: Book = {}

    def write(counts: Mapping[str, int]) -> None:
        book.update(counts)
        written.set()

    counter = Gathered[str](write, seconds=0.01, report=lambda problem: None)
    counter.add("a")
    assert written.wait(10)
    assert book == {"a": 1}


def test_threads_lose_nothing() -> None:
    book: Book = {}
    counter = keep(book)
    done = Event()

    def flush() -> None:
        while not done.is_set():
            counter.flush()

    writer = Thread(target=flush)
    writer.start()

    def open_pages() -> None:
        for _turn in range(300):
            counter.add("a")

    citizens = [Thread(target=open_pages) for _citizen in range(3)]
    for citizen in citizens:
        citizen.start()
    for citizen in citizens:
        citizen.join()
    done.set()
    writer.join()
    counter.flush()
    assert book == {"a": 900}


def test_what_was_surely_not_written_is_tried_again() -> None:
    book: Book = {}
    refusals = [NotWritten()]

    def write(counts: Mapping[str, int]) -> None:
        if refusals:
            raise refusals.pop()
        book.update(counts)

    counter = Gathered[str](write, seconds=0, report=lambda problem: None)
    counter.add("a")
    counter.flush()
    counter.add("a")
    counter.flush()
    assert book == {"a": 2}


def test_what_may_have_been_written_is_given_up_and_reported() -> None:
    told: list[Exception] = []
    tried: list[Mapping[str, int]] = []

    def write(counts: Mapping[str, int]) -> None:
        tried.append(counts)
        raise ConnectionError

    counter = Gathered[str](write, seconds=0, report=told.append)
    counter.add("a")
    counter.flush()
    counter.flush()
    assert len(tried) == 1
    assert [type(problem) for problem in told] == [ConnectionError]


def test_a_flood_fills_neither_the_memory_nor_a_number() -> None:
    book: Book = {}
    counter = keep(book)
    for number in range(gathered.MOST_KEYS + 50):
        counter.add(str(number))
    for _again in range(gathered.MOST_EACH + 50):
        counter.add("0")
    counter.flush()
    assert len(book) == gathered.MOST_KEYS
    assert book["0"] == gathered.MOST_EACH


def test_a_forked_process_does_not_write_what_its_parent_counted() -> None:
    book: Book = {}
    counter = keep(book)
    counter.add("a")
    read, write = os.pipe()
    child = os.fork()
    if not child:
        counter.flush()
        os.write(write, str(sum(book.values())).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 10) == b"0"
    counter.flush()
    assert book == {"a": 1}
    os.close(read)
    os.close(write)
