"""When a kiosk asks, what its binding code looks like, and when it has been silent too long. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
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

OFFICE_HOURS: Hours = {"days": [0, 1, 2, 3, 4], "opens": "07:30", "closes": "17:00"}


def binding_hash_of(secret: str, typed: str) -> str:
    """What is stored in place of a binding code, however it was typed."""
    return sign(secret, _PURPOSE, read_code(typed))


def is_receiving(hours: Hours | None, at: datetime) -> bool:
    """Whether citizens are received at ``at``; always, where no hours are set."""
    if not hours:
        return True
    there = in_vietnam(at)
    return there.weekday() in hours["days"] and hours["opens"] <= f"{there:%H:%M}" < hours["closes"]


def opens_next(hours: Hours, at: datetime) -> datetime:
    """When citizens are received again after ``at``, in Vietnam's time; ``hours`` name at least one day of the week."""
    there = in_vietnam(at)
    opens = time.fromisoformat(hours["opens"])
    days = (there.date() + timedelta(days=ahead) for ahead in range(8))
    found = (datetime.combine(day, opens, there.tzinfo) for day in days if day.weekday() in hours["days"])
    return next(moment for moment in found if moment > there)


def is_silent(seen_at: datetime | None, at: datetime, hours: Hours | None) -> bool:
    """Whether a kiosk should have been heard of and was not: a dead tablet. Whoever switches it on in the morning has
    as long as any silence may last. Where a desk has set no hours, those of an office are taken.
    """
    hours = hours or OFFICE_HOURS
    awaited = is_receiving(hours, at) and is_receiving(hours, at - SILENT_AFTER)
    return awaited and (seen_at is None or at - seen_at > SILENT_AFTER)


def minute_of(at: datetime) -> datetime:
    """``at`` cut to the minute."""
    return at.replace(second=0, microsecond=0)
