"""What may be told beside a text. Pure.

Who answers for a task has to read what was written about it. He knows the people who came, so a day, an hour or a desk
beside a text can name its writer. Without the permission to read responses one by one he is told the month, and the
desk only when nothing can follow from it: the month is over, and at every desk at which somebody wrote about the task
in it, at least the minimum of people did. Were the desk told of some texts and not of others, it would be told of both.
A text waits until its day is over: nobody at the desk sees the words of the person in front of him arrive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from app.access.viewer import Viewer
from app.core.clock import VIETNAM, day_of

PERMISSION = "responses.read"
"""Who may read responses one by one is told the desk, the day and the hour of a text, and reads it at once."""


def is_told_all(viewer: Viewer, office_id: int) -> bool:
    """Whether ``viewer`` is told where and when the texts of this office were written."""
    return viewer.may(PERMISSION, office_id)


def month_of(at: datetime) -> date:
    """The first day of the month in Vietnam that ``at`` lies in."""
    return day_of(at).replace(day=1)


def begins(day: date) -> datetime:
    """The instant at which a day begins in Vietnam."""
    return datetime.combine(day, time(), VIETNAM)


def months_back(last: date, first: date) -> list[date]:
    """The months from the one of ``last`` back to the one of ``first``, by their first days."""
    months = [last.replace(day=1)]
    while months[-1] > first:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months


def told_months(
    people: Mapping[tuple[int, date, int], int], *, minimum: int, this_month: date
) -> frozenset[tuple[int, date]]:
    """Tasks and months of which the desk of a text may be told; ``people`` by task, month and desk."""
    fewest: dict[tuple[int, date], int] = defaultdict(lambda: minimum)
    for (task_id, month, _desk_id), count in people.items():
        fewest[task_id, month] = min(fewest[task_id, month], count)
    return frozenset(key for key, count in fewest.items() if count >= minimum and key[1] < this_month)
