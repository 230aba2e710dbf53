"""What a snapshot says: made from scores once, written as plain data, and read back from there by every page and file.

A number that may not be shown has nothing in it, whether nobody answered or too few did. Shares are between 0 and 1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.text import N_
from app.scores.policies.rules import Policy, data_of
from app.scores.rules import RollUp, Score, Standing, Thresholds

FORMAT = "thuoc-do/snapshot/1"
LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"

COLUMNS: Mapping[str, str] = {
    "office": N_("Tên cơ quan khi công bố."),
    "office_code": N_("Mã cơ quan, như trong địa chỉ của trang công khai."),
    "period": N_("Kỳ: 2026-07 là tháng, 2026-Q3 là quý, 2026-H1 là 6 tháng, 2026 là năm."),
    "first_day": N_("Ngày đầu của kỳ; chỉ tính câu trả lời từ ngày này."),
    "last_day": N_("Ngày cuối của kỳ, tính cả ngày này."),
    "version": N_("Bản công bố thứ mấy của kỳ; từ 2 trở lên là bản đính chính."),
    "scope": N_("task là một nhiệm vụ; all là mọi nhiệm vụ có số, gộp theo số phiếu."),
    "plan": N_("Kế hoạch có nhiệm vụ này."),
    "label": N_("Số thứ tự của nhiệm vụ trong kế hoạch."),
    "title": N_("Tên nhiệm vụ như trong kế hoạch."),
    "theme": N_("Mã nhóm việc của nhiệm vụ."),
    "method": N_("Cách tính và phiên bản của cách tính."),
    "standing": N_("published: đủ phiếu; reference: chỉ để tham khảo, không xếp hạng; hidden: chưa đủ phiếu."),
    "value": N_("Điểm, từ 0 đến 1; để trống khi chưa đủ phiếu."),
    "low": N_("Đầu dưới của khoảng tin cậy 95 %."),
    "high": N_("Đầu trên của khoảng tin cậy 95 %."),
    "n": N_("Số phiếu được tính."),
    "excluded": N_("Số phiếu trả lời quá ít câu nên không tính."),
    "set_aside": N_("Số phiếu đang tạm loại để xem xét khi lập bản này, không tính."),
    "level_1": N_("Tỷ lệ trả lời “Rất không hài lòng”, trung bình các câu."),
    "level_2": N_("Tỷ lệ “Không hài lòng”."),
    "level_3": N_("Tỷ lệ “Bình thường”."),
    "level_4": N_("Tỷ lệ “Hài lòng”."),
    "level_5": N_("Tỷ lệ “Rất hài lòng”."),
    "overall_value": N_("Riêng câu “Nhìn chung”; không nằm trong điểm."),
    "overall_low": N_("Đầu dưới của khoảng tin cậy 95 % của câu “Nhìn chung”."),
    "overall_high": N_("Đầu trên của khoảng tin cậy 95 % của câu “Nhìn chung”."),
    "overall_n": N_("Số người trả lời câu “Nhìn chung”."),
    "licence": N_("Giấy phép sử dụng lại."),
}
"""The columns of the open data, in their order, each with what it means."""


@dataclass(frozen=True, slots=True)
class Number:
    """A score as it is published. ``base``: the number of responses that the interval stands on."""

    standing: Standing = "hidden"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    excluded: int | None = None
    set_aside: int | None = None
    base: int | None = None

    @property
    def is_shown(self) -> bool:
        """Whether there is anything in it."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class TaskNumbers:
    """One task; ``overall`` is the question "Nhìn chung", ``levels`` are five shares from the worst to the best."""

    plan: str
    label: str
    title: str
    theme: str
    score: Number
    overall: Number
    levels: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class MethodWords:
    """The method as it was called when the snapshot was made; ``weights`` of factors and questions that are not 1."""

    id: str
    name: str
    explanation: str
    interval: str
    weights: Mapping[str, Mapping[str, int]]

    @property
    def is_weighted(self) -> bool:
        """Whether some questions count more than others."""
        return any(self.weights.values())


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one snapshot says. ``made_by`` is ``schedule`` or ``office``: officials' names are nobody's business.

    ``included`` tasks of those listed are in ``together``; ``evenly`` counts every task the same.
    """

    office: str
    office_code: str
    period: str
    first_day: str
    last_day: str
    version: int
    replaces: str | None
    reason: str
    made_at: str
    made_by: str
    method: MethodWords
    minimum_n: int
    publish_n: int
    together: Number
    evenly: Number
    included: int
    tasks: tuple[TaskNumbers, ...]


def number_of(score: Score) -> Number:
    """A score with what has to stand beside it; nothing at all where it is hidden."""
    if score.value is None or score.interval is None:
        return Number()
    return Number(
        score.standing,
        _short(score.value),
        _short(score.interval.low),
        _short(score.interval.high),
        score.n,
        score.excluded,
        score.quarantined,
        round(score.effective_n) if score.effective_n is not None else None,
    )


def together_of(found: RollUp, thresholds: Thresholds) -> tuple[Number, Number]:
    """All tasks as one, weighted by responses and evenly. Sums of what is shown, so nothing new is given away."""
    weighted, evenly = number_of(found.weighted), number_of(found.unweighted)
    return weighted, evenly if found.weighted.n and found.weighted.n >= thresholds.minimum_n else Number()


def levels_of(shares: Sequence[float] | None) -> tuple[float, ...] | None:
    """The five levels, cut to what is written."""
    return tuple(map(_short, shares)) if shares is not None else None


def method_words(policy: Policy) -> MethodWords:
    """What is kept of a policy."""
    method = policy.method
    return MethodWords(method.id, method.name, method.explanation, method.interval, data_of(policy.weights))


def written(facts: Facts) -> dict[str, Any]:
    """The facts as plain data, with the licence and the meaning of every column."""
    return {
        "format": FORMAT,
        "licence": {"id": LICENCE, "url": LICENCE_URL},
        "columns": dict(COLUMNS),
        "office": {"code": facts.office_code, "name": facts.office},
        "period": {"key": facts.period, "first_day": facts.first_day, "last_day": facts.last_day},
        "version": {"number": facts.version, "replaces": facts.replaces, "reason": facts.reason},
        "made": {"at": facts.made_at, "by": facts.made_by},
        "method": {name: getattr(facts.method, name) for name in MethodWords.__slots__},
        "thresholds": {"minimum_n": facts.minimum_n, "publish_n": facts.publish_n},
        "together": {
            "by_responses": _number_written(facts.together),
            "evenly": _number_written(facts.evenly),
            "included": facts.included,
        },
        "tasks": [
            {
                "plan": task.plan,
                "label": task.label,
                "title": task.title,
                "theme": task.theme,
                "score": _number_written(task.score),
                "overall": _number_written(task.overall),
                "levels": list(task.levels) if task.levels is not None else None,
            }
            for task in facts.tasks
        ],
    }


def read(text: str) -> Facts:
    """The facts of a stored snapshot."""
    data = json.loads(text)
    return Facts(
        office=data["office"]["name"],
        office_code=data["office"]["code"],
        period=data["period"]["key"],
        first_day=data["period"]["first_day"],
        last_day=data["period"]["last_day"],
        version=data["version"]["number"],
        replaces=data["version"]["replaces"],
        reason=data["version"]["reason"],
        made_at=data["made"]["at"],
        made_by=data["made"]["by"],
        method=MethodWords(**data["method"]),
        minimum_n=data["thresholds"]["minimum_n"],
        publish_n=data["thresholds"]["publish_n"],
        together=Number(**data["together"]["by_responses"]),
        evenly=Number(**data["together"]["evenly"]),
        included=data["together"]["included"],
        tasks=tuple(
            TaskNumbers(
                task["plan"],
                task["label"],
                task["title"],
                task["theme"],
                Number(**task["score"]),
                Number(**task["overall"]),
                tuple(task["levels"]) if task["levels"] is not None else None,
            )
            for task in data["tasks"]
        ),
    )


def _number_written(number: Number) -> dict[str, Any]:
    return {name: getattr(number, name) for name in Number.__slots__}


def _short(share: float) -> float:
    return round(share, 4)
