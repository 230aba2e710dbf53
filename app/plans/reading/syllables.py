"""Whether words could be Vietnamese: every syllable is an initial, a rime and a tone from short closed lists.

Text in the wrong encoding still has letters, but next to none of its syllables exist. So the share of possible
syllables tells which of several readings of the same bytes is the right one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

INITIALS = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx]|"
RIMES = (
    "a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|ă[cmnpt]|ăng|â[cmnptuy]|âng|"
    "e|e[cmnpto]|eng|ê|ê[mnptu]|êch|ênh|i|ia|ich|im|in|inh|ip|it|iu|iê[cmnptu]|iêng|"
    "o|o[cimnpt]|ong|oong|ooc|oa|oa[cimnopty]|oach|oang|oanh|oă[cmnt]|oăng|oe|oe[mnot]|"
    "ô|ô[cimnpt]|ông|ơ|ơ[imnpt]|u|u[acimnpt]|ung|uâ[nty]|uâng|uê|uêch|uên|uênh|uô[cimnt]|uông|uơ|"
    "uy|uya|uych|uyn|uynh|uyp|uyt|uyu|uyê[nt]|ư|ư[acimntu]|ưng|ươ[cimnptu]|ương|y|yê[mntu]|yêng"
)
SYLLABLE = re.compile(f"(?:{INITIALS})(?:{RIMES})")
GI = re.compile("gi[nm]?|giê[cmnptu]?|giêng")
"""Where the ``i`` of ``gi`` is also the vowel."""
STOPPED = re.compile("(?:c|ch|p|t)$")
VOWELS = frozenset("aăâeêioôơuưy")
TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
SHARP_TONES = frozenset("\u0301\u0323")
"""The only tones that a syllable ending in a stop can have."""

WORD = re.compile(r"(?:[^\W\d_]|[¡-¿×÷\xad])+")
"""Letters, and those signs of Latin-1 that stand for letters in text typed for old fonts."""
AROUND_WORDS = "«»·°§¡¿"


@dataclass(frozen=True)
class Evidence:
    """How many words there are, how many of them carry marks, and how many of those are possible syllables."""

    words: int
    marked: int
    possible: int

    @property
    def share(self) -> float:
        """Of the marked words, those that could be Vietnamese; 1 where no word is marked."""
        return self.possible / self.marked if self.marked else 1.0


def weigh(text: str) -> Evidence:
    """Count the words of ``text`` that have letters beyond ASCII."""
    words = Counter(word.strip(AROUND_WORDS) for word in WORD.findall(text))
    marked = {word: count for word, count in words.items() if not word.isascii()}
    possible = sum(count for word, count in marked.items() if is_syllable(word))
    return Evidence(sum(words.values()), sum(marked.values()), possible)


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether ``word`` is one possible syllable, in any mix of capitals; abbreviations such as ``HĐND`` count too."""
    if word.isupper() and all(letter in "BCDĐFGHJKLMNPQRSTUVXYZƯƠÔÂĂÊAEIO" for letter in word):
        return True
    tones, letters = _taken_apart(word.casefold())
    if len(tones) > 1:
        return False
    base = "".join(letters)
    if not SYLLABLE.fullmatch(base) and not GI.fullmatch(base):
        return False
    return not STOPPED.search(base) or (bool(tones) and tones[0] in SHARP_TONES)


def _taken_apart(word: str) -> tuple[list[str], list[str]]:
    """The tone marks of a word, and its letters without them (``ố`` is ``ô`` and a tone)."""
    tones: list[str] = []
    letters: list[str] = []
    for mark in unicodedata.normalize("NFD", word):
        if mark in TONES and letters and letters[-1] in VOWELS:
            tones.append(mark)
        elif unicodedata.combining(mark) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + mark)
        else:
            letters.append(mark)
    return tones, letters
