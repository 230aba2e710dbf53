"""Progress in words, in the language of the moment: a form is one page, and nothing in it moves on by itself."""

from __future__ import annotations

from app.core.words import _


def place_of(number: int, total: int) -> str:
    """Which of how many a question is."""
    words: str = _("Câu %(number)d trên %(total)d", number=number, total=total)
    return words
