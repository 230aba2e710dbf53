"""An office with a task that Minh answers for, a deadline of it, and the way of a yearly report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.core import clock
from app.plans.models import Deadline, Plan, PlanSection, Task
from tests.cast import Cast
from tests.make import Make


@dataclass(frozen=True)
class Scene:
    """Rows of phường Hoa Sen, counted from today."""

    plan: Plan
    task: Task
    of_task: Deadline
    inner: Deadline
    outward: Deadline
    undated: Deadline
    today: date

    def key(self, deadline: Deadline) -> str:
        """The key of the deadline's only occurrence."""
        return f"d{deadline.id}.{f'{self.year}-Y' if deadline.period == 'năm' else 'once'}"

    @property
    def year(self) -> int:
        return self.today.year

    def path(self, deadline: Deadline, more: str = "") -> str:
        return f"/calendar/entries/{self.key(deadline)}{more}"


def build(make: Make, cast: Cast, session: Session) -> Scene:
    """A deadline of Minh's task in three days, the units' report after the office's own, and one without a day."""
    today = clock.today()
    plan = make.plan(cast.hoa_sen, f"Công tác dân vận năm {today.year}", year=today.year)
    session.add(PlanSection(plan_id=plan.id, position=0, label="II", title="NHIỆM VỤ", kind="tasks"))
    task = make.task(
        plan, "Tuyên truyền", label="2", holder=cast.minh, items=("Treo băng rôn xong trước ngày đã hẹn.",)
    )
    unit, office, above = "Các phòng, đơn vị", "Văn phòng Ủy ban nhân dân phường", "Ủy ban nhân dân tỉnh"
    words = f"báo cáo năm {today.year}"
    return Scene(
        plan=plan,
        task=task,
        of_task=make.deadline(
            plan, "ngày đã hẹn", due_on=today + timedelta(days=3), kind="other", where="II.2", from_unit=None
        ),
        inner=make.deadline(plan, words, period="năm", due_on=_late(today, 25), from_unit=unit, to_unit=office),
        outward=make.deadline(plan, words, period="năm", due_on=_late(today, 20), from_unit=office, to_unit=above),
        undated=make.deadline(plan, "kịp thời", from_unit="Tổ dân phố"),
        today=today,
    )


def _late(today: date, day: int) -> date:
    """A day of this December: a plausible one for a yearly report, whenever the tests run."""
    return date(today.year, 12, day)
