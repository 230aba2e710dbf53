"""What the ledger of letters notes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that a letter tells, at one stage; the fields are those of ``accounts.letters.models.Reminder``."""

    entry: str
    due_on: date
    stage: str
