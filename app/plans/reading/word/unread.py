"""What of a Word file is not read: it is counted by name, never opened and never fetched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.core.text import N_
from app.plans.reading.findings import Message, message

EMBEDDED = "/embeddings/"
PICTURES = "/media/"
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
TEMPLATE = N_("Tệp Word dùng mẫu (template) ở nơi khác; hệ thống không tải mẫu này, chữ trong văn bản vẫn được đọc đủ.")
DRAWN = N_(
    "Tệp Word có %(count)d hình ảnh; chữ trong hình không đọc được. "
    "Nếu có bảng hoặc phụ lục dán dạng ảnh, hãy đối chiếu với văn bản."
)


def left_out(names: Sequence[str], outside: Sequence[Mapping[str, str]]) -> Iterator[Message]:
    """Sentences about the parts ``names`` and the relations to the ``outside`` of a Word file."""
    objects = sum(EMBEDDED in name or "/afchunk" in name.casefold() for name in names)
    linked = sum(not one.get("Type", "").endswith(HARMLESS) for one in outside)
    pictures = sum(PICTURES in name for name in names)
    for count, words in ((objects, OBJECTS), (linked, LINKED), (pictures, DRAWN)):
        if count:
            yield message(words, count=count)
    if any(one.get("Type", "").endswith("/attachedTemplate") for one in outside):
        yield message(TEMPLATE)
