"""Words of Vietnamese office language that several stages need. One list per question; small letters unless said."""

from __future__ import annotations

import re

LOWER = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
UPPER = LOWER.upper()
"""The letters of Vietnamese, for patterns. In Unicode small and capital ones lie mixed, so no range can part them."""


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split("|"))


DOCUMENT_KINDS = _listed(
    "Chương trình phối hợp|Chương trình hành động|Kế hoạch phối hợp|Kế hoạch hành động|Thông tư liên tịch|"
    "Nghị quyết liên tịch|Quy chế phối hợp|Văn bản hợp nhất|Chương trình|Nghị quyết|Nghị định|Quyết định|Pháp lệnh|"
    "Thông tư|Thông báo|Thông tri|Kết luận|Kế hoạch|Hướng dẫn|Quy định|Quy chế|Công văn|Công điện|Báo cáo|Tờ trình|"
    "Chỉ thị|Bộ luật|Đề án|Luật|Văn bản"
)
"""Written as in a sentence; longer names first, so that the first hit is the whole name."""

DOCUMENT_TYPES = _listed(
    "quyết định|báo cáo|biên bản|thông báo|công văn|tờ trình|nghị quyết|chỉ thị|hướng dẫn|giấy mời|công điện|nghị định|"
    "thông tư|quy chế|quy định|hợp đồng"
)
"""What stands alone on the title line of a document that is no plan."""

UNIT_STARTERS = _listed(
    "các cơ quan|các đơn vị|các ban|các phòng|các sở|các xã|các phường|các thôn|các ấp|các khu phố|các tổ|các đoàn thể|"
    "các bộ phận|các công chức|các chi bộ|các ngành|các trường|các hội|các cấp|các thành viên|ủy ban mặt trận|"
    "mỗi đơn vị|mỗi cơ quan|mỗi phòng|mỗi xã|mỗi phường|mỗi thôn|từng cơ quan|từng đơn vị|từng xã|"
    "ủy ban nhân dân|ủy ban mttq|ubmttq|ubnd|hđnd|hội đồng nhân dân|thường trực|ban thường vụ|ban giám đốc|lãnh đạo|"
    "thủ trưởng|người đứng đầu|trưởng|chủ tịch|phó chủ tịch|giám đốc|cán bộ|công chức|viên chức|bộ phận|văn phòng|"
    "trung tâm|thanh tra|công an|quân sự|ban chỉ huy|ban chỉ đạo|đảng ủy|tỉnh ủy|thành ủy|thị ủy|huyện ủy|mặt trận|"
    "mttq|đoàn thanh niên|đoàn tncs|đài truyền thanh|đài phát thanh|hội cựu chiến binh|hội nông dân|hội liên hiệp|"
    "hội phụ nữ|khối|chi cục|cục|vụ|kho bạc|bảo hiểm|tòa án|viện|trạm|trường|tổ dân phố|tổ công|tổ trưởng|tổ hòa giải|"
    "tổ nhân dân|sở|phòng|bộ|ban|cơ quan|đơn vị|tổ chức chính trị|kế toán"
)
"""How the name of a unit or office begins."""

NAMES_IN_MID_SENTENCE = _listed(
    "nhà nước|nhân dân|chính phủ|thủ tướng|quốc hội|trung ương|mặt trận|hội nghị|đại hội|tổ quốc|hiến pháp|cổng thông|"
    "trang thông|việt nam|thành phố|đại đoàn|bí thư|phó chủ|phó giám|phó trưởng|phó bí|ủy ban|ủy viên|hội đồng|dân vận|"
    "cách mạng|văn phòng|trung tâm|thanh tra|công an|ban chỉ|ban thường|ban chấp|ban quản|ban dân|ban tổ|ban tuyên|"
    "đảng ủy|tỉnh ủy|thành ủy|thị ủy|huyện ủy|thường trực|chủ tịch|giám đốc|bộ trưởng|bộ chính|bộ nội|bộ tư|đoàn thanh|"
    "chi cục|kho bạc|bảo hiểm|tòa án|viện kiểm|sở"
)
"""Beginnings that are written with a capital inside a sentence too, so they say nothing about a new paragraph."""

VERB_PAIRS = _listed(
    "chủ trì|phối hợp|có trách|chịu trách|tham mưu|căn cứ|theo dõi|tổng hợp|tổ chức|xây dựng|triển khai|hướng dẫn|"
    "đôn đốc|kiểm tra|thực hiện|báo cáo|chủ động|thường xuyên|đẩy mạnh|tăng cường|tiếp tục|định kỳ|hàng năm|hằng năm|"
    "hàng quý|hằng quý|hàng tháng|hằng tháng|lồng ghép|tuyên truyền|tiếp nhận|xem xét|nghiêm túc|phân công|tập trung|"
    "quán triệt|cụ thể|chỉ đạo|giúp ubnd|làm đầu|là cơ|đảm bảo|bảo đảm|bố trí|cân đối|thẩm định|rà soát|nâng cao|"
    "phát huy|vận động|giám sát|gửi báo|kịp thời|tạo điều|trên cơ|dựa trên|phụ trách|niêm yết|công khai|đề xuất|"
    "đánh giá|phát động|quan tâm|đăng tải|khẩn trương|bám sát|phổ biến|xác định|đưa tin|biểu dương|nhân rộng|"
    "bình chọn|thành lập|duy trì|đổi mới|chú trọng|khắc phục|củng cố|giải quyết|tiếp thu|lắng nghe|tham gia|"
    "khuyến khích|theo chức|tăng thời|làm tốt|lựa chọn|cử cán|ban hành|lập kế|thông báo|hỗ trợ|chuẩn bị|cung cấp|"
    "giữ gìn|bảo vệ|quản lý|xử lý|tiến hành|phát hiện|đấu tranh|giải thích|trả lời|nắm tình|nắm bắt|cập nhật|sơ kết|"
    "tổng kết|khảo sát|cam kết|đăng ký|chấp hành|tích cực|gương mẫu|lập danh|đưa vào|tạo sự|thu thập|giới thiệu"
)
"""Two words with which a duty begins, or what a unit does after its name."""

STOP_WORDS = frozenset(
    _listed("để|theo|trước|khi|nếu|sẽ|phải|được|định|gửi|nộp|giúp|làm|hoàn|và/hoặc|do|bằng|qua|đăng|từ|kết")
)
"""Single words that no name of a unit goes on after."""

DANGLING = frozenset(
    _listed(
        "của|và|với|các|những|từ|do|bởi|giữa|tại|về|theo|là|hoặc|hay|như|số|nhằm|để|mọi|mỗi|bị|đã|sẽ|gồm|trừ|kèm|thứ"
    )
)
"""No sentence and no heading ends with one of these."""

SELDOM_LAST = frozenset(
    _listed(
        "đến|trong|trên|cho|ngày|tháng|năm|quý|tỉnh|huyện|xã|phường|thôn|quận|khóa|điều|khoản|điểm|mục|phần|chương|một|"
        "không|được|phải|cần|có|nhất|lần|đồng"
    )
)
"""A line that is full and ends with one of these goes on; a short one may end so ("trên địa bàn xã")."""


def small(text: str) -> str:
    """Small letters, one way to set the tone (``uỷ`` and ``ủy``, ``hoà`` and ``hòa``), single blanks."""
    return " ".join(TONE.sub(lambda hit: TONES[hit.group()], text.casefold()).split())


TONES = dict(
    pair.split()
    for pair in _listed("oà òa|oá óa|oả ỏa|oã õa|oạ ọa|oè òe|oé óe|oẻ ỏe|oẽ õe|oẹ ọe|uỳ ùy|uý úy|uỷ ủy|uỹ ũy|uỵ ụy")
)
TONE = re.compile("(?<!q)(?:" + "|".join(TONES) + r")(?!\w)")


def starts_with_any(text: str, beginnings: tuple[str, ...]) -> str | None:
    """The longest of ``beginnings`` that ``text`` (small letters) begins with, as whole words."""
    hits = [beginning for beginning in beginnings if text.startswith(beginning) and _word_ends(text, len(beginning))]
    return max(hits, key=len, default=None)


def _word_ends(text: str, at: int) -> bool:
    return at >= len(text) or not text[at].isalnum()
