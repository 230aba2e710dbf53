"""What stands in brackets, and what is filled in. Pure.

A text kept ready has two kinds of brackets: facts, which are filled from the case when the text is used, and blanks,
which only a person can fill. What still stands in brackets is not sent. A fact never leads to the sender.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.core.text import N_, nfc

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
    "hôm nay": N_("ngày dùng mẫu"),
    "thời hạn": N_("ngày hết hạn trả lời, trống khi đồng hồ dừng"),
    "đơn vị": N_("đơn vị được giao xử lý, trống khi chưa giao"),
    "cơ quan": N_("tên cơ quan"),
}
"""What is filled in from the case."""

NAME_LENGTH = 120
TEXT_LENGTH = 3_000

_BRACKETS = re.compile(r"\[([^\[\]\n]{1,200})\]")
_LETTER = re.compile(r"[^\W\d_]")


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


def _is_blank(words: str) -> bool:
    return bool(_LETTER.search(words)) or not any(letter.isdigit() for letter in words)
