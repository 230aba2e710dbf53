"""Whether an answer says anything of its own beside the texts kept ready. Pure.

Nobody can count meaning. What can be counted is what no text kept ready brings along: words that are neither in it nor
the small change of official letters ("đã ghi nhận, sẽ xem xét theo quy định"), and something that ties them to this one
matter: a number, a day, a name, or a word that the sender used himself. Two such words with a tie are an answer ("thay
bóng đèn ngõ 12"); without any tie it takes a whole clause. How much of the answer came from a text kept ready does not
matter: a long one that is filled in with facts is as good as a short one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.core.text import fold, nfc

TIED = 2
"""So many telling words are enough where something ties them to the matter."""
UNTIED = 6
"""So many telling words are taken for a clause of its own where nothing does."""
SHORTEST_PIECE = 3
"""So many words of a text kept ready are known again; fewer stand in any letter."""

_BLANKS = re.compile(r"\[[^\[\]\n]{1,200}\]")
_DATE = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b")
_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_ENDS = re.compile(r"[.!?…;:]+(?=\s|$)|\n+")
_BEGINS_ANEW = re.compile(r"[.!?…;:\n“\"]")
_COURTESIES = (
    "kinh gui ong ba", "kinh thua ong ba", "xin tran trong cam on", "tran trong cam on ong ba", "cam on ong ba",
    "xin cam on", "kinh chao", "tran trong", "cam on", "ong ba", "rat mong", "thong cam", "ung ho",
)  # fmt: skip
_OF_LETTERS = (
    "uy ban nhan dan", "ubnd", "co quan", "don vi", "bo phan", "lanh dao", "can bo", "cong chuc", "nguoi dan",
    "nhan dan", "chung toi", "chuc nang", "chuyen mon", "lien quan", "phan anh", "kien nghi", "gop y", "y kien",
    "noi dung", "su viec", "vu viec", "van de", "cau tra loi", "tra loi", "phan hoi", "tiep nhan", "ghi nhan",
    "tiep thu", "nghien cuu", "xem xet", "kiem tra", "ra soat", "xac minh", "xu ly", "xu li", "giai quyet",
    "khac phuc", "thuc hien", "trien khai", "phoi hop", "chi dao", "quan tam", "theo doi", "cap nhat", "thong bao",
    "thong tin", "hoan thanh", "hoan tat", "dam bao", "bao dam", "yeu cau", "de nghi", "to chuc", "tiep tuc",
    "theo quy dinh", "quy dinh", "phap luat", "tham quyen", "dung han", "kip thoi", "nghiem tuc", "tich cuc",
    "khan truong", "day du", "cu the", "ro rang", "som nhat", "thoi gian toi", "thoi gian", "nhanh chong", "chat che",
    "dut diem", "het suc", "tinh than", "trach nhiem", "ket qua", "qua trinh", "tinh hinh", "mong muon", "thuong xuyen",
)  # fmt: skip
"""What may stand in the answer to anything."""
_SMALL = frozenset((
    "đã", "được", "sẽ", "đang", "vẫn", "cũng", "rất", "các", "những", "và", "với", "của", "cho", "để", "là", "thì",
    "mà", "theo", "tại", "ở", "về", "từ", "đến", "vào", "ra", "trên", "dưới", "trong", "ngoài", "khi", "nếu", "này",
    "đó", "nay", "ạ", "nhé", "rồi", "xong", "nhất", "sau", "trước", "có", "không", "do", "vì", "bị", "cần", "phải",
    "xin", "kính", "mọi", "một", "số", "việc", "ông", "bà", "anh", "chị", "tôi", "ngày", "tháng", "năm", "giờ",
    "lúc", "hôm", "qua", "mai", "sớm", "thêm", "lại", "còn", "hết", "như", "lần",
))  # fmt: skip
"""Words that only join others."""
_TIES = frozenset((
    "hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười", "chục", "trăm", "nghìn",
    "hôm", "sáng", "trưa", "chiều", "tối",
))  # fmt: skip
"""Numbers and times of day in letters."""


@dataclass(slots=True)
class _Word:
    """A word as it stands; ``plain`` is without marks, ``is_first`` says that a sentence may begin with it."""

    text: str
    plain: str
    is_first: bool
    is_own: bool = True

    @property
    def is_telling(self) -> bool:
        """Whether it says something of its own."""
        return self.is_own and _LETTER.search(self.text) is not None and self.text.casefold() not in _SMALL


def says_something(answer: str, wordings: Iterable[str], said: str = "") -> bool:
    """Whether an answer has words of its own beside the texts kept ready, which come with their facts filled in.

    ``said`` is what the sender wrote. What a person has put in place of a blank counts. An answer in which no text kept
    ready is found is all its own, however short.

    >>> ready = ["Cơ quan đã kiểm tra và [việc đã làm]."]
    >>> says_something("Cơ quan đã kiểm tra và thay bốn bóng đèn.", ready)
    True
    >>> says_something("Cơ quan đã kiểm tra và đã xử lý xong. Trân trọng.", ready)
    False
    >>> says_something("Cơ quan đã kiểm tra và nạo vét cống.", ready, "Cống trước nhà tôi tắc.")
    True
    """
    wordings = list(wordings)
    words = _words_in(answer)
    if not _take_out(words, (piece for wording in wordings for piece in _pieces(wording))):
        return True
    _take_out_letters(words)
    telling = [word for word in words if word.is_telling]
    if len(telling) >= UNTIED:
        return True
    return len(telling) >= TIED and (_has_tie(words) or _names_day(answer, wordings) or _echoes(telling, said))


def _has_tie(words: Sequence[_Word]) -> bool:
    """Whether a number, a time or a name is among the words of its own."""
    own = [word for word in words if word.is_own]
    return any(
        _DIGIT.search(word.text) or word.text.casefold() in _TIES or (word.text[0].isupper() and not word.is_first)
        for word in own
        if word.is_telling or _DIGIT.search(word.text) or word.text.casefold() in _TIES
    )


def _names_day(answer: str, wordings: Sequence[str]) -> bool:
    """Whether a day is named that no text kept ready has brought along."""
    brought = {day for wording in wordings for day in _DATE.findall(wording)}
    return not brought.issuperset(_DATE.findall(answer))


def _echoes(telling: Sequence[_Word], said: str) -> bool:
    """Whether something is called as the sender called it."""
    words = _words_in(said)
    _take_out_letters(words)
    return not {word.plain for word in words if word.is_telling}.isdisjoint(word.plain for word in telling)


def _take_out_letters(words: Sequence[_Word]) -> None:
    _take_out(words, (tuple(phrase.split()) for phrase in (*_COURTESIES, *_OF_LETTERS)))


def _take_out(words: Sequence[_Word], pieces: Iterable[tuple[str, ...]]) -> bool:
    """Mark what stands in a piece as not one's own, long pieces first; whether any was found."""
    places: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        places.setdefault(word.plain, []).append(at)
    found = False
    for piece in sorted(set(pieces), key=lambda piece: (-len(piece), piece)):
        for at in places.get(piece[0], ()):
            run = words[at : at + len(piece)]
            if tuple(word.plain for word in run) == piece and all(word.is_own for word in run):
                found = True
                for word in run:
                    word.is_own = False
    return found


def _pieces(wording: str) -> Iterator[tuple[str, ...]]:
    """What of a text stands fixed between blanks and ends of sentences, as far as it is long enough to be known."""
    for sentence in _ENDS.split(_BLANKS.sub("\n", nfc(wording))):
        piece = tuple(word.plain for word in _words_in(sentence))
        if len(piece) >= SHORTEST_PIECE:
            yield piece


def _words_in(text: str) -> list[_Word]:
    """The words of a text; days are left out, so that a text kept ready is known again on another day."""
    text = _DATE.sub(" ", nfc(text))
    found: list[_Word] = []
    end = 0
    for match in _WORD.finditer(text):
        first = not found or _BEGINS_ANEW.search(text, end, match.start()) is not None
        found.append(_Word(match[0], fold(match[0]), first))
        end = match.end()
    return found
