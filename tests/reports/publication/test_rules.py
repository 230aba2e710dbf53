"""Periods by their keys, the one form of facts, and what may be published beside what was published."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.publication.canonical import canonical, checksum_of
from app.reports.publication.disclosure import Shown, may_show
from app.reports.publication.rules import KINDS, Period, ended, period_around, period_of


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_key_names_a_period(key: str, first: date, last: date) -> None:
    found = period_of(key)
    assert found is not None
    assert (found.first, found.last, found.key) == (first, last, key)


@pytest.mark.parametrize("key", ["", "2026-13", "2026-00", "2026-Q5", "2026-H3", "26", "2026-7", "1999", "2026-Q3 "])
def test_other_keys_name_none(key: str) -> None:
    assert period_of(key) is None


@given(st.sampled_from(KINDS), st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_periods_of_a_kind_follow_each_other_without_a_gap(kind: str, day: date) -> None:
    period = period_around(kind, day)  # type: ignore[arg-type]  # one of them
    assert period.first <= day <= period.last
    assert period.before.last + timedelta(days=1) == period.first
    assert period_of(period.key) == period


def test_a_period_is_over_after_its_last_day_and_its_days_of_grace() -> None:
    quarter = Period("quarter", 2026, 3)
    assert not quarter.is_over(date(2026, 9, 30))
    assert quarter.is_over(date(2026, 10, 1))
    assert not quarter.is_over(date(2026, 10, 5), 5)
    assert quarter.is_over(date(2026, 10, 6), 5)


def test_the_newest_period_comes_first_and_the_longest_of_those_that_end_together() -> None:
    keys = [period.key for period in ended(("quarter", "year"), date(2027, 1, 10), back=2)]
    assert keys == ["2026", "2026-Q4", "2026-Q3", "2025"]


def test_facts_have_one_form() -> None:
    decomposed = "ê".encode().decode()
    assert canonical({"b": [0.8, None, True], "a": f"e\u0302 {decomposed}"}) == '{"a":"ê ê","b":[0.8000,null,true]}'


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.floats(0, 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_reading_and_writing_again_gives_the_same_bytes(value: object) -> None:
    text = canonical(value)
    assert canonical(json.loads(text)) == text
    assert len(checksum_of(text)) == 64


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, b"x"])
def test_what_json_does_not_know_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def shown(key: str, n: int, **more: int) -> Shown:
    period = period_of(key)
    assert period is not None
    return Shown(period.first, period.last, {"n/1": n, "1/q/4": n, **more})


def test_the_first_publication_stands_beside_nothing() -> None:
    assert may_show(shown("2026-Q3", 40), [], 5)


@pytest.mark.parametrize(("n", "allowed"), [(40, True), (41, False), (44, False), (45, True), (36, False), (35, True)])
def test_a_new_version_is_the_same_or_differs_by_enough(n: int, allowed: bool) -> None:
    assert may_show(shown("2026-Q3", n), [shown("2026-Q3", 40)], 5) is allowed


def test_one_answer_exchanged_for_another_is_no_new_version() -> None:
    other = Shown(date(2026, 7, 1), date(2026, 9, 30), {"n/1": 40, "1/q/4": 39, "1/q/1": 1})
    assert not may_show(other, [shown("2026-Q3", 40)], 5)


def test_the_month_that_is_missing_cannot_be_worked_out_of_the_quarter() -> None:
    months = [shown("2026-07", 20), shown("2026-08", 20)]
    assert not may_show(shown("2026-Q3", 43), months, 5)
    assert may_show(shown("2026-Q3", 46), months, 5)
    assert may_show(shown("2026-Q3", 40), months, 5)


def test_a_month_published_after_its_quarter_is_held_against_it() -> None:
    published = [shown("2026-Q3", 43), shown("2026-07", 20)]
    assert not may_show(shown("2026-08", 20), published, 5)


def test_what_came_late_shows_between_the_months_of_a_year_and_its_half() -> None:
    """The half-year hides nothing by itself, its months do: 60 of 63 are known month by month."""
    months = [shown(f"2026-0{month}", 10) for month in range(1, 7)]
    assert not may_show(shown("2026-H1", 63), months, 5)
    assert not may_show(shown("2026", 113), [*months, shown("2026-H2", 50)], 5)


spans = st.sampled_from(["2026-07", "2026-08", "2026-09", "2026-Q3", "2026-Q4", "2026-H2"])


@given(st.lists(st.tuples(spans, st.integers(0, 14)), max_size=7))
def test_no_subtraction_of_published_numbers_leaves_a_few_people(wanted: list[tuple[str, int]]) -> None:
    """An attacker adds and subtracts all that was let through: nested periods, and versions of the same."""
    published: list[Shown] = []
    for key, n in wanted:
        candidate = shown(key, n + 5)
        if may_show(candidate, published, 5):
            published.append(candidate)
    for whole in published:
        inside = [
            part for part in published if part is not whole and whole.first <= part.first <= part.last <= whole.last
        ]
        for size in (1, 2, 3):
            for parts in combinations(inside, size):
                if not disjoint(parts):
                    continue
                rest = whole.n - sum(part.n for part in parts)
                assert rest == 0 or abs(rest) >= 5, (whole, parts)


def disjoint(parts: tuple[Shown, ...]) -> bool:
    ordered = sorted(parts, key=lambda part: part.first)
    return all(one.last < other.first for one, other in pairwise(ordered))


def test_what_was_set_aside_between_two_publications_does_not_show() -> None:
    """The quarter holds 6 fewer than its months did: less one of them, the few that are left would be seen."""
    assert not may_show(shown("2026-Q3", 10), [shown("2026-07", 8), shown("2026-08", 8)], 5)


def test_too_many_ways_of_subtracting_are_a_refusal() -> None:
    many = [shown(f"2026-{month:02d}", 10 + 10 * time) for month in range(1, 13) for time in range(3)]
    assert not may_show(shown("2026", 10_000), many, 5)
