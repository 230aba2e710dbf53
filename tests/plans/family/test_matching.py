"""Which task is which: symmetric, independent of order, never below the threshold, asked where it is unclear."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.plans.family.matching import (
    SURE,
    THRESHOLD,
    Pair,
    TaskWords,
    best_assignment,
    likeness,
    pair_up,
    served_by,
)

RECEPTION = TaskWords(
    "Tiếp công dân, đối thoại và trả lời kiến nghị", ("Niêm yết lịch tiếp.",), ("citizen_reception_complaints",)
)
ONE_STOP = TaskWords(
    "Giải quyết thủ tục hành chính tại bộ phận một cửa", ("Trả kết quả đúng hẹn.",), ("administrative_reform",)
)
ONLINE = TaskWords("Chuyển đổi số, dịch vụ công trực tuyến", ("Hướng dẫn nộp hồ sơ.",), ("administrative_reform",))
ETHICS = TaskWords("Đạo đức công vụ, thái độ phục vụ", (), ("public_service_ethics",))

syllable = st.sampled_from(["tiếp", "công", "dân", "hồ", "sơ", "thực hiện", "một", "cửa", "Đất", "đai", "2026"])
words = st.builds(
    TaskWords,
    st.lists(syllable, min_size=1, max_size=6).map(" ".join),
    st.lists(st.lists(syllable, min_size=1, max_size=5).map(" ".join), max_size=3).map(tuple),
    st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=2, unique=True).map(tuple),
)
lists = st.lists(words, max_size=5)


def test_it_works() -> None:
    before = {
        "a": TaskWords("Nâng cao chất lượng giải quyết thủ tục hành chính", ONE_STOP.items, ONE_STOP.themes),
        "b": TaskWords("Tăng cường tiếp công dân, trả lời kiến nghị", RECEPTION.items, RECEPTION.themes),
        "c": TaskWords("Bàn giao trụ sở", (), ("other",)),
    }
    now = {1: RECEPTION, 2: ONE_STOP, 3: ETHICS}
    found = pair_up({str(key): value for key, value in now.items()}, before)
    assert [(pair.task, pair.other, pair.clear) for pair in found] == [("1", "b", True), ("2", "a", True)]


def test_a_task_is_wholly_like_itself_and_not_at_all_like_another() -> None:
    for task in (RECEPTION, ONE_STOP, ONLINE, ETHICS):
        assert likeness(task, task) == pytest.approx(1.0)
    assert likeness(RECEPTION, ONE_STOP) < THRESHOLD


def test_the_same_theme_alone_is_not_enough() -> None:
    assert likeness(ONE_STOP, ONLINE) < THRESHOLD
    assert pair_up({"1": ONE_STOP}, {"a": ONLINE}) == []


def test_marks_capitals_years_and_fillers_do_not_count() -> None:
    plain = TaskWords("Tiep cong dan nam 2025", (), ("x",))
    assert likeness(plain, TaskWords("THỰC HIỆN CÔNG TÁC TIẾP CÔNG DÂN NĂM 2026", (), ("x",))) == pytest.approx(1.0)


def test_two_that_are_hard_to_tell_apart_are_asked() -> None:
    twins = {"a": ONE_STOP, "b": ONE_STOP}
    (pair,) = pair_up({"1": ONE_STOP}, twins)
    assert pair.likeness == pytest.approx(1.0)
    assert not pair.clear


def test_the_best_sum_wins_over_the_best_first_pair() -> None:
    """Taking the largest number first would give 0.9 + 0 instead of 0.8 + 0.8."""
    assert best_assignment([[0.9, 0.8], [0.8, 0.0]]) == [(0, 1), (1, 0)]


@pytest.mark.parametrize("empty", [[], [[]], [[], []]])
def test_nothing_goes_with_nothing(empty: list[list[float]]) -> None:
    assert best_assignment(empty) == []


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(st.floats(0, 1), min_size=width, max_size=width), min_size=1, max_size=4)
    )
)
def test_no_other_assignment_is_worth_more(worth: list[list[float]]) -> None:
    rows, columns = len(worth), len(worth[0])
    found = best_assignment(worth)
    assert len({row for row, _ in found}) == len({column for _, column in found}) == min(rows, columns)
    short, long = sorted((rows, columns))
    every = (
        sum(worth[at][to] if rows <= columns else worth[to][at] for at, to in enumerate(order))
        for order in permutations(range(long), short)
    )
    assert sum(worth[row][column] for row, column in found) == pytest.approx(max(every))


@given(words, words)
def test_likeness_is_the_same_in_both_directions(one: TaskWords, other: TaskWords) -> None:
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert 0 <= likeness(one, other) <= 1 + 1e-9


@given(lists, lists)
def test_pairs_are_one_to_one_and_never_below_the_threshold(tasks: list[TaskWords], others: list[TaskWords]) -> None:
    found = pair_up(dict(enumerate(tasks)), dict(enumerate(others)))
    assert len({pair.task for pair in found}) == len({pair.other for pair in found}) == len(found)
    assert all(pair.likeness >= THRESHOLD for pair in found)
    assert all(pair.likeness >= SURE for pair in found if pair.clear)


@given(lists, lists, st.randoms(use_true_random=False))
def test_the_order_of_the_tasks_changes_nothing(tasks: list[TaskWords], others: list[TaskWords], luck: Random) -> None:
    """Tasks with the very same words cannot be told apart by anything but their place; they are never clear."""
    mine, its = list(enumerate(tasks)), list(enumerate(others))
    first = pair_up(dict(mine), dict(its))
    luck.shuffle(mine)
    luck.shuffle(its)
    again = pair_up(dict(mine), dict(its))

    def told(pairs: list[Pair[int]]) -> Counter[tuple[object, ...]]:
        return Counter((tasks[pair.task].order, others[pair.other].order, pair.clear) for pair in pairs)

    assert told(first) == told(again)
    assert {pair for pair in first if pair.clear} == {pair for pair in again if pair.clear}


@given(lists, lists)
def test_turned_around_the_same_total_is_reached(tasks: list[TaskWords], others: list[TaskWords]) -> None:
    there = pair_up(dict(enumerate(tasks)), dict(enumerate(others)))
    back = pair_up(dict(enumerate(others)), dict(enumerate(tasks)))
    assert sum(pair.likeness for pair in there) == pytest.approx(sum(pair.likeness for pair in back))


def test_one_task_may_serve_several_above() -> None:
    uppers = {
        "a": TaskWords("Tiếp công dân, trả lời kiến nghị", RECEPTION.items, RECEPTION.themes),
        "b": TaskWords("Đối thoại, tiếp công dân", RECEPTION.items, RECEPTION.themes),
        "c": ETHICS,
    }
    found = served_by({"1": RECEPTION, "2": ONE_STOP}, uppers)
    assert {pair.other for pair in found["1"]} == {"a", "b"}
    assert found["1"][0].likeness >= found["1"][1].likeness
    assert found["2"] == []
