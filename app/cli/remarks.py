"""What made-up citizens write: whole sentences as people write them at a counter, praise and anger alike.

``GENERAL`` fits every task; ``BY_TEMPLATE`` only the tasks of one template. Nobody is named.
"""

from __future__ import annotations

from typing import Literal

Mood = Literal["glad", "cross", "wish"]

GENERAL: dict[Mood, tuple[str, ...]] = {
    "glad": (
        "Tốt.",
        "Cán bộ nhiệt tình, cảm ơn.",
        "Tôi rất hài lòng, mong xã giữ được như vậy.",
        "Làm nhanh hơn tôi nghĩ.",
        "Các cháu ở quầy nói năng nhẹ nhàng, chỉ dẫn từng ly từng tí cho người già.",
        "Hơn hẳn mấy năm trước.",
        "Được mời ngồi, rót nước, hỏi han. Người dân thấy được tôn trọng.",
        "Mọi việc rõ ràng, không phải hỏi đi hỏi lại.",
        "Ok",
        "Không có ý kiến gì thêm, mọi thứ đều tốt.",
    ),
    "cross": (
        "Chờ lâu quá.",
        "Đi ba lần mới xong một việc, lần nào cũng thiếu một tờ.",
        "Hỏi người này chỉ sang người kia, cuối cùng không ai trả lời.",
        "Cán bộ vừa tiếp dân vừa bấm điện thoại.",
        "Tôi gọi số điện thoại niêm yết mấy hôm liền không ai nghe máy.",
        "Hẹn thứ năm, đến nơi lại bảo sang tuần. Nhà tôi cách đây mười hai cây số.",
        "Thái độ gắt gỏng, dân hỏi thì bảo về mà đọc trên mạng.",
        "Nói thì hay mà làm thì chậm.",
        "Đến lúc 7 giờ 30 mà 8 giờ 15 mới có người mở cửa.",
        "Không hài lòng.",
        "Người quen được làm trước, dân thường ngồi đợi. Mong lãnh đạo xem lại.",
        "Lần trước góp ý rồi mà không thấy thay đổi gì.",
    ),
    "wish": (
        "Nên có thêm ghế ngồi và nước uống cho người già.",
        "Đề nghị làm việc cả sáng thứ bảy vì ngày thường chúng tôi đi làm công ty.",
        "Mong có bảng chữ to, mắt tôi kém không đọc được giấy dán trên tường.",
        "Cần người hướng dẫn ngay ở cửa, vào không biết gặp ai.",
        "Nên nhắn tin báo khi nào xong để dân khỏi đi lại.",
        "Chỗ để xe mưa là lầy, đề nghị xã cho đổ ít đá.",
        "Nên công khai ai phụ trách việc gì, số điện thoại nào.",
        "Có lối đi cho xe lăn thì tốt quá.",
    ),
}

BY_TEMPLATE: dict[str, dict[Mood, tuple[str, ...]]] = {
    "m1_thu_tuc_mot_cua": {
        "glad": ("Làm khai sinh cho cháu xong ngay trong buổi sáng.", "Trả kết quả trước hẹn hai ngày."),
        "cross": (
            "Giấy tờ niêm yết một đằng, đến nơi đòi một nẻo.",
            "Kết quả in sai ngày sinh, phải làm lại từ đầu.",
            "Hồ sơ đất nộp từ tháng trước tới giờ vẫn chưa thấy gì.",
        ),
        "wish": ("Nên có sẵn tờ khai mẫu đã điền để người dân nhìn theo.",),
    },
    "m2_dich_vu_cong_truc_tuyen": {
        "glad": ("Ngồi nhà nộp được hồ sơ, đỡ mất một buổi làm.", "Tổ công nghệ số ở thôn đến tận nhà cài giúp."),
        "cross": (
            "Mã xác nhận gửi về điện thoại mãi không tới.",
            "Nộp trên mạng xong vẫn phải cầm giấy lên xã, vậy nộp mạng làm gì.",
            "Trang hay bị treo đúng lúc bấm nộp.",
        ),
        "wish": ("Điện thoại của tôi đời cũ, mong xã có máy tính dùng chung.",),
    },
    "m3_thai_do_cong_vu": {
        "glad": ("Cán bộ chào hỏi trước, xưng hô cô chú đàng hoàng.", "Làm sai có xin lỗi, dân thấy mát lòng."),
        "cross": (
            "Nói trống không với người đáng tuổi bố mẹ mình.",
            "Hứa xuống xem mà cả tháng không thấy ai xuống.",
        ),
        "wish": ("Nên đeo thẻ tên to, rõ để dân biết mà gọi.", "Bớt dùng từ chuyên môn, nói như nói chuyện thường."),
    },
    "m4_tuyen_truyen": {
        "glad": ("Loa thôn phát buổi chiều dễ nghe, nội dung ngắn gọn.",),
        "cross": ("Loa rè, nhà cuối xóm không nghe được gì.", "Chính sách có hiệu lực rồi dân mới biết."),
        "wish": (
            "Nên gửi vào nhóm Zalo của thôn, kèm hình cho dễ hiểu.",
            "Mong có tiếng dân tộc cho các cụ lớn tuổi.",
        ),
    },
    "m5_dan_chu_co_so": {
        "glad": ("Họp thôn bàn đường bê tông ai cũng được nói, biểu quyết công khai.",),
        "cross": (
            "Khoản đóng góp thu rồi mới thông báo, chưa hề họp.",
            "Danh sách hộ nghèo niêm yết có một ngày đã gỡ.",
        ),
        "wish": ("Thu chi nên dán ở nhà văn hóa, chữ to, để hết quý.",),
    },
    "m6_tiep_cong_dan": {
        "glad": ("Chủ tịch trực tiếp tiếp, nghe hết và ghi chép cẩn thận.",),
        "cross": (
            "Kiến nghị mương thoát nước hai năm nay chưa được trả lời dứt khoát.",
            "Trả lời chung chung, không đúng việc tôi hỏi.",
        ),
        "wish": ("Nên báo trước lịch tiếp dân cả tháng trên loa.",),
    },
    "m7_kinh_te_xa_hoi": {
        "glad": ("Đường vào thôn làm xong sạch đẹp, buổi tối có điện sáng.",),
        "cross": (
            "Rác ba bốn ngày mới có xe thu, mùi không chịu nổi.",
            "Giá đền bù không ai giải thích cho chúng tôi hiểu.",
        ),
        "wish": ("Ưu tiên sửa cống trước mùa mưa.", "Cần thêm đèn đường ở ngã ba chợ."),
    },
    "m8_dan_van_kheo": {
        "glad": ("Tổ tự quản thu gom vỏ chai giúp được mấy cháu có học bổng.", "Mô hình vườn mẫu rất đáng học."),
        "cross": ("Vận động kiểu giao chỉ tiêu từng nhà, không còn là tự nguyện.",),
        "wish": ("Nên cho các thôn đi xem cách làm hay của nhau.",),
    },
}


def sentences(template: str, mood: Mood) -> tuple[str, ...]:
    """What may be written about a task of this template in this mood."""
    return GENERAL[mood] + BY_TEMPLATE.get(template, {}).get(mood, ())
