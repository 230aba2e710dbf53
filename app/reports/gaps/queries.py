"""How far the tasks of a plan have come on their way to a number."""

from __future__ import annotations

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.desks.models import Desk, Placement
from app.forms.models import Edition, Form
from app.plans.models import Plan, Task
from app.reports.gaps.rules import Gap, gap_of


def gaps_of(session: Session, plan: Plan) -> dict[int, Gap]:
    """For every task of the plan, why it has no number if it has none; one query."""
    rows = session.execute(
        select(Task.id, Task.surveyed, func.count(Form.id), func.count(Edition.id), func.count(Desk.id))
        .outerjoin(Form, Form.task_id == Task.id)
        .outerjoin(Edition, Edition.form_id == Form.id)
        .outerjoin(Placement, and_(Placement.form_id == Form.id, Placement.retired_at.is_(None)))
        .outerjoin(Desk, and_(Desk.id == Placement.desk_id, Desk.retired_at.is_(None)))
        .where(Task.plan_id == plan.id)
        .group_by(Task.id, Task.surveyed)
    )
    return {
        task_id: gap_of(surveyed=surveyed, forms=forms, editions=editions, placements=placements)
        for task_id, surveyed, forms, editions, placements in rows
    }
