"""How a draft is cut into articles, when opinions are taken, and which counts may be shown. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, TypeVar

from app.core import clock
from app.core.hidden import suppressed
from app.core.text import N_

Key = TypeVar("Key")

TITLE_LENGTH = 300
PURPOSE_LENGTH = 2000
HEADING_LENGTH = 300
DRAFT_LENGTH = 200_000
"""Letters of a whole draft; a long decree has some 80,000."""
MOST_ARTICLES = 100
OPINION_LENGTH = 2000
SUMMARY_LENGTH = 2000
WHY_LENGTH = 4000
MARK = "## "
"""What stands before the first line of an article in the box where a person checks the cutting."""
AFTER = timedelta(hours=24)
"""A page that was opened in time may still be sent so long after the last day."""
TYPED_AFTER = timedelta(days=5)
"""A sheet that came in time may still be typed in so long after the last day: boxes are emptied, post is late."""

State = Literal["draft", "coming", "open", "ended", "published"]
STATES: dict[State, str] = {
    "draft": N_("đang soạn"),
    "coming": N_("đã chốt, chưa đến ngày"),
    "open": N_("đang lấy ý kiến"),
    "ended": N_("đã hết hạn, đang tổng hợp"),
    "published": N_("đã công bố kết quả"),
}
Stance = Literal["agree", "change", "disagree", "comment"]
STANCES: dict[Stance, str] = {
    # Translators: citizens read this
    "agree": N_("Đồng ý"),
    # Translators: citizens read this
    "change": N_("Đồng ý, nhưng cần sửa"),
    # Translators: citizens read this
    "disagree": N_("Không đồng ý"),
    # Translators: citizens read this
    "comment": N_("Góp ý khác"),
}
"""``comment`` is a text without a choice; nobody guesses the choice for its writer."""
CHOICES: tuple[Stance, ...] = ("agree", "change", "disagree")
Mode = Literal["phone", "paper", "meeting"]
MODES: dict[Mode, str] = {
    # Translators: citizens read this
    "phone": N_("Qua điện thoại, máy tính"),
    # Translators: citizens read this
    "paper": N_("Ghi trên giấy, cán bộ nhập hộ"),
    # Translators: citizens read this
    "meeting": N_("Nói tại cuộc họp, cán bộ nhập hộ"),
}
"""The ways in which opinions come; all but the first are typed in by officials."""
TYPED_MODES: dict[str, str] = {
    "paper": N_("Ghi trên giấy: nộp trực tiếp hoặc gửi bưu chính"),
    "meeting": N_("Nói tại cuộc họp: ghi lại lời một người"),
}
VERDICTS = {
    # Translators: citizens read this
    "taken": N_("Tiếp thu"),
    # Translators: citizens read this
    "partly": N_("Tiếp thu một phần"),
    # Translators: citizens read this
    "not_taken": N_("Giải trình, không tiếp thu"),
    # Translators: citizens read this
    "aside": N_("Ngoài nội dung dự thảo"),
}

_DECORATION = r"(?:#{1,6}\s+)?(?:\*\*)?\s*"
_ARTICLE = re.compile(_DECORATION + r"điều\s+\d+[a-zđ]?\s*(?:[.:)–-]|\*\*|$)", re.IGNORECASE)
_CHAPTER = re.compile(_DECORATION + r"(?:chương|mục|phần)\s+(?:[ivxlc]+|\d+)\b", re.IGNORECASE)
_HEADINGS = (
    _ARTICLE,
    re.compile(r"#{1,6}\s+\S"),
    re.compile(_DECORATION + r"[IVX]+[.)/]\s*\S"),
    re.compile(_DECORATION + r"\d{1,2}[.)]\s+\S"),
)
"""Beginnings of parts, the surest first; a draft is cut by the first kind that it has at least twice."""
_MARKDOWN = re.compile(r"^#{1,6}\s+|\*\*")
WHOLE = N_("Toàn văn dự thảo")
OPENING = N_("Phần mở đầu")


@dataclass(frozen=True, slots=True)
class Part:
    """An article before it is stored."""

    heading: str
    text: str


def marked(text: str) -> str:
    """``text`` with :data:`MARK` before each line that begins an article, as a person is shown it first.

    A text that has marks already is left as it is: somebody has put them there.
    """
    lines = text.strip().split("\n")
    if any(line.startswith(MARK) for line in lines):
        return text.strip()
    kind = next((kind for kind in _HEADINGS if sum(bool(kind.match(line.strip())) for line in lines) > 1), None)
    if kind is None and any(_ARTICLE.match(line.strip()) for line in lines):
        kind = _ARTICLE
    if kind is None:
        return text.strip()
    return "\n".join(_marked_lines(lines, kind)).strip()


def _marked_lines(lines: Sequence[str], kind: re.Pattern[str]) -> list[str]:
    """Chapter lines between two articles go with the one that follows them."""
    done: list[str] = []
    waiting: list[str] = []
    for line in lines:
        plain = _MARKDOWN.sub("", line.strip())
        if kind.match(line.strip()):
            done += ["", MARK + plain, *waiting]
            waiting = []
        elif kind is _ARTICLE and (_CHAPTER.match(line.strip()) or (waiting and plain.isupper())):
            waiting.append(plain)
        else:
            done += [*waiting, line.rstrip()]
            waiting = []
    return done + waiting


def parts_of(text: str) -> list[Part]:
    """The articles of a marked text. What stands before the first mark is a part of its own; without any mark the whole
    text is one.
    """
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in text.split("\n"):
        if line.startswith(MARK):
            found.append((" ".join(line.removeprefix(MARK).split()), []))
        else:
            found[-1][1].append(line.rstrip())
    parts = [Part(heading, re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()) for heading, lines in found]
    first, *rest = parts
    named = [_fitting(part) for part in rest if part.heading or part.text]
    if not first.text:
        return named
    return [Part(OPENING if named else WHOLE, first.text), *named]


def _fitting(part: Part) -> Part:
    """A heading so long that it is really the article's first sentence goes on in the text."""
    if len(part.heading) <= HEADING_LENGTH:
        return part
    cut = part.heading.rfind(" ", 0, 120)
    cut = cut if cut > 0 else 120
    return Part(f"{part.heading[:cut]} …", f"… {part.heading[cut:].strip()}\n{part.text}".strip())


def written_out(parts: Sequence[Part]) -> str:
    """The marked text that :func:`parts_of` reads as these parts."""
    return "\n\n".join(f"{MARK}{part.heading}\n{part.text}".rstrip() for part in parts)


def state_of(
    opens_on: date, closes_on: date, opened_at: datetime | None, published_at: datetime | None, *, today: date
) -> State:
    """Where a consultation stands today."""
    if published_at is not None:
        return "published"
    if opened_at is None:
        return "draft"
    if today < opens_on:
        return "coming"
    return "open" if today <= closes_on else "ended"


def may_send(opens_on: date, closes_on: date, *, page_at: datetime, now: datetime) -> bool:
    """Whether a page that was made in the hour ``page_at`` may be sent now: it was opened in time, and not long ago."""
    opened = opens_on <= clock.day_of(page_at) <= closes_on
    return opened and clock.day_of(now - AFTER) <= closes_on


def last_typing_day(closes_on: date) -> date:
    """The last day on which a sheet that came in time is typed in or corrected."""
    return closes_on + TYPED_AFTER


def may_type(opens_on: date, closes_on: date, *, today: date) -> bool:
    """Whether sheets are typed in today."""
    return opens_on <= today <= last_typing_day(closes_on)


def shown_counts(counts: Mapping[Stance, int], minimum: int) -> dict[Stance, int | None] | None:
    """The counts of one article as they may stand beside their total; None instead of all of them where there are too
    few opinions.

    What is empty and what is too small look the same (None). A larger one goes with them where the total would give
    them away (:func:`app.core.hidden.suppressed`).
    """
    return _shown(tuple(STANCES), counts, minimum)


def shown_modes(counts: Mapping[Mode, int], minimum: int) -> dict[Mode, int | None] | None:
    """How many came in each way, by the same rule."""
    return _shown(tuple(MODES), counts, minimum)


def _shown(keys: Sequence[Key], counts: Mapping[Key, int], minimum: int) -> dict[Key, int | None] | None:
    given = [counts.get(key, 0) for key in keys]
    if sum(given) < minimum:
        return None
    hidden = suppressed(given, minimum)
    return {key: None if at in hidden else given[at] for at, key in enumerate(keys)}
