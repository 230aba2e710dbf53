"""What in a document a correction belongs to: the label and the words as they were read.

The same anchors find their place in another reading of the document, and in a slightly changed version of it. A
doubtful place is no place: a correction that would hit the wrong task does more harm than one that has to be made
again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.core.text import fold

ALIKE_SAME_LABEL = 0.85
ALIKE_ANYWHERE = 0.93
LEAD = 0.05
"""By so much the best of several similar places has to be better than the next."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """``ordinal`` counts places with the same label and words; ``alone``: no other place has these words."""

    label: str
    words: str
    ordinal: int = 0
    alone: bool = True


def anchors(places: Iterable[tuple[str, str]]) -> list[Anchor]:
    """An anchor for each place of one kind, given as label and words in the order of the document."""
    written = list(places)
    words = Counter(_plain(text) for _, text in written)
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for label, text in written:
        same = (label, _plain(text))
        found.append(Anchor(label, text, seen[same], words[same[1]] == 1))
        seen[same] += 1
    return found


def key_of(kind: str, anchor: Anchor) -> str:
    """A key that the same place gets in every reading: ``kind`` is one letter, the rest depends on the anchor alone."""
    said = "\n".join((anchor.label, _plain(anchor.words), str(anchor.ordinal)))
    return kind + hashlib.sha256(said.encode()).hexdigest()[:12]


def find(anchor: Anchor, places: Mapping[str, Anchor]) -> str | None:
    """The key of the place that ``anchor`` means: the very same, the same words elsewhere, or clearly the most alike.

    None where there is none, and also where there could be several.
    """
    plain = _plain(anchor.words)
    exact = [
        key
        for key, place in places.items()
        if (place.label, place.ordinal) == (anchor.label, anchor.ordinal) and _plain(place.words) == plain
    ]
    if exact:
        return exact[0]
    same = [key for key, place in places.items() if _plain(place.words) == plain]
    if same:
        return same[0] if len(same) == 1 and anchor.alone else None
    return _most_alike(anchor.label, plain, places)


def _most_alike(label: str, plain: str, places: Mapping[str, Anchor]) -> str | None:
    ranked = sorted(((_likeness(plain, place), key) for key, place in places.items()), reverse=True)
    if not ranked:
        return None
    best, key = ranked[0]
    enough = ALIKE_SAME_LABEL if places[key].label == label else ALIKE_ANYWHERE
    alone = len(ranked) == 1 or best - ranked[1][0] >= LEAD
    return key if best >= enough and alone else None


def _likeness(plain: str, place: Anchor) -> float:
    matcher = SequenceMatcher(None, plain, _plain(place.words), autojunk=False)
    if matcher.real_quick_ratio() < ALIKE_SAME_LABEL or matcher.quick_ratio() < ALIKE_SAME_LABEL:
        return 0.0
    return matcher.ratio()


def _plain(text: str) -> str:
    """Letters without marks and capitals, blanks collapsed: what a new typing of the same words leaves alone."""
    return " ".join(fold(text).split())
