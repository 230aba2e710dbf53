"""Who hears at which share of a case's time, and what is news to whom. Pure.

Half of the time is a matter of whoever has the case in hand; at four fifths the heads of the office hear of it, and
again when all of it is used. Who has it in hand keeps seeing it every day from four fifths on; a head is told once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.accounts.letters.rules import Mark

SETS_TIME = frozenset({"send", "raise", "reopen", "extend", "classify"})
"""Verbs after which a case has another time limit: what was told of the one before counts no more. Waiting for the
citizen moves the last moment, and is no new limit."""
PRESSING = 80
"""From this share of the time on a head hears of a case, and whoever has it in hand sees it in every letter."""


@dataclass(frozen=True, slots=True)
class Line:
    """One case as a letter names it: its internal number, whose it is and by when, and no word that a citizen wrote.

    ``stage`` is the share of the time that is used, as ``clock.rules.STAGES`` has it. ``first_due_at`` is empty as
    soon as there was a first reply. ``mark`` is what the ledger notes if this is news, and None where it is not.
    """

    reference: str
    kind: str
    level: str
    stage: int
    due_at: datetime | None
    first_due_at: datetime | None = None
    holder: str = ""
    unit: str = ""
    mark: Mark | None = None

    def is_late(self, now: datetime) -> bool:
        """Whether the final reply, or a first one that was not given, is over its time."""
        return any(at is not None and at < now for at in (self.due_at, self.first_due_at))


def case_entry(case_id: UUID, number: int) -> str:
    """What the ledger calls a case under the time limit that the step with this number set."""
    return f"c{case_id.hex}.{number}"


def level_to_tell(stage: int, told: Iterable[str], *, mine: bool) -> int | None:
    """The share that somebody has to hear of now; None where it is not theirs or where they know.

    Who missed a share, because two were passed between two letters, hears of the higher one only.

    >>> level_to_tell(80, ["50"], mine=True), level_to_tell(80, ["80"], mine=True), level_to_tell(50, [], mine=False)
    (80, None, None)
    """
    if stage == 0 or (stage < PRESSING and not mine):
        return None
    return stage if stage > max(map(int, told), default=0) else None


def mark_of(entry: str, since: date, level: int | None) -> Mark | None:
    """What the ledger notes of a share that is told; nothing where none is."""
    return None if level is None else Mark(entry, since, str(level))
