"""What the calendar answers when a plan is about to go."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.events import listen
from app.core.text import N_
from app.plans.calendar.models import Completion
from app.plans.events import PlanRemoval, PlanRemovalAsked
from app.plans.models import Deadline


class PlanHasFinishedWork(Conflict):
    """Evidence of what was done would go with the plan."""


def connect() -> None:
    """Listen; called once by the application factory."""
    listen(PlanRemovalAsked, _keep_finished_work)
    listen(PlanRemoval, _keep_finished_work)


def _keep_finished_work(session: Session, fact: PlanRemoval | PlanRemovalAsked) -> None:
    done = session.scalar(
        select(func.count())
        .select_from(Completion)
        .join(Deadline, Deadline.id == Completion.deadline_id)
        .where(Deadline.plan_id == fact.plan.id, Completion.done_at.is_not(None))
    )
    if done:
        raise PlanHasFinishedWork(
            N_(
                "Không gỡ được kế hoạch này vì đã có việc được đánh dấu xong (%(done)d việc), gỡ đi sẽ mất minh chứng. "
                "Nếu chắc chắn, hãy mở lại các việc đó trong lịch trước khi gỡ."
            ),
            done=done,
        )
