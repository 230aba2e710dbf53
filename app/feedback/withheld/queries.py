"""Named reads of what may be told beside texts, and in which order they stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, distinct, func, select
from sqlalchemy.orm import Session

from app.access.viewer import Viewer
from app.core import clock
from app.feedback.models import Remark
from app.feedback.withheld.rules import PERMISSION, begins, month_of, months_back, told_months
from app.plans.models import Plan


def told_all(viewer: Viewer) -> ColumnElement[bool]:
    """The offices whose single responses the viewer may read, on a statement that has Plan."""
    return Plan.office_id.in_(viewer.offices(PERMISSION))


def newest_first(session: Session, viewer: Viewer) -> tuple[ColumnElement[Any], ...]:
    """What remarks are ordered by: by the hour for whom it is told, else by the month, as the order would tell it."""
    if all(viewer.may(PERMISSION, office_id) for office_id in viewer.offices("remarks.read")):
        return (Remark.hour.desc(),)
    first = session.scalar(select(func.min(Remark.hour)))
    months = months_back(clock.today(), month_of(first) if first else clock.today().replace(day=1))
    return (case((told_all(viewer), 0), else_=_place(months)), case((told_all(viewer), Remark.hour)).desc())


def desks_told(session: Session, remarks: Collection[Remark], minimum: int) -> frozenset[tuple[int, date]]:
    """Tasks and months of these remarks of which the desk is told, to whom the day is not; at most one query."""
    months = sorted({month_of(remark.hour) for remark in remarks}, reverse=True)
    if not months:
        return frozenset()
    every = months_back(months[0], months[-1])
    place = _place(every)
    rows = session.execute(
        select(Remark.task_id, place, Remark.desk_id, func.count(distinct(Remark.response_id)))
        .where(
            Remark.task_id.in_({remark.task_id for remark in remarks}),
            Remark.restricted.is_(False),
            Remark.hour >= begins(every[-1]),
        )
        .group_by(Remark.task_id, place, Remark.desk_id)
    )
    people = {(task_id, every[at], desk_id): count for task_id, at, desk_id, count in rows}
    return told_months(people, minimum=minimum, this_month=clock.today().replace(day=1))


def _place(months: Sequence[date]) -> ColumnElement[int]:
    """The place of a remark's month among these, the newest first; what is newer has the first place."""
    return case(*((Remark.hour >= begins(month), at) for at, month in enumerate(months)), else_=len(months))
