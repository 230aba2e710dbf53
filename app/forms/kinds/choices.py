"""Any of several options."""

from __future__ import annotations

from wtforms import Field

from app.forms.definition import Question
from app.forms.kinds.base import ANSWERED, Cell, Counter, Kind, Stored, Words, code_cells, validators
from app.forms.kinds.fields import CodesField


class Choices(Kind):
    """Stored as a list of codes in the order of the options, never empty.

    Shares are of those who answered, hence a cell ``answered`` after the options' cells.
    """

    name = "choices"
    has_options = True
    several = True

    def field(self, question: Question, say: Words) -> Field:
        """A field of the options' codes."""
        codes = self.codes(question)
        return CodesField(codes=codes, wrong=say.word("error_choices"), validators=validators(question, say))

    def display(self, question: Question, stored: Stored, say: Words) -> str:
        """The chosen options' words with semicolons between."""
        labels = dict(self.choices(question, say))
        codes = stored if isinstance(stored, list) else [stored]
        return "; ".join(labels.get(code, str(code)) if isinstance(code, int) else code for code in codes)

    def own_cells(self, question: Question) -> tuple[Cell, ...]:
        """One cell for each option, then ``answered``."""
        return (*code_cells(self.codes(question)), ANSWERED)

    def counter(self, question: Question, offset: int) -> Counter:
        """One index for each chosen option, and one for having answered."""
        codes = self.codes(question)
        table = {code: offset + index for index, code in enumerate(codes)}
        answered = offset + len(codes)

        def count(stored: list[int]) -> list[int]:
            return [*(table[code] for code in stored if code in table), answered]

        return count
