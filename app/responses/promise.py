"""What citizens are promised about their answers, tied to what the table really holds.

The sentence belongs to one exact set of columns. A column more or less, and the site does not start until somebody has
written the sentence that is true then.
"""

from __future__ import annotations

from app.core.text import N_
from app.responses.models import Response

_SENTENCES = {
    frozenset({"id", "edition_id", "desk_id", "mode", "hour", "locale", "answers"}): N_(
        "Hệ thống chỉ lưu các câu trả lời, điểm tiếp nhận, hình thức trả lời, ngôn ngữ và giờ gửi (không lưu phút). "
        "Không lưu tên, số điện thoại, địa chỉ mạng hay thông tin về máy của Ông/Bà."
    ),
}

PROMISE = _SENTENCES[frozenset(Response.__table__.columns.keys())]
