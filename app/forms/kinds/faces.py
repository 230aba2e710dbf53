"""Five faces from "Rất không hài lòng" to "Rất hài lòng", and "Không biết / không liên quan"."""

from __future__ import annotations

from app.forms.definition import Question
from app.forms.kinds.base import Words
from app.forms.kinds.choice import Choice

POINTS = (1, 2, 3, 4, 5)
DONT_KNOW = 9
CODES = (*POINTS, DONT_KNOW)


class Faces(Choice):
    """Stored as 1 to 5, or 9 for "don't know", which is in no denominator. No face is chosen beforehand."""

    name = "faces"
    has_options = False
    fixed_codes = CODES
    scorable = True

    def choices(self, question: Question, say: Words) -> tuple[tuple[int, str], ...]:
        """The five levels, then "don't know"; the words are shared by all forms."""
        return (*((point, say.word(f"face_{point}")) for point in POINTS), (DONT_KNOW, say.word("dont_know")))
