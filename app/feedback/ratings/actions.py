"""Rating a reply, once."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Conflict
from app.core.text import N_
from app.feedback.cases.models import Case, Step
from app.feedback.ratings.models import ReplyRating
from app.feedback.ratings.rules import levels_in, rated_step


class NothingToRate(Conflict):
    """There is no reply, or the case is being looked at again."""


class RatedBefore(Conflict):
    """Another rating was given for this reply."""


def rate(session: Session, case: Case, typed: Mapping[str, str]) -> bool:
    """Keep the rating of the newest reply; whether it is new. The same one sent again is found and not added.

    Raises :class:`app.feedback.ratings.rules.NotRated`, :class:`NothingToRate` and :class:`RatedBefore`.
    """
    levels = levels_in(typed)
    session.scalars(
        select(Case).where(Case.id == case.id).with_for_update(of=Case).execution_options(populate_existing=True)
    ).one()
    steps = session.scalars(select(Step).where(Step.case_id == case.id).order_by(Step.number))
    step = rated_step(steps)
    if step is None or case.flag == "withdrawn":
        raise NothingToRate(
            N_("Hiện chưa có câu trả lời nào để chấm điểm. Khi cơ quan trả lời, Ông/Bà chấm điểm ở trang này.")
        )
    before = session.get(ReplyRating, step.id)
    if before is not None:
        if all(getattr(before, item) == level for item, level in levels.items()):
            return False
        raise RatedBefore(N_("Câu trả lời này đã được chấm điểm; mỗi câu trả lời chỉ chấm một lần."))
    session.add(
        ReplyRating(
            step_id=step.id, case_id=case.id, office_id=case.office_id, rated_on=clock.day_of(clock.now()), **levels
        )
    )
    session.flush()
    return True
