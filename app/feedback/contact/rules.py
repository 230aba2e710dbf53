"""What a sender may leave to be reached by, what he agrees to, and how long it is kept. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from app.core.errors import Problem
from app.core.text import N_, one_line

PARTS: Mapping[str, str] = {
    "name": N_("Tên gọi"),
    "phone": N_("Số điện thoại"),
    "email": N_("Thư điện tử"),
    "address": N_("Địa chỉ"),
}
PART_LENGTH = 200
CONSENT = N_(
    "Tôi đồng ý để cơ quan này lưu thông tin liên hệ trên đây, chỉ để trả lời và xác minh phản ánh này. Thông tin được "
    "mã hóa, chỉ người xử lý mở được và mỗi lần mở đều bị ghi lại; tự xóa 30 ngày sau khi phản ánh đóng, chậm nhất sau "
    "12 tháng. Tôi có thể xem, xóa bất cứ lúc nào bằng mã tra cứu."
)
"""What is agreed to; stored word for word with the consent."""
KEPT_AFTER_CLOSING = timedelta(days=30)
_KEPT_AT_MOST = timedelta(days=365)


class ConsentMissing(Problem):
    """Contact details without the tick that allows keeping them, or the tick without details."""


def contact_in(typed: Mapping[str, str], *, agreed: bool) -> dict[str, str]:
    """What was left of the parts, blank ones left out. Raises :class:`ConsentMissing`."""
    found = {part: one_line(typed.get(part, ""))[:PART_LENGTH] for part in PARTS}
    found = {part: text for part, text in found.items() if text}
    if found and not agreed:
        raise ConsentMissing(
            N_("Ông/Bà đã ghi thông tin liên hệ nhưng chưa đánh dấu đồng ý. Xin đánh dấu, hoặc xóa thông tin liên hệ.")
        )
    if agreed and not found:
        raise ConsentMissing(
            N_("Ông/Bà đánh dấu đồng ý nhưng chưa ghi cách liên hệ. Xin ghi ít nhất một cách, hoặc bỏ dấu.")
        )
    return found


def last_day(consented_on: date) -> date:
    """The day on which the details are deleted at the latest."""
    return consented_on + _KEPT_AT_MOST
