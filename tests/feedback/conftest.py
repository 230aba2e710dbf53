"""A task that Minh answers for, one that he does not, and what citizens wrote about both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.tokens import hour_key
from app.desks.models import Placement
from app.feedback.models import Remark
from app.plans.models import Plan, Task
from app.responses.actions import submit
from app.responses.asked import asked_by
from tests.cast import Cast
from tests.make import Make
from tests.responses.scene import NOON


@dataclass
class Hall:
    """An office's plan with two tasks, each asked at two desks."""

    session: Session
    plan: Plan
    placements: dict[tuple[str, int], Placement]

    @property
    def held(self) -> Task:
        """The task that Minh answers for."""
        return self.placements["held", 0].form.task

    @property
    def other(self) -> Task:
        """A task that nobody in particular answers for."""
        return self.placements["other", 0].form.task

    def write(self, text: str, *, task: str = "held", desk: int = 0, at: datetime = NOON, **answers: Any) -> Remark:
        """Somebody sends a form with a remark."""
        key: UUID = hour_key(at)
        place = self.placements[task, desk]
        submit(
            self.session,
            asked_by(place.edition),
            desk_id=place.desk_id,
            key=key,
            answers={"de_tim": 4, "y_kien": text} | answers,
            mode="phone",
            hour=at,
            locale="vi",
        )
        self.session.commit()
        return self.session.scalars(
            select(Remark).where(Remark.response_id == key, Remark.question_id == "y_kien")
        ).one()

    def write_many(self, number: int) -> list[Remark]:
        """One remark an hour, the newest first in the list that is given back."""
        return [self.write(f"Ý kiến số {turn}.", at=NOON - timedelta(hours=turn)) for turn in range(number)]


@pytest.fixture
def hall(make: Make, cast: Cast, session: Session) -> Hall:
    plan = make.plan(cast.hoa_sen)
    forms = {
        "held": make.form(make.task(plan, "Giải quyết thủ tục tại bộ phận Một cửa", holder=cast.minh)),
        "other": make.form(make.task(plan, "Nâng cao đạo đức công vụ")),
    }
    desks = [make.desk(cast.hoa_sen, "Quầy tư pháp"), make.desk(cast.hoa_sen, "Quầy đất đai")]
    placements = {
        (name, at): make.placement(desk, form) for name, form in forms.items() for at, desk in enumerate(desks)
    }
    return Hall(session, plan, placements)
