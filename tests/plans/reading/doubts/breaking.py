"""Ways to break the text of a plan on purpose, so that it must be read wrongly somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Break = Callable[[Sequence[str], int], list[str]]

NUMBERED = re.compile(r"^\s*(?:[*#]*\s*)?(?:[IVX]{1,5}|\d{1,2}|[a-zđ])\s?[.)/]\s*")


def without_line(lines: Sequence[str], at: int) -> list[str]:
    """A line was lost."""
    return [*lines[:at], *lines[at + 1 :]]


def without_number(lines: Sequence[str], at: int) -> list[str]:
    """The number in front was lost."""
    return [*lines[:at], NUMBERED.sub("", lines[at]), *lines[at + 1 :]]


def joined_with_next(lines: Sequence[str], at: int) -> list[str]:
    """The line break behind was lost."""
    below = next((index for index in range(at + 1, len(lines)) if lines[index].strip()), None)
    if below is None:
        return list(lines)
    return [*lines[:at], f"{lines[at].rstrip()} {lines[below].strip()}", *lines[below + 1 :]]


def cut_in_half(lines: Sequence[str], at: int) -> list[str]:
    """The second half of the line was lost."""
    words = lines[at].split(" ")
    return [*lines[:at], " ".join(words[: (len(words) + 1) // 2]), *lines[at + 1 :]]


def split_in_half(lines: Sequence[str], at: int) -> list[str]:
    """A line break fell into the middle of the line."""
    words = lines[at].split(" ")
    half = (len(words) + 1) // 2
    return [*lines[:at], " ".join(words[:half]), " ".join(words[half:]), *lines[at + 1 :]]


BREAKS: dict[str, Break] = {
    "line lost": without_line,
    "number lost": without_number,
    "line break lost": joined_with_next,
    "half a line lost": cut_in_half,
    "line split": split_in_half,
}
