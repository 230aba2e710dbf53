"""What stands beside a number, statement by statement, and how far it can be relied upon. Pure.

The verdict follows one rule, written for officials in ``docs/cach-tinh-diem.md``: "chưa đủ phiếu" where the number is
hidden; "đủ tin cậy" where there are enough responses to publish it and its 95 % interval is at most 20 percentage
points wide; "tham khảo" otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from app.core.text import N_
from app.scores.rules import Score, Standing, Thresholds

Reliability = Literal["too_few", "reference", "reliable"]

NOTED_BASE = 0.9
"""Where the base of an interval is at most this share of the responses, the evidence says so."""
WIDEST = 0.20
"""The widest interval of a number that can be relied upon."""
RELIABILITIES: Mapping[Reliability, str] = {
    "too_few": N_("chưa đủ phiếu"),
    "reference": N_("tham khảo"),
    "reliable": N_("đủ tin cậy"),
}


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement of the evidence: a marked text and its values; the edge translates it."""

    text: str
    values: Mapping[str, object]


def reliability(score: Score) -> Reliability:
    """How far a number can be relied upon."""
    return reliability_of(score.standing, (score.interval.low, score.interval.high) if score.interval else None)


def reliability_of(standing: Standing, interval: tuple[float, float] | None) -> Reliability:
    """The same of a number that was published and is read again."""
    if interval is None:
        return "too_few"
    low, high = interval
    return "reliable" if standing == "published" and high - low <= WIDEST else "reference"


def evidence(score: Score, thresholds: Thresholds) -> list[Clause]:
    """What stands beside a number, statement by statement."""
    clauses = []
    if score.n is None:
        clauses.append(
            Clause(
                N_("chưa đủ phiếu: cần ít nhất %(minimum)s phiếu mới hiện kết quả"), {"minimum": thresholds.minimum_n}
            )
        )
    else:
        clauses.append(Clause(N_("%(n)s phiếu"), {"n": score.n}))
    if score.interval is not None:
        clauses.append(
            Clause(
                N_("khoảng tin cậy 95 %%: %(low)s–%(high)s %%"),
                {"low": score.interval.low, "high": score.interval.high},
            )
        )
    if score.n and score.effective_n is not None and round(score.effective_n) <= NOTED_BASE * score.n:
        clauses.append(
            Clause(N_("tính trên %(base)s phiếu, vì có câu ít người chấm"), {"base": round(score.effective_n)})
        )
    if score.dont_know or score.skipped:
        clauses.append(
            Clause(
                N_("%(dont_know)s lượt “không biết” và %(skipped)s lượt bỏ trống không có trong mẫu số"),
                {"dont_know": score.dont_know, "skipped": score.skipped},
            )
        )
    if score.excluded:
        clauses.append(Clause(N_("%(count)s phiếu trả lời quá ít câu nên không tính"), {"count": score.excluded}))
    if score.quarantined:
        clauses.append(Clause(N_("%(count)s phiếu đang tạm loại để xem xét"), {"count": score.quarantined}))
    clauses.extend(_verdict(score, thresholds))
    return clauses


def _verdict(score: Score, thresholds: Thresholds) -> Iterator[Clause]:
    """The verdict in words, and what is missing where it is not the best."""
    if score.standing == "reference":
        yield Clause(N_("tham khảo, chưa đủ để xếp hạng (cần %(publish)s phiếu)"), {"publish": thresholds.publish_n})
    elif reliability(score) == "reference" and score.interval is not None:
        width = score.interval.high - score.interval.low
        yield Clause(
            N_("tham khảo, vì khoảng tin cậy rộng %(width)s điểm phần trăm (đủ tin cậy khi không quá %(widest)s)"),
            {"width": width, "widest": round(WIDEST * 100)},
        )
