"""When a kiosk asks, what its binding code looks like, and when it has been silent too long. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from app.core.clock import in_vietnam
from app.core.tokens import read_code, sign

BINDING_LENGTH = 8
BINDING_LIFE = timedelta(hours=1)
HEARTBEAT_SECONDS = 60
SILENT_AFTER = timedelta(minutes=5)
_PURPOSE = "kiosk"

Hours = Mapping[str, Any]
"""``{"days": [0, 1, 2, 3, 4], "opens": "07:30", "closes": "17:00"}``; Monday is 0."""


def binding_hash_of(secret: str, typed: str) -> str:
    """What is stored in place of a binding code, however it was typed."""
    return sign(secret, _PURPOSE, read_code(typed))


def is_receiving(hours: Hours | None, at: datetime) -> bool:
    """Whether citizens are received at ``at``; always, where no hours are set."""
    if not hours:
        return True
    there = in_vietnam(at)
    return there.weekday() in hours["days"] and hours["opens"] <= f"{there:%H:%M}" < hours["closes"]


def is_silent(seen_at: datetime | None, at: datetime, hours: Hours | None) -> bool:
    """Whether a kiosk should have been heard of and was not: a dead tablet."""
    return is_receiving(hours, at) and (seen_at is None or at - seen_at > SILENT_AFTER)


def minute_of(at: datetime) -> datetime:
    """``at`` cut to the minute."""
    return at.replace(second=0, microsecond=0)
