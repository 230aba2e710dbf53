"""Nobody works a few people out from stretches of time that are shown side by side."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.scores.periods.disclosure import Disclosure

START = date(2026, 11, 2)
MINIMUM = 5
Stretch = tuple[int, int]


def day(number: int) -> date:
    return START + timedelta(days=number)


def line(*numbers: int) -> Disclosure:
    return Disclosure({day(place): number for place, number in enumerate(numbers)}, MINIMUM)


def test_it_works() -> None:
    known = line(6, 7, 8)
    known.show([(day(0), day(3))])
    assert known.try_to_show(day(0), day(2))
    assert known.number(day(0), day(2)) == 13


def test_a_small_stretch_is_not_shown() -> None:
    assert not line(4, 50).try_to_show(day(0), day(1))


def test_a_stretch_whose_rest_is_small_is_not_shown() -> None:
    known = line(20, 3)
    known.show([(day(0), day(2))])
    assert not known.try_to_show(day(0), day(1))


def test_a_rest_between_two_shown_stretches_counts() -> None:
    known = line(9, 2, 9, 9)
    assert known.try_to_show(day(0), day(1))
    assert known.try_to_show(day(2), day(4))
    assert not known.try_to_show(day(0), day(4))


def test_a_rest_around_what_is_known_inside_counts() -> None:
    """2 + 2 days around a known middle: the whole less the middle are four people."""
    known = line(2, 9, 9, 2)
    assert known.try_to_show(day(1), day(3))
    assert not known.try_to_show(day(0), day(4))


def test_a_day_without_answers_is_taken_as_known() -> None:
    known = line(9, 0, 3, 9)
    assert known.try_to_show(day(0), day(1))
    assert not known.try_to_show(day(0), day(3))


def rank(rows: list[list[Fraction]]) -> int:
    """Gauss, exactly."""
    rows, found = [row[:] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((place for place in range(found, len(rows)) if rows[place][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for place in range(len(rows)):
            if place != found and rows[place][column]:
                factor = rows[place][column] / rows[found][column]
                rows[place] = [a - factor * b for a, b in zip(rows[place], rows[found], strict=True)]
        found += 1
    return found


def indicator(days: set[int], length: int) -> list[Fraction]:
    return [Fraction(place in days) for place in range(length)]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([0, 1, 2, 3, 4, 6, 9]), min_size=3, max_size=7),
    st.randoms(use_true_random=False),
)
def test_whoever_combines_all_that_is_shown_finds_no_small_group(numbers: list[int], random: Random) -> None:
    """Every set of days whose sum follows from the shown sums by linear algebra holds nobody or enough."""
    known, length = line(*numbers), len(numbers)
    wishes = list(combinations(range(length + 1), 2))
    random.shuffle(wishes)
    shown = [wish for wish in wishes if known.try_to_show(day(wish[0]), day(wish[1]))]
    rows = [indicator(set(range(*stretch)), length) for stretch in shown]
    # days without answers are known as well
    rows += [indicator({place}, length) for place, number in enumerate(numbers) if not number]
    before = rank(rows)
    for chosen in product([False, True], repeat=length):
        days = {place for place, inside in enumerate(chosen) if inside}
        total = sum(numbers[place] for place in days)
        if 0 < total < MINIMUM and rows:
            assert rank([*rows, indicator(days, length)]) > before
