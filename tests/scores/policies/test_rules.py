"""What an office may choose, and what a choice does to a score; no database."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scores.evidence import evidence, reliability
from app.scores.intervals import effective_n, sample_needed
from app.scores.methods import METHODS, VERSIONS
from app.scores.policies.rules import (
    DEFAULT,
    HEAVIEST,
    NotAWeight,
    PeriodOver,
    Policy,
    ReasonMissing,
    Weights,
    data_of,
    last_day,
    method_with,
    read_weights,
    refuse_choice,
    weights_of,
)
from app.scores.policies.wording import weights_said
from app.scores.rules import ItemCounts, Thresholds, level_shares, score_item, score_items

LIMITS = Thresholds(5, 30)
TODAY = date(2026, 11, 21)
KNOWN = {"de_tim": ("TC",), "dung_hen": ("KQ",), "khong_sai_sot": ("KQ",)}
items = st.builds(ItemCounts, st.tuples(*[st.integers(0, 40)] * 5))


def test_it_works() -> None:
    weights = read_weights({"KQ": 3, "TC": None}, {"dung_hen": 5, "de_tim": 1, "khong_sai_sot": None}, KNOWN)
    assert [weights.of(item, factor) for item, (factor,) in KNOWN.items()] == [1, 5, 3]
    assert weights_of(data_of(weights)) == weights
    assert weights_said(weights, str, {"dung_hen": "Đúng hẹn."}) == (
        "Trọng số: Kết quả giải quyết × 3; “Đúng hẹn.” × 5; các câu khác × 1."
    )


def test_what_says_the_same_as_the_default_is_no_weight() -> None:
    assert read_weights({"KQ": 1}, {"de_tim": 1}, KNOWN).are_equal
    assert read_weights({"KQ": 4}, {"dung_hen": 4}, KNOWN) == Weights({"KQ": 4}, {})
    assert read_weights({"KQ": 4}, {"dung_hen": 1}, KNOWN).of("dung_hen", "KQ") == 1
    assert read_weights({"KQ": 4}, {"x": 4}, {"x": ("KQ", "TC")}).of("x", "TC") == 4
    assert weights_said(Weights(), str, {}) == "Các câu tính điểm ngang nhau."


@pytest.mark.parametrize("weight", [0, -1, HEAVIEST + 1])
def test_it_refuses_a_weight_out_of_bounds(weight: int) -> None:
    with pytest.raises(NotAWeight, match="từ 1 đến 100"):
        read_weights({"KQ": weight}, {}, KNOWN)


def test_it_refuses_the_weight_of_what_is_not_asked() -> None:
    with pytest.raises(NotAWeight, match="“XX”"):
        read_weights({"XX": 2}, {}, KNOWN)
    with pytest.raises(NotAWeight, match="“nhin_chung”"):
        read_weights({}, {"nhin_chung": 2}, KNOWN)


def test_it_refuses_a_method_that_does_not_exist() -> None:
    assert method_with("mean-1") is METHODS["mean"]
    with pytest.raises(NotAWeight, match="share-9"):
        method_with("share-9")


def test_a_choice_never_reaches_back() -> None:
    refuse_choice(TODAY, TODAY, "Văn bản 12")
    with pytest.raises(PeriodOver, match="giữ nguyên cách tính"):
        refuse_choice(date(2026, 11, 20), TODAY, "Văn bản 12")
    with pytest.raises(PeriodOver, match="xa quá"):
        refuse_choice(date(2062, 1, 1), TODAY, "Văn bản 12")
    with pytest.raises(ReasonMissing):
        refuse_choice(TODAY, TODAY, " ")


def test_the_last_day_of_a_year_decides_and_today_while_it_runs() -> None:
    assert last_day(2025, TODAY) == date(2025, 12, 31)
    assert last_day(2026, TODAY) == TODAY
    assert last_day(2027, TODAY) == TODAY
    assert last_day(None, TODAY) == TODAY


def test_numbers_are_on_one_ruler_only_with_the_same_method_and_weights() -> None:
    assert DEFAULT.measures_like(Policy(VERSIONS["share-1"], since=TODAY))
    assert not DEFAULT.measures_like(Policy(VERSIONS["mean-1"]))
    assert not DEFAULT.measures_like(Policy(VERSIONS["share-1"], Weights({"KQ": 2})))


@given(st.lists(items, min_size=1, max_size=6), st.integers(1, HEAVIEST))
def test_equal_weights_are_no_weights(table: list[ItemCounts], weight: int) -> None:
    for method in METHODS.values():
        plain = score_items(method, table, n=50, thresholds=LIMITS)
        weighed = score_items(method, table, n=50, thresholds=LIMITS, weights=[weight] * len(table))
        assert weighed.value == pytest.approx(plain.value)
        assert weighed.effective_n == pytest.approx(plain.effective_n)
        assert weighed.error == pytest.approx(plain.error)


@given(st.lists(items, min_size=2, max_size=5), st.data())
def test_a_weight_is_so_many_copies_of_the_question(table: list[ItemCounts], data: st.DataObject) -> None:
    weights = [data.draw(st.integers(1, 4)) for _ in table]
    copies = [item for item, weight in zip(table, weights, strict=True) for _ in range(weight)]
    for method in METHODS.values():
        weighed = score_items(method, table, n=50, thresholds=LIMITS, weights=weights)
        copied = score_items(method, copies, n=50, thresholds=LIMITS)
        assert weighed.value == pytest.approx(copied.value)
        assert weighed.effective_n == pytest.approx(copied.effective_n)
    assert level_shares(table, LIMITS, weights) == pytest.approx(level_shares(copies, LIMITS))


def test_a_seldom_answered_question_of_great_weight_widens_the_interval() -> None:
    assert effective_n([100, 25]) == pytest.approx((2 / (1 / 10 + 1 / 5)) ** 2)
    assert effective_n([100, 25], [1, 3]) == pytest.approx((4 / (1 / 10 + 3 / 5)) ** 2)


@pytest.mark.parametrize(
    ("visits", "needed"), [(0, 0), (200, 133), (500, 222), (1000, 286), (2782, 350), (11376, 386), (50000, 397)]
)
def test_the_sample_of_the_ministrys_course(visits: int, needed: int) -> None:
    assert sample_needed(visits, 0.05) == needed


@pytest.mark.parametrize(
    ("levels", "verdict"),
    [((0, 0, 0, 4, 0), "too_few"), ((0, 0, 5, 20, 4), "reference"), ((15, 0, 0, 0, 15), "reference"),
     ((0, 0, 20, 80, 0), "reliable"), ((0, 0, 0, 30, 0), "reliable")],
)  # fmt: skip
def test_one_rule_decides_the_verdict(levels: tuple[int, int, int, int, int], verdict: str) -> None:
    """Too few below 5; reliable from 30 on where the interval is at most 20 points wide; else for reference."""
    score = score_item(METHODS["share"], ItemCounts(levels), thresholds=LIMITS)
    assert reliability(score) == verdict
    told = evidence(score, LIMITS)[-1].text
    assert {"too_few": "chưa đủ phiếu", "reference": "tham khảo", "reliable": "khoảng tin cậy 95"}[verdict] in told
