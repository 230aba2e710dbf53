"""Fields of the plan screens."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    Field,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.inputs import ScreenInput
from app.core.words import _, _l
from app.offices.models import Office
from app.plans.rules import THEMES

PASTED = "noi-dung-dan.txt"
"""The file name under which pasted text is kept."""


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


class TaskInput(ScreenInput):
    """A task: its title, what is decided about it, the share aimed at, and who answers for it."""

    title = TextAreaField(_l("Tên nhiệm vụ"), validators=[DataRequired(_l("Hãy ghi tên nhiệm vụ.")), Length(max=4000)])
    theme = SelectField(_l("Chủ đề"), choices=theme_choices)
    surveyed = BooleanField(_l("Khảo sát người dân"))
    reason = TextAreaField(_l("Lý do không khảo sát"), validators=[Length(max=500)])
    owner = StringField(_l("Đơn vị chủ trì"), validators=[Length(max=300)])
    coordinating = StringField(_l("Đơn vị phối hợp"), validators=[Length(max=2000)])
    target = StringField(_l("Mục tiêu: tỷ lệ người dân hài lòng (%)"), validators=[Length(max=10)])
    holders = SelectMultipleField(
        _l("Người phụ trách"), coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )

    def over(self, key: str) -> dict[str, str]:
        """What was typed, as the review page would send it for the task with this key."""
        boxes = ("title", "theme", "reason", "owner", "coordinating", "target")
        sent = {f"{key}.{name}": self[name].data or "" for name in boxes}
        return sent | ({f"{key}.surveyed": "y"} if self.surveyed.data else {})
