"""Texts that come with the program. An office takes them over and changes them; until then nobody uses them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shipped:
    """One text: the step that it is for, its name, and its words, with facts and blanks in brackets."""

    purpose: str
    name: str
    text: str


SHIPPED = (
    Shipped(
        "acknowledge",
        "Đã tiếp nhận, báo thời hạn",
        "[cơ quan] đã tiếp nhận phản ánh số [số hồ sơ] của Ông/Bà ngày [ngày nhận]. Cơ quan sẽ xem xét và trả lời "
        "trước hết ngày [thời hạn]. Ông/Bà theo dõi kết quả bằng mã tra cứu đã được cấp.",
    ),
    Shipped(
        "ask",
        "Đề nghị nói rõ địa điểm, thời gian",
        "Để kiểm tra đúng nơi, đúng việc, đề nghị Ông/Bà cho biết thêm: [địa điểm, thời gian hoặc sự việc cần làm rõ]. "
        "Ông/Bà trả lời ngay tại trang tra cứu, không cần ghi họ tên, số điện thoại.",
    ),
    Shipped(
        "extend",
        "Cần thêm thời gian để kiểm tra, xác minh",
        "Vụ việc cần thêm thời gian vì [lý do cụ thể]. Đến nay cơ quan đã [việc đã làm]; việc còn lại là [việc còn "
        "phải làm]. Mong Ông/Bà thông cảm.",
    ),
    Shipped(
        "answer",
        "Đã xử lý xong",
        "Về phản ánh số [số hồ sơ], [đơn vị] đã kiểm tra vào ngày [ngày kiểm tra]. Kết quả: [điều đã thấy]. "
        "Việc đã làm: [việc đã làm, ngày hoàn thành]. Nếu thực tế chưa đúng như trên, Ông/Bà chấm câu trả lời và đề "
        "nghị xem lại tại trang tra cứu.",
    ),
    Shipped(
        "answer",
        "Đang xử lý, có thời hạn hoàn thành",
        "Về phản ánh số [số hồ sơ], [đơn vị] đã kiểm tra và xác nhận [điều phản ánh đúng đến đâu]. Việc này do "
        "[tên đơn vị thực hiện] làm, hoàn thành trước ngày [ngày hoàn thành]. Trong "
        "thời gian chờ: [biện pháp tạm thời].",
    ),
    Shipped(
        "answer",
        "Giải thích quy định",
        "Nội dung Ông/Bà hỏi được quy định tại [điều, khoản, tên văn bản]. Theo đó, [nội dung quy định nói bằng lời dễ "
        "hiểu]. Trường hợp của Ông/Bà cần [việc người dân phải làm, giấy tờ, nơi nộp].",
    ),
    Shipped(
        "close",
        "Kèm biên bản, văn bản làm minh chứng",
        "Minh chứng kèm theo: [tên, số, ngày của biên bản hoặc văn bản].",
    ),
    Shipped(
        "forward",
        "Đã chuyển cơ quan có thẩm quyền",
        "Việc Ông/Bà nêu thuộc thẩm quyền của cơ quan ghi dưới đây. Ngày [hôm nay], [cơ quan] đã chuyển nội dung bằng "
        "[số, ký hiệu văn bản]. Cơ quan đó trả lời trực tiếp cho Ông/Bà hoặc qua trang thông tin của mình.",
    ),
    Shipped(
        "forward",
        "Không thuộc lĩnh vực, hướng dẫn nơi gửi",
        "Việc Ông/Bà nêu là [tên việc], không thuộc lĩnh vực [cơ quan] được giao. Ông/Bà gửi đến cơ quan ghi dưới đây, "
        "bằng [cách gửi: trực tiếp, bưu chính, cổng dịch vụ công]. Mong Ông/Bà thông cảm.",
    ),
    Shipped(
        "mark_duplicate",
        "Trùng với phản ánh đang giải quyết",
        "Việc Ông/Bà nêu đang được giải quyết chung với một phản ánh gửi trước. Ông/Bà vẫn dùng mã của mình để xem kết "
        "quả chung.",
    ),
    Shipped(
        "refuse",
        "Nội dung chưa đủ rõ để xem xét",
        "Nội dung gửi chưa cho biết [sự việc, địa điểm hoặc thời gian còn thiếu] nên cơ quan chưa xem xét được. Ông/Bà "
        "gửi lại phản ánh mới kèm các chi tiết này thì cơ quan tiếp nhận ngay.",
    ),
)  # fmt: skip
