"""Methods of scoring as data with a version, and the factors that items belong to.

The decree behind the national index runs out with 2026: another method will come, and what was published under an
older one must stay as it was. A method is therefore five points, a divisor and the kind of its interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.text import N_

Levels = tuple[int, int, int, int, int]
"""How often, or with how many points, each level from "rất không hài lòng" to "rất hài lòng"."""

FACTORS: Mapping[str, str] = {
    "TC": N_("Tiếp cận dịch vụ"),
    "TT": N_("Thủ tục hành chính"),
    "CC": N_("Sự phục vụ của công chức"),
    "KQ": N_("Kết quả giải quyết"),
    "PA": N_("Tiếp nhận, xử lý phản ánh, kiến nghị"),
    "GT": N_("Giải trình, thông tin"),
    "TG": N_("Sự tham gia của người dân"),
    "CL": N_("Chất lượng chính sách"),
    "TD": N_("Tác động"),
}


@dataclass(frozen=True, slots=True)
class Method:
    """One way of turning levels into a number; a change of points is a new version, never an edit of an old one.

    ``points`` are what the five levels are worth, ``divisor`` what the best possible answer is worth. ``interval`` is
    ``wilson`` for a share of people and ``t`` for a mean of points.
    """

    key: str
    version: int
    name: str
    explanation: str
    points: Levels
    divisor: int
    interval: Literal["wilson", "t"]

    @property
    def id(self) -> str:
        """Key and version, as files and interfaces name the method: ``share-1``."""
        return f"{self.key}-{self.version}"

    @property
    def lowest(self) -> float:
        """The smallest value that is possible."""
        return min(self.points) / self.divisor

    def value(self, levels: Sequence[int]) -> float | None:
        """The value of one item; nothing where nobody chose a level."""
        n = sum(levels)
        if not n:
            return None
        return sum(point * count for point, count in zip(self.points, levels, strict=True)) / (self.divisor * n)


METHODS: Mapping[str, Method] = {
    "share": Method(
        key="share",
        version=1,
        name=N_("Tỷ lệ hài lòng"),
        explanation=N_(
            "Số người chọn “Hài lòng” hoặc “Rất hài lòng” chia cho số người chấm điểm, tính trung bình các câu."
        ),
        points=(0, 0, 0, 1, 1),
        divisor=1,
        interval="wilson",
    ),
    "mean": Method(
        key="mean",
        version=1,
        name=N_("Điểm hài lòng quy đổi"),
        explanation=N_(
            "Điểm trung bình từ 1 đến 5 chia cho 5 (thấp nhất 20, cao nhất 100 phần trăm), tính trung bình các câu."
        ),
        points=(1, 2, 3, 4, 5),
        divisor=5,
        interval="t",
    ),
}
VERSIONS: Mapping[str, Method] = {method.id: method for method in METHODS.values()}
"""Every version that an office may have published by, by its id; what leaves :data:`METHODS` stays here."""
