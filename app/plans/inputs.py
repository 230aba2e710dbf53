"""Fields of the plan screens."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.inputs import PartInput, ScreenInput
from app.core.words import _, _l
from app.offices.models import Office
from app.plans.actions import Heading
from app.plans.rules import THEMES

PASTED = "noi-dung-dan.txt"
"""The file name under which pasted text is kept."""

_PLAN_YEARS = NumberRange(2000, 2100, _l("Năm phải từ 2000 đến 2100."))


def theme_choices() -> list[tuple[str, str]]:
    """Every theme with its name in the language of this request."""
    return [(key, str(_(name))) for key, name in THEMES.items()]


class UploadInput(ScreenInput):
    """A document as a file or as pasted text, and the office that it is a plan of."""

    office = SelectField(_l("Cơ quan"), coerce=int)
    file = FileField(_l("Tệp kế hoạch"), render_kw={"accept": ".docx,.pdf,.txt,.md"})
    text = TextAreaField(_l("Hoặc dán nội dung kế hoạch vào đây"))

    def offer(self, offices: list[Office]) -> None:
        """Let the person choose among ``offices``; with a single one there is nothing to choose."""
        self.office.choices = [(office.id, office.name) for office in offices]
        if len(offices) == 1 and not self.office.raw_data:
            self.office.data = offices[0].id

    def validate_file(self, file: Field) -> None:
        """A file or a text, not both: nobody could tell which of them was read."""
        if bool(file.data) == bool((self.text.data or "").strip()):
            raise ValidationError(
                _("Bạn vừa chọn tệp vừa dán nội dung. Hãy chỉ dùng một cách.")
                if file.data
                else _("Hãy chọn tệp kế hoạch hoặc dán nội dung kế hoạch.")
            )

    def document(self) -> tuple[str, bytes]:
        """File name and bytes of what was given."""
        if self.file.data:
            return self.file.data.filename or "", self.file.data.read()
        return PASTED, (self.text.data or "").encode()


class TaskChoiceInput(PartInput):
    """What is decided about one task."""

    theme = SelectField(_l("Chủ đề"), choices=theme_choices)
    surveyed = BooleanField(_l("Khảo sát người dân"))
    reason = TextAreaField(_l("Lý do không khảo sát"), validators=[Length(max=500)])

    def validate_reason(self, reason: Field) -> None:
        """A task that citizens are not asked about needs a reason."""
        if not self.surveyed.data and not (reason.data or "").strip():
            raise ValidationError(_("Hãy ghi lý do không khảo sát nhiệm vụ này, hoặc bật khảo sát."))


class HeadingInput(ScreenInput):
    """What stands at the head of a plan."""

    title = TextAreaField(_l("Tên kế hoạch"), validators=[DataRequired(_l("Hãy ghi tên kế hoạch.")), Length(max=2000)])
    number = StringField(_l("Số, ký hiệu"), validators=[Length(max=80)])
    issued_text = StringField(_l("Ngày ban hành"), validators=[Length(max=80)])
    year = IntegerField(_l("Kế hoạch của năm"), validators=[Optional(), _PLAN_YEARS])

    def heading(self) -> Heading:
        """The heading as the person left it."""
        return Heading(self.title.data or "", self.number.data, self.issued_text.data, self.year.data)


class ReviewInput(HeadingInput):
    """Everything that a person may correct before a plan is stored; the document travels along, signed."""

    office = HiddenField()
    filename = HiddenField()
    document = HiddenField()
    signature = HiddenField()
    tasks = FieldList(FormField(TaskChoiceInput))


class TaskInput(ScreenInput):
    """A task: its title, what is decided about it, the share aimed at, and who answers for it."""

    title = TextAreaField(_l("Tên nhiệm vụ"), validators=[DataRequired(_l("Hãy ghi tên nhiệm vụ.")), Length(max=4000)])
    theme = SelectField(_l("Chủ đề"), choices=theme_choices)
    surveyed = BooleanField(_l("Khảo sát người dân"))
    reason = TextAreaField(_l("Lý do không khảo sát"), validators=[Length(max=500)])
    target = StringField(_l("Mục tiêu: tỷ lệ người dân hài lòng (%)"), validators=[Length(max=10)])
    holders = SelectMultipleField(
        _l("Người phụ trách"), coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )

    def validate_target(self, target: Field) -> None:
        """A number between 0 and 100, written with a comma or a point, or nothing."""
        try:
            share = self.target_share()
        except ValueError:
            share = -1
        if share is not None and not 0 <= share <= 1:
            raise ValidationError(_("Hãy ghi mục tiêu là một số từ 0 đến 100, ví dụ 85 hoặc 92,5."))

    def target_share(self) -> float | None:
        """The share aimed at, between 0 and 1; :class:`ValueError` for what is no number."""
        written = (self.target.data or "").replace("%", "").replace(",", ".").strip()
        return float(written) / 100 if written else None
