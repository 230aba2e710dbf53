"""A whole number."""

from __future__ import annotations

import re
from typing import Any

from wtforms import Field

from app.forms.definition import Question
from app.forms.kinds.base import Stored, Words, validators
from app.forms.kinds.uncoded import Uncoded

LOWEST = 0
HIGHEST = 999_999_999
_NUMBER = re.compile(r"-?(?:[0-9]{1,9}|[0-9]{1,3}(?:[. ][0-9]{3}){1,2})\Z", re.ASCII)


class NumberField(Field):
    """A whole number between two bounds, with or without the dots of thousands; ``data`` is None when empty."""

    data: int | None

    def __init__(self, *, minimum: int, maximum: int, wrong: str, outside: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.minimum = minimum
        self.maximum = maximum
        self.wrong = wrong
        self.outside = outside

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number; anything else, or one out of bounds, is refused."""
        self.data = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        if not _NUMBER.match(text):
            raise ValueError(self.wrong)
        value = int(text.replace(".", "").replace(" ", ""))
        if not self.minimum <= value <= self.maximum:
            raise ValueError(self.outside)
        self.data = value


class Number(Uncoded):
    """Stored as an integer."""

    name = "number"

    def field(self, question: Question, say: Words) -> Field:
        """A field bounded by the question's ``minimum`` and ``maximum``."""
        minimum, maximum = self.bounds(question)
        return NumberField(
            minimum=minimum,
            maximum=maximum,
            wrong=say.word("error_number"),
            outside=say.word("error_number_range", minimum=_dotted(minimum), maximum=_dotted(maximum)),
            validators=validators(question, say),
        )

    def bounds(self, question: Question) -> tuple[int, int]:
        """The smallest and the largest number accepted."""
        return (
            LOWEST if question.minimum is None else question.minimum,
            HIGHEST if question.maximum is None else question.maximum,
        )

    def display(self, question: Question, stored: Stored, say: Words) -> str:
        """``1.234``, as Vietnamese write it."""
        return _dotted(stored) if isinstance(stored, int) else str(stored)


def _dotted(value: int) -> str:
    return f"{value:,}".replace(",", ".")
