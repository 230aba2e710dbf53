"""Fields of the screen on which an administrator chooses how an office is measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.core import clock
from app.core.inputs import ScreenInput
from app.core.words import _, _l
from app.scores.methods import FACTORS, METHODS
from app.scores.policies.queries import Weighable
from app.scores.policies.rules import HEAVIEST, REASON_LENGTH, Policy

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
"""What browsers send, and what a person types where the browser has no calendar."""


class PolicyInput(ScreenInput):
    """Method, first day, reason; :func:`input_for` adds a weight for each factor and question of an office."""

    method = RadioField(_l("Cách tính dùng để công bố"))
    since = DateField(_l("Áp dụng từ ngày"), format=DAY_FORMATS, validators=[InputRequired(_l("Hãy chọn ngày."))])
    reason = TextAreaField(_l("Lý do đổi cách tính"), validators=[Length(max=REASON_LENGTH)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.method.choices = [(method.id, _(method.name)) for method in METHODS.values()]

    def fill(self, policy: Policy) -> None:
        """Show what holds today, to be changed from today on."""
        self.method.data = policy.method.id
        self.since.data = clock.today()
        for code in FACTORS:
            self[factor_field(code)].data = policy.weights.factors.get(code)
        for item, weight in policy.weights.items.items():
            if item_field(item) in self:
                self[item_field(item)].data = weight

    def factor_weights(self) -> dict[str, int | None]:
        """What was written for each factor; nothing where the box is empty."""
        return {code: self[factor_field(code)].data for code in FACTORS}

    def item_weights(self, questions: Sequence[Weighable]) -> dict[str, int | None]:
        """What was written for each question."""
        return {question.id: self[item_field(question.id)].data for question in questions}


def factor_field(code: str) -> str:
    """The field with a factor's weight."""
    return f"factor_{code}"


def item_field(item: str) -> str:
    """The field with a question's weight."""
    return f"item_{item}"


def input_for(questions: Sequence[Weighable]) -> type[PolicyInput]:
    """The form of an office that asks these questions."""
    fields = {item_field(question.id): _weight() for question in questions}
    return type("OfficePolicyInput", (PolicyInput,), fields)


def _weight() -> Any:
    return IntegerField(
        validators=[
            Optional(),
            NumberRange(1, HEAVIEST, _l("Trọng số phải là số nguyên từ 1 đến %(heaviest)d.", heaviest=HEAVIEST)),
        ]
    )


for _code in FACTORS:
    setattr(PolicyInput, factor_field(_code), _weight())
