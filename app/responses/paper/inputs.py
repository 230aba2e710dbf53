"""Fields of the staff's screens about paper forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.core.inputs import ScreenInput
from app.core.text import SOURCE
from app.core.words import _l
from app.responses.paper.rules import MOST_SHEETS, split_sheet


class SheetField(IntegerField):
    """The number of a sheet, alone or with the batch's code as on the paper; ``code`` is empty or that code."""

    code = ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        if valuelist:
            self.code, number = split_sheet(valuelist[0])
            super().process_formdata([number])


class BatchInput(ScreenInput):
    """Where the sheets are laid out, how many, and in which language."""

    placement = SelectField(
        _l("Điểm tiếp nhận và phiếu"),
        coerce=int,
        validate_choice=False,
        validators=[InputRequired(_l("Hãy chọn phiếu."))],
    )
    sheets = IntegerField(
        _l("Số tờ"),
        default=30,
        validators=[
            InputRequired(_l("Hãy ghi số tờ cần in.")),
            NumberRange(1, MOST_SHEETS, message=_l("Mỗi đợt in từ 1 đến %(most)d tờ.", most=MOST_SHEETS)),
        ],
    )
    locale = SelectField(
        _l("Ngôn ngữ"),
        validate_choice=False,
        default=SOURCE,
    )


class SheetInput(ScreenInput):
    """Which sheet is typed, and the day written on it; the answers are read by the edition's own fields."""

    sheet = SheetField(
        _l("Số tờ"),
        validators=[Optional(), NumberRange(1, 9999, message=_l("Số tờ là ba chữ số sau mã đợt ở chân trang."))],
    )
    day = DateField(
        _l("Ngày trả lời"),
        format=["%Y-%m-%d", "%d/%m/%Y"],
        validators=[InputRequired(_l("Hãy ghi ngày trả lời; nếu trên tờ không ghi, dùng ngày mở hòm phiếu."))],
    )
    again = BooleanField(_l("Đây là một tờ khác mang cùng số (bản sao chụp): vẫn ghi"))


class CheckInput(ScreenInput):
    """Which sheet is typed a second time."""

    sheet = SheetField(
        _l("Số tờ"),
        validators=[
            InputRequired(_l("Hãy ghi số tờ.")),
            NumberRange(1, 9999, message=_l("Số tờ là ba chữ số sau mã đợt ở chân trang.")),
        ],
    )
