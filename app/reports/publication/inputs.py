"""Fields of the screens about what an office makes public."""

from __future__ import annotations

from wtforms import BooleanField, DateField, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.inputs import ScreenInput
from app.core.words import _, _l
from app.reports.publication.actions import LONGEST_DELAY, LONGEST_REASON
from app.reports.publication.deeds import LONGEST
from app.reports.publication.models import DELAY_DAYS
from app.reports.publication.rules import DEFAULT_KINDS, KIND_NAMES


def kind_choices() -> list[tuple[str, str]]:
    """Every kind of period in the language of this request."""
    return [(kind, str(_(name))) for kind, name in KIND_NAMES.items()]


class PageInput(ScreenInput):
    """Whether the public page is on, and what the schedule publishes."""

    is_open = BooleanField(_l("Bật trang công khai: ai cũng xem được số liệu đã công bố"))
    kinds = SelectMultipleField(
        _l("Tự công bố theo kỳ"),
        choices=kind_choices,
        default=lambda: list(DEFAULT_KINDS),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    delay_days = IntegerField(
        _l("Số ngày chờ sau khi kỳ kết thúc"),
        default=DELAY_DAYS,
        validators=[InputRequired(_l("Hãy ghi số ngày chờ.")), NumberRange(min=0, max=LONGEST_DELAY)],
    )


class CorrectionInput(ScreenInput):
    """Publishing; a reason where something is published already."""

    reason = StringField(_l("Lý do đính chính"), validators=[Length(max=LONGEST_REASON)])


class WithdrawalInput(ScreenInput):
    """Taking a snapshot back."""

    reason = StringField(
        _l("Lý do thu hồi, hiện trên trang công khai"),
        validators=[
            DataRequired(_l("Hãy ghi lý do thu hồi; lý do này hiện trên trang công khai.")),
            Length(max=LONGEST_REASON),
        ],
    )


class DeedInput(ScreenInput):
    """What people said and what was done."""

    said = TextAreaField(
        _l("Bà con nói gì"),
        validators=[DataRequired(_l("Hãy ghi điều bà con nói.")), Length(max=LONGEST)],
    )
    did = TextAreaField(
        _l("Chính quyền đã làm gì"),
        validators=[DataRequired(_l("Hãy ghi việc cơ quan đã làm.")), Length(max=LONGEST)],
    )
    done_on = DateField(_l("Ngày làm xong"), validators=[DataRequired(_l("Hãy ghi ngày làm xong."))])
