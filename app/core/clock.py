"""Time: stored in UTC, shown in Vietnam.

Names of instants end in ``_at``, names of days in ``_on``. An hour is an instant cut to the full hour: the finest
time that a citizen's row may carry.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def hour_of(at: datetime) -> datetime:
    """The full hour that ``at`` lies in, in UTC."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def day_of(at: datetime) -> date:
    """The day in Vietnam that ``at`` lies in."""
    return at.astimezone(VIETNAM).date()


def today() -> date:
    """Today in Vietnam."""
    return day_of(now())


def in_vietnam(at: datetime) -> datetime:
    """``at`` on a clock in Vietnam, for pages that name its day and hour."""
    return at.astimezone(VIETNAM)


def time_of(written: str) -> time:
    """The time of day written as ``07:30``."""
    return time.fromisoformat(written)


def week_of(day: date) -> date:
    """The Monday of the week that ``day`` lies in."""
    return day - timedelta(days=day.weekday())


def show_day(day: date) -> str:
    """``20/11/2026``, as Vietnamese offices write a day."""
    return f"{day:%d/%m/%Y}"


def show_moment(at: datetime) -> str:
    """``20/11/2026 14:05`` in Vietnam."""
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
