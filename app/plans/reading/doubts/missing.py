"""What a plan ought to have and this one has not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.text import N_
from app.plans.reading.doubts.evidence import Doubt, Evidence
from app.plans.reading.findings import Sureness, message

WHERE_TO_LOOK = {
    "issuer": N_("Không thấy tên cơ quan ban hành. Hãy xem góc trên bên trái của văn bản."),
    "parent_authority": N_("Văn bản không ghi cơ quan cấp trên. Hãy điền nếu đơn vị phải báo cáo lên cấp trên."),
    "number": N_("Không thấy số, ký hiệu của kế hoạch. Hãy xem góc trên bên trái; nếu chưa được cấp số thì để trống."),
    "place": N_("Không thấy địa danh trước ngày ban hành. Hãy xem góc trên bên phải của văn bản."),
    "date": N_("Không thấy ngày ban hành. Hãy xem dòng địa danh, ngày tháng ở đầu văn bản."),
    "title": N_("Không thấy tên kế hoạch. Hãy xem dòng dưới chữ “KẾ HOẠCH” rồi ghi tên vào đây."),
    "year": N_("Không rõ kế hoạch thực hiện trong năm nào. Hãy ghi năm."),
    "province": N_("Văn bản không nêu tên tỉnh, thành phố. Hãy điền nếu cần."),
    "legal_bases": N_("Không thấy căn cứ nào. Hãy xem các đoạn “Căn cứ…” ở phần mở đầu của kế hoạch."),
    "purposes": N_("Không thấy mục đích, yêu cầu. Hãy xem phần đầu của kế hoạch có nội dung này không."),
    "items": N_("Nhiệm vụ này không có nội dung bên dưới. Hãy xem nội dung có bị xếp sang nhiệm vụ khác không."),
    "assignments": N_("Không thấy phân công cho đơn vị nào. Hãy xem phần “Tổ chức thực hiện”."),
    "unit": N_("Không rõ phần việc này giao cho đơn vị nào. Hãy ghi tên đơn vị."),
    "duties": N_("Không thấy phần việc của đơn vị này. Hãy xem các dòng dưới tên đơn vị."),
    "deadlines": N_("Không thấy thời hạn nào. Hãy xem phần “Tổ chức thực hiện” có hạn báo cáo không."),
    "from_unit": N_("Không rõ đơn vị nào phải thực hiện thời hạn này. Hãy chọn đơn vị."),
    "to_unit": N_("Không rõ báo cáo này gửi cho cơ quan nào. Hãy ghi nơi nhận báo cáo."),
    "task": N_("Không rõ dòng này của phụ lục thuộc nhiệm vụ nào. Hãy chọn nhiệm vụ, hoặc để trống."),
    "recipients": N_("Không thấy nơi nhận. Hãy xem góc dưới bên trái của trang cuối."),
    "signer": N_("Không thấy người ký. Hãy xem góc dưới bên phải của trang cuối."),
}
UNFILLED_NUMBER = N_("Phần số còn để trống (“%(written)s”). Hãy điền khi văn bản được cấp số.")
UNFILLED_DATE = N_("Ngày ban hành chưa ghi đủ (“%(written)s”). Hãy điền đủ khi văn bản được ký.")
LAST_PART = re.compile(r"(\w+)(?:\[\d+\])?$")


def nothing_found(evidence: Evidence) -> Iterator[Doubt]:
    """Every field without a value says where an official would look for it."""
    for field in evidence.fields:
        last = LAST_PART.search(field.path)
        if field.value is None and last:
            yield Doubt(field.path, "missing", message(WHERE_TO_LOOK[last[1]]))


def left_blank(evidence: Evidence) -> Iterator[Doubt]:
    """A number or day that the writer left to be filled in by hand; said before the plain absence."""
    head = evidence.plan.header
    if head.number is None and head.number_as_written:
        yield Doubt("number", "missing", message(UNFILLED_NUMBER, written=head.number_as_written))
    if head.date_as_written and (head.date is None or len(head.date) < len("2026-02-09")):
        sureness: Sureness = "doubtful" if head.date else "missing"
        yield Doubt("date", sureness, message(UNFILLED_DATE, written=head.date_as_written))


RULES = (left_blank, nothing_found)
