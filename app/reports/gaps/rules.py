"""Why a task has no number, and the step that leads to one. Pure.

Nothing here looks at responses: that nobody answered must look the same as that a few did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.core.text import N_

Gap = Literal["unsurveyed", "missing", "draft", "unplaced", "few"]

REASONS: Mapping[Gap, str] = {
    "unsurveyed": N_("Nhiệm vụ này không khảo sát người dân, nên không có kết quả."),
    "missing": N_("Chưa có mẫu phiếu, nên chưa ai được hỏi."),
    "draft": N_("Mẫu phiếu chưa phát hành, nên chưa ai được hỏi."),
    "unplaced": N_("Phiếu chưa được đặt ở điểm tiếp nhận nào, nên chưa ai trả lời được."),
    "few": N_("Chưa đủ phiếu: cần ít nhất %(minimum)s phiếu mới hiện kết quả."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: its words, the page on which it is done, and who may do it there."""

    words: str
    endpoint: str
    permission: str


STEPS: Mapping[Gap, Step] = {
    "unsurveyed": Step(N_("Bật khảo sát cho nhiệm vụ"), "forms.forms_of_plan", "forms.change"),
    "missing": Step(N_("Soạn mẫu phiếu"), "forms.forms_of_plan", "forms.change"),
    "draft": Step(N_("Xem lại và phát hành phiếu"), "forms.forms_of_plan", "forms.change"),
    "unplaced": Step(N_("Đặt phiếu tại điểm tiếp nhận"), "desks.placements_of_plan", "desks.change"),
    "few": Step(N_("In tờ mã QR để mời thêm người trả lời"), "desks.placements_of_plan", "desks.read"),
}


def gap_of(*, surveyed: bool, forms: int, editions: int, placements: int) -> Gap:
    """Why a task has no number; ``placements`` are those that citizens can answer now."""
    if not surveyed:
        return "unsurveyed"
    if not forms:
        return "missing"
    if not editions:
        return "draft"
    return "few" if placements else "unplaced"
