"""Words of Vietnamese office language that several stages need. Small letters; one list per question."""

from __future__ import annotations

import re

DOCUMENT_KINDS = (
    "Chương trình phối hợp",
    "Chương trình hành động",
    "Kế hoạch phối hợp",
    "Kế hoạch hành động",
    "Thông tư liên tịch",
    "Nghị quyết liên tịch",
    "Quy chế phối hợp",
    "Văn bản hợp nhất",
    "Chương trình",
    "Nghị quyết",
    "Nghị định",
    "Quyết định",
    "Pháp lệnh",
    "Thông tư",
    "Thông báo",
    "Thông tri",
    "Kết luận",
    "Kế hoạch",
    "Hướng dẫn",
    "Quy định",
    "Quy chế",
    "Công văn",
    "Công điện",
    "Báo cáo",
    "Tờ trình",
    "Chỉ thị",
    "Bộ luật",
    "Đề án",
    "Luật",
    "Văn bản",
)
"""Longer names first, so that the first hit is the whole name."""

DOCUMENT_TYPES = (
    "quyết định",
    "báo cáo",
    "biên bản",
    "thông báo",
    "công văn",
    "tờ trình",
    "nghị quyết",
    "chỉ thị",
    "hướng dẫn",
    "giấy mời",
    "công điện",
    "nghị định",
    "thông tư",
    "quy chế",
    "quy định",
    "hợp đồng",
)
"""What stands alone on the title line of a document that is no plan."""

UNIT_STARTERS = (
    "các cơ quan",
    "các đơn vị",
    "các ban",
    "các phòng",
    "các sở",
    "các xã",
    "các phường",
    "các thôn",
    "các ấp",
    "các khu phố",
    "các tổ chức",
    "các đoàn thể",
    "các bộ phận",
    "các công chức",
    "các chi bộ",
    "các ngành",
    "các trường",
    "các hội",
    "các cấp",
    "các thành viên",
    "ủy ban mặt trận",
    "ủy ban nhân dân",
    "ủy ban mttq",
    "ubmttq",
    "ubnd",
    "hđnd",
    "hội đồng nhân dân",
    "thường trực",
    "ban thường vụ",
    "ban giám đốc",
    "lãnh đạo",
    "thủ trưởng",
    "người đứng đầu",
    "trưởng",
    "chủ tịch",
    "phó chủ tịch",
    "giám đốc",
    "cán bộ",
    "công chức",
    "viên chức",
    "bộ phận",
    "văn phòng",
    "trung tâm",
    "thanh tra",
    "công an",
    "quân sự",
    "ban chỉ huy",
    "ban chỉ đạo",
    "đảng ủy",
    "tỉnh ủy",
    "thành ủy",
    "thị ủy",
    "huyện ủy",
    "mặt trận",
    "mttq",
    "đoàn thanh niên",
    "đoàn tncs",
    "đài truyền thanh",
    "đài phát thanh",
    "hội cựu chiến binh",
    "hội nông dân",
    "hội liên hiệp",
    "hội phụ nữ",
    "khối",
    "chi cục",
    "cục",
    "vụ",
    "kho bạc",
    "bảo hiểm",
    "tòa án",
    "viện",
    "trạm",
    "trường",
    "tổ",
    "sở",
    "phòng",
    "bộ",
    "ban",
    "cơ quan",
    "đơn vị",
    "tổ chức chính trị",
    "đề nghị",
)
"""How the name of a unit or office begins."""

NAMES_IN_MID_SENTENCE = (
    "nhà nước",
    "nhân dân",
    "chính phủ",
    "thủ tướng",
    "quốc hội",
    "trung ương",
    "mặt trận",
    "hội nghị",
    "đại hội",
    "tổ quốc",
    "hiến pháp",
    "cổng thông",
    "trang thông",
    "việt nam",
    "thành phố",
    "đại đoàn",
    "bí thư",
    "phó chủ",
    "phó giám",
    "phó trưởng",
    "ủy ban",
    "hội đồng",
    "cách mạng",
    "dân vận",
)
"""Beginnings that are written with a capital inside a sentence too, so they say nothing about a new paragraph."""

_DANGLING = (
    "của và với các những từ đến do bởi giữa tại trong trên cho về theo là hoặc hay như số ngày tháng năm quý tỉnh "
    "huyện xã phường thôn quận khóa điều khoản điểm mục phần chương nhằm để một mọi mỗi không được bị đã sẽ phải "
    "cần có gồm trừ kèm nhất lần thứ đồng"
)
DANGLING = frozenset(_DANGLING.split())
"""A line that ends with one of these is not finished."""


def small(text: str) -> str:
    """Small letters, one way to set the tone (``uỷ`` and ``ủy``, ``hoà`` and ``hòa``), single blanks."""
    return " ".join(TONE.sub(lambda hit: TONES[hit.group()], text.casefold()).split())


_OLD_AND_NEW = "oà òa|oá óa|oả ỏa|oã õa|oạ ọa|oè òe|oé óe|oẻ ỏe|oẽ õe|oẹ ọe|uỳ ùy|uý úy|uỷ ủy|uỹ ũy|uỵ ụy"
TONES = dict(pair.split() for pair in _OLD_AND_NEW.split("|"))
TONE = re.compile("(?<!q)(?:" + "|".join(TONES) + r")(?!\w)")


def starts_with_any(text: str, beginnings: tuple[str, ...]) -> str | None:
    """The longest of ``beginnings`` that ``text`` (small letters) begins with, as whole words."""
    hits = [beginning for beginning in beginnings if text.startswith(beginning) and _word_ends(text, len(beginning))]
    return max(hits, key=len, default=None)


def _word_ends(text: str, at: int) -> bool:
    return at >= len(text) or not text[at].isalnum()
