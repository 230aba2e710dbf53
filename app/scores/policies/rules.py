"""What an office may choose to publish by, and from which day a choice holds. Pure.

A choice is never changed and never taken back: it is followed by another. It holds from a day that is not over when it
is made, so no period that has ended can come under another method than the one that held on its last day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.core.clock import show_day
from app.core.errors import Conflict, Problem
from app.core.text import N_
from app.scores.methods import FACTORS, METHODS, VERSIONS, Method

HEAVIEST = 100
REASON_LENGTH = 300
YEARS_AHEAD = 2


class PeriodOver(Problem):
    """The choice would change what has been published."""


class NotAWeight(Problem):
    """A weight that is no whole number from 1 to 100, or of something that is not asked."""


class ReasonMissing(Problem):
    """Nobody changes how an office is measured without saying why."""


class NothingChanges(Conflict):
    """The office publishes in this way on that day already."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Whole numbers by factor code and by question; a question's own goes before its factor's. Not named: 1."""

    factors: Mapping[str, int] = field(default_factory=dict)
    items: Mapping[str, int] = field(default_factory=dict)

    def of(self, item: str, factor: str | None) -> int:
        """The weight of one scored question."""
        return self.items.get(item, self.factors.get(factor or "", 1))

    @property
    def are_equal(self) -> bool:
        """Whether nothing has a weight of its own."""
        return not self.factors and not self.items


@dataclass(frozen=True, slots=True)
class Policy:
    """The method that is published and its weights; ``since`` is None for what the program does by default."""

    method: Method
    weights: Weights = field(default_factory=Weights)
    since: date | None = None

    @property
    def methods(self) -> Mapping[str, Method]:
        """Every method that is worked out, by key: the newest version of each, and the chosen version of the chosen."""
        return {**METHODS, self.method.key: self.method}

    def measures_like(self, other: Policy) -> bool:
        """Whether numbers by both are on one ruler."""
        return (self.method.id, self.weights) == (other.method.id, other.weights)


DEFAULT = Policy(METHODS["share"])


def last_day(year: int | None, today: date) -> date:
    """The last day of what a plan's score is about: the year's end, or today while the year runs or is not known."""
    return today if year is None else min(today, date(year, 12, 31))


def weights_of(data: Mapping[str, Mapping[str, int]]) -> Weights:
    """Weights as they are stored."""
    return Weights(dict(data.get("factors", {})), dict(data.get("items", {})))


def data_of(weights: Weights) -> dict[str, dict[str, int]]:
    """Weights to be stored."""
    return {"factors": dict(weights.factors), "items": dict(weights.items)}


def read_weights(
    factors: Mapping[str, int | None], items: Mapping[str, int | None], known: Mapping[str, Collection[str]]
) -> Weights:
    """Weights as somebody chose them. Raises :class:`NotAWeight`.

    ``known`` are the questions that the office asks, each with its factors. What says the same as the default is left
    out, so that equal weights are equal however they were written.
    """
    for name in (factors.keys() - FACTORS.keys()) | (items.keys() - known.keys()):
        raise NotAWeight(
            N_("Cơ quan không có câu hỏi hay yếu tố “%(name)s”. Hãy tải lại trang rồi chọn lại."), name=name[:40]
        )
    by_factor = {code: weight for code, weight in _whole(factors) if weight != 1}
    by_item = {
        item: weight
        for item, weight in _whole(items)
        if any(weight != by_factor.get(factor, 1) for factor in known[item])
    }
    return Weights(by_factor, by_item)


def method_with(method_id: str) -> Method:
    """A version of a method. Raises :class:`NotAWeight` for one that does not exist."""
    if method_id not in VERSIONS:
        raise NotAWeight(N_("Không có cách tính “%(name)s”. Hãy chọn trong danh sách."), name=method_id[:40])
    return VERSIONS[method_id]


def refuse_choice(since: date, today: date, reason: str) -> None:
    """Raise :class:`PeriodOver` or :class:`ReasonMissing` for a choice that cannot be made."""
    if since < today:
        raise PeriodOver(
            N_(
                "Ngày %(day)s đã qua. Kết quả của những kỳ đã công bố giữ nguyên cách tính, nên cách tính mới chỉ bắt "
                "đầu từ hôm nay (%(today)s) hoặc một ngày sau đó."
            ),
            day=show_day(since),
            today=show_day(today),
        )
    if since.year > today.year + YEARS_AHEAD:
        raise PeriodOver(
            N_("Ngày %(day)s xa quá. Hãy chọn một ngày trong %(years)d năm tới."),
            day=show_day(since),
            years=YEARS_AHEAD,
        )
    if not reason.strip():
        raise ReasonMissing(N_("Hãy ghi lý do đổi cách tính, ví dụ số văn bản yêu cầu; lý do hiện cùng lịch sử."))


def _whole(weights: Mapping[str, int | None]) -> Iterable[tuple[str, int]]:
    for name, weight in sorted(weights.items()):
        if weight is None:
            continue
        if not 1 <= weight <= HEAVIEST:
            raise NotAWeight(N_("Trọng số phải là số nguyên từ 1 đến %(heaviest)d."), heaviest=HEAVIEST)
        yield name, weight
