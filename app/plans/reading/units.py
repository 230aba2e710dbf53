"""Names of units and offices inside sentences: where they begin, and the verb that ends them."""

from __future__ import annotations

import re

from app.plans.reading.lexicon import STOP_WORDS, UNIT_STARTERS, VERB_PAIRS, small, starts_with_any

VERBS = frozenset(VERB_PAIRS)
MISTYPED_VERBS = frozenset(mistyped for verb in VERB_PAIRS for mistyped in (verb[1:], verb[:-1]))
"""With the first or last letter missing ("ăn cứ"), because typing errors are kept as they stand."""
LIST_GOES_ON = re.compile(
    r"\s*(?:các|đơn vị|địa phương|ban|ngành|đoàn thể|phường|xã|thôn|ấp|khu phố|tổ chức|phòng|doanh nghiệp|cơ quan"
    r"|bộ phận|tổ dân phố|hội|cán bộ|công chức|viên chức|đảng viên|người lao động|đặc khu|thị trấn|trưởng|phó)\b"
)
ORGANISE = "tổ chức"
SEVERAL = frozenset({"các", "những", "mọi"})
"""After one of these the verb is a noun."""
LONGEST_UNIT = 200
ORDERED_BY = re.compile(r"^(?:đề nghị|yêu cầu|giao(?: cho)?|phân công|đồng thời giao)\s+", re.IGNORECASE)


def strip_order(text: str) -> str:
    """Without ``Giao``, ``Đề nghị``, ``Yêu cầu`` in front: they are no part of the unit."""
    return ORDERED_BY.sub("", text, count=1)


def begins_unit(text: str) -> bool:
    """Whether ``text`` begins with the name of a unit."""
    return starts_with_any(small(text[:60]), UNIT_STARTERS) is not None


def unit_at(text: str, *, several: bool = True) -> str | None:
    """The name of the unit that ``text`` begins with, up to the verb; with ``several`` a whole list of units.

    None where it begins with no unit, or where the name does not end in a reasonable distance.
    """
    if not begins_unit(text):
        return None
    words = re.findall(r"\S+", text[: LONGEST_UNIT * 2])
    taken: list[str] = []
    for index, word in enumerate(words):
        if taken and _verb_begins(words, index):
            break
        taken.append(word)
        if _name_ends(words, index, several=several):
            break
    name = " ".join(taken).strip(" ,;:.()")
    return name if name and len(name) <= LONGEST_UNIT else None


def _verb_begins(words: list[str], index: int) -> bool:
    word = words[index].strip(",;:.()")
    pair = f"{word} {words[index + 1].strip(',;:.()')}" if index + 1 < len(words) else word
    plain = small(pair)
    if small(word) in STOP_WORDS:
        return True
    if plain == ORGANISE and small(words[index - 1]) in SEVERAL:
        return False  # "các tổ chức chính trị - xã hội"
    if word[:1].isupper():
        return False  # part of a name: "Ban Tổ chức", "Sở Xây dựng"
    if small(pair) == "tổ chức" and _names_organisations(words, index):
        return False
    return plain in VERBS or plain in MISTYPED_VERBS


def _names_organisations(words: list[str], index: int) -> bool:
    """``các tổ chức``, ``tổ chức chính trị - xã hội``: here the words are a noun."""
    before, behind = small(words[index - 1]), small(" ".join(words[index + 2 : index + 4]))
    return before in {"các", "những", "mọi"} or behind.startswith(("chính trị", "xã hội", "đoàn thể"))


def _name_ends(words: list[str], index: int, *, several: bool) -> bool:
    """Whether punctuation after this word ends the name."""
    word = words[index]
    if word[-1] in ".:)" and word not in {"TP.", "P."}:
        return True
    if word[-1] not in ",;":
        return False
    following = " ".join(words[index + 1 : index + 4])
    another = begins_unit(following)
    if LIST_GOES_ON.match(following):
        return word[-1] == ";" and not several
    if another:
        return not several
    inside_name = word[-1] == "," and following[:1].isupper()
    return not inside_name
