"""Bringing texts together by the phrases they share. Pure.

A Vietnamese word is one syllable or, more often, two, and syllables are what blanks separate: single ones alone would
tear "hài lòng" apart. So a phrase is one syllable or two that stand side by side, with no mark between them. What
counts is in how many people's texts a phrase stands, not how often: who writes "chậm, chậm, chậm" is one person.

Texts without a single diacritic, as many telephones send them, are counted with the marked phrase that they most
likely mean: "cho lau" with "chờ lâu" where people here write that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from app.core.text import fold, nfc

Person = TypeVar("Person", bound=Hashable)
MOST_GROUPS = 20
ALIKE = 0.6
"""Two phrases that share so much of their texts (those of both among those of either) are one group."""
_PIECES = re.compile(r"[^\w\s]+|\n+|_+")
_SYLLABLE = re.compile(r"[^\W\d_]+")
_JOINING = """
và hay hoặc nhưng mà thì là của cho với về từ đến tới ở tại trong ngoài trên dưới trước sau khi lúc nếu vì do nên để
bằng theo như cũng đã đang sẽ vẫn còn chỉ rất quá lắm hơn nhất thật được bị có không chưa chẳng phải cần muốn mong
xin hãy đừng tôi ta mình chúng em anh chị ông bà bác cô chú cháu con nó họ ai gì nào sao đâu này kia đó đây ấy thế
vậy các những mọi mỗi từng một hai ba bốn năm mấy vài nhiều ít cái chiếc việc sự điều làm đi lại ra vào lên xuống
rồi ngay luôn nữa thêm à ạ nhé nhỉ ừ vâng dạ ok toàn cả lần thấy bảo nói người dân thứ số sang mới đều xong ly tí
hẳn nghĩ phường xã hôm nay
"""
STOP = frozenset(_JOINING.split())
"""Syllables that join others and tell nothing by themselves. A phrase has none of them."""


@dataclass(frozen=True, slots=True)
class Group(Generic[Person]):
    """A phrase, and who wrote it."""

    phrase: str
    people: frozenset[Person]


def phrases_in(text: str, stop: Collection[str] = STOP) -> set[str]:
    """Every phrase of a text, in small letters, without those that have a syllable in ``stop``.

    >>> sorted(phrases_in("Chờ lâu, mà chờ lâu lắm!"))
    ['chờ', 'chờ lâu', 'lâu']
    """
    found: set[str] = set()
    for piece in _PIECES.split(nfc(text).casefold()):
        run: list[str] = []
        for syllable in [*_SYLLABLE.findall(piece), ""]:
            if syllable and syllable not in stop:
                run.append(syllable)
                continue
            found.update(run)
            found.update(f"{one} {next_one}" for one, next_one in pairwise(run))
            run = []
    return {phrase for phrase in found if len(phrase) > 1}


def groups_of(texts: Iterable[tuple[Person, str]], *, minimum: int) -> list[Group[Person]]:
    """The phrases that at least ``minimum`` people wrote, the most telling first, each group of texts once.

    Two syllables tell more than one and go first where they stand in at least half as many texts.
    """
    people = _people(texts)
    order = sorted(people, key=lambda phrase: (-len(people[phrase]) * (1 + (" " in phrase)), " " not in phrase, phrase))
    chosen: list[Group[Person]] = []
    for phrase in order:
        mine = frozenset(people[phrase])
        if len(mine) >= minimum and not any(_alike(mine, group.people) for group in chosen):
            chosen.append(Group(phrase, mine))
    chosen = chosen[:MOST_GROUPS]
    return sorted(chosen, key=lambda group: (-len(group.people), group.phrase))


def samples(group: Group[Person], texts: Sequence[tuple[Person, str]], most: int) -> Iterator[str]:
    """Different texts of a group, in the order given."""
    seen: set[str] = set()
    for person, text in texts:
        if person in group.people and text not in seen and len(seen) < most and _holds(text, group.phrase):
            seen.add(text)
            yield text


def _people(texts: Iterable[tuple[Person, str]]) -> Mapping[str, set[Person]]:
    people: dict[str, set[Person]] = defaultdict(set)
    unmarked: list[tuple[Person, str]] = []
    for person, text in texts:
        if _is_unmarked(text):
            unmarked.append((person, text))
            continue
        for phrase in phrases_in(text):
            people[phrase].add(person)
    usual = sorted(people, key=lambda phrase: (len(people[phrase]), phrase))
    meant = {fold(phrase): phrase for phrase in usual}  # the most frequent one stays
    for person, text in unmarked:
        for phrase in _meant(text, meant):
            people[phrase].add(person)
    return people


def _meant(text: str, meant: Mapping[str, str]) -> set[str]:
    """The phrases of a text without marks: those that others write with marks, and those without any doubtful word."""
    whole, plain = phrases_in(text, ()), phrases_in(text, _PLAIN_STOP)
    pairs = {meant[phrase] for phrase in whole if " " in phrase and phrase in meant}
    return pairs | {meant.get(phrase, phrase) for phrase in plain}


def _is_unmarked(text: str) -> bool:
    return fold(nfc(text)) == nfc(text).casefold()


def _holds(text: str, phrase: str) -> bool:
    if _is_unmarked(text):
        return fold(phrase) in phrases_in(text, ())
    return phrase in phrases_in(text)


def _alike(one: frozenset[Person], other: frozenset[Person]) -> bool:
    return len(one & other) >= ALIKE * len(one | other)


_PLAIN_STOP = frozenset(fold(syllable) for syllable in STOP)
