"""A short plan of our own, as an office would type it."""

from __future__ import annotations

from typing import Any

from app.plans.reading import read_plan

TEXT = """\
ỦY BAN NHÂN DÂN
PHƯỜNG HOA SEN
Số: 15/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hoa Sen, ngày 12 tháng 02 năm 2026

KẾ HOẠCH
Thực hiện công tác dân vận chính quyền năm 2026

Căn cứ Kế hoạch số 07/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân tỉnh Đông Sơn về công tác dân vận, \
Ủy ban nhân dân phường Hoa Sen ban hành kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Phục vụ người dân tốt hơn.
2. Lấy ý kiến người dân về từng việc.

II. NHIỆM VỤ
1. Tổ chức quán triệt các văn bản về công tác dân vận
- Tổ chức một hội nghị học tập trong quý I.
2. Thực hiện cải cách thủ tục hành chính
- Niêm yết đầy đủ giấy tờ và phí phải nộp.
- Trả kết quả đúng hẹn.
3. Tiếp công dân, giải quyết kiến nghị
- Trả lời kiến nghị đúng hạn.

III. TỔ CHỨC THỰC HIỆN
1. Văn phòng phường
- Theo dõi, tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 20/11/2026.
2. Công chức tư pháp
- Phối hợp thực hiện.

Nơi nhận:
- Ủy ban nhân dân tỉnh (b/c);
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lê Văn Thu
"""
UNTITLED = TEXT[: TEXT.index("Thực hiện công tác")] + TEXT[TEXT.index("I. MỤC ĐÍCH") :]
"""The same plan, in which nobody wrote what it is called."""

FILE = ("ke-hoach-15.txt", TEXT.encode())


def read(text: str = TEXT) -> dict[str, Any]:
    """What the importer makes of the text."""
    return read_plan(text.encode(), "ke-hoach-15.txt").as_json()
