"""Fields of the supervision screens."""

from __future__ import annotations

from uuid import UUID, uuid4

from wtforms import DateField, FieldList, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.accounts.models import Official
from app.core.inputs import PartInput, ScreenInput
from app.core.words import _, _l
from app.desks.models import Desk
from app.feedback.supervision.actions import (
    MOST_FINDINGS,
    NAME_LENGTH,
    WHAT_LENGTH,
    WORDS_LENGTH,
    Line,
    Written,
)
from app.feedback.supervision.models import SupervisionSheet
from app.feedback.supervision.recommending import Asked
from app.feedback.supervision.rules import VERDICTS
from app.plans.models import Task

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
BLANK_LINES, LEAST_LINES = 2, 4
_DAY = InputRequired(_l("Hãy chọn ngày."))
_NAME, _WORDS = Length(max=NAME_LENGTH), Length(max=WORDS_LENGTH)


class Keyed(ScreenInput):
    """A page that counts once, however often it is sent."""

    key = HiddenField(default=lambda: uuid4().hex)

    @property
    def made_with(self) -> UUID:
        """The key of the page, or a fresh one where what came back is none."""
        try:
            return UUID(hex=self.key.data or "")
        except ValueError:
            return uuid4()


class LineInput(PartInput):
    """One finding."""

    what = StringField(_l("Nội dung xem xét"), validators=[Length(max=WHAT_LENGTH)])
    verdict = SelectField(
        _l("Kết quả"),
        choices=lambda: [("", _("Hãy chọn")), *((key, _(name)) for key, name in VERDICTS.items())],
    )
    words = TextAreaField(_l("Nhận xét"), validators=[_WORDS], render_kw={"rows": 2})


class SheetInput(Keyed):
    """A supervision sheet."""

    title = StringField(_l("Giám sát việc gì"), validators=[InputRequired(), _NAME])
    body = StringField(_l("Bên giám sát"), validators=[InputRequired(), _NAME], render_kw={"list": "bodies"})
    from_on = DateField(_l("Từ ngày"), format=DAY_FORMATS, validators=[_DAY])
    to_on = DateField(_l("Đến ngày"), format=DAY_FORMATS, validators=[_DAY])
    task = SelectField(_l("Nhiệm vụ của kế hoạch (nếu có)"), coerce=int)
    desk = SelectField(_l("Điểm tiếp nhận (nếu có)"), coerce=int)
    place = StringField(_l("Hoặc nơi khác"), validators=[_NAME])
    participants = TextAreaField(_l("Thành phần tham gia"), validators=[_WORDS], render_kw={"rows": 3})
    findings = FieldList(FormField(LineInput), max_entries=MOST_FINDINGS)
    conclusion = TextAreaField(_l("Kết luận"), validators=[_WORDS], render_kw={"rows": 4})

    def offer(self, tasks: list[Task], desks: list[Desk]) -> None:
        """Let the person choose among these, and leave room for more lines."""
        self.task.choices = [(0, _("Không")), *((task.id, f"{task.label}. {task.title}"[:120]) for task in tasks)]
        self.desk.choices = [(0, _("Không")), *((desk.id, desk.name) for desk in desks)]

    def leave_room(self) -> None:
        """Add empty lines at the end, as many as still fit."""
        filled = sum(1 for line in self.findings.entries if line.form.what.data or line.form.words.data)
        wanted = min(max(LEAST_LINES, filled + BLANK_LINES), MOST_FINDINGS)
        while len(self.findings.entries) < wanted:
            self.findings.append_entry()

    @property
    def written(self) -> Written:
        """What was typed; asked after validation only."""
        assert self.from_on.data is not None  # noqa: S101  asked after validation only
        assert self.to_on.data is not None  # noqa: S101
        return Written(
            body=self.body.data or "",
            title=self.title.data or "",
            from_on=self.from_on.data,
            to_on=self.to_on.data,
            task_id=self.task.data or None,
            desk_id=self.desk.data or None,
            place=self.place.data or "",
            participants=self.participants.data or "",
            conclusion=self.conclusion.data or "",
            findings=[
                Line(line.form.what.data or "", line.form.verdict.data or "", line.form.words.data or "")
                for line in self.findings.entries
            ],
        )


def as_typed(sheet: SupervisionSheet) -> dict[str, object]:
    """A stored draft as the fields of :class:`SheetInput` show it."""
    return {
        "title": sheet.title,
        "body": sheet.body,
        "from_on": sheet.from_on,
        "to_on": sheet.to_on,
        "task": sheet.task_id or 0,
        "desk": sheet.desk_id or 0,
        "place": sheet.place,
        "participants": sheet.participants,
        "conclusion": sheet.conclusion,
        "findings": [{"what": line.what, "verdict": line.verdict, "words": line.words} for line in sheet.findings],
    }


class AddendumInput(Keyed):
    """What is added to a filed sheet."""

    text = TextAreaField(_l("Nội dung bổ sung"), validators=[InputRequired(), _WORDS])


class RecommendationInput(Keyed):
    """What is recommended, to whom, until when."""

    body = StringField(_l("Bên kiến nghị"), validators=[_NAME], render_kw={"list": "bodies"})
    text = TextAreaField(_l("Nội dung kiến nghị"), validators=[InputRequired(), _WORDS])
    unit = StringField(_l("Gửi đơn vị, bộ phận (nếu có)"), validators=[_NAME])
    official = SelectField(_l("Hoặc người (nếu có)"), coerce=int)
    due_on = DateField(_l("Đề nghị trả lời chậm nhất ngày"), format=DAY_FORMATS, validators=[_DAY])

    def offer(self, officials: list[Official]) -> None:
        """Let the person choose among these."""
        self.official.choices = [
            (0, _("Người đứng đầu cơ quan")),
            *((official.id, official.name) for official in officials),
        ]

    @property
    def asked(self) -> Asked:
        """What was typed; asked after validation only."""
        assert self.due_on.data is not None  # noqa: S101  asked after validation only
        return Asked(
            body=self.body.data or "",
            text=self.text.data or "",
            due_on=self.due_on.data,
            unit=self.unit.data or "",
            official_id=self.official.data or None,
        )


class StepInput(ScreenInput):
    """A step on a recommendation; ``seen`` is the number of the newest step that the page showed."""

    seen = HiddenField()
    text = TextAreaField(_l("Nội dung"), validators=[_WORDS])
    due_on = DateField(_l("Hạn trả lời lại"), format=DAY_FORMATS, validators=[Optional()])

    @property
    def seen_number(self) -> int:
        """The number, or one that nothing has."""
        written = self.seen.data or ""
        return int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else -1
