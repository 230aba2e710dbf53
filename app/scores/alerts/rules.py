"""The rules by which somebody is told, their limits, and what an office has chosen of them. Pure.

The rules about hot spots (điểm nóng) are those of Vietnamese mass-mobilisation practice as we understand it: several
matters about the same work at the same place within two weeks, something urgent, one matter that many people raise, a
matter that comes back, or a fall of the score. Every number may be changed by the office.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from app.core.text import N_
from app.scores.periods.rules import Kind

RuleKey = Literal["below", "drop", "gather", "urgent", "group", "reopened"]


@dataclass(frozen=True, slots=True)
class Limit:
    """One number that an administrator may change; ``low`` and ``high`` are included."""

    key: str
    name: str
    default: int
    low: int
    high: int
    choices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, the sentence that says when, whether it makes a hot spot, and its limits."""

    key: RuleKey
    name: str
    when: str
    hot: bool
    limits: tuple[Limit, ...] = ()


BELOW_N = Limit("below.n", N_("Chỉ xét khi có ít nhất số phiếu này"), 30, 10, 1000)
DROP_POINTS = Limit("drop.points", N_("Giảm từ bao nhiêu điểm phần trăm"), 15, 5, 60)
DROP_N = Limit("drop.n", N_("Chỉ xét khi mỗi kỳ có ít nhất số phiếu này"), 30, 10, 1000)
DROP_MONTHS = Limit("drop.months", N_("Mỗi kỳ gồm mấy tháng: 1, 3 hoặc 6"), 3, 1, 6, choices=(1, 3, 6))
GATHER_COUNT = Limit("gather.count", N_("Từ bao nhiêu phản ánh, ý kiến"), 3, 2, 50)
GATHER_DAYS = Limit("gather.days", N_("Trong bao nhiêu ngày"), 14, 3, 90)
GROUP_PERSONS = Limit("group.persons", N_("Từ bao nhiêu người"), 5, 2, 100)
REOPENED_TIMES = Limit("reopened.times", N_("Từ lần mở lại thứ mấy"), 2, 2, 10)

RULES: Mapping[RuleKey, Rule] = {
    rule.key: rule
    for rule in (
        Rule(
            "below",
            N_("Dưới mục tiêu"),
            N_("Khi tỷ lệ hài lòng của một nhiệm vụ thấp hơn hẳn mục tiêu: cả khoảng tin cậy nằm dưới mục tiêu."),
            hot=False,
            limits=(BELOW_N,),
        ),
        Rule(
            "drop",
            N_("Giảm mạnh"),
            N_("Khi kết quả của một nhiệm vụ giảm mạnh từ kỳ trước sang kỳ vừa kết thúc, với cùng các câu hỏi."),
            hot=True,
            limits=(DROP_POINTS, DROP_N, DROP_MONTHS),
        ),
        Rule(
            "gather",
            N_("Nhiều người nói cùng một việc, một nơi"),
            N_("Khi có nhiều phản ánh, hoặc ý kiến của người không hài lòng, về một nhiệm vụ tại cùng một nơi."),
            hot=True,
            limits=(GATHER_COUNT, GATHER_DAYS),
        ),
        Rule("urgent", N_("Phản ánh khẩn"), N_("Khi có phản ánh khẩn chưa được trả lời."), hot=True),
        Rule(
            "group",
            N_("Đông người cùng gửi"),
            N_("Khi nhiều người cùng gửi về một việc, tính cả các phản ánh được ghi là trùng."),
            hot=True,
            limits=(GROUP_PERSONS,),
        ),
        Rule(
            "reopened",
            N_("Mở lại nhiều lần"),
            N_("Khi cùng một phản ánh được mở lại nhiều lần vì chưa giải quyết xong."),
            hot=True,
            limits=(REOPENED_TIMES,),
        ),
    )
}
LIMITS: Mapping[str, Limit] = {limit.key: limit for rule in RULES.values() for limit in rule.limits}
PERIOD_KINDS: Mapping[int, Kind] = {1: "month", 3: "quarter", 6: "half"}
NOTE_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Choice:
    """What an office has chosen: rules switched off, limits other than the defaults, and who is told besides.

    The head and those in charge of the task or the case are always told; ``also`` are further officials.
    """

    off: frozenset[str] = frozenset()
    limits: tuple[tuple[str, int], ...] = ()
    also: frozenset[int] = frozenset()

    def __getitem__(self, limit: Limit) -> int:
        """The number in force."""
        return dict(self.limits).get(limit.key, limit.default)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule sees now. ``subject`` names it within the rule; ``details`` are rounded numbers, never a text.

    Exact numbers stay on the page of the score: an alert keeps what was true on one day, and two exact numbers of two
    days would give away who answered in between.
    """

    rule: RuleKey
    subject: str
    task_id: int | None = None
    desk_id: int | None = None
    case_id: UUID | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Voice:
    """A case or a remark as the rule about gatherings sees it: what it is about, and where."""

    task_id: int | None
    desk_id: int | None


def choice_of(data: Mapping[str, Any] | None) -> Choice:
    """The choice as it was stored; what this version does not know is left out."""
    if not data:
        return Choice()
    limits = tuple((key, int(value)) for key, value in data.get("limits", {}).items() if key in LIMITS)
    return Choice(frozenset(data.get("off", ())) & RULES.keys(), limits, frozenset(map(int, data.get("also", ()))))


def data_of(choice: Choice) -> dict[str, Any]:
    """The choice as it is stored."""
    return {"off": sorted(choice.off), "limits": dict(choice.limits), "also": sorted(choice.also)}


def gatherings(voices: Sequence[Voice], choice: Choice) -> list[Finding]:
    """Where enough people spoke about the same work at the same place; what names neither has nothing in common."""
    counts: dict[Voice, int] = {}
    for voice in voices:
        if voice.task_id is not None or voice.desk_id is not None:
            counts[voice] = counts.get(voice, 0) + 1
    return [
        Finding(
            "gather",
            f"{voice.task_id or ''}@{voice.desk_id or ''}",
            task_id=voice.task_id,
            desk_id=voice.desk_id,
            details={"count": count, "days": choice[GATHER_DAYS]},
        )
        for voice, count in counts.items()
        if count >= choice[GATHER_COUNT]
    ]


def is_dissatisfied(points: Collection[int]) -> bool:
    """Whether somebody's scored answers are, on the whole, below the middle of the five levels."""
    return bool(points) and sum(points) < 2.5 * len(points)
