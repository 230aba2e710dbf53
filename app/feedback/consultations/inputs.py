"""Fields of the consultation screens."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from app.core.inputs import ScreenInput
from app.core.words import _, _l
from app.feedback.consultations.actions import Draft
from app.feedback.consultations.rules import VERDICTS, marked
from app.offices.models import Office

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
"""What browsers send, and what a person types where the browser has no calendar."""
_NEEDED_DAY = InputRequired(_l("Hãy chọn ngày."))


class DraftInput(ScreenInput):
    """A draft and who is asked from when to when; the text may come as a file, which is then shown to be checked."""

    office = SelectField(_l("Cơ quan"), coerce=int)
    title = StringField(_l("Tên dự thảo"), validators=[InputRequired()])
    purpose = TextAreaField(_l("Giới thiệu: vì sao lấy ý kiến, ai quyết định"))
    asked = StringField(_l("Hỏi ý kiến ai"))
    opens_on = DateField(_l("Từ ngày"), format=DAY_FORMATS, validators=[_NEEDED_DAY])
    closes_on = DateField(_l("Đến hết ngày"), format=DAY_FORMATS, validators=[_NEEDED_DAY])
    file = FileField(_l("Tệp dự thảo"), render_kw={"accept": ".docx,.txt,.md,.pdf"})
    text = TextAreaField(_l("Nội dung dự thảo, chia theo điều"))

    def offer(self, offices: list[Office]) -> None:
        """Let the person choose among ``offices``; with a single one there is nothing to choose."""
        self.office.choices = [(office.id, office.name) for office in offices]
        if len(offices) == 1 and not self.office.raw_data:
            self.office.data = offices[0].id

    def validate_text(self, text: Field) -> None:
        """There has to be something to ask about."""
        if not self.file.data and not (text.data or "").strip():
            raise ValidationError(_("Hãy chọn tệp dự thảo hoặc dán nội dung dự thảo."))

    @property
    def is_cut(self) -> bool:
        """Whether the text is one that a person has seen with its marks."""
        text = (self.text.data or "").replace("\r\n", "\n").strip()
        return not self.file.data and marked(text) == text

    def draft(self) -> Draft:
        """What was typed."""
        assert self.opens_on.data is not None  # noqa: S101  asked after validation only
        assert self.closes_on.data is not None  # noqa: S101
        return Draft(
            title=self.title.data or "",
            purpose=self.purpose.data or "",
            asked=self.asked.data or "",
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
            text=(self.text.data or "").replace("\r\n", "\n"),
        )


class GroupInput(ScreenInput):
    """The office's words for several opinions."""

    summary = TextAreaField(_l("Nội dung góp ý, viết gọn lại"))


class AnswerInput(GroupInput):
    """What becomes of a group, and why."""

    verdict = RadioField(
        _l("Kết quả"),
        choices=lambda: [(key, _(name)) for key, name in VERDICTS.items()],
        validate_choice=False,
    )
    why = TextAreaField(_l("Tiếp thu thế nào, hoặc vì sao không"))


class PublicationInput(ScreenInput):
    """Whoever publishes says to have looked."""

    looked = BooleanField(_l("Tôi đã xem lại các chỗ có thể là thông tin cá nhân và giữ nguyên như đang hiện"))
