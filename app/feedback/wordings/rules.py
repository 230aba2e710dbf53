"""What stands in brackets, what is filled in, and whether an answer says anything of its own. Pure.

A text kept ready has two kinds of brackets: facts, which are filled from the case when the text is put in, and blanks,
which only a person can fill. What still stands in brackets is not sent. A fact never leads to the sender.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from app.core.text import N_, fold, nfc

PURPOSES: Mapping[str, str] = {
    "any": N_("Mọi bước"),
    "acknowledge": N_("Tiếp nhận"),
    "ask": N_("Hỏi lại người gửi"),
    "extend": N_("Gia hạn"),
    "answer": N_("Trả lời"),
    "close": N_("Đóng"),
    "forward": N_("Chuyển nơi có thẩm quyền"),
    "mark_duplicate": N_("Ghi là trùng"),
    "refuse": N_("Không xử lý"),
}
"""The step of a case that a text is for; all of them are read by the sender."""

FACTS: Mapping[str, str] = {
    "số hồ sơ": N_("số hồ sơ của phản ánh"),
    "ngày nhận": N_("ngày cơ quan nhận"),
    "hôm nay": N_("ngày chèn mẫu"),
    "thời hạn": N_("ngày hết hạn trả lời, trống khi đồng hồ dừng"),
    "đơn vị": N_("đơn vị được giao xử lý, trống khi chưa giao"),
    "cơ quan": N_("tên cơ quan"),
}
"""What is filled in from the case."""

NAME_LENGTH = 120
TEXT_LENGTH = 3_000
OWN_WORDS = 3
"""So many syllables beside the texts kept ready make an answer the office's own."""

_BRACKETS = re.compile(r"\[([^\[\]\n]{1,200})\]")
_LETTER = re.compile(r"[^\W\d_]")
_DATE = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b")
_WORD = re.compile(r"\w+")
_ENDS = re.compile(r"[.!?…;:]+(?=\s|$)|\n+")
_COURTESIES = (
    "kinh gui ong ba", "kinh thua ong ba", "xin tran trong cam on", "tran trong cam on ong ba", "cam on ong ba",
    "xin cam on", "kinh chao", "tran trong",
)  # fmt: skip


def blanks_in(text: str) -> list[str]:
    """What still stands in brackets, as it stands there, each once; a bare number in brackets is no blank.

    >>> blanks_in("Đã [nêu việc], xem [1] và […].")
    ['[nêu việc]', '[…]']
    """
    found = (match[0] for match in _BRACKETS.finditer(nfc(text)) if _is_blank(match[1]))
    return list(dict.fromkeys(found))


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with the facts that are known; everything else in brackets stays.

    >>> filled("Số [Số hồ sơ], do [đơn vị]: [việc đã làm].", {"số hồ sơ": "7F3A-91C2", "đơn vị": ""})
    'Số 7F3A-91C2, do [đơn vị]: [việc đã làm].'
    """

    def fact(match: re.Match[str]) -> str:
        return facts.get(" ".join(match[1].casefold().split())) or match[0]

    return _BRACKETS.sub(fact, nfc(text))


def put_in(typed: str, wording: str) -> str:
    """What stands in the box after a text was put in: behind what was typed, and not twice."""
    typed = typed.replace("\r\n", "\n")
    if not typed.strip():
        return wording
    return typed if wording in typed else f"{typed.rstrip()}\n\n{wording}"


def says_something(answer: str, wordings: Iterable[str]) -> bool:
    """Whether an answer has words of its own beside the texts kept ready, which come with their facts filled in.

    What a person has put in place of a blank counts; days, numbers and courtesies do not. An answer in which no such
    text is found is all its own, however short.

    >>> says_something("Cơ quan đã kiểm tra và thay bốn bóng đèn.", ["Cơ quan đã kiểm tra và [việc đã làm]."])
    True
    >>> says_something("Cơ quan đã kiểm tra. Trân trọng.", ["Cơ quan đã kiểm tra."])
    False
    """
    whole = _plain(answer)
    left = whole
    pieces = {piece for wording in wordings for piece in _pieces(wording)}
    for piece in sorted(pieces, key=lambda piece: (-len(piece), piece)):
        left = left.replace(f" {piece} ", " ")
    if left == whole:
        return True
    for courtesy in _COURTESIES:
        left = left.replace(f" {courtesy} ", " ")
    return sum(1 for word in left.split() if _LETTER.search(word)) >= OWN_WORDS


def _is_blank(words: str) -> bool:
    return bool(_LETTER.search(words)) or not any(letter.isdigit() for letter in words)


def _pieces(wording: str) -> Iterable[str]:
    """What of a text stands fixed between blanks and ends of sentences, as far as it is long enough to be known."""
    for sentence in _ENDS.split(_BRACKETS.sub("\n", nfc(wording))):
        piece = _plain(sentence).strip()
        if piece.count(" ") + 1 >= OWN_WORDS:
            yield piece


def _plain(text: str) -> str:
    """Words without marks, signs and days, one blank before, between and after them."""
    return f" {' '.join(_WORD.findall(fold(_DATE.sub(' ', nfc(text)))))} "
