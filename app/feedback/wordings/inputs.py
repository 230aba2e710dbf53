"""Fields of the page of one text kept ready."""

from __future__ import annotations

from wtforms import SelectField, StringField, TextAreaField

from app.core.words import _, _l
from app.feedback.cases.inputs import StepInput
from app.feedback.wordings.rules import PURPOSES


class WordingInput(StepInput):
    """What it is for, what it is called, and its words; ``seen`` is the version that the page showed."""

    purpose = SelectField(
        _l("Dùng ở bước"), choices=lambda: [(key, _(name)) for key, name in PURPOSES.items()], validate_choice=False
    )
    name = StringField(_l("Tên mẫu (chỉ người trong cơ quan thấy)"))
    text = TextAreaField(_l("Nội dung mẫu"), render_kw={"rows": 8})
