"""What the kinds without codes share: only whether they were answered is counted."""

from __future__ import annotations

from app.forms.definition import Question
from app.forms.kinds.base import ANSWERED, Cell, Counter, Kind


class Uncoded(Kind):
    """A kind whose answers are too many to have a cell each."""

    def own_cells(self, question: Question) -> tuple[Cell, ...]:
        """One cell: answered."""
        return (ANSWERED,)

    def counter(self, question: Question, offset: int) -> Counter:
        """One index, whatever the answer."""
        hit = (offset,)
        return lambda stored: hit
