"""One of several options."""

from __future__ import annotations

from wtforms import Field

from app.forms.definition import Question
from app.forms.kinds.base import Cell, Counter, Kind, Stored, Words, code_cells, code_counter, validators
from app.forms.kinds.fields import CodeField


class Choice(Kind):
    """Stored as the option's code."""

    name = "choice"
    has_options = True

    def field(self, question: Question, say: Words) -> Field:
        """A field of the options' codes."""
        codes = self.codes(question)
        return CodeField(codes=codes, wrong=say.word("error_choice"), validators=validators(question, say))

    def display(self, question: Question, stored: Stored, say: Words) -> str:
        """The option's words."""
        return next((label for code, label in self.choices(question, say) if code == stored), str(stored))

    def own_cells(self, question: Question) -> tuple[Cell, ...]:
        """One cell for each option."""
        return code_cells(self.codes(question))

    def counter(self, question: Question, offset: int) -> Counter:
        """One index for one option."""
        return code_counter(self.codes(question), offset)
