"""Fields of the measure screens."""

from __future__ import annotations

from uuid import UUID, uuid4

from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from app.accounts.models import Official
from app.core.inputs import ScreenInput
from app.core.words import _, _l
from app.plans.models import Task

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


class MeasureInput(ScreenInput):
    """Why, what, by whom, until when; ``key`` makes the page count once."""

    key = HiddenField(default=lambda: uuid4().hex)
    task = SelectField(_l("Gắn vào nhiệm vụ"), coerce=int)
    said = TextAreaField(_l("Người dân nói gì, viết gọn lại"), validators=[InputRequired()])
    doing = TextAreaField(_l("Cơ quan sẽ làm gì"), validators=[InputRequired()])
    owner = SelectField(_l("Người phụ trách"), coerce=int)
    unit = StringField(_l("Hoặc đơn vị làm"))
    due_on = DateField(_l("Hạn làm xong"), format=DAY_FORMATS, validators=[InputRequired(_l("Hãy chọn ngày."))])

    def offer(self, tasks: list[Task], officials: list[Official]) -> None:
        """Let the person choose among these."""
        self.task.choices = [(task.id, f"{task.label}. {task.title}"[:120]) for task in tasks]
        self.owner.choices = [(0, _("Chưa chọn ai")), *((official.id, official.name) for official in officials)]

    @property
    def made_with(self) -> UUID:
        """The key of the page, or a fresh one where what came back is none."""
        try:
            return UUID(hex=self.key.data or "")
        except ValueError:
            return uuid4()


class EndInput(ScreenInput):
    """What was done, or why it is not."""

    text = TextAreaField(_l("Nội dung"))
    public = BooleanField(_l("Đưa lên trang công khai: “Bà con nói, chính quyền làm”"))
    looked = BooleanField(_l("Tôi đã xem các chỗ giống thông tin cá nhân và giữ nguyên"))
