"""Headings that look torn, joined with what follows, or like something else than a heading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from app.core.text import N_
from app.plans.reading.blocks import END_OF_SENTENCE, FULL_STOP, Block, begins_a_sentence, is_caps
from app.plans.reading.doubts.evidence import Doubt, Evidence
from app.plans.reading.findings import Message, message
from app.plans.reading.lexicon import DANGLING, LOWER, UPPER, VERB_PAIRS, small
from app.plans.reading.outline import Entry
from app.plans.reading.places import letters

LONGEST_SURE = 250
"""Letters. Headings of real plans have up to 340; of fifty, one is longer than this."""
FEWEST_WORDS = 3

LONG = N_("Tên dài %(letters)d ký tự; có thể đã dính đoạn nội dung đứng sau. Hãy xem tên kết thúc ở đâu.")
SHORT = N_("Tên quá ngắn; có thể bị mất chữ. Hãy đối chiếu văn bản gốc.")
CUT = N_("Tên kết thúc bằng “%(word)s”, có vẻ bị ngắt giữa chừng. Hãy xem dòng tiếp theo.")
OPEN = N_("Tên có dấu ngoặc chưa đóng, có vẻ bị ngắt giữa chừng. Hãy xem dòng tiếp theo.")
TORN = N_("Tên bắt đầu bằng chữ thường, có thể là phần sau của một câu. Hãy xem dòng đứng trước.")
SENTENCES = N_("Tên gồm nhiều câu; có thể đã dính đoạn nội dung đứng sau. Hãy xem tên kết thúc ở đâu.")
FULL_LINE = N_("Dòng cuối của tên chạy hết chiều rộng trang nên không chắc tên kết thúc ở đây. Hãy xem dòng tiếp theo.")
GOES_ON = N_("Dòng ngay sau bắt đầu bằng chữ thường, có thể vẫn thuộc tên này. Hãy đối chiếu văn bản gốc.")
TWICE = N_("Có hai nhiệm vụ cùng tên này. Hãy xem một trong hai có phải là nội dung bị đọc nhầm không.")
WHOLE_SENTENCE = N_("Nhiệm vụ này là một câu, không có nội dung bên dưới. Hãy xem đây là tên hay là nội dung.")

ENDS_LIKE_A_SENTENCE = N_(
    "Tên kết thúc bằng dấu chấm như một câu, khác các nhiệm vụ khác. Hãy xem có dính nội dung không."
)

BRACKETS = (("(", ")"), ("“", "”"), ("[", "]"))
NEXT_SENTENCE = re.compile(r"(?<=\w{3})[.!?]\s+(?P<first>[^\W\d_])")
MARK_INSIDE = re.compile(r"\s(?:[-–+•*]|[a-zđ]\)|\d{1,2}(?:\.\d{1,2})*[.)])\s+(?=[^\W\d_])")
SMALL_THEN_CAPITAL = re.compile(rf"(?<=\w)\s([{UPPER}][{LOWER}]+\s[{LOWER}]+)(?!\w)")
NAME_BEFORE = re.compile(r"(?:bộ phận|phòng|ban|bộ|sở|cục|tổ|trung tâm|luật|đề án|dự án|chương trình|phong trào|quỹ)$")
"""What goes on with a capital: ``Bộ phận Tiếp nhận và trả kết quả``, ``Ban Tổ chức``."""


def tasks(evidence: Evidence) -> Iterator[Doubt]:
    """Titles of tasks."""
    for path, _, entry in evidence.tasks():
        why = _what_is_odd(entry.head.text) or _torn(entry.head.text, evidence) or _how_it_ends(entry, evidence)
        if why:
            yield Doubt(f"{path}.title", "doubtful", why)


def sections(evidence: Evidence) -> Iterator[Doubt]:
    """Titles of the parts."""
    for at, section in enumerate(evidence.body.sections):
        why = _what_is_odd(section.title)
        if why:
            yield Doubt(f"sections[{at}]", "doubtful", why)


def twins(evidence: Evidence) -> Iterator[Doubt]:
    """Two tasks of one title in one section."""
    titles = [(path, (id(section), letters(entry.head.text))) for path, section, entry in evidence.tasks()]
    count = Counter(title for _, title in titles)
    for path, title in titles:
        if count[title] > 1:
            yield Doubt(f"{path}.title", "doubtful", message(TWICE))


def _what_is_odd(text: str) -> Message | None:
    last = text.rstrip(" .:;").rsplit(" ", 1)[-1]
    if text.rstrip().endswith(",") or last.casefold().strip(",") in DANGLING:
        return message(CUT, word=last if not text.rstrip().endswith(",") else ",")
    if any(text.count(left) > text.count(right) for left, right in BRACKETS):
        return message(OPEN)
    if text[:1].islower():
        return message(TORN)
    if any(hit["first"].isupper() for hit in NEXT_SENTENCE.finditer(text)) or _another_begins(text):
        return message(SENTENCES)
    if len(text) > LONGEST_SURE:
        return message(LONG, letters=len(text))
    return message(SHORT) if len(text.split()) < FEWEST_WORDS and not is_caps(text) else None


def _another_begins(text: str) -> bool:
    """A list mark or the beginning of a sentence in the middle: ``... công xã a) Tại quầy``."""
    if any(begins_a_sentence(text[hit.end() :]) for hit in MARK_INSIDE.finditer(text)):
        return True
    return any(
        small(hit[1]) in VERB_PAIRS and not NAME_BEFORE.search(small(text[: hit.start()]))
        for hit in SMALL_THEN_CAPITAL.finditer(text)
    )


def _torn(text: str, evidence: Evidence) -> Message | None:
    words = evidence.endings.look_torn(text)
    return message(CUT, word=words) if words else None


def _how_it_ends(entry: Entry, evidence: Evidence) -> Message | None:
    """What the lines say of the end: was the last one full, and does the next look like its continuation?"""
    following = entry.items[0] if entry.items else None
    if following is None:
        return message(WHOLE_SENTENCE) if END_OF_SENTENCE.search(entry.head.text) else None
    if FULL_STOP.search(entry.head.text) and not _usual(evidence):
        return message(ENDS_LIKE_A_SENTENCE)
    if following.mark is not None or entry.head.ended or following.lines[0] <= entry.head.lines[1]:
        return None
    if following.text[:1].islower():
        return message(GOES_ON)
    return message(FULL_LINE) if _fills_its_line(entry.head, following, evidence) else None


def _usual(evidence: Evidence) -> bool:
    """Whether the writer of this plan puts a full stop behind headings."""
    stopped = [FULL_STOP.search(entry.head.text) is not None for _, _, entry in evidence.tasks()]
    return sum(stopped) > len(stopped) / 2


def _fills_its_line(head: Block, following: Block, evidence: Evidence) -> bool:
    last, below = evidence.lines.get(head.lines[1]), evidence.lines.get(following.lines[0])
    if last is None or below is None or last.strong != below.strong or last.heading:
        return False
    return not evidence.layout.ended_early(last, below)


def plan_title(evidence: Evidence) -> Iterator[Doubt]:
    """The title of the plan itself."""
    title = evidence.plan.title
    why = _what_is_odd(title) if title and len(title) < LONGEST_SURE else None
    if why and not (title and title[0].islower()):
        yield Doubt("title", "doubtful", why)


RULES = (tasks, sections, twins, plan_title)
