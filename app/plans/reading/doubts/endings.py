"""Which words end a phrase in this document, and so, which endings look torn.

Half a word is left when a line is lost: ``khiếu nại, tố`` wants its ``cáo``. No dictionary is needed: what the document
writes several times and never at the end of a phrase does not end a heading either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.plans.reading.lexicon import DANGLING

WANTS_AN_OBJECT = frozenset(
    {
        "đảm bảo", "bảo đảm", "nâng cao", "tăng cường", "đẩy mạnh", "phát huy", "gắn với", "giai đoạn", "góp phần",
        "tạo điều", "đối với", "liên quan", "phù hợp với", "hướng tới", "hướng dẫn về", "trách nhiệm của",
    }
)  # fmt: skip
"""Two words that are never the last of a heading."""
OFTEN = 2
"""So many times a word must stand elsewhere before its company is believed."""
AFTER_A_PHRASE = DANGLING | {"trong", "trên", "đến", "cho", "khi", "được", "phải", "có", "không", "để", "năm"}
WORD = re.compile(r"\S+")
LETTERS = re.compile(r"[^\W\d_]+")


class Endings:
    """The words of some texts, to be asked whether phrases end with them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._text = " . ".join(texts).casefold()

    def look_torn(self, text: str) -> str | None:
        """The last word or words of ``text``, which was one of the texts, if no phrase ends so; else None."""
        words = WORD.findall(text.rstrip(" .:;").casefold())
        if not words:
            return None
        pair = " ".join(words[-2:])
        if pair in WANTS_AN_OBJECT:
            return pair
        bare = [_bare(word) for word in words[-2:]]
        return words[-1] if bare[-1] and (self._goes_on(bare[-1]) or self._goes_on(" ".join(bare))) else None

    def _goes_on(self, words: str) -> bool:
        """Whether what stands here at an end stands elsewhere, never at one and mostly before the same word."""
        found = re.finditer(rf"{re.escape(words)}(?!\w)(?P<mark>[^\w\s]*)\s*(?P<next>\S*)", self._text)
        hits = [hit for hit in found if not (hit.start() and self._text[hit.start() - 1].isalnum())]
        ends = sum(bool(hit["mark"]) or _ends_a_phrase(hit["next"]) for hit in hits)
        followers = {_bare(hit["next"]) for hit in hits} - {""}
        return len(hits) > OFTEN and ends <= 1 and len(followers) <= max(1, len(hits) // 3)


def _bare(word: str) -> str:
    return "".join(LETTERS.findall(word))


def _ends_a_phrase(following: str) -> bool:
    return following in AFTER_A_PHRASE or not following[:1].isalnum()
