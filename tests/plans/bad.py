"""Files that people upload by mistake or with bad intent, each as the program that makes it would write it."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import docx
import openpyxl
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.plans.reading.pdf_files import body, pdf_of
from tests.plans.reading.word_files import TYPES, docx_of, paragraph, root
from tests.plans.specimens import FOLDER
from tests.plans.turn.by_reportlab import FONTS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016)
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
MINUTES = (
    *("UBND XÃ TÂN LẬP THƯỢNG", *MOTTO, "Số: 14/BB-UBND", "BIÊN BẢN", "Họp giao ban công tác tháng 3 năm 2026"),
    "Thời gian: 8 giờ 00 phút, ngày 02 tháng 3 năm 2026. Địa điểm: phòng họp số 2.",
    *("I. Thành phần", "1. Ông Hà Văn Lưu, Phó Chủ tịch Ủy ban nhân dân xã, chủ trì.", "2. Bà Vi Thị Mến, thư ký."),
    *("II. Nội dung", "1. Nghe báo cáo kết quả tháng 2.", "2. Bàn việc chuẩn bị ngày hội đọc sách."),
    "Cuộc họp kết thúc lúc 10 giờ cùng ngày. Biên bản đã được thông qua.",
)
DECISION = (
    *("ỦY BAN NHÂN DÂN", "PHƯỜNG ĐÔNG THẠNH", "Số: 77/QĐ-UBND", *MOTTO, "QUYẾT ĐỊNH"),
    "Về việc thành lập Tổ công nghệ số cộng đồng phường Đông Thạnh",
    "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG",
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    *("QUYẾT ĐỊNH:", "Điều 1. Thành lập Tổ công nghệ số cộng đồng gồm các ông, bà có tên trong danh sách kèm theo."),
    *(
        "Điều 2. Tổ có nhiệm vụ hướng dẫn người dân dùng dịch vụ công trực tuyến.",
        "Điều 3. Quyết định này có hiệu lực.",
    ),
)
ENGLISH = (
    *("WORK PLAN", "Improving the reception of citizens in 2026", "I. PURPOSE", "1. Serve the people faster."),
    *("II. TASKS", "1. Open the counter on Saturday mornings.", "2. Answer complaints within fifteen days."),
    *("III. IMPLEMENTATION", "1. The office reports to the province before 10 December 2026."),
)
LAUGHS = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10 if at else "ha"}">' for at in range(10))


def document(*paragraphs: str) -> bytes:
    """A Word file with these paragraphs."""
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def workbook() -> bytes:
    """A spreadsheet with a plan in it."""
    made = openpyxl.Workbook()
    made.active.append(["STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"])
    made.active.append([1, "Tiếp công dân", "Văn phòng", "Trước ngày 30/6/2026"])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def picture(kind: str = "PNG") -> bytes:
    """A photograph of the first page of a plan."""
    image = Image.new("L", (1240, 1754), 250)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONTS / "BeVietnamPro-Regular.ttf"), 30)
    for at, line in enumerate((FOLDER / "phuong_ba_cap.txt").read_text(encoding="utf-8").split("\n")[:40]):
        draw.text((120, 90 + 40 * at), line, fill=20, font=font)
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


def scan() -> bytes:
    """A plan that went through a copier: two pages, each a picture."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842))
    for _ in range(2):
        canvas.drawImage(ImageReader(io.BytesIO(picture("JPEG"))), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def large() -> bytes:
    """A Word file of six megabytes: photographs that cannot be made smaller."""
    noise = random.Random(1).randbytes(6 * 1024 * 1024)  # noqa: S311  no secret
    return docx_of(paragraph("KẾ HOẠCH"), parts={"word/media/anh.jpg": noise})


def with_types(body_xml: str) -> bytes:
    """A document whose main part is this text."""
    return docx_of("", parts={"word/document.xml": body_xml})


BAD: dict[str, tuple[Callable[[], bytes], int, str]] = {
    "empty": (lambda: b"", 422, "Tệp trống"),
    "six megabytes": (large, 413, "lớn hơn 5 MB"),
    "zip bomb": (
        lambda: docx_of(paragraph("x"), parts={"word/media/a.bmp": bytes(80 * 1024 * 1024)}), 413, "quá lớn",
    ),
    "entity bomb": (
        lambda: with_types(f"<!DOCTYPE l [{LAUGHS}]>" + root("document", "<w:body>&l9;</w:body>")),
        422, "không an toàn",
    ),
    "outer entity": (
        lambda: with_types(
            '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + root("document", "<w:body>&x;</w:body>")
        ),
        422, "không an toàn",
    ),
    "macros": (
        lambda: docx_of(
            paragraph("KẾ HOẠCH"),
            parts={
                "word/vbaProject.bin": OLE,
                "[Content_Types].xml": TYPES.replace("document.main", "document.macroEnabled.main"),
            },
        ),
        422, "có macro",
    ),
    "encrypted Word": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), 422, "Hãy bỏ mật khẩu"),
    "old Word": (lambda: OLE + "WordDocument".encode("utf-16-le"), 422, "Lưu thành .docx"),
    "encrypted PDF": (lambda: pdf_of([body("Kế hoạch")], password="matkhau"), 422, "Hãy bỏ mật khẩu"),
    "3,000 pages": (lambda: pdf_of([[]] * 3000), 413, "có 3000 trang"),
    "scanned PDF": (scan, 422, "bản chụp (scan)"),
    "photograph": (picture, 422, "ảnh chụp"),
    "spreadsheet": (workbook, 422, "không phải tệp Word .docx"),
    "minutes": (lambda: document(*MINUTES), 422, "“biên bản”, không phải kế hoạch"),
    "decision": (lambda: document(*DECISION), 422, "“quyết định”, không phải kế hoạch"),
    "English": (lambda: document(*ENGLISH), 422, "không viết bằng tiếng Việt có dấu"),
}  # fmt: skip
"""How each is made, the status of the answer, and words of the sentence that it gets."""
