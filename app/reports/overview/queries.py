"""What the one-page overview of a plan shows, read in one snapshot in a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.access.viewer import Viewer
from app.core import clock
from app.feedback.cases.queries import Waiting, waiting_by_task
from app.plans.calendar.queries import entries_for
from app.plans.models import Plan, Task
from app.reports.gaps.queries import gaps_of
from app.reports.gaps.rules import Gap
from app.reports.overview.lines import Line, line_of
from app.scores.queries import plan_scores, unsurveyed_tasks
from app.scores.results import together
from app.scores.rules import RollUp, Thresholds
from app.scores.suppression.rules import sees_live


@dataclass(frozen=True, slots=True)
class Overview:
    """A plan at one moment. ``gaps`` say why a task has no number, where it has none. ``elsewhere`` are the office's
    cases that belong to no task; None where cases are not this viewer's business. ``overdue`` counts the entries of the
    calendar whose day has passed. Scores that are not ``live`` hold what is released up to the end of the day
    ``through``.
    """

    lines: Sequence[Line]
    unsurveyed: Sequence[Task]
    gaps: Mapping[int, Gap]
    together: dict[str, RollUp]
    elsewhere: Waiting | None
    overdue: int
    live: bool
    through: date | None

    @property
    def late(self) -> int:
        """Late cases of all tasks."""
        return sum(line.cases.late for line in self.lines)


def read_overview(session: Session, viewer: Viewer, plan: Plan, limits: Thresholds, *, now: datetime) -> Overview:
    """Everything that the page says about ``plan``."""
    live = sees_live(viewer, plan.office_id)
    scores = plan_scores(session, plan, limits, live=live)
    sees_cases = viewer.may("cases.read", plan.office_id)
    cases = waiting_by_task(session, viewer, plan, now=now) if sees_cases else {}
    entries = entries_for(session, viewer, today=clock.day_of(now), plan_id=plan.id)
    return Overview(
        [line_of(found, cases.get(found.task.id)) for found in scores],
        unsurveyed_tasks(session, plan),
        gaps_of(session, plan),
        together(scores, limits),
        cases.get(None, Waiting(0, 0)) if sees_cases else None,
        sum(entry.state == "overdue" for entry in entries),
        live=live,
        through=max((found.through for found in scores if found.through), default=None),
    )
