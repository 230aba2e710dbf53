"""Fields of the screens about alerts: a note, and the rules of an office."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import BooleanField, IntegerField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.models import Official
from app.core.inputs import ScreenInput
from app.core.words import _l
from app.scores.alerts.rules import LIMITS, NOTE_LENGTH, RULES, Choice


class NoteInput(ScreenInput):
    """What is done about an alert."""

    note = TextAreaField(
        _l("Việc đã làm hoặc sẽ làm"),
        validators=[InputRequired(_l("Hãy ghi việc đã làm hoặc sẽ làm.")), Length(max=NOTE_LENGTH)],
    )


class AlertRulesInput(ScreenInput):
    """The rules of one office, and who is told besides."""

    also = SelectMultipleField(
        _l("Báo thêm cho"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, officials: Sequence[Official]) -> None:
        """The officials who can be told."""
        self.also.choices = [(official.id, official.name) for official in officials]

    def fill(self, choice: Choice) -> None:
        """Show the rules in force."""
        self.also.data = sorted(choice.also)
        for key in RULES:
            self[switch_of(key)].data = key not in choice.off
        for limit in LIMITS.values():
            self[field_of(limit.key)].data = choice[limit]

    @property
    def off(self) -> list[str]:
        """The rules that were switched off."""
        return [key for key in RULES if not self[switch_of(key)].data]

    @property
    def limits(self) -> dict[str, int]:
        """The numbers as they were written."""
        return {key: self[field_of(key)].data for key in LIMITS}


def switch_of(rule: str) -> str:
    """The field that switches a rule on."""
    return f"on_{rule}"


def field_of(limit: str) -> str:
    """The field of a limit."""
    return limit.replace(".", "__")


for _rule in RULES.values():
    setattr(AlertRulesInput, switch_of(_rule.key), BooleanField())
for _limit in LIMITS.values():
    setattr(
        AlertRulesInput,
        field_of(_limit.key),
        IntegerField(validators=[InputRequired(), NumberRange(_limit.low, _limit.high)]),
    )
