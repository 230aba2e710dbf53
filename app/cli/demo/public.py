"""The demo's public page: on, with the last quarter published, and some of what was done."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from app.core import clock
from app.offices.queries import office_with_code
from app.reports.publication import actions
from app.reports.publication.deeds import tell
from app.reports.publication.models import DELAY_DAYS
from app.reports.publication.rules import DEFAULT_KINDS, period_around
from app.scores.rules import Thresholds

TOLD = (
    (
        "Người già, người khuyết tật phải đứng chờ lâu ở quầy hộ tịch.",
        "Kê thêm 20 ghế, mở một ô tiếp riêng cho người cao tuổi, người khuyết tật và phụ nữ mang thai.",
        20,
    ),
    (
        "Bảng niêm yết giấy tờ phải nộp chữ nhỏ, treo cao, khó đọc.",
        "In lại bảng chữ lớn, treo ngang tầm mắt và phát tờ hướng dẫn ở từng quầy.",
        45,
    ),
    (
        "Bà con thôn Đông đi làm cả ngày, không đến trụ sở trong giờ hành chính được.",
        "Tiếp nhận hồ sơ tại nhà văn hóa thôn Đông vào sáng thứ bảy, hai tuần một lần.",
        70,
    ),
)


def add_public_page(session: Session, office_code: str, thresholds: Thresholds) -> None:
    """Switch the page on and publish the last quarter that is over, as its schedule would have done."""
    office = office_with_code(session, office_code)
    page = actions.change_page(session, office, is_open=True, delay_days=0, kinds=DEFAULT_KINDS, by=None)
    quarter = period_around("quarter", clock.today()).before
    for said, did, days in TOLD:
        done_on = quarter.first + timedelta(days=days)
        tell(session, office, said=said, did=did, on=done_on, by=None)
    actions.publish(session, office, quarter, thresholds=thresholds, by=None)
    page.delay_days = DELAY_DAYS
