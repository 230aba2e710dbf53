"""Fields of the screens on which an administrator sets limits, working sessions and the reception of citizens."""

from __future__ import annotations

from typing import cast

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.core.inputs import ScreenInput
from app.core.words import _, _l
from app.feedback.clock.rules import UNITS, Limit, Limits, Unit
from app.feedback.doors.actions import LONGEST_LINE, LONGEST_SCHEDULE

_NUMBER = InputRequired(_l("Hãy ghi một số."))


def _units() -> list[tuple[str, str]]:
    return [(unit, _(name)) for unit, name in UNITS.items()]


class LimitInput(ScreenInput):
    """The time for the first and for the final reply; how much is too much is a rule of the action."""

    first_amount = IntegerField(_l("Trả lời bước đầu trong"), validators=[_NUMBER])
    first_unit = SelectField(_l("Tính theo (bước đầu)"), choices=_units)
    final_amount = IntegerField(_l("Trả lời cuối trong"), validators=[_NUMBER])
    final_unit = SelectField(_l("Tính theo (trả lời cuối)"), choices=_units)

    def limits(self) -> tuple[Limit, Limit]:
        """What was typed."""
        return (
            Limit(self.first_amount.data or 0, cast(Unit, self.first_unit.data)),
            Limit(self.final_amount.data or 0, cast(Unit, self.final_unit.data)),
        )

    @classmethod
    def showing(cls, limits: Limits) -> LimitInput:
        """The form with limits that are in force, or with what was posted."""
        return cls(
            first_amount=limits.first.amount,
            first_unit=limits.first.unit,
            final_amount=limits.final.amount,
            final_unit=limits.final.unit,
        )


class ReceptionInput(ScreenInput):
    """Where and when the office receives people."""

    address = StringField(
        _l("Nơi tiếp công dân"), validators=[DataRequired(_l("Hãy ghi địa chỉ, phòng.")), Length(max=LONGEST_LINE)]
    )
    schedule = TextAreaField(
        _l("Lịch tiếp công dân"),
        validators=[DataRequired(_l("Hãy ghi lịch tiếp công dân.")), Length(max=LONGEST_SCHEDULE)],
    )
    contact = StringField(_l("Người nhận đơn, số điện thoại"), validators=[Length(max=LONGEST_LINE)])
