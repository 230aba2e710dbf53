"""What an official calls the field that a path names: ``tasks[3].title`` is "tên nhiệm vụ thứ 4"."""

from __future__ import annotations

import re

from app.core.text import N_
from app.plans.reading.findings import Message, message

NAMES = {
    "issuer": N_("Cơ quan ban hành"),
    "parent_authority": N_("Cơ quan cấp trên"),
    "number": N_("Số, ký hiệu"),
    "place": N_("Địa danh"),
    "date": N_("Ngày ban hành"),
    "title": N_("Tên kế hoạch"),
    "year": N_("Năm thực hiện"),
    "province": N_("Tỉnh, thành phố"),
    "legal_bases": N_("Căn cứ ban hành"),
    "legal_bases[]": N_("Căn cứ thứ %(number)d"),
    "sections[]": N_("Phần thứ %(number)d"),
    "purposes": N_("Mục đích, yêu cầu"),
    "purposes[]": N_("Mục đích, yêu cầu thứ %(number)d"),
    "tasks[].title": N_("Tên nhiệm vụ thứ %(number)d"),
    "tasks[].items": N_("Nội dung nhiệm vụ thứ %(number)d"),
    "tasks[].theme": N_("Chủ đề nhiệm vụ thứ %(number)d"),
    "tasks[].owner_units[]": N_("Đơn vị chủ trì nhiệm vụ thứ %(number)d"),
    "tasks[].coordinating_units[]": N_("Đơn vị phối hợp nhiệm vụ thứ %(number)d"),
    "assignments": N_("Phân công thực hiện"),
    "assignments[].unit": N_("Đơn vị được giao thứ %(number)d"),
    "assignments[].duties": N_("Phần việc của đơn vị thứ %(number)d"),
    "assignments[].sub_assignments[]": N_("Đơn vị giao kèm ở mục phân công thứ %(number)d"),
    "deadlines": N_("Thời hạn"),
    "deadlines[].due": N_("Thời hạn thứ %(number)d"),
    "deadlines[].period": N_("Kỳ báo cáo của thời hạn thứ %(number)d"),
    "deadlines[].from_unit": N_("Đơn vị thực hiện của thời hạn thứ %(number)d"),
    "deadlines[].to_unit": N_("Nơi nhận báo cáo của thời hạn thứ %(number)d"),
    "recipients": N_("Nơi nhận"),
    "recipients[]": N_("Nơi nhận thứ %(number)d"),
    "signer": N_("Người ký"),
    "appendix.rows[]": N_("Dòng thứ %(number)d của phụ lục"),
    "appendix.rows[].task": N_("Nhiệm vụ của dòng thứ %(number)d trong phụ lục"),
    "cited_documents[]": N_("Văn bản viện dẫn thứ %(number)d"),
}
INDEX = re.compile(r"\[(\d+)\]")


def name_of(path: str) -> Message:
    """The name of the field for a page or a terminal; counts from one, as people do."""
    first = INDEX.search(path)
    text = NAMES[INDEX.sub("[]", path)]
    return message(text, number=int(first[1]) + 1) if first else message(text)
