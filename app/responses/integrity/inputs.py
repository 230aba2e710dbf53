"""Fields of the screen about the checks: a switch for each check, a number for each limit, networks of the office."""

from __future__ import annotations

from wtforms import BooleanField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from app.core.inputs import ScreenInput
from app.core.words import _l
from app.responses.integrity.rules import CHECKS, LIMITS, Rules


class RulesInput(ScreenInput):
    """The rules of one office; one network a line."""

    networks = TextAreaField(_l("Mạng nội bộ của cơ quan, mỗi dòng một mạng"), validators=[Length(max=2000)])

    def fill(self, rules: Rules) -> None:
        """Show the rules in force."""
        self.networks.data = "\n".join(rules.networks)
        for key in CHECKS:
            self[switch_of(key)].data = key not in rules.off
        for limit in LIMITS.values():
            self[field_of(limit.key)].data = rules[limit]

    @property
    def off(self) -> list[str]:
        """The checks that were switched off."""
        return [key for key in CHECKS if not self[switch_of(key)].data]

    @property
    def limits(self) -> dict[str, int]:
        """The numbers as they were written."""
        return {key: self[field_of(key)].data for key in LIMITS}


def switch_of(check: str) -> str:
    """The field that switches a check on."""
    return f"on_{check}"


def field_of(limit: str) -> str:
    """The field of a limit."""
    return limit.replace(".", "__")


for _check in CHECKS.values():
    setattr(RulesInput, switch_of(_check.key), BooleanField())
for _limit in LIMITS.values():
    setattr(
        RulesInput,
        field_of(_limit.key),
        IntegerField(validators=[InputRequired(), NumberRange(_limit.low, _limit.high)]),
    )
