"""The examples that officials check by hand: read from the document and worked out by the program."""

from __future__ import annotations

import pytest

from app.core.settings import ROOT
from app.scores.comparison import interval_of_difference
from app.scores.evidence import RELIABILITIES, WIDEST
from app.scores.intervals import sample_needed, wilson
from app.scores.methods import METHODS
from app.scores.policies.rules import Weights
from app.scores.rollups.lines import rolled_up
from app.scores.rules import ItemCounts, Score, score_item, score_items
from tests.scores.conftest import LIMITS

DOCUMENT = (ROOT / "docs" / "cach-tinh-diem.md").read_text(encoding="utf-8")
SHARE, MEAN = METHODS["share"], METHODS["mean"]


def table(first: str) -> list[list[str]]:
    """The rows of the one table whose first header this is."""
    lines = DOCUMENT.splitlines()
    (start,) = [place for place, line in enumerate(lines) if line.startswith(f"| {first} |")]
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def number(written: str) -> float:
    """``72,6 %``, ``1.000`` or ``0,0524`` as written in Vietnam."""
    value = float(written.removesuffix(" %").replace(".", "").replace(",", "."))
    return value / 100 if written.endswith("%") else value


ITEMS = [
    (name, factor, ItemCounts((int(n[0]), int(n[1]), int(n[2]), int(n[3]), int(n[4])), int(n[5]), int(n[6])))
    for name, factor, *n in table("Câu")
]
SCORED = [(name, factor, item) for name, factor, item in ITEMS if factor != "CHUNG"]


def both(items: list[ItemCounts], weights: list[int] | None = None) -> list[Score]:
    return [score_items(each, items, n=100, thresholds=LIMITS, weights=weights) for each in (SHARE, MEAN)]


def shown(score: Score) -> float:
    assert score.value is not None
    return round(score.value, 3)


@pytest.mark.parametrize(("what", "share", "mean"), table("Kết quả"))
def test_items_factors_and_the_task(what: str, share: str, mean: str) -> None:
    items = [item for name, _factor, item in ITEMS if name == what]
    if what == "Nhiệm vụ":
        items = [item for _name, _factor, item in SCORED]
    elif what.startswith("Yếu tố "):
        items = [item for _name, factor, item in SCORED if what == f"Yếu tố {factor}"]
    assert [shown(score) for score in both(items)] == pytest.approx([number(share), number(mean)])


def weights() -> list[int]:
    chosen = Weights({name: int(weight) for name, weight in table("Yếu tố hoặc câu")})
    return [chosen.of(name, factor) for name, factor, _item in SCORED]


def test_the_task_with_weights() -> None:
    ((_task, share, mean),) = table("Kết quả có trọng số")
    found = both([item for _name, _factor, item in SCORED], weights())
    assert [shown(score) for score in found] == pytest.approx([number(share), number(mean)])


def test_the_interval_of_the_task_rests_on_people() -> None:
    items = [item for _name, _factor, item in SCORED]
    for (_how, base, low, high), chosen in zip(table("Khoảng của nhiệm vụ"), (None, weights()), strict=True):
        score = both(items, chosen)[0]
        assert score.effective_n == pytest.approx(number(base), abs=0.05)
        assert score.interval is not None
        assert (score.interval.low, score.interval.high) == pytest.approx((number(low), number(high)), abs=0.0005)


def test_the_interval_of_a_mean() -> None:
    ((levels, value, low, high),) = table("Điểm quy đổi, mức 1 đến 5")
    first, second, third, fourth, fifth = (int(count) for count in levels.split(", "))
    score = score_item(MEAN, ItemCounts((first, second, third, fourth, fifth)), thresholds=LIMITS)
    assert shown(score) == pytest.approx(number(value))
    assert score.interval is not None
    assert (score.interval.low, score.interval.high) == pytest.approx((number(low), number(high)), abs=0.0005)


@pytest.mark.parametrize(("successes", "n", "low", "high"), table("Hài lòng"))
def test_wilson_as_newcombe_published_it(successes: str, n: str, low: str, high: str) -> None:
    found = wilson(int(successes), int(n))
    assert (found.low, found.high) == pytest.approx((number(low), number(high)), abs=0.00005)


def test_the_difference_as_newcombe_published_it() -> None:
    ((now, before, low, high),) = table("Kỳ này")
    sides = [(int(a) / int(b), wilson(int(a), int(b))) for a, b in (each.split("/") for each in (now, before))]
    found = interval_of_difference(sides[0], sides[1])
    assert (found.low, found.high) == pytest.approx((number(low), number(high)), abs=0.00005)


def part(n: str, value: str) -> Score:
    """A score of ``n`` people, of whom a share is satisfied."""
    if "%" not in value:
        return score_item(SHARE, ItemCounts((0, 0, 0, int(n), 0)), thresholds=LIMITS)
    return Score(SHARE, number(value), int(n), wilson(number(value) * int(n), int(n)), effective_n=float(n), error=0.01)


@pytest.mark.parametrize(("level", "weighted", "evenly"), table("Kết quả gộp"))
def test_roll_ups(level: str, weighted: str, evenly: str) -> None:
    parts = [part(n, value) for into, _name, n, value in table("Gộp thành") if into == level]
    found = rolled_up(({"share": each, "mean": each} for each in parts), LIMITS)["share"]
    assert (shown(found.weighted), shown(found.unweighted)) == pytest.approx((number(weighted), number(evenly)))
    assert found.total == len(parts)
    assert found.included == sum(each.is_shown for each in parts)


@pytest.mark.parametrize(("visits", "needed"), table("Số lượt"))
def test_the_sample_needed(visits: str, needed: str) -> None:
    assert sample_needed(int(number(visits)), 0.05) == int(needed)


def test_the_rule_of_the_verdict() -> None:
    rule = {name: when for name, when in table("Kết luận")}
    assert set(rule) == set(RELIABILITIES.values())
    assert f"dưới {LIMITS.minimum_n} phiếu" in rule["chưa đủ phiếu"]
    assert f"từ {LIMITS.publish_n} phiếu" in rule["đủ tin cậy"]
    assert f"không quá {WIDEST * 100:.0f} điểm" in rule["đủ tin cậy"]
