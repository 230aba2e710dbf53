"""Fields of the restricted box's screens."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField

from app.accounts.models import Official
from app.core.inputs import ScreenInput
from app.core.words import _, _l
from app.feedback.restricted.actions import Flag
from app.feedback.restricted.rules import KINDS, OUTCOMES


class FlagInput(ScreenInput):
    """What it is, why, and whom it accuses; ``seen`` is the number of the newest step that the page showed."""

    seen = HiddenField()
    kind = RadioField(_l("Nội dung này là"), choices=lambda: [(key, _(name)) for key, name in KINDS.items()])
    accused = SelectMultipleField(_l("Người bị nêu tên, bị nói đến"), coerce=int, validate_choice=False)
    whole_office = BooleanField(_l("Nói đến cả cơ quan, hoặc người đứng đầu không có tên ở trên"))
    unit = StringField(_l("Đơn vị, bộ phận bị nói đến (nếu có)"))
    reason = TextAreaField(_l("Vì sao cho là khiếu nại, tố cáo"))

    def offer(self, officials: Sequence[Official]) -> None:
        """Let the person tick among the members of the office."""
        self.accused.choices = [(official.id, official.name) for official in officials]

    @property
    def flag(self) -> Flag:
        """What was filled in."""
        return Flag(
            kind=self.kind.data or "",
            reason=self.reason.data or "",
            accused=self.accused.data or [],
            unit=self.unit.data or "",
            whole_office=self.whole_office.data,
        )

    @property
    def seen_number(self) -> int:
        """The number, or one that no case has."""
        written = self.seen.data or ""
        return int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else -1


class SettleInput(ScreenInput):
    """What was done with it."""

    outcome = SelectField(
        _l("Kết quả (người gửi được biết)"),
        choices=lambda: [("", _("Hãy chọn")), *((key, _(name)) for key, name in OUTCOMES.items())],
        validate_choice=False,
    )
    note = TextAreaField(_l("Việc đã làm (chỉ người đọc được hộp này thấy)"))


class LiftInput(ScreenInput):
    """Why it does not belong into the box."""

    reason = TextAreaField(_l("Lý do"))
