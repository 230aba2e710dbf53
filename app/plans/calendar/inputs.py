"""Fields of the calendar's screens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.core import clock
from app.core.inputs import ScreenInput, without_controls
from app.core.text import nfc
from app.core.words import _, _l
from app.plans.calendar.entries import Wanted
from app.plans.calendar.rules import STATES

_MONTH = re.compile(r"(20\d\d|2100)-(0[1-9]|1[0-2])")
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
"""What browsers send, and what a person types where the browser has no calendar."""

_NEEDED_DAY = InputRequired(_l("Hãy chọn ngày."))


def _months() -> list[tuple[str, str]]:
    return [("last", _("tháng cuối của kỳ báo cáo")), ("following", _("tháng sau kỳ báo cáo"))]


class DayInput(ScreenInput):
    """The last day of one occurrence."""

    day = DateField(_l("Hạn cuối"), format=DAY_FORMATS, validators=[_NEEDED_DAY])


class RuleInput(ScreenInput):
    """On which day of each period something recurs."""

    day = IntegerField(
        _l("Ngày trong tháng"),
        validators=[
            InputRequired(_l("Hãy ghi ngày trong tháng.")),
            NumberRange(1, 31, _l("Hãy ghi một số từ 1 đến 31.")),
        ],
    )
    month = RadioField(
        _l("Tháng nào"),
        choices=_months,
        default="last",
    )


class CompletionInput(ScreenInput):
    """That it is done; evidence may come along."""

    done_on = DateField(_l("Ngày làm xong"), format=DAY_FORMATS, validators=[_NEEDED_DAY])
    note = TextAreaField(_l("Ghi chú"), validators=[Length(max=2000)])
    reference = StringField(_l("Số, ký hiệu hoặc địa chỉ văn bản đã gửi"), validators=[Length(max=500)])
    file = FileField(_l("Tệp minh chứng"), render_kw={"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"})


class EvidenceInput(ScreenInput):
    """One more piece of evidence: a file, or what the document is called."""

    reference = StringField(_l("Số, ký hiệu hoặc địa chỉ văn bản đã gửi"), validators=[Length(max=500)])
    file = FileField(_l("Tệp minh chứng"), render_kw={"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"})

    def validate_file(self, file: Field) -> None:
        """Something has to be attached."""
        if not file.data and not (self.reference.data or "").strip():
            raise ValidationError(_("Hãy chọn tệp, hoặc ghi số, ký hiệu của văn bản đã gửi."))


class RequestInput(ScreenInput):
    """A report asked for out of turn."""

    office = SelectField(_l("Cơ quan"), coerce=int)
    subject = StringField(
        _l("Nội dung cần báo cáo"), validators=[DataRequired(_l("Hãy ghi nội dung cần báo cáo.")), Length(max=300)]
    )
    what = TextAreaField(_l("Cần gửi những gì"), validators=[Length(max=4000)])
    due_on = DateField(_l("Hạn gửi"), format=DAY_FORMATS, validators=[_NEEDED_DAY])
    officials = SelectMultipleField(
        _l("Cán bộ, công chức"), coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    units = SelectMultipleField(
        _l("Đơn vị nêu trong kế hoạch"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    others = TextAreaField(_l("Đơn vị khác"), validators=[Length(max=2000)])
    plan = SelectField(_l("Thuộc kế hoạch"), coerce=int)

    def validate_due_on(self, field: Field) -> None:
        """Nobody can report by a day that is over."""
        if field.data and field.data < clock.today():
            raise ValidationError(_("Hạn gửi báo cáo không thể trước hôm nay."))

    def validate_officials(self, field: Field) -> None:
        """Somebody has to be asked, an official or a unit."""
        if not field.data and not any(unit.strip() for unit in self.all_units()):
            raise ValidationError(_("Hãy chọn hoặc ghi ít nhất một người hoặc một đơn vị được yêu cầu."))

    def all_units(self) -> list[str]:
        """The ticked units and those written one on a line."""
        return [*(self.units.data or ()), *(self.others.data or "").splitlines()]


class SettingInput(ScreenInput):
    """How an office is reminded."""

    remind_days = StringField(_l("Nhắc trước hạn bao nhiêu ngày"), validators=[Length(max=60)])
    remind_overdue = BooleanField(_l("Nhắc một lần khi quá hạn"))
    lead_days = IntegerField(
        _l("Hạn nội bộ trước hạn gửi cấp trên (ngày làm việc)"),
        validators=[
            InputRequired(_l("Hãy ghi số ngày làm việc.")),
            NumberRange(1, 60, _l("Hãy ghi một số từ 1 đến 60.")),
        ],
    )

    def validate_remind_days(self, field: Field) -> None:
        """Whole numbers with commas between them; nothing for no reminder before the day."""
        if not re.fullmatch(r"(\s*\d{1,2}\s*([,;]\s*\d{1,2}\s*)*)?", field.data or ""):
            raise ValidationError(_("Hãy ghi các số ngày, cách nhau bằng dấu phẩy, ví dụ: 7, 1."))

    def days(self) -> list[int]:
        """The numbers."""
        return [int(number) for number in re.findall(r"\d+", self.remind_days.data or "")]


class HolidayInput(ScreenInput):
    """Days on which an office rests, or works instead."""

    first = DateField(_l("Từ ngày"), format=DAY_FORMATS, validators=[_NEEDED_DAY])
    last = DateField(_l("Đến hết ngày"), format=DAY_FORMATS, validators=[Optional()])
    name = StringField(_l("Tên ngày nghỉ"), validators=[DataRequired(_l("Hãy ghi tên ngày nghỉ.")), Length(max=120)])
    working = BooleanField(_l("Đây là ngày làm bù (đi làm dù là ngày nghỉ)"))


def wanted_in(query: Mapping[str, str]) -> Wanted:
    """What the address of a list asks for; what it does not say properly is left as it is by default."""
    plan, state = query.get("plan", ""), query.get("state", "")
    return Wanted(
        state=state if state in STATES else None,
        plan_id=int(plan) if plan.isascii() and plan.isdecimal() and len(plan) < 10 else None,
        unit=nfc(without_controls(query.get("unit", ""))).strip()[:300] or None,
    )


def month_in(query: Mapping[str, str], today: date) -> date:
    """The first day of the month that an address asks for, this month by default."""
    said = _MONTH.fullmatch(query.get("month", ""))
    return date(int(said[1]), int(said[2]), 1) if said else today.replace(day=1)


def month_after(first: date) -> date:
    """The first day of the next month."""
    return (first + timedelta(days=32)).replace(day=1)


def month_before(first: date) -> date:
    """The first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)
