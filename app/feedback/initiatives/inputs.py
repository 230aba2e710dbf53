"""Fields of the initiative screens, and what the address of the list asks for."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from wtforms import BooleanField, DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from app.core.inputs import ScreenInput, without_controls
from app.core.text import nfc
from app.core.words import _, _l
from app.feedback.initiatives.actions import Nomination
from app.feedback.initiatives.queries import Wanted
from app.feedback.initiatives.rules import FIELDS, KINDS, STATES
from app.offices.models import Office

_NEEDED = InputRequired()


class NominationInput(ScreenInput):
    """An initiative; ``key`` makes the page count once."""

    key = HiddenField(default=lambda: uuid4().hex)
    office = SelectField(_l("Cơ quan"), coerce=int)
    kind = SelectField(_l("Loại"), choices=lambda: [(key, _(name)) for key, name in KINDS.items()])
    field = SelectField(_l("Lĩnh vực"), choices=lambda: [(key, _(name)) for key, name in FIELDS.items()])
    year = IntegerField(_l("Năm"), validators=[_NEEDED])
    name = StringField(_l("Tên sáng kiến, mô hình"), validators=[_NEEDED])
    unit = StringField(_l("Đơn vị, nơi làm"), validators=[_NEEDED])
    person = StringField(_l("Người có công (không bắt buộc)"))
    consented = BooleanField(_l("Người được nêu tên đã đồng ý cho nêu tên"))
    description = TextAreaField(_l("Cách làm"), validators=[_NEEDED])
    result = TextAreaField(_l("Kết quả đạt được"))
    evidence = TextAreaField(_l("Minh chứng (văn bản, số liệu, đường dẫn)"))

    def offer(self, offices: list[Office]) -> None:
        """Let the person choose among ``offices``."""
        self.office.choices = [(office.id, office.name) for office in offices]

    @property
    def made_with(self) -> UUID:
        """The key of the page, or a fresh one where what came back is none."""
        try:
            return UUID(hex=self.key.data or "")
        except ValueError:
            return uuid4()

    def nomination(self) -> Nomination:
        """What was typed."""
        words = {
            name: self[name].data or "" for name in ("name", "unit", "person", "description", "result", "evidence")
        }
        return Nomination(
            kind=self.kind.data or "",
            field=self.field.data or "",
            year=self.year.data or 0,
            consented=bool(self.consented.data),
            **words,
        )


class WordsInput(ScreenInput):
    """One line or text: the decision that recognises it, or why it ends."""

    text = TextAreaField(_l("Nội dung"))


class ReplicationInput(ScreenInput):
    """Where it is done as well, since when."""

    unit = StringField(_l("Đơn vị làm theo"), validators=[_NEEDED])
    since = DateField(_l("Từ ngày"), format=["%Y-%m-%d", "%d/%m/%Y"], validators=[InputRequired(_l("Hãy chọn ngày."))])
    note = TextAreaField(_l("Ghi chú"))


def wanted_in(query: Mapping[str, str]) -> Wanted:
    """What the address of the list asks for; what it does not say properly is left out."""
    year = query.get("year", "")
    return Wanted(
        field=query.get("field", "") if query.get("field", "") in FIELDS else "",
        state=query.get("state", "") if query.get("state", "") in STATES else "",
        year=int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else None,
        text=nfc(without_controls(query.get("q", ""))).strip()[:200],
    )
