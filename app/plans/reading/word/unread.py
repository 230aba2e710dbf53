"""What of a Word file is not read: it is counted by name, never opened and never fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from app.core.text import N_
from app.plans.reading.findings import Message, message
from app.plans.reading.word.styles import W

EMBEDDED = "/embeddings/"
PICTURES = "/media/"
CHARTS = re.compile(r"/charts/chart\d*\.xml|/diagrams/data\d*\.xml")
NOTES = (W + "footnoteReference", W + "endnoteReference")
HARMLESS = ("/hyperlink", "/attachedTemplate")
"""Relations to the outside of which nothing is shown in the document itself."""

OBJECTS = N_(
    "Tệp Word có %(count)d đối tượng nhúng (bảng tính, tệp đính kèm) không được mở. "
    "Nếu trong đó có nội dung của kế hoạch, hãy chép thành chữ vào văn bản rồi tải lên lại."
)
LINKED = N_(
    "Tệp Word lấy %(count)d phần từ tệp khác hoặc từ mạng (ảnh, bảng tính liên kết); hệ thống không tải các phần này. "
    "Nếu trong đó có nội dung của kế hoạch, hãy chép vào văn bản rồi tải lên lại."
)
FOOTNOTES = N_(
    "Tệp Word có %(count)d chú thích cuối trang không được đọc. "
    "Nếu trong đó có nội dung của kế hoạch, hãy chép vào văn bản rồi tải lên lại."
)
COMMENTS = N_(
    "Tệp Word có %(count)d bình luận (comment) không được đọc: bình luận không phải nội dung của kế hoạch. "
    "Hãy chắc rằng đây là bản đã hoàn thiện."
)
CHARTED = N_("Tệp Word có %(count)d biểu đồ hoặc sơ đồ; chữ và số trong đó không đọc được. Hãy đối chiếu với văn bản.")
TEMPLATE = N_("Tệp Word dùng mẫu (template) ở nơi khác; hệ thống không tải mẫu này, chữ trong văn bản vẫn được đọc đủ.")
DRAWN = N_(
    "Tệp Word có %(count)d hình ảnh; chữ trong hình không đọc được. "
    "Nếu có bảng hoặc phụ lục dán dạng ảnh, hãy đối chiếu với văn bản."
)


def left_out(document: etree._Element, names: Sequence[str], outside: Sequence[Mapping[str, str]]) -> Iterator[Message]:
    """Sentences about the parts ``names``, the relations to the ``outside`` and the marks in a Word file."""
    objects = sum(EMBEDDED in name or "/afchunk" in name.casefold() for name in names)
    linked = sum(not one.get("Type", "").endswith(HARMLESS) for one in outside)
    pictures = sum(PICTURES in name for name in names)
    charts = sum(CHARTS.search(name) is not None for name in names)
    notes = sum(1 for _ in document.iter(*NOTES))
    comments = sum(1 for _ in document.iter(W + "commentReference"))
    counted = (
        *((objects, OBJECTS), (linked, LINKED), (pictures, DRAWN)),
        *((charts, CHARTED), (notes, FOOTNOTES), (comments, COMMENTS)),
    )
    for count, words in counted:
        if count:
            yield message(words, count=count)
    if any(one.get("Type", "").endswith("/attachedTemplate") for one in outside):
        yield message(TEMPLATE)
