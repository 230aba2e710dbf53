"""Yes or no."""

from __future__ import annotations

from app.forms.definition import Question
from app.forms.kinds.base import Words
from app.forms.kinds.choice import Choice

YES = 1
NO = 2


class YesNo(Choice):
    """Stored as 1 for yes and 2 for no, as on Vietnamese paper forms."""

    name = "yes_no"
    has_options = False
    fixed_codes = (YES, NO)

    def choices(self, question: Question, say: Words) -> tuple[tuple[int, str], ...]:
        """Yes, then no."""
        return ((YES, say.word("answer_yes")), (NO, say.word("answer_no")))
