"""One test for each reason to doubt: a small plan with that fault, and without it no doubt."""

from __future__ import annotations

from functools import cache

import pytest

from app.plans.reading import read_plan, read_text
from app.plans.reading.doubts.endings import Endings
from app.plans.reading.findings import Finding
from tests.plans.reading.test_legacy import in_tcvn3

PLAN = """\
UBND TỈNH ĐÔNG SƠN
ỦY BAN NHÂN DÂN
XÃ BÌNH LÂM
Số: 15/KH-UBND
Bình Lâm, ngày 12 tháng 02 năm 2026
KẾ HOẠCH
Thực hiện công tác dân vận chính quyền năm 2026
Căn cứ Kế hoạch số 07/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân tỉnh Đông Sơn về công tác dân vận;
Ủy ban nhân dân xã Bình Lâm ban hành kế hoạch như sau:
I. MỤC ĐÍCH, YÊU CẦU
Phục vụ người dân tốt hơn.
II. NHIỆM VỤ
1. Tuyên truyền chính sách mới
- Phát thanh vào mỗi buổi sáng.
2. Cải cách thủ tục hành chính
- Niêm yết đầy đủ giấy tờ và phí phải nộp.
- Trả kết quả đúng hẹn.
3. Tiếp công dân, giải quyết khiếu nại
- Trả lời kiến nghị đúng hạn.
III. TỔ CHỨC THỰC HIỆN
1. Văn phòng xã
- Văn phòng xã báo cáo Ủy ban nhân dân tỉnh trước ngày 20/11/2026.
2. Phòng Kinh tế
- Phối hợp thực hiện.
Nơi nhận:
- Ủy ban nhân dân tỉnh;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Thu
"""


@cache
def findings(text: str) -> dict[str, Finding]:
    return {finding.path: finding for finding in read_text(text).findings}


def with_change(old: str, new: str) -> dict[str, Finding]:
    assert PLAN.count(old) >= 1, old
    return findings(PLAN.replace(old, new, 1))


def test_it_works() -> None:
    unsure = {path: found.sureness for path, found in findings(PLAN).items() if found.sureness != "sure"}
    assert unsure == {f"tasks[{at}].theme": "likely" for at in range(3)}


@pytest.mark.parametrize(
    ("old", "new", "path", "sentence"),
    [
        # numbering
        ("3. Tiếp", "4. Tiếp", "tasks[2].title", "nhảy từ 2 sang 4"),
        ("3. Tiếp", "4. Tiếp", "tasks[1].items", "Giữa mục 2 và mục 4"),
        ("1. Tuyên", "2. Tuyên", "tasks[0].title", "mang số 2"),
        ("3. Tiếp", "2. Tiếp", "tasks[2].title", "đứng sau"),
        ("III. TỔ", "IV. TỔ", "sections[2]", "nhảy từ II sang IV"),
        ("2. Phòng Kinh tế", "3. Phòng Kinh tế", "assignments[1].unit", "nhảy từ 1 sang 3"),
        # headings
        ("2. Cải cách thủ tục hành chính", "2. Cải cách thủ tục,", "tasks[1].title", "ngắt giữa chừng"),
        ("2. Cải cách thủ tục hành chính", "2. Cải cách thủ tục và", "tasks[1].title", "kết thúc bằng “và”"),
        ("2. Cải cách thủ tục hành chính", "2. Cải cách thủ tục (hành chính", "tasks[1].title", "ngoặc chưa đóng"),
        ("2. Cải cách thủ tục hành chính\n-", "2. Cải cách thủ tục hành chính -", "tasks[1].title", "nhiều câu"),
        ("hành chính\n- Niêm yết", "hành chính. Niêm yết", "tasks[1].title", "nhiều câu"),
        ("thủ tục hành chính\n", "thủ tục hành chính Rà soát giấy tờ\n", "tasks[1].title", "nhiều câu"),
        ("Cải cách thủ tục hành chính", "Cải cách thủ tục hành chính " * 10, "tasks[1].title", "ký tự"),
        ("Cải cách thủ tục hành chính", "Cải cách", "tasks[1].title", "quá ngắn"),
        ("2. Cải cách thủ tục hành chính", "2. cách thủ tục hành chính", "tasks[1].title", "chữ thường"),
        ("Cải cách thủ tục hành chính", "Tuyên truyền chính sách mới", "tasks[0].title", "cùng tên"),
        ("2. Cải cách thủ tục hành chính\n", "2. Cải cách thủ tục hành chính.\n", "tasks[1].title", "dấu chấm"),
        # paragraphs
        ("Trả kết quả đúng hẹn.", "Trả kết quả đúng hẹn", "tasks[1].items", "không có dấu kết thúc"),
        ("giấy tờ và phí phải nộp.", "giấy tờ,", "tasks[1].items", "ngắt giữa chừng"),
        ("Trả kết quả đúng hẹn.", "Trả kết quả đúng hẹn. " * 80, "tasks[1].items", "rất dài"),
        ("- Phát thanh vào mỗi buổi sáng.\n", "", "tasks[0].items", "không có nội dung"),
        # parts
        ("II. NHIỆM VỤ", "II. NHỮNG VIỆC LÀM NGAY", "sections[1]", "dài nhất"),
        (
            "III. TỔ CHỨC",
            "III. KINH PHÍ\n1. Xã chi.\n2. Tỉnh chi.\n3. Dân góp.\nIV. TỔ CHỨC",
            "sections[2]",
            "3 mục bên dưới",
        ),
        # themes
        ("Tuyên truyền chính sách mới", "Làm những việc cần ngay", "tasks[0].theme", "Không có từ ngữ nào"),
        (
            "Tuyên truyền chính sách mới\n-",
            "Làm những việc cần ngay\n- Tuyên truyền.\n-",
            "tasks[0].theme",
            "dựa vào nội dung",
        ),
        ("Tuyên truyền chính sách mới", "Dân vận khéo, tuyên truyền", "tasks[0].theme", "nhiều chủ đề"),
        # deadlines
        ("20/11/2026", "20/01/2026", "deadlines[0].due", "sớm hơn ngày ban hành"),
        ("20/11/2026", "20/11/2028", "deadlines[0].due", "nằm ngoài năm"),
        ("trước ngày 20/11/2026", "định kỳ hằng quý", "deadlines[0].due", "không có ngày"),
        # units
        ("2. Phòng Kinh tế", "2. Phòng Kinh tế và các", "assignments[1].unit", "ngắt giữa chừng"),
        ("2. Phòng Kinh tế", "2. Văn phòng xã", "assignments[1].unit", "hai mục phân công"),
        # citations
        ("Căn cứ Kế hoạch số 07/KH", "Căn cứ Thông báo số 07/KH", "legal_bases[0]", "là của Kế hoạch"),
        ("ngày 12/01/2026 của", "ngày 12/05/2026 của", "legal_bases[0]", "sau ngày ban hành"),
        # head
        ("Ủy ban nhân dân xã Bình Lâm ban", "Ủy ban nhân dân xã Phú Hòa ban", "issuer", "“Ủy ban nhân dân xã Phú Hòa”"),
        ("02 năm 2026", "02 năm 2022", "year", "lệch với ngày ban hành"),
        ("dân vận chính quyền năm 2026\n", "dân vận của\n", "title", "ngắt giữa chừng"),
        # foot
        ("- Lưu: VT.\n", "", "recipients[0]", "“Lưu”"),
        ("Lê Văn Thu\n", "", "signer", "không thấy họ tên"),
        ("Ủy ban nhân dân tỉnh;", "Ủy ban nhân dân và;", "recipients[0]", "ngắt giữa chừng"),
    ],
)
def test_a_fault_is_doubted(old: str, new: str, path: str, sentence: str) -> None:
    found = with_change(old, new)[path]
    assert found.sureness in {"doubtful", "missing"}
    assert sentence in str(found.why)


@pytest.mark.parametrize(
    ("old", "new", "path", "sentence"),
    [
        ("- Văn phòng xã báo cáo", "- Tổng hợp, báo cáo", "deadlines[0].from_unit", "không nêu đơn vị"),
        ("2. Phòng Kinh tế\n- Phối", "2. Phòng Kinh tế phối", "assignments[1].unit", "nằm trong câu"),
        ("số 07/KH-UBND", "số 07/ KH- UBND", "legal_bases[0]", "nối lại ký hiệu"),
        ("20/11/2026", "20/11", "deadlines[0].due", "không ghi năm"),
    ],
)
def test_what_was_concluded_is_likely(old: str, new: str, path: str, sentence: str) -> None:
    found = with_change(old, new)[path]
    assert found.sureness == "likely"
    assert sentence in str(found.why)


def test_a_missing_title_is_looked_for_in_the_preamble() -> None:
    text = PLAN.replace("Thực hiện công tác dân vận chính quyền năm 2026\n", "").replace(
        "ban hành kế hoạch như sau", "ban hành kế hoạch thực hiện công tác dân vận như sau"
    )
    found = findings(text)["title"]
    assert found.sureness == "missing"
    assert "“thực hiện công tác dân vận”" in str(found.why)


def test_several_days_and_periods_that_do_not_match_are_doubted() -> None:
    found = with_change(
        "báo cáo Ủy ban nhân dân tỉnh trước ngày 20/11/2026.",
        "báo cáo 6 tháng trước ngày 10/6/2026, trước ngày 15/6/2026 và trước ngày 20/11/2026.",
    )
    assert "nhiều kỳ báo cáo" in str(found["deadlines[0].due"].why)


def test_an_appendix_row_without_a_unit_is_doubted() -> None:
    rows = "PHỤ LỤC\nSTT\tNội dung\tChủ trì\tThời gian\n1\tPhát thanh\tVăn phòng xã\tQuý I\n2\tNiêm yết\t\tQuý II\n"
    found = findings(PLAN + rows)
    assert found["appendix.rows[0]"].sureness == "sure"
    assert "chủ trì" in str(found["appendix.rows[1]"].why)


def test_a_plan_typed_for_old_fonts_should_be_looked_over() -> None:
    plan = read_plan(in_tcvn3(PLAN).encode("latin-1"), "cu.txt")
    title = next(finding for finding in plan.findings if finding.path == "tasks[0].title")
    assert (title.value, title.sureness) == ("Tuyên truyền chính sách mới", "likely")
    assert "TCVN3" in str(title.why)


def test_a_word_that_never_ends_a_phrase_looks_torn() -> None:
    endings = Endings(["Giải quyết khiếu nại, tố", "Đơn tố cáo gửi đến; người tố cáo được bảo vệ", "Nhận tố cáo"])
    assert endings.look_torn("Giải quyết khiếu nại, tố") == "tố"
    assert endings.look_torn("Nhận tố cáo") is None
    assert endings.look_torn("Góp phần bảo đảm") == "bảo đảm"
    assert endings.look_torn("") is None
