"""Third stage: lines become blocks, that is headings, paragraphs and bullets as their writer meant them.

Line breaks and free lines of a file taken from a PDF say little. A line joins the one above unless something says that
a paragraph begins: a list mark, a heading, or a line above that ended although there was room for the next word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.plans.reading.layout import Layout
from app.plans.reading.lexicon import (
    DANGLING,
    DOCUMENT_KINDS,
    NAMES_IN_MID_SENTENCE,
    SELDOM_LAST,
    VERB_PAIRS,
    small,
    starts_with_any,
)
from app.plans.reading.lines import COUNTED, Line
from app.plans.reading.marks import BULLETS, LONE_PART, NUMBERED, Kind, Mark, read_mark

END_OF_SENTENCE = re.compile(r"[.!?…;:][\"”’)\]]*$")
END_OF_PLAN = re.compile(r"\.\s?/\s?\.?$")
MID_SENTENCE = re.compile(r"[/\\(\[“‘-]$")
FULL_STOP = re.compile(r"[.!?…][\"”’)\]]*$")
LABELLED = re.compile(
    r"(?:thời hạn|thời gian|kinh phí|địa điểm|đối tượng|thành phần|hình thức|đơn vị|cơ quan)\b[^.;:]{0,45}:"
)
"""A finished sentence followed by a label ("Thời hạn báo cáo: ..."): the label begins a paragraph."""
REFERS = re.compile(r"\b(?:tại|theo|thuộc|ở|nêu|các|của|trong)\s+(?:mục|tiểu mục|điểm|khoản|phần|chương)$")
"""What the number of a heading stands after when a sentence only refers to it: ``nêu tại Mục`` / ``II. ...``."""
NAME_FOLLOWS = re.compile(
    r"(?:Luật|Pháp lệnh|Nghị định|Thông tư|Chỉ thị|Nghị quyết|Kết luận|Đề án|Trung tâm|Bộ phận|Phòng|Ban|Cục|Tổ)$"
)
"""What is always named: ``theo Luật`` / ``Thực hiện dân chủ ở cơ sở``, ``Trung tâm`` / ``Phục vụ hành chính công``."""
TO_EVERYBODY = ("trong quá trình", "yêu cầu các", "căn cứ kế hoạch này", "căn cứ vào kế hoạch này")
PLACES = frozenset({"tỉnh", "huyện", "xã", "phường", "thôn", "quận", "thị trấn", "đặc khu"})
NO_BEGINNING = tuple("”’),.;:!?/]%")
ALWAYS_OPEN = ("trên đây là", "nơi nhận")
MID_SENTENCE_NAMES = (*NAMES_IN_MID_SENTENCE, *(small(kind) for kind in DOCUMENT_KINDS))


@dataclass(frozen=True)
class Block:
    """One paragraph, heading or bullet without its mark; ``lines`` are the first and last line it came from."""

    text: str
    lines: tuple[int, int]
    mark: Mark | None = None
    strong: bool = False
    level: int | None = None

    @property
    def caps(self) -> bool:
        """Whether it is written in capitals throughout."""
        return is_caps(self.text)

    @property
    def ended(self) -> bool:
        """Whether it ends like a sentence."""
        return END_OF_SENTENCE.search(self.text) is not None


def is_caps(text: str) -> bool:
    """Capitals throughout, and enough of them to be a heading."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 2 and all(letter.isupper() for letter in letters)


def to_blocks(lines: Sequence[Line], layout: Layout) -> list[Block]:
    """Join ``lines`` into blocks."""
    joiner = _Joiner(layout)
    for line in lines:
        joiner.add(line)
    return joiner.finish()


@dataclass
class _Joiner:
    layout: Layout
    blocks: list[Block] = field(default_factory=list)
    current: list[Line] = field(default_factory=list)
    mark: Mark | None = None
    in_caps: bool = False
    last_value: dict[Kind, int] = field(default_factory=dict)

    def add(self, line: Line) -> None:
        mark, _ = read_mark(line.text)
        if mark and self.current and not self._mark_is_real(line, mark):
            mark = None
            opens = False
        else:
            opens = not self.current or mark is not None or self._opens(line)
        if opens:
            self._close()
            self.mark = mark
            self._count(mark)
            self.in_caps = True
        self.in_caps = self.in_caps and is_caps(line.text)
        self.current.append(line)

    def finish(self) -> list[Block]:
        self._close()
        return self.blocks

    def _close(self) -> None:
        if not self.current:
            return
        text = " ".join(line.text for line in self.current)
        if self.mark:
            text = text[len(self.mark.written) :].strip()
        elif text.casefold().startswith("phần "):
            self.mark, text = read_mark(text)  # the number of a part stands on a line of its own
        strong = all(line.strong or line.heading for line in self.current)
        first, last = self.current[0], self.current[-1]
        self.blocks.append(Block(text, (first.number, last.number), self.mark, strong, first.level))
        self.current = []
        self.mark = None

    def _count(self, mark: Mark | None) -> None:
        """Remember how far each numbering has come; an outer number lets the inner ones begin again."""
        if mark:
            self.last_value = {kind: value for kind, value in self.last_value.items() if kind < mark.kind}
            self.last_value[mark.kind] = mark.value

    def _mark_is_real(self, line: Line, mark: Mark) -> bool:
        """Whether a mark opens a paragraph, or only came first on a line broken inside a sentence."""
        above = self.current[-1]
        if line.opens is False:
            return False
        if line.heading or END_OF_SENTENCE.search(above.text):
            return True
        rest = read_mark(line.text)[1]
        if mark.kind in NUMBERED and REFERS.search(small(above.text)):
            return False
        if mark.kind in BULLETS:
            if rest[0].isdigit() and above.text[-1].isdigit():
                return False
            glued = not line.text[len(mark.written) :].startswith(" ")
            return not (rest[0].islower() or glued) or self.layout.had_room(above, line)
        if self.layout.had_room(above, line):
            return _last_word(above.text) not in DANGLING
        expected = mark.value in {1, self.last_value.get(mark.kind, 0) + 1}
        lettered = mark.kind is Kind.LETTER and _last_word(above.text) not in DANGLING  # ``của tỉnh`` / ``a) Rà soát``
        finished = not _unfinished(above.text) or _last_word(above.text) in PLACES
        return expected and not rest[0].islower() and (lettered or finished)

    def _opens(self, line: Line) -> bool:
        """Whether a line without a mark begins a paragraph."""
        above = self.current[-1]
        if LONE_PART.fullmatch(above.text):
            return False
        if END_OF_PLAN.search(above.text) or small(line.text).startswith(ALWAYS_OPEN):
            return True
        if line.opens is False or line.text[0].islower() or line.text.startswith(NO_BEGINNING):
            return False
        if line.heading or above.heading or line.strong != above.strong:
            return True
        if self.in_caps:
            return not is_caps(line.text)
        if _last_word(above.text) in DANGLING or MID_SENTENCE.search(above.text):
            return False
        counted = line.text[0].isdigit() and not END_OF_SENTENCE.search(above.text)
        if counted and (self.layout.wrapped or COUNTED.search(above.text)):
            return False  # ``báo cáo`` / ``6 tháng``: a number without a mark opens no paragraph
        if line.opens or self.layout.set_apart(line) or self.layout.ended_early(above, line):
            return True
        return self._ended_at_full_width(line)

    def _ended_at_full_width(self, line: Line) -> bool:
        """The line above was full, so only the words can tell."""
        above = self.current[-1]
        plain = small(line.text)
        if FULL_STOP.search(above.text):
            closes = plain.startswith(TO_EVERYBODY) and not small(self.current[0].text).startswith(TO_EVERYBODY)
            said = LABELLED.match(plain) is not None or closes
            return said or self.layout.ended_with_sentence(above, line)
        if END_OF_SENTENCE.search(above.text):
            return above.text.endswith("sau:") or plain.startswith("căn cứ ")
        if self.mark is None or self.mark.kind not in NUMBERED:
            return False
        following = [word.strip(",;:") for word in plain.split()[:2]]
        duty = begins_a_sentence(line.text) and " ".join(following) in VERB_PAIRS
        if _unfinished(above.text):
            return duty and _last_word(above.text) in PLACES
        if small(read_mark(self.current[0].text)[1]).split()[:2] == following:
            return True
        return duty or (begins_a_sentence(line.text) and above.text.split()[-1][0].islower())


def begins_a_sentence(text: str) -> bool:
    """A capital that only the beginning of a sentence explains: ``Nâng cao``, but neither ``Tây Ninh`` nor ``UBND``."""
    words = text.split()
    if len(words) < 2 or not words[0][0].isupper() or not words[1][0].islower():
        return False
    if len(words[0]) > 1 and words[0].isupper():
        return False
    return starts_with_any(small(text), MID_SENTENCE_NAMES) is None


def _unfinished(text: str) -> bool:
    """Whether the last word of a full line asks for another one."""
    return _last_word(text) in DANGLING | SELDOM_LAST or NAME_FOLLOWS.search(text) is not None


def _last_word(text: str) -> str:
    return text.rsplit(" ", 1)[-1].casefold()
