"""What short and long text share."""

from __future__ import annotations

from typing import ClassVar

from wtforms import Field

from app.forms.definition import Question
from app.forms.kinds.base import Stored, Words, validators
from app.forms.kinds.fields import CleanTextField
from app.forms.kinds.uncoded import Uncoded


class FreeText(Uncoded):
    """Stored as cleaned text. The part beside the box always warns against writing names."""

    is_text = True
    comparable = False
    limit: ClassVar[int]
    one_line: ClassVar[bool]

    def field(self, question: Question, say: Words) -> Field:
        """A field of at most ``limit`` characters."""
        limit = self.limit

        def too_long(length: int) -> str:
            return say.word("error_too_long", length=_dotted(length), limit=_dotted(limit))

        return CleanTextField(
            limit=limit, one_line=self.one_line, too_long=too_long, validators=validators(question, say)
        )

    def display(self, question: Question, stored: Stored, say: Words) -> str:
        """The text itself; whoever shows it must escape it."""
        return str(stored)


def _dotted(value: int) -> str:
    return f"{value:,}".replace(",", ".")
