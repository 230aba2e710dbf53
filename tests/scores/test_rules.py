"""Scores by hand, intervals from published tables, and what the arithmetic must never do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scores.evidence import evidence
from app.scores.rules import (
    METHODS,
    Interval,
    ItemCounts,
    Levels,
    Score,
    Thresholds,
    against_target,
    effective_n,
    level_shares,
    roll_up,
    score_item,
    score_items,
    suppressed,
    t_quantile,
    wilson,
)

SHARE, MEAN = METHODS["share"], METHODS["mean"]
LIMITS = Thresholds(minimum_n=5, publish_n=30)

levels = st.tuples(*[st.integers(0, 40)] * 5)
items = st.builds(ItemCounts, levels, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
# one response to three items: a level, or None for "không biết" and skipped
responses = st.lists(st.tuples(*[st.one_of(st.none(), st.integers(1, 5))] * 3), max_size=60)


def counted(answers: Sequence[tuple[int | None, ...]]) -> list[ItemCounts]:
    """Three items counted one response after the other."""
    totals = [ItemCounts() for _ in range(3)]
    for answer in answers:
        for place, level in enumerate(answer):
            totals[place] += one(level)
    return totals


def one(level: int | None) -> ItemCounts:
    """A single answer."""
    if level is None:
        return ItemCounts(skipped=1)
    first, second, third, fourth, fifth = (int(level == k) for k in range(1, 6))
    return ItemCounts((first, second, third, fourth, fifth))


def test_it_works_as_on_paper() -> None:
    """Worked by hand, as anybody can in a spreadsheet; 10 responses, one of which skipped the second item.

    =======  == == == == ==  ===  ================  ==========================
    item     n1 n2 n3 n4 n5  n_i  share (n4+n5)/n   mean (1n1+2n2+...)/(5n)
    =======  == == == == ==  ===  ================  ==========================
    first     0  1  1  4  4   10   8/10 = 0.8000    (2+3+16+20)/50 = 41/50 = 0.82
    second    1  0  2  3  3    9   6/9  = 0.6667    (1+6+12+15)/45 = 34/45 = 0.75556
    third     0  0  0  5  5   10  10/10 = 1.0000    (20+25)/50     = 45/50 = 0.90
    mean                           2.46667/3 = 0.82222   2.47556/3 = 0.82519
    =======  == == == == ==  ===  ================  ==========================
    """
    table = [
        ItemCounts((0, 1, 1, 4, 4)),
        ItemCounts((1, 0, 2, 3, 3), skipped=1),
        ItemCounts((0, 0, 0, 5, 5)),
    ]
    share = score_items(SHARE, table, n=10, thresholds=LIMITS)
    mean = score_items(MEAN, table, n=10, thresholds=LIMITS)
    assert share.value == pytest.approx(0.822222, abs=1e-6)
    assert mean.value == pytest.approx(0.825185, abs=1e-6)
    assert share.n == 10
    assert share.standing == "reference"


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_agrees_with_the_published_table(successes: int, n: int, low: float, high: float) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3."""
    interval = wilson(successes, n)
    assert interval.low == pytest.approx(low, abs=5e-5)
    assert interval.high == pytest.approx(high, abs=5e-5)


@pytest.mark.parametrize(("n", "low", "high"), [(10, 54, 96), (30, 68, 94), (100, 77, 91), (200, 79, 89)])
def test_wilson_at_85_percent_is_as_wide_as_the_thresholds_assume(n: int, low: int, high: int) -> None:
    interval = wilson(0.85 * n, n)
    assert (round(interval.low * 100), round(interval.high * 100)) == (low, high)


def test_wilson_of_nobody_excludes_nothing() -> None:
    assert wilson(0, 0) == Interval(0.0, 1.0)


@pytest.mark.parametrize(("df", "expected"), [(4, 2.776), (9, 2.262), (29, 2.045), (120, 1.980)])
def test_t_agrees_with_the_printed_table(df: int, expected: float) -> None:
    assert t_quantile(df) == pytest.approx(expected, abs=1e-3)


def test_the_mean_has_a_t_interval() -> None:
    """By hand, 20 people: 2, 3, 4, 5 chosen 2, 4, 8, 6 times.

    Value (4+12+32+30)/100 = 0.78. With the imagined answer (0.2 a level): weights 0.2 2.2 4.2 8.2 6.2, sum 21, mean
    (0.2*0.2+0.4*2.2+0.6*4.2+0.8*8.2+1*6.2)/21 = 16.2/21 = 0.771429, mean of squares 13.32/21 = 0.634286, variance
    0.039184, error sqrt(0.039184/20) = 0.044263; t with 19 degrees 2.093; half 0.092643.
    """
    score = score_item(MEAN, ItemCounts((0, 2, 4, 8, 6)), thresholds=LIMITS)
    assert score.value == pytest.approx(0.78)
    assert score.interval is not None
    assert score.interval.low == pytest.approx(0.78 - 0.09264, abs=2e-5)
    assert score.interval.high == pytest.approx(0.78 + 0.09264, abs=2e-5)


def test_five_perfect_answers_are_not_certainty() -> None:
    for method in METHODS.values():
        interval = score_item(method, ItemCounts((0, 0, 0, 0, 5)), thresholds=LIMITS).interval
        assert interval is not None
        assert interval.high == 1.0
        assert interval.low < 0.9


def test_every_item_answered_by_all_makes_n_the_base_of_the_interval() -> None:
    assert effective_n([40, 40, 40]) == pytest.approx(40)


def test_a_seldom_answered_item_makes_the_interval_wider() -> None:
    assert effective_n([100, 100, 4]) == pytest.approx((3 / (0.1 + 0.1 + 0.5)) ** 2)


def test_six_items_of_one_person_are_not_six_people() -> None:
    item = ItemCounts((0, 0, 10, 40, 50))
    alone = score_items(SHARE, [item], n=100, thresholds=LIMITS)
    six = score_items(SHARE, [item] * 6, n=100, thresholds=LIMITS)
    assert six.interval is not None
    assert alone.interval is not None
    assert six.interval.low == pytest.approx(alone.interval.low)


@pytest.mark.parametrize(
    ("n", "standing"), [(0, "hidden"), (4, "hidden"), (5, "reference"), (29, "reference"), (30, "published")]
)
def test_the_thresholds_decide_what_a_number_is_good_for(n: int, standing: str) -> None:
    score = score_item(SHARE, ItemCounts((0, 0, 0, n, 0)), thresholds=LIMITS)
    assert score.standing == standing
    assert score.is_shown == (standing != "hidden")


def test_a_hidden_score_holds_nothing() -> None:
    four = score_item(SHARE, ItemCounts((0, 0, 0, 4, 0)), thresholds=LIMITS)
    none = score_item(SHARE, ItemCounts(), thresholds=LIMITS)
    assert four == none
    assert four == Score(SHARE, None, None, None)


def test_only_dont_know_gives_no_number_but_keeps_the_count() -> None:
    score = score_items(SHARE, [ItemCounts(dont_know=40)], n=40, excluded=3, thresholds=LIMITS)
    assert score.value is None
    assert score.excluded == 3


def test_the_picture_says_the_same_as_the_number() -> None:
    table = [ItemCounts((0, 1, 1, 4, 4)), ItemCounts((1, 0, 2, 3, 3)), ItemCounts((0, 0, 0, 5, 5))]
    shares = level_shares(table, LIMITS)
    score = score_items(SHARE, table, n=10, thresholds=LIMITS)
    assert shares is not None
    assert shares[3] + shares[4] == pytest.approx(score.value)
    assert sum(shares) == pytest.approx(1)


def test_no_answers_have_no_picture() -> None:
    assert level_shares([ItemCounts(skipped=4)], LIMITS) is None


def test_a_roll_up_shows_the_weighted_and_the_plain_mean() -> None:
    """0.9 of 90 responses and 0.5 of 10: weighted (81 + 5) / 100 = 0.86, plain (0.9 + 0.5) / 2 = 0.70."""
    scores = [
        score_item(SHARE, ItemCounts((0, 0, 9, 81, 0)), thresholds=LIMITS),
        score_item(SHARE, ItemCounts((0, 0, 5, 5, 0)), thresholds=LIMITS),
    ]
    result = roll_up(SHARE, scores, thresholds=LIMITS)
    assert result.weighted.value == pytest.approx(0.86)
    assert result.unweighted.value == pytest.approx(0.70)
    assert result.weighted.n == result.unweighted.n == 100
    assert result.weighted.effective_n == pytest.approx(100)
    assert result.unweighted.effective_n == pytest.approx(4 / (1 / 90 + 1 / 10))


def test_a_roll_up_leaves_hidden_scores_outside() -> None:
    shown = score_item(SHARE, ItemCounts((0, 0, 9, 81, 0)), thresholds=LIMITS)
    thin = score_item(SHARE, ItemCounts((4, 0, 0, 0, 0)), thresholds=LIMITS)
    result = roll_up(SHARE, [shown, thin], thresholds=LIMITS)
    assert result.weighted.value == shown.value
    assert (result.included, result.total) == (1, 2)


def test_a_roll_up_of_nothing_is_hidden() -> None:
    result = roll_up(MEAN, [], thresholds=LIMITS)
    assert result.weighted.standing == result.unweighted.standing == "hidden"


def test_the_evidence_says_it_in_words() -> None:
    score = score_items(SHARE, [ItemCounts((0, 0, 2, 5, 5))], n=12, excluded=3, quarantined=2, thresholds=LIMITS)
    told = [clause.text for clause in evidence(score, LIMITS)]
    assert len(told) == 5
    assert told[0] == "%(n)s phiếu"
    assert "tham khảo" in told[-1]


def test_the_evidence_says_when_a_question_was_seldom_answered() -> None:
    """(2 / (1/10 + 1/5))^2 = 44.4 instead of 100."""
    score = score_items(SHARE, [ItemCounts((0, 0, 0, 100, 0)), ItemCounts((0, 0, 0, 25, 0))], n=100, thresholds=LIMITS)
    assert {"base": 44} in [clause.values for clause in evidence(score, LIMITS)]


def test_the_evidence_of_a_hidden_score_tells_how_many_are_needed() -> None:
    told = evidence(score_item(SHARE, ItemCounts(), thresholds=LIMITS), LIMITS)
    assert [clause.values for clause in told] == [{"minimum": 5}]


@pytest.mark.parametrize(("target", "verdict"), [(0.5, "reached"), (0.8, "open"), (0.99, "missed"), (None, None)])
def test_a_target_is_judged_by_the_interval(target: float | None, verdict: str | None) -> None:
    score = score_item(SHARE, ItemCounts((0, 0, 20, 80, 0)), thresholds=LIMITS)
    assert against_target(score, target) == verdict


def test_a_thin_score_is_not_held_against_a_target() -> None:
    score = score_item(SHARE, ItemCounts((20, 0, 0, 0, 0)), thresholds=LIMITS)
    assert against_target(score, 0.9) is None


def test_a_method_explains_itself_without_percent_signs() -> None:
    """Templates fill the places of every text that they translate; a lone sign would be taken for one."""
    assert not any("%" in method.explanation for method in METHODS.values())


def test_methods_are_versioned() -> None:
    assert [method.id for method in METHODS.values()] == ["share-1", "mean-1"]


# -- hiding small cells ------------------------------------------------------------------------------------------------


def test_one_small_cell_takes_the_next_smallest_with_it() -> None:
    assert suppressed([50, 3, 20, 40], 5) == {1, 2}


def test_two_small_cells_that_are_enough_together_need_no_third() -> None:
    assert suppressed([50, 3, 4, 40], 5) == {1, 2}


def test_two_small_cells_that_are_too_few_together_need_a_third() -> None:
    assert suppressed([50, 1, 2, 40], 5) == {1, 2, 3}


def test_empty_cells_alone_hide_nobody() -> None:
    assert suppressed([50, 0, 0, 40], 5) == {1, 2}


def test_a_breakdown_of_thin_cells_is_hidden_whole() -> None:
    assert suppressed([3, 1], 5) == {0, 1}


cells = st.lists(st.integers(0, 12), min_size=1, max_size=8)


@given(cells, st.integers(2, 6))
def test_subtraction_never_uncovers_a_cell(ns: list[int], minimum_n: int) -> None:
    """The attacker knows the total and every shown cell: what is left over is nobody, or enough people of two cells."""
    hidden = suppressed(ns, minimum_n)
    shown = [n for place, n in enumerate(ns) if place not in hidden]
    left_over = sum(ns) - sum(shown)
    assert all(n >= minimum_n for n in shown)
    if left_over and shown:
        assert left_over >= minimum_n
        assert sum(ns[place] > 0 for place in hidden) >= 2


@given(st.lists(items, min_size=2, max_size=6))
def test_subtraction_never_uncovers_an_items_value(table: list[ItemCounts]) -> None:
    """The task's score is the mean of its items: with all but one item shown, the last one would be arithmetic."""
    hidden = suppressed([item.n for item in table], LIMITS.minimum_n)
    left = [table[place] for place in hidden if table[place].n]
    if left and len(hidden) < len(table):
        assert len(left) >= 2
        assert sum(item.n for item in left) >= LIMITS.minimum_n


# -- what the arithmetic must never do ---------------------------------------------------------------------------------


@given(st.lists(items, min_size=1, max_size=7))
def test_a_score_stays_in_its_range_and_inside_its_interval(table: list[ItemCounts]) -> None:
    for each in METHODS.values():
        score = score_items(each, table, n=max(item.n for item in table), thresholds=LIMITS)
        if score.value is not None and score.interval is not None:
            assert each.lowest <= score.interval.low <= score.value <= score.interval.high <= 1.0


@given(st.lists(items, min_size=1, max_size=5), st.integers(1, 500), st.integers(0, 4))
def test_skipped_and_dont_know_never_move_a_score(table: list[ItemCounts], more: int, place: int) -> None:
    place %= len(table)
    changed = list(table)
    changed[place] = table[place] + ItemCounts(dont_know=more, skipped=more, not_asked=more)
    for each in METHODS.values():
        before = score_items(each, table, n=50, thresholds=LIMITS)
        after = score_items(each, changed, n=50, thresholds=LIMITS)
        assert replace(after, dont_know=before.dont_know, skipped=before.skipped) == before
        if before.is_shown:
            assert (after.dont_know, after.skipped) == (before.dont_know + more, before.skipped + more)


@given(responses.flatmap(lambda answers: st.tuples(st.just(answers), st.permutations(answers))))
def test_the_order_of_responses_does_not_matter(
    pair: tuple[list[tuple[int | None, ...]], list[tuple[int | None, ...]]],
) -> None:
    answers, shuffled = pair
    assert counted(shuffled) == counted(answers)


@given(responses, st.integers(0, 60))
def test_merging_cells_equals_counting_together(answers: list[tuple[int | None, ...]], cut: int) -> None:
    one_cell, other_cell = counted(answers[:cut]), counted(answers[cut:])
    merged = [a + b for a, b in zip(one_cell, other_cell, strict=True)]
    together = counted(answers)
    assert merged == together
    for method in METHODS.values():
        assert score_items(method, merged, n=len(answers), thresholds=LIMITS) == score_items(
            method, together, n=len(answers), thresholds=LIMITS
        )


@given(levels, st.integers(2, 9))
def test_more_of_the_same_answers_narrow_the_interval_and_keep_the_value(row: Levels, times: int) -> None:
    few = score_item(SHARE, ItemCounts(row), thresholds=LIMITS)
    first, second, third, fourth, fifth = (count * times for count in row)
    many = score_item(SHARE, ItemCounts((first, second, third, fourth, fifth)), thresholds=LIMITS)
    if few.interval is not None and many.interval is not None:
        assert many.value == pytest.approx(few.value)
        assert many.interval.high - many.interval.low < few.interval.high - few.interval.low
