"""How an entry of the record reads: what kind of thing was changed, where it is found, what was noted besides. Pure.

Entries keep the words of the day on which they were written, and some of them numbers of rows. What has no name here is
for machines and is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from app.core.text import N_

How = Literal["text", "yes_no", "share", "role", "theme", "shape"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that is changed: its name, and the page about one of them, if there is one."""

    name: str
    endpoint: str | None = None
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One detail as a person reads it; ``how`` says what kind of value it is."""

    label: str
    value: Any
    how: How


KINDS: Mapping[str, Kind] = {
    "plan": Kind(N_("Kế hoạch"), "plans.plan", "plan_id"),
    "task": Kind(N_("Nhiệm vụ"), "plans.task", "task_id"),
    "form": Kind(N_("Mẫu phiếu"), "forms.form", "form_id"),
    "desk": Kind(N_("Điểm tiếp nhận"), "desks.desk", "desk_id"),
    "placement": Kind(N_("Lượt đặt phiếu")),
    "official": Kind(N_("Người dùng")),
    "office": Kind(N_("Cơ quan")),
    "response": Kind(N_("Phiếu trả lời")),
    "remark": Kind(N_("Ý kiến của người dân"), "feedback.remark", "remark_id"),
    "case": Kind(N_("Phản ánh, kiến nghị"), "cases.case", "case_id"),
    "sheet": Kind(N_("Phiếu giám sát"), "supervision.sheet", "sheet_id"),
    "recommendation": Kind(N_("Kiến nghị giám sát"), "supervision.recommendation", "recommendation_id"),
    "due": Kind(N_("Thời hạn"), "calendar.entry", "entry_key"),
    "request": Kind(N_("Yêu cầu báo cáo đột xuất")),
}
WITHHELD = frozenset({"restricted"})
"""Kinds of things whose entries only those concerned read, on a page of their own."""
OLD_VERBS = {"remarks.note": N_("Ghi chú ý kiến")}
"""Entries cannot be changed: what an earlier version called by a key is put into words here."""
GONE = frozenset({"Gỡ kế hoạch"})
"""After these there is no page any more."""

DETAILS: Mapping[str, tuple[str, How]] = {
    "desk": (N_("Điểm tiếp nhận"), "text"),
    "moved_to": (N_("Chuyển sang"), "text"),
    "role": (N_("Vai trò"), "role"),
    "before": (N_("Trước"), "role"),
    "after": (N_("Sau"), "role"),
    "theme": (N_("Chủ đề"), "theme"),
    "surveyed": (N_("Khảo sát người dân"), "yes_no"),
    "reason": (N_("Lý do"), "text"),
    "target_share": (N_("Mục tiêu"), "share"),
    "holders": (N_("Người phụ trách"), "text"),
    "last_day": (N_("Hạn cuối"), "text"),
    "last_day_before": (N_("Hạn cuối trước đó"), "text"),
    "day": (N_("Ngày trong tháng"), "text"),
    "done_day": (N_("Ngày làm xong"), "text"),
    "evidence": (N_("Minh chứng"), "text"),
    "asked": (N_("Nơi được yêu cầu"), "text"),
    "from_day": (N_("Từ ngày"), "text"),
    "to_day": (N_("Đến hết ngày"), "text"),
    "remind_days": (N_("Nhắc trước hạn bao nhiêu ngày"), "text"),
    "lead_days": (N_("Hạn nội bộ trước hạn gửi cấp trên (ngày làm việc)"), "text"),
    "corrections": (N_("Số chỗ sửa"), "text"),
    "corrected": (N_("Đã sửa"), "text"),
    "questions": (N_("Số câu hỏi"), "text"),
    "number": (N_("Bản phát hành số"), "text"),
    "digest": (N_("Mã kiểm tra"), "text"),
    "shape": (N_("Loại tệp"), "shape"),
    "rows": (N_("Số dòng"), "text"),
    "texts": (N_("Kèm ý kiến viết"), "yes_no"),
    "days": (N_("Số ngày"), "text"),
    "file": (N_("Tệp"), "text"),
    "cases_moved": (N_("Số phản ánh dời hạn"), "text"),
    "cases_taken": (N_("Số phản ánh đã nhận"), "text"),
    "languages": (N_("Ngôn ngữ cho người dân"), "text"),
}
_NUMBERS_OF_ROWS = frozenset({"moved_to", "holders"})
_SHORT_DIGEST = 12


def address(target: str, verb: str) -> tuple[str, dict[str, str]] | None:
    """Endpoint and values of the page about ``target`` (``plan:3``); nothing where there is none any more."""
    kind, _colon, number = target.partition(":")
    known = KINDS.get(kind)
    if known is None or known.endpoint is None or verb in GONE or not number:
        return None
    return known.endpoint, {known.argument: number}


def told(details: Mapping[str, Any]) -> Iterator[Told]:
    """What was noted besides the name, in a fixed order; empty values and numbers of rows are left out."""
    for key, (label, how) in DETAILS.items():
        value = details.get(key)
        if value in (None, "", [], 0) and value is not False:
            continue
        if key in _NUMBERS_OF_ROWS and _is_number(value):
            continue
        if isinstance(value, list):
            value = ", ".join(str(part) for part in value)
        yield Told(label, value[:_SHORT_DIGEST] if key == "digest" else value, how)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) or (isinstance(value, list) and any(isinstance(part, int) for part in value))
