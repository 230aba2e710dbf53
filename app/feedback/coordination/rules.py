"""Who is asked to coordinate on a case now, what, until when, and whether he has answered. Pure.

Like everything about a case it is what the steps say; the table only remembers the sum.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from app.feedback.cases.rules import Taken

COORDINATING = frozenset({"invite", "contribute"})
"""The steps whose words may repeat those of the sender, so that they go when he takes his back."""

_ENDING = frozenset({"restrict", "take_over"})

NEW, DUE, LATE, ANSWERED = "new", "due", "late", "answered"
"""What a letter tells of a request: the first three to who is asked, the last to who asked."""
_RISING = (NEW, DUE, LATE, ANSWERED)
_DUE_DAYS = 1
"""From so many days before its day on a request stands in every letter, for it is theirs to do."""


class Said(Taken, Protocol):
    """A step with its words and the official who took it."""

    @property
    def text(self) -> str: ...
    @property
    def by_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Request:
    """A question that one official was asked on a case; ``due_on`` is the day by which, where one was given."""

    question: str
    asked_at: datetime
    due_on: date | None = None
    answered_at: datetime | None = None

    def is_late(self, today: date) -> bool:
        """Whether the day is over and nothing was said."""
        return self.answered_at is None and self.due_on is not None and self.due_on < today


def requests_in(steps: Iterable[Said]) -> dict[int, Request]:
    """The requests that stand after these steps, by the official who is asked, in the order of asking.

    All of them end when the case is closed, in whatever way, or goes to the restricted box or to another office; one
    ends when it is recalled, or when who was asked is given the case itself.
    """
    found: dict[int, Request] = {}
    for step in steps:
        if step.state == "closed" or step.verb in _ENDING:
            found.clear()
        elif step.verb == "invite":
            due_on = step.details["due_on"]
            asked = Request(step.text, step.at, date.fromisoformat(due_on) if due_on else None)
            found.pop(step.details["official_id"], None)
            found[step.details["official_id"]] = asked
        elif step.verb == "contribute" and step.by_id in found:
            found[step.by_id] = replace(found[step.by_id], answered_at=step.at)
        elif step.verb == "recall":
            found.pop(step.details["official_id"], None)
        elif step.verb == "assign":
            found.pop(step.details["holder_id"], None)
    return found


def stage_of(due_on: date | None, today: date) -> str:
    """Where a request that was not answered stands; one without a day stays new."""
    if due_on is None or due_on > today + timedelta(days=_DUE_DAYS):
        return NEW
    return LATE if due_on < today else DUE


def is_news(stage: str, told: Iterable[str]) -> bool:
    """Whether an official who was told of these stages of a request has to hear of this one; stages only rise.

    >>> is_news(LATE, [NEW]), is_news(DUE, [DUE]), is_news(NEW, [LATE])
    (True, False, False)
    """
    return all(_RISING.index(stage) > _RISING.index(before) for before in told)


def request_entry(case_id: UUID, number: int) -> str:
    """What the ledger of letters calls the request that the step with this number made."""
    return f"q{case_id.hex}.{number}"
