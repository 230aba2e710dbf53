"""The mark that a browser carries until the end of the day: how often it has answered which edition.

It holds no name, number or random part: everybody who has answered the same editions as often carries the same mark.
So nothing has to be kept on our side, and nothing leads from a response to a browser. Who deletes it begins anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from app.core.clock import VIETNAM
from app.core.tokens import is_signed, sign

COOKIE = "answered"
_PURPOSE = "answered"
_MOST = 40
_LONGEST = 1000


def read_mark(secret: str, day: date, text: str) -> dict[int, int]:
    """How often each edition was answered; nothing where the mark is missing, another day's, or not ours."""
    head, _dot, signature = text.rpartition(".")
    written, _dot, rest = head.partition(".")
    if len(text) > _LONGEST or written != day.isoformat() or not is_signed(secret, _PURPOSE, head, signature):
        return {}
    return {int(edition, 16): int(times) for edition, times in (part.split(":") for part in rest.split("-") if part)}


def add_to_mark(secret: str, day: date, before: Mapping[int, int], edition_id: int) -> str:
    """The mark after one more answer; the editions answered longest ago are forgotten when there are too many."""
    times = min(before.get(edition_id, 0) + 1, 99)
    found = {**{key: value for key, value in before.items() if key != edition_id}, edition_id: times}
    kept = list(found.items())[-_MOST:]
    head = f"{day.isoformat()}.{'-'.join(f'{key:x}:{value}' for key, value in kept)}"
    return f"{head}.{sign(secret, _PURPOSE, head)}"


def seconds_left(at: datetime) -> int:
    """How long the day in Vietnam still lasts: the mark is thrown away with it."""
    there = at.astimezone(VIETNAM)
    midnight = datetime.combine(there.date() + timedelta(days=1), time(), VIETNAM)
    return max(1, int((midnight - there).total_seconds()))
