"""Fields of the screen on which cases are taken over."""

from __future__ import annotations

from wtforms import BooleanField, SelectField, TextAreaField

from app.core.inputs import ScreenInput
from app.core.words import _, _l
from app.offices.models import Office


class TakeOverInput(ScreenInput):
    """Which office goes on, why, and whether the restricted box goes with the cases."""

    heir = SelectField(_l("Cơ quan tiếp nhận"), coerce=int, validate_choice=False)
    reason = TextAreaField(_l("Lý do, văn bản sắp xếp cơ quan"), render_kw={"rows": 2})
    with_box = BooleanField(_l("Chuyển cả hộp hạn chế, nếu có gì trong đó"))

    def offer(self, heirs: list[Office]) -> None:
        """Let the person choose among these; of one alone nothing has to be chosen."""
        several = [(0, _("Hãy chọn"))] if len(heirs) > 1 else []
        self.heir.choices = [*several, *((heir.id, heir.name) for heir in heirs)]
