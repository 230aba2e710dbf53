"""Fields of the screen about languages."""

from __future__ import annotations

from wtforms import BooleanField, StringField

from app.core.inputs import ScreenInput
from app.core.words import _l


class LanguageInput(ScreenInput):
    """One language, and that somebody answers for its translation."""

    locale = StringField(_l("Ngôn ngữ"))
    answered_for = BooleanField(
        _l("Người thạo tiếng này đã đọc lại bản dịch và cơ quan đồng ý đưa cho người dân dùng.")
    )
