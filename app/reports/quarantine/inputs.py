"""Fields of the screen about what is set aside."""

from __future__ import annotations

from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import UUID, DataRequired, InputRequired, Length, NumberRange

from app.core.inputs import ScreenInput
from app.core.words import _l
from app.responses.actions import REASON_LENGTH


class RestorationInput(ScreenInput):
    """One response to bring back, and why."""

    response = StringField(validators=[InputRequired(), UUID()])
    reason = StringField(_l("Lý do khôi phục"), validators=[DataRequired(), Length(max=REASON_LENGTH)])


class ByHandInput(ScreenInput):
    """One desk, one day, some hours, and why."""

    desk = SelectField(_l("Điểm tiếp nhận"), coerce=int)
    day = DateField(_l("Ngày"), validators=[InputRequired()])
    first = IntegerField(_l("Từ giờ"), validators=[InputRequired(), NumberRange(0, 23)], default=7)
    last = IntegerField(_l("Đến hết giờ"), validators=[InputRequired(), NumberRange(0, 23)], default=16)
    reason = TextAreaField(_l("Lý do tạm loại"), validators=[DataRequired(), Length(max=REASON_LENGTH)])
