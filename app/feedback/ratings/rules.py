"""What is asked about a reply, on the five points of every form, and when its sender is dissatisfied. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from app.core.errors import Problem
from app.core.text import N_

ITEMS: Mapping[str, str] = {
    "timely": N_("Trả lời kịp thời"),
    "relevant": N_("Trả lời đúng nội dung đã hỏi"),
    "proven": N_("Trả lời có minh chứng, kiểm tra được"),
}
"""The three items of the form about replies, in the order of the page."""
LEVELS: Mapping[int, str] = {
    1: N_("Rất không hài lòng"),
    2: N_("Không hài lòng"),
    3: N_("Bình thường"),
    4: N_("Hài lòng"),
    5: N_("Rất hài lòng"),
}
DISSATISFIED = 2
"""The best level that still says so: "Không hài lòng"."""
RATED = frozenset({"answer", "refuse", "forward"})
"""The steps that are replies."""


class NotRated(Problem):
    """An item was left out."""


class Taken(Protocol):
    """A step as the rules see it."""

    @property
    def verb(self) -> str: ...


Step = TypeVar("Step", bound=Taken)


def rated_step(steps: Iterable[Step]) -> Step | None:
    """The reply that can be rated now: the newest one, unless the case was reopened after it."""
    found: Step | None = None
    for step in steps:
        if step.verb in RATED:
            found = step
        elif step.verb == "reopen":
            found = None
    return found


def is_dissatisfied(levels: Mapping[str, int]) -> bool:
    """Whether the sender is: with any of the items."""
    return any(level <= DISSATISFIED for level in levels.values())


def levels_in(typed: Mapping[str, str]) -> dict[str, int]:
    """The level of each item as it was chosen. Raises :class:`NotRated` where one is missing or is no level."""
    chosen = {item: next((level for level in LEVELS if typed.get(item) == str(level)), None) for item in ITEMS}
    found = {item: level for item, level in chosen.items() if level is not None}
    if len(found) < len(ITEMS):
        raise NotRated(N_("Xin chọn một mức cho cả ba mục rồi bấm gửi; các mục đã chọn vẫn còn."))
    return found
